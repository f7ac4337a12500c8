/// Somebody outside wants to know: the exchange is asked for the document's core, then for each part of what it gave,
/// and the rows are lowered. Private to this folder.
#pragma once

#include <memory>
#include <vector>

#include "adapter/http/http.h"
#include "adapter/service/context.h"
#include "adapter/service/request_reader.h"
#include "adapter/service/served.h"

namespace gridlore::service {

/// A question, and who serves it.
struct ServedQuestion {
    ServedPtr served;
    Question question;
};

struct ServedQuestions {
    std::vector<ServedQuestion> questions;
    bool is_list = false;  ///< they came as a list, and so go their answers
    /// One of their times was in another form than ISO 8601, and so are those of the answers.
    bool has_local_times = false;
};

/// Questions are asked one after the other. `takes_gzip`: the client takes compressed responses.
///
/// 200 with the payload; `Gridlore-Failed` then names who should have answered and could not. 404: nobody knows
/// anything, and the document has no words for that. 502: nothing is known, and somebody failed; or the document's
/// shape has no room for what was answered. 503: the exchange's limits.
void serve_ask(const ContextPtr& context, ServedQuestions asked, std::shared_ptr<http::Responder> responder,
               bool takes_gzip);

}  // namespace gridlore::service
