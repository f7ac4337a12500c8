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

using Responder = std::shared_ptr<http::Responder>;

/// Answers once what was done is on disk; `undo` takes it back if that cannot be.
Kept respond_when_kept(const Responder& responder, http::Response response, std::function<void()> undo = {}) {
    const auto shared = std::make_shared<http::Response>(std::move(response));
    return [responder, shared, undo = std::move(undo)](const Result<void>& kept) {
        if (kept) {
            return responder->respond(std::move(*shared));
        }
        if (undo) {
            undo();
        }
        responder->respond(error_response(503, "The registration could not be kept: " + kept.error().message));
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
    const auto publish = [&] { services.mailboxes->publish(id, mailbox); };
    if (kept) {
        services.registrations->put(*kept, *description, publish,
                                    respond_when_kept(responder, http::Response::empty(200), [&services, id] {
                                        (void)services.exchange.remove_knowledge_base(id);  // or it has gone already
                                    }));
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
    const auto remove = [&] { return services.exchange.remove_knowledge_base(caller->knowledge_base); };
    const auto& kept = caller->mailbox->kept();
    const Result<void> removed =
        kept ? kept->remove(remove, respond_when_kept(responder, http::Response::empty(200))) : remove();
    if (!removed) {
        return worded(removed.error(), *caller);
    }
    if (!kept) {
        responder->respond(http::Response::empty(200));
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
    const InteractionType type = spec->type;
    const auto added_id = std::make_shared<std::string>();
    const auto add = [&] {
        auto id = services.exchange.add_interaction(caller->knowledge_base, std::move(*spec));
        *added_id = id ? *id : std::string();
        return id;
    };
    const auto response = [added_id] {
        std::string text;
        { JsonObject(text).text("knowledgeInteractionId", *added_id); }
        return json_response(200, std::move(text));
    };
    const auto& kept = caller->mailbox->kept();
    const auto respond = [&services, responder, response, added_id, type, mailbox = caller->mailbox,
                          id = caller->knowledge_base](Result<void> done) {
        respond_when_kept(responder, response(), [&] {
            // or it has gone already
            if (services.exchange.remove_interaction(id, *added_id)) {
                mailbox->count_reactive(is_reactive(type) ? -1 : 0);
            }
        })(std::move(done));
    };
    const auto id = kept ? kept->add_interaction(request.body, add, respond) : add();
    if (!id) {
        return worded(id.error(), *caller);
    }
    caller->mailbox->count_reactive(is_reactive(type) ? 1 : 0);
    if (!kept) {
        responder->respond(response());
    }
    return {};
}

Result<void> remove_interaction(const Services& services, const http::Request& request, const Responder& responder) {
    const auto caller = identify(request, *services.mailboxes, RequiredHeaders::KnowledgeBaseAndInteraction);
    if (!caller) {
        return caller.error();
    }
    const auto interaction = services.exchange.find_interaction(caller->knowledge_base, caller->interaction);
    const auto remove = [&] {
        return services.exchange.remove_interaction(caller->knowledge_base, caller->interaction);
    };
    const auto& kept = caller->mailbox->kept();
    const Result<void> removed =
        kept ? kept->remove_interaction(caller->interaction, remove,
                                        respond_when_kept(responder, http::Response::empty(200)))
             : remove();
    if (!removed) {
        return worded(removed.error(), *caller);
    }
    caller->mailbox->count_reactive(interaction && is_reactive(interaction->spec.type) ? -1 : 0);
    if (!kept) {
        responder->respond(http::Response::empty(200));
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
    const auto rules = exchange::parse_rules(request.body);
    if (!rules) {
        return invalid_input(placed_message(rules.error()));
    }
    const auto set = [&] { return services.exchange.set_domain_knowledge(caller->knowledge_base, *rules); };
    const auto& kept = caller->mailbox->kept();
    const Result<void> done =
        kept ? kept->set_rules(request.body, set, respond_when_kept(responder, http::Response::empty(200))) : set();
    if (!done) {
        return worded(done.error(), *caller);
    }
    if (!kept) {
        responder->respond(http::Response::empty(200));
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
