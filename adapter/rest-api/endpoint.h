/// One row of the table of endpoints, and what each checks of a request before it begins (ke-rest-contract, section 2).
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "adapter/http/http.h"
#include "adapter/rest-api/services.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::rest_api {

enum class BodyType { None, Json, Text };

struct Endpoint {
    std::string method;
    std::string path;  ///< as in `http::Route`
    BodyType body = BodyType::None;
    http::Handler serve;
};

/// A request in the log.
struct RequestName {
    explicit RequestName(const http::Request& request) : method(request.method), path(request.path), id(request.id) {}

    std::string method;
    std::string path;
    std::string id;
};

/// Logs what nobody expected, and answers with 500: the client is told nothing of the inside.
void answer_defect(const Services& services, const RequestName& request, http::Responder& responder,
                   std::string_view what);

/// Does `work` for a request, on whatever thread: the one place where what it throws ends.
template <typename Work>
void serve_safely(const Services& services, const RequestName& request, http::Responder& responder, Work work) {
    try {
        work();
    } catch (const std::exception& exception) {
        answer_defect(services, request, responder, exception.what());
    }
}

/// A handler that answers at once with what `respond` gives.
http::Handler answering(std::function<Result<http::Response>(const http::Request&)> respond);

/// Whether the request's Content-Type is one for that body. None at all is taken for the right one.
bool accepts_content_type(const http::Request& request, BodyType type);

/// A header's value as UTF-8: it is read as UTF-8 if it is that, else as Latin-1. InvalidInput if it is missing.
Result<std::string> required_header(const http::Request& request, std::string_view name);

inline constexpr std::string_view knowledge_base_header = "Knowledge-Base-Id";
inline constexpr std::string_view interaction_header = "Knowledge-Interaction-Id";

/// The knowledge base that a request is made for.
struct Caller {
    std::string knowledge_base;
    std::string interaction;  ///< the header as it came; empty unless it was required
    std::shared_ptr<Mailbox> mailbox;
};
enum class RequiredHeaders { KnowledgeBase, KnowledgeBaseAndInteraction };

/// In this order: the headers are there, the knowledge base's id is an IRI (else InvalidInput), it exists (else
/// NotFound). Whether the interaction exists is the endpoint's to say.
Result<Caller> identify(const http::Request& request, const Mailboxes& mailboxes, RequiredHeaders headers);

/// The caller's interaction is unknown: NotFound, but where the contract has it otherwise.
Error unknown_interaction_error(const Caller& caller, ErrorKind kind = ErrorKind::NotFound);
/// InvalidInput, for a header that has to be an IRI.
Error no_iri_error(std::string_view header);

}  // namespace gridlore::rest_api
