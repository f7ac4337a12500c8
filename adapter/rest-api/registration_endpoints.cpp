#include "adapter/rest-api/registration_endpoints.h"

#include "adapter/rest-api/json/exchange_json.h"
#include "adapter/rest-api/json/registration_json.h"
#include "adapter/rest-api/json/writer.h"
#include "adapter/rest-api/responses.h"
#include "knowledge-engine/exchange/rules.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rest_api {
namespace {

using exchange::InteractionType;

/// The exchange knows a knowledge base by its id only; to clients it is always told in the same words.
Error worded(Error error, const Caller& caller) {
    return error.kind == ErrorKind::NotFound && caller.mailbox->is_removed() ? exchange::unknown_knowledge_base()
                                                                             : std::move(error);
}

bool is_reactive(InteractionType type) {
    return type == InteractionType::Answer || type == InteractionType::React;
}

template <typename Range, typename Append>
http::Response list_response(const Range& range, Append append) {
    std::string body;
    {
        JsonArray array(body);
        for (const auto& element : range) {
            append(array.element(), element);
        }
    }
    return json_response(200, std::move(body));
}

Result<http::Response> get_version(const Services&, const http::Request&) {
    return json_response(200, "{\"version\":\"" GRIDLORE_VERSION "\"}");
}

Result<http::Response> get_knowledge_bases(const Services& services, const http::Request& request) {
    if (!request.header(knowledge_base_header)) {
        return list_response(services.exchange.knowledge_bases(), append_knowledge_base);
    }
    auto id = required_header(request, knowledge_base_header);
    if (!id) {
        return std::move(id).error();
    }
    if (!rdf::is_absolute_iri(*id)) {
        return no_iri_error(knowledge_base_header);
    }
    const auto description = services.exchange.find_knowledge_base(*id);
    if (!description || description->built_in) {
        return exchange::unknown_knowledge_base();
    }
    return list_response(std::vector{*description}, append_knowledge_base);
}

Result<http::Response> add_knowledge_base(const Services& services, const http::Request& request) {
    const auto body = parse_json(request.body, {services.settings.json_depth});
    if (!body) {
        return body.error();
    }
    auto description = read_knowledge_base(*body, services.settings.reasoner_level);
    if (!description) {
        return std::move(description).error();
    }
    const std::string id = description->id;
    const auto mailbox = services.mailboxes->make(id);
    if (auto added = services.exchange.add_knowledge_base(std::move(*description), mailbox); !added) {
        return std::move(added).error();
    }
    services.mailboxes->publish(id, mailbox);
    return http::Response::empty(200);
}

Result<http::Response> remove_knowledge_base(const Services& services, const http::Request& request) {
    const auto caller = identify(request, *services.mailboxes, RequiredHeaders::KnowledgeBase);
    if (!caller) {
        return caller.error();
    }
    if (const auto removed = services.exchange.remove_knowledge_base(caller->knowledge_base); !removed) {
        return worded(removed.error(), *caller);
    }
    return http::Response::empty(200);
}

Result<http::Response> renew_lease(const Services& services, const http::Request& request) {
    const auto caller = identify(request, *services.mailboxes, RequiredHeaders::KnowledgeBase);
    if (!caller) {
        return caller.error();
    }
    const auto expires = services.exchange.renew_lease(caller->knowledge_base);
    if (!expires) {
        return worded(expires.error(), *caller);
    }
    std::string body;
    {
        JsonObject object(body);
        object.text("knowledgeBaseId", caller->knowledge_base);
        object.text("expires", time_text(*expires));
    }
    return json_response(200, std::move(body));
}

Result<http::Response> get_interactions(const Services& services, const http::Request& request) {
    const auto caller = identify(request, *services.mailboxes, RequiredHeaders::KnowledgeBase);
    if (!caller) {
        return caller.error();
    }
    const auto interactions = services.exchange.interactions(caller->knowledge_base);
    if (!interactions) {
        return worded(interactions.error(), *caller);
    }
    return list_response(*interactions, append_interaction);
}

Result<http::Response> add_interaction(const Services& services, const http::Request& request) {
    const auto body = parse_json(request.body, {services.settings.json_depth});
    if (!body) {
        return body.error();
    }
    const auto caller = identify(request, *services.mailboxes, RequiredHeaders::KnowledgeBase);
    if (!caller) {
        return caller.error();
    }
    auto spec = read_interaction(*body);
    if (!spec) {
        return std::move(spec).error();
    }
    const InteractionType type = spec->type;
    const auto id = services.exchange.add_interaction(caller->knowledge_base, std::move(*spec));
    if (!id) {
        return worded(id.error(), *caller);
    }
    caller->mailbox->count_reactive(is_reactive(type) ? 1 : 0);
    std::string response;
    { JsonObject(response).text("knowledgeInteractionId", *id); }
    return json_response(200, std::move(response));
}

Result<http::Response> remove_interaction(const Services& services, const http::Request& request) {
    const auto caller = identify(request, *services.mailboxes, RequiredHeaders::KnowledgeBaseAndInteraction);
    if (!caller) {
        return caller.error();
    }
    const auto interaction = services.exchange.find_interaction(caller->knowledge_base, caller->interaction);
    if (const auto removed = services.exchange.remove_interaction(caller->knowledge_base, caller->interaction);
        !removed) {
        return worded(removed.error(), *caller);
    }
    caller->mailbox->count_reactive(interaction && is_reactive(interaction->spec.type) ? -1 : 0);
    return http::Response::empty(200);
}

Result<http::Response> set_domain_knowledge(const Services& services, const http::Request& request) {
    if (!rdf::is_valid_utf8(request.body)) {
        return invalid_input("the body is not valid UTF-8");
    }
    const auto caller = identify(request, *services.mailboxes, RequiredHeaders::KnowledgeBase);
    if (!caller) {
        return caller.error();
    }
    auto rules = exchange::parse_rules(request.body);
    if (!rules) {
        return invalid_input(placed_message(rules.error()));
    }
    if (const auto set = services.exchange.set_domain_knowledge(caller->knowledge_base, std::move(*rules)); !set) {
        return worded(set.error(), *caller);
    }
    return http::Response::empty(200);
}

using Function = Result<http::Response> (*)(const Services&, const http::Request&);

}  // namespace

std::vector<Endpoint> registration_endpoints(const std::shared_ptr<const Services>& services) {
    const auto calling = [&services](Function function) {
        return answering([services, function](const http::Request& request) { return function(*services, request); });
    };
    return {
        {"GET", "/rest/version", BodyType::None, calling(get_version)},
        {"GET", "/rest/sc", BodyType::None, calling(get_knowledge_bases)},
        {"POST", "/rest/sc", BodyType::Json, calling(add_knowledge_base)},
        {"DELETE", "/rest/sc", BodyType::None, calling(remove_knowledge_base)},
        {"PUT", "/rest/sc/lease/renew", BodyType::None, calling(renew_lease)},
        {"GET", "/rest/sc/ki", BodyType::None, calling(get_interactions)},
        {"POST", "/rest/sc/ki", BodyType::Json, calling(add_interaction)},
        {"DELETE", "/rest/sc/ki", BodyType::None, calling(remove_interaction)},
        {"POST", "/rest/sc/knowledge", BodyType::Text, calling(set_domain_knowledge)},
    };
}

}  // namespace gridlore::rest_api
