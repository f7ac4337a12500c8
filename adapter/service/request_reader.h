/// What a request asks for, or says beside its payload: its parameters, from wherever they come, as terms. A pure
/// function; safe from any thread. Private to this folder.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "adapter/http/http.h"
#include "adapter/service/bind.h"
#include "adapter/service/partners.h"
#include "adapter/service/problem.h"
#include "adapter/service/question_reader.h"

namespace gridlore::service {

/// One of those that serve a path by the same method.
struct Candidate {
    const mapping::Document* document = nullptr;
    const Serve* serve = nullptr;
    bool takes_payload = false;  ///< the body is the document's own (a post), and not read here
};

struct Asked {
    std::vector<Question> questions;
    bool is_list = false;  ///< they came as a list, and so go their answers
};

/// `path_values`: of the path's variables, in their order. Who is meant, of several candidates, is said by a constant
/// in the address or, where all of them read parameters there, in the body. Unknown parameters are refused.
std::variant<Asked, Refusal> read_request(std::span<const Candidate> candidates, const http::Request& request,
                                          std::span<const std::string> path_values, const Tolerance& tolerance);

}  // namespace gridlore::service
