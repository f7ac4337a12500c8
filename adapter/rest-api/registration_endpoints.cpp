#include "adapter/rest-api/registration_endpoints.h"

#include <optional>
#include <utility>

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

using Responder = std::shared_ptr<http::Responder>;

/// Answers once it is known whether the change was made. `caller`: none while a knowledge base is being registered.
Kept respond_when_kept(
    const Responder& responder, const std::optional<Caller>& caller,
    std::function<http::Response()> response = [] { return http::Response::empty(200); }) {
    return [responder, caller, response = std::move(response)](const Result<void>& kept) {
        responder->respond(kept ? response() : error_response(caller ? worded(kept.error(), *caller) : kept.error()));
    };
}

Result<void> add_knowledge_base(const Services& services, const http::Request& request, const Responder& responder) {
    const auto body = parse_json(request.body, {services.settings.json_depth});
    if (!body) {
        return body.error();
    }
    const auto description = read_knowledge_base(*body, services.settings.reasoner_level);
    if (!description) {
        return description.error();
    }
    const std::string& id = description->id;
    const auto mailbox = services.mailboxes->make(id);
    const auto kept = services.registrations->make(*description);
    mailbox->keep(kept);
    if (auto added = services.exchange.add_knowledge_base(*description, mailbox); !added) {
        return added;
    }
    const auto publish = [&services, id, mailbox] { services.mailboxes->publish(id, mailbox); };
    if (kept) {
        services.registrations->put(
            *kept, *description, publish, [&services, id] { (void)services.exchange.remove_knowledge_base(id); },
            respond_when_kept(responder, {}));
    } else {
        publish();
        responder->respond(http::Response::empty(200));
    }
    return {};
}

Result<void> remove_knowledge_base(const Services& services, const http::Request& request, const Responder& responder) {
    const auto caller = identify(request, *services.mailboxes, RequiredHeaders::KnowledgeBase);
    if (!caller) {
        return caller.error();
    }
    const auto remove = [&services, id = caller->knowledge_base] {
        return services.exchange.remove_knowledge_base(id);
    };
    const auto respond = respond_when_kept(responder, *caller);
    if (const auto& kept = caller->mailbox->kept()) {
        kept->remove(remove, respond);
    } else {
        respond(remove());
    }
    return {};
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

Result<void> add_interaction(const Services& services, const http::Request& request, const Responder& responder) {
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
    const int reactive = is_reactive(spec->type) ? 1 : 0;
    const auto added_id = std::make_shared<std::string>();
    const auto add = [&] {
        auto id = services.exchange.add_interaction(caller->knowledge_base, std::move(*spec));
        if (id) {
            caller->mailbox->count_reactive(reactive);
            *added_id = *id;
        }
        return id;
    };
    const auto respond = respond_when_kept(responder, *caller, [added_id] {
        std::string text;
        { JsonObject(text).text("knowledgeInteractionId", *added_id); }
        return json_response(200, std::move(text));
    });
    if (const auto& kept = caller->mailbox->kept()) {
        const auto undo = [&services, caller = *caller, added_id, reactive] {
            caller.mailbox->count_reactive(-reactive);
            (void)services.exchange.remove_interaction(caller.knowledge_base, *added_id);
        };
        kept->add_interaction(request.body, add, undo, respond);
    } else {
        const auto id = add();
        respond(id ? Result<void>() : id.error());
    }
    return {};
}

Result<void> remove_interaction(const Services& services, const http::Request& request, const Responder& responder) {
    const auto caller = identify(request, *services.mailboxes, RequiredHeaders::KnowledgeBaseAndInteraction);
    if (!caller) {
        return caller.error();
    }
    const auto interaction = services.exchange.find_interaction(caller->knowledge_base, caller->interaction);
    if (!interaction) {
        return worded(exchange::unknown_interaction(), *caller);
    }
    const auto remove = [&services, caller = *caller, reactive = is_reactive(interaction->spec.type) ? 1 : 0] {
        auto removed = services.exchange.remove_interaction(caller.knowledge_base, caller.interaction);
        caller.mailbox->count_reactive(removed ? -reactive : 0);
        return removed;
    };
    const auto respond = respond_when_kept(responder, *caller);
    if (const auto& kept = caller->mailbox->kept()) {
        kept->remove_interaction(caller->interaction, remove, respond);
    } else {
        respond(remove());
    }
    return {};
}

Result<void> set_domain_knowledge(const Services& services, const http::Request& request, const Responder& responder) {
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
    if (Result<void> checked = services.exchange.check_domain_knowledge(*rules); !checked) {
        return checked;
    }
    auto set = [&services, id = caller->knowledge_base, rules = std::move(*rules)] {
        return services.exchange.set_domain_knowledge(id, rules);
    };
    const auto respond = respond_when_kept(responder, *caller);
    if (const auto& kept = caller->mailbox->kept()) {
        kept->set_rules(request.body, std::move(set), respond);
    } else {
        respond(set());
    }
    return {};
}

Error refused(const std::string& what, const Error& error) {
    return {error.kind, what + " cannot be registered again: " + error.message};
}

Result<void> restore_knowledge_base(const Services& services, const RestoredKnowledgeBase& one) {
    const std::string& id = one.description.id;
    const auto mailbox = services.mailboxes->make(id);
    mailbox->keep(one.kept);
    if (auto added = services.exchange.add_knowledge_base(one.description, mailbox); !added) {
        return added;
    }
    services.mailboxes->publish(id, mailbox);
    return {};
}

void restore_contents(const Services& services, RestoredKnowledgeBase& one, std::vector<Error>& problems) {
    const std::string& id = one.description.id;
    const auto mailbox = services.mailboxes->find(id);
    if (const auto set = one.rules ? services.exchange.set_domain_knowledge(id, *one.rules) : Result<void>(); !set) {
        problems.push_back(refused("the rules of '" + id + "'", set.error()));
    }
    for (RestoredInteraction& interaction : one.interactions) {
        const bool reactive = is_reactive(interaction.spec.type);
        const auto added = services.exchange.add_interaction(id, std::move(interaction.spec), interaction.id);
        if (added) {
            mailbox->count_reactive(reactive ? 1 : 0);
        } else {
            problems.push_back(refused("the interaction '" + interaction.id + "'", added.error()));
        }
    }
}

using Function = Result<http::Response> (*)(const Services&, const http::Request&);

/// What changes a registration answers when that is on disk.
using ChangingFunction = Result<void> (*)(const Services&, const http::Request&, const Responder&);

}  // namespace

std::vector<Error> restore_registrations(const Services& services, const std::vector<Record>& records) {
    Restored restored = services.registrations->restore(records);
    std::vector<Error> problems = std::move(restored.unreadable);
    // All knowledge bases first: those who react to meta-knowledge are told of none of them.
    std::erase_if(restored.knowledge_bases, [&](const RestoredKnowledgeBase& one) {
        const auto done = restore_knowledge_base(services, one);
        if (!done) {
            problems.push_back(refused("the knowledge base '" + one.description.id + "'", done.error()));
        }
        return !done;
    });
    for (RestoredKnowledgeBase& one : restored.knowledge_bases) {
        restore_contents(services, one, problems);
    }
    return problems;
}

std::vector<Endpoint> registration_endpoints(const std::shared_ptr<const Services>& services) {
    const auto calling = [&services](Function function) {
        return answering([services, function](const http::Request& request) { return function(*services, request); });
    };
    const auto changing = [&services](ChangingFunction function) {
        return [services, function](const http::Request& request, const Responder& responder) {
            if (const auto begun = function(*services, request, responder); !begun) {
                responder->respond(error_response(begun.error()));
            }
        };
    };
    return {
        {"GET", "/rest/version", BodyType::None, calling(get_version)},
        {"GET", "/rest/sc", BodyType::None, calling(get_knowledge_bases)},
        {"POST", "/rest/sc", BodyType::Json, changing(add_knowledge_base)},
        {"DELETE", "/rest/sc", BodyType::None, changing(remove_knowledge_base)},
        {"PUT", "/rest/sc/lease/renew", BodyType::None, calling(renew_lease)},
        {"GET", "/rest/sc/ki", BodyType::None, calling(get_interactions)},
        {"POST", "/rest/sc/ki", BodyType::Json, changing(add_interaction)},
        {"DELETE", "/rest/sc/ki", BodyType::None, changing(remove_interaction)},
        {"POST", "/rest/sc/knowledge", BodyType::Text, changing(set_domain_knowledge)},
    };
}

}  // namespace gridlore::rest_api
