#include "adapter/rest-api/responses.h"

#include "adapter/rest-api/json/writer.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rest_api {

unsigned status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::InvalidInput:
        case ErrorKind::Conflict:  // an id or name in use is 400 by the contract
            return 400;
        case ErrorKind::NotFound:
            return 404;
        case ErrorKind::LimitExceeded:
        case ErrorKind::Unavailable:
            return 503;
        case ErrorKind::Internal:
            return 500;
    }
    return 500;
}

http::Response json_response(unsigned status, std::string body) {
    return http::Response::with_body(status, "application/json", std::move(body));
}

http::Response message_response(unsigned status, std::string_view type, std::string_view message) {
    std::string body;
    {
        JsonObject object(body);
        object.text("messageType", type);
        // A path as received may be any bytes, and JSON may not.
        object.text("message", rdf::is_valid_utf8(message) ? message : "The request is not valid UTF-8.");
    }
    return json_response(status, std::move(body));
}

http::Response error_response(unsigned status, std::string_view message) {
    return message_response(status, "error", message);
}

http::Response error_response(const Error& error) {
    return error_response(status_of(error.kind), error.message);
}

}  // namespace gridlore::rest_api
