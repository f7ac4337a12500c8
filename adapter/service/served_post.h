/// Somebody outside has news: the payload is lifted and posted on the exchange, each row with all the parts that it
/// has. Private to this folder.
#pragma once

#include <memory>

#include "adapter/http/http.h"
#include "adapter/service/context.h"
#include "adapter/service/exchange_board.h"
#include "adapter/service/request_reader.h"
#include "adapter/service/served.h"

namespace gridlore::service {

/// Answered when the exchange is over, with who has got it: 200 and, of a document with `response`, what it says, else
/// `{"acknowledged": true, "delivered": […]}` with the first `warnings` of what was taken though it is odd; 502 where
/// all who should have got it failed. With `answers: at-once` 202, and where to look. 400: the payload is not what the
/// document says; then nothing is posted.
void serve_post(const ContextPtr& context, const ServedPtr& served, const std::shared_ptr<ExchangeBoard>& board,
                Question question, http::Request request, std::shared_ptr<http::Responder> responder);

}  // namespace gridlore::service
