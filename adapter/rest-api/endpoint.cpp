#include "adapter/rest-api/endpoint.h"

#include "adapter/http/content_type.h"
#include "adapter/rest-api/responses.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rest_api {
namespace {

std::string utf8_of_latin1(std::string_view text) {
    std::string utf8;
    utf8.reserve(text.size() * 2);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            utf8 += c;
        } else {
            utf8 += static_cast<char>(0xC0 | (byte >> 6));
            utf8 += static_cast<char>(0x80 | (byte & 0x3F));
        }
    }
    return utf8;
}

}  // namespace

void answer_defect(const Services& services, const RequestName& request, http::Responder& responder,
                   std::string_view what) {
    if (services.log_failure) {
        services.log_failure(request.method + " " + request.path + " (request " + request.id +
                             "): " + std::string(what));
    }
    responder.respond(error_response(500, "The server failed at this request; it has been logged."));
}

http::Handler answering(std::function<Result<http::Response>(const http::Request&)> respond) {
    return [respond = std::move(respond)](const http::Request& request,
                                          const std::shared_ptr<http::Responder>& responder) {
        auto response = respond(request);
        responder->respond(response ? std::move(*response) : error_response(response.error()));
    };
}

bool accepts_content_type(const http::Request& request, BodyType type) {
    const auto header = request.header("Content-Type");
    if (type == BodyType::None || !header || header->empty()) {
        return true;
    }
    const std::string_view wanted = type == BodyType::Json ? "application/json" : "text/plain";
    return *header == wanted || http::content_type_of(*header).media_type == wanted;
}

Result<std::string> required_header(const http::Request& request, std::string_view name) {
    const auto value = request.header(name);
    if (!value) {
        return invalid_input("the header `" + std::string(name) + "` is required");
    }
    return rdf::is_valid_utf8(*value) ? std::string(*value) : utf8_of_latin1(*value);
}

Result<Caller> identify(const http::Request& request, const Mailboxes& mailboxes, RequiredHeaders headers) {
    Caller caller;
    auto knowledge_base = required_header(request, knowledge_base_header);
    if (!knowledge_base) {
        return std::move(knowledge_base).error();
    }
    caller.knowledge_base = std::move(*knowledge_base);
    if (headers == RequiredHeaders::KnowledgeBaseAndInteraction) {
        auto interaction = required_header(request, interaction_header);
        if (!interaction) {
            return std::move(interaction).error();
        }
        caller.interaction = std::move(*interaction);
    }
    caller.mailbox = mailboxes.find(caller.knowledge_base);
    if (!caller.mailbox) {
        if (!rdf::is_absolute_iri(caller.knowledge_base)) {
            return no_iri_error(knowledge_base_header);
        }
        return exchange::unknown_knowledge_base();
    }
    return caller;
}

Error unknown_interaction_error(const Caller& caller, ErrorKind kind) {
    return {kind, "this knowledge base has no knowledge interaction " + caller.interaction};
}

Error no_iri_error(std::string_view header) {
    return invalid_input("the header `" + std::string(header) + "` has to be an absolute IRI, without brackets");
}

}  // namespace gridlore::rest_api
