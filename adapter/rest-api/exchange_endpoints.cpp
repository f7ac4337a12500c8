#include "adapter/rest-api/exchange_endpoints.h"

#include <algorithm>
#include <utility>

#include "adapter/rest-api/json/binding_set_json.h"
#include "adapter/rest-api/json/exchange_json.h"
#include "adapter/rest-api/responses.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rest_api {
namespace {

using exchange::InteractionType;
using Responder = std::shared_ptr<http::Responder>;

/// Why this interaction cannot be called as an `expected`, if so: it is checked before the contents of a request.
Result<exchange::KnowledgeInteraction> find_own_interaction(const Services& services, const Caller& caller,
                                                            InteractionType expected) {
    auto interaction = services.exchange.find_interaction(caller.knowledge_base, caller.interaction);
    if (!interaction) {
        return unknown_interaction_error(caller);
    }
    if (interaction->spec.type != expected) {
        return invalid_input("the knowledge interaction " + caller.interaction + " is no " +
                             (expected == InteractionType::Ask ? "ASK" : "POST"));
    }
    return std::move(*interaction);
}

Result<void> check_range_variables(const exchange::KnowledgeInteraction& interaction, const pattern::Ranges& ranges) {
    const auto variables = interaction.spec.pattern.variables();
    for (const auto& [name, range] : ranges) {
        if (std::find(variables.begin(), variables.end(), name) == variables.end()) {
            return invalid_input("/ranges/" + name + ": the pattern of the ASK has no variable of this name");
        }
    }
    return {};
}

/// The interaction itself is looked up only where a fault or a range makes it matter: the exchange does so anyway.
Result<ExchangeBody> read_contents(const Services& services, const Caller& caller, const JsonValue& json,
                                   InteractionType type) {
    if (!rdf::is_absolute_iri(caller.interaction)) {
        return no_iri_error(interaction_header);
    }
    auto body = read_exchange_body(json, type == InteractionType::Ask);
    if (!body || !body->request.ranges.empty()) {
        const auto interaction = find_own_interaction(services, caller, type);
        if (!interaction) {
            return interaction.error();
        }
        if (body) {
            if (const auto checked = check_range_variables(*interaction, body->request.ranges); !checked) {
                return checked.error();
            }
        }
    }
    return body;
}

/// The status of an ask or post that the exchange refused or ended.
http::Response failure_response(const Error& error, const Mailbox& asker) {
    if (!asker.is_removed()) {
        return error_response(error);
    }
    return error.kind == ErrorKind::NotFound ? error_response(exchange::unknown_knowledge_base())
                                             : error_response(410, error.message);
}

std::size_t rows_of(const std::vector<exchange::ExchangeInfo>& entries) {
    std::size_t rows = 0;
    for (const exchange::ExchangeInfo& entry : entries) {
        rows += entry.bindings.size() + entry.result.size();
    }
    return rows;
}
std::size_t rows_of(const exchange::AskResult& result) {
    return result.bindings.size() + rows_of(result.exchange_info);
}
std::size_t rows_of(const exchange::PostResult& result) {
    return result.result.size() + rows_of(result.exchange_info);
}

/// Writes a result as `write` does and sends it; a large one off the thread that brought its last piece, which may be
/// the network's or the clock's.
template <typename ExchangeResult>
void respond_with(const std::shared_ptr<const Services>& services, const RequestName& request,
                  const Responder& responder, ExchangeResult result, std::string (*write)(const ExchangeResult&, bool),
                  bool with_exchange_info) {
    if (rows_of(result) <= services->settings.inline_rows) {
        responder->respond(json_response(200, write(result, with_exchange_info)));
        return;
    }
    const auto shared = std::make_shared<const ExchangeResult>(std::move(result));
    const auto respond = [services, request, responder, shared, write, with_exchange_info] {
        serve_safely(*services, request, *responder,
                     [&] { responder->respond(json_response(200, write(*shared, with_exchange_info))); });
    };
    if (!services->executor(respond)) {
        respond();
    }
}

template <typename ExchangeResult>
auto responding(const std::shared_ptr<const Services>& services, const http::Request& request,
                const Responder& responder, std::shared_ptr<Mailbox> asker,
                std::string (*write)(const ExchangeResult&, bool), bool with_exchange_info) {
    return [services, name = RequestName(request), responder, asker = std::move(asker), write,
            with_exchange_info](Result<ExchangeResult> result) {
        serve_safely(*services, name, *responder, [&] {
            if (result) {
                respond_with(services, name, responder, std::move(*result), write, with_exchange_info);
            } else if (result.error().kind == ErrorKind::Internal) {
                answer_defect(*services, name, *responder, result.error().message);
            } else {
                responder->respond(failure_response(result.error(), *asker));
            }
        });
    };
}

void begin_exchange(const std::shared_ptr<const Services>& services, const http::Request& request,
                    const Responder& responder, InteractionType type) {
    const auto json = parse_json(request.body, {services->settings.json_depth});
    if (!json) {
        responder->respond(error_response(json.error()));
        return;
    }
    auto caller = identify(request, *services->mailboxes, RequiredHeaders::KnowledgeBaseAndInteraction);
    if (!caller) {
        responder->respond(error_response(caller.error()));
        return;
    }
    auto body = read_contents(*services, *caller, *json, type);
    if (!body) {
        responder->respond(error_response(body.error()));
        return;
    }
    body->request.knowledge_base = std::move(caller->knowledge_base);
    body->request.interaction = std::move(caller->interaction);
    if (type == InteractionType::Ask) {
        services->exchange.ask(std::move(body->request),
                               responding<exchange::AskResult>(services, request, responder, std::move(caller->mailbox),
                                                               ask_response, body->exchange_info));
    } else {
        services->exchange.post(std::move(body->request), responding<exchange::PostResult>(
                                                              services, request, responder, std::move(caller->mailbox),
                                                              post_response, body->exchange_info));
    }
}

void poll(const Services& services, const http::Request& request, const Responder& responder) {
    if (request.method == "HEAD") {
        // The router lets GET serve it, but a poll without a body would lose the work that it is given.
        http::Response refusal = error_response(405, "/rest/sc/handle does not serve HEAD.");
        refusal.headers.emplace_back("Allow", "GET, POST, OPTIONS");
        responder->respond(std::move(refusal));
        return;
    }
    const auto caller = identify(request, *services.mailboxes, RequiredHeaders::KnowledgeBase);
    if (!caller) {
        responder->respond(error_response(caller.error()));
        return;
    }
    caller->mailbox->poll(responder);
}

/// Unlike everywhere else an unknown interaction is a 400 here (ke-rest-contract, 3.12). The interaction of work that
/// is waited for is known without looking.
Result<void> check_interaction_of_answer(const Services& services, const Caller& caller,
                                         const std::optional<TakenWork>& work) {
    const bool surely_known = work && !work->abandoned && work->interaction == caller.interaction;
    if (!surely_known && !services.exchange.find_interaction(caller.knowledge_base, caller.interaction)) {
        if (!services.exchange.find_knowledge_base(caller.knowledge_base)) {
            return exchange::unknown_knowledge_base();  // it left since its mailbox was found
        }
        return unknown_interaction_error(caller, ErrorKind::InvalidInput);
    }
    return {};
}

Error not_pending(std::uint64_t handle_request_id) {
    return {ErrorKind::NotFound, "the handle request " + std::to_string(handle_request_id) +
                                     " is not pending: it was never given out, or has been answered"};
}

Result<void> deliver_error(const Services& services, const TakenWork& work, std::string message) {
    const auto failed = services.exchange.fail(work.call, std::move(message));
    return failed || work.abandoned ? Result<void>() : failed;
}

Result<void> deliver_answer(const Services& services, const TakenWork& work, const JsonValue* binding_set) {
    auto rows = binding_set == nullptr ? Result<pattern::TermRows>(pattern::TermRows())
                                       : read_binding_set(*binding_set, "/bindingSet");
    if (!rows) {
        // The request is over; the asker need not wait for an answer that cannot be read.
        const auto told = deliver_error(services, work, "its answer was refused: " + rows.error().message);
        return told ? rows.error() : told.error();
    }
    auto replied = services.exchange.reply(work.call, std::move(*rows));
    const bool nobody_waits = work.abandoned && !replied && replied.error().kind == ErrorKind::NotFound;
    return nobody_waits ? Result<void>() : replied;
}

Result<http::Response> receive_answer(const Services& services, const http::Request& request) {
    const auto json = parse_json(request.body, {services.settings.json_depth});
    if (!json) {
        return json.error();
    }
    const auto caller = identify(request, *services.mailboxes, RequiredHeaders::KnowledgeBaseAndInteraction);
    if (!caller) {
        return caller.error();
    }
    auto body = read_handle_body(*json);
    if (!body) {
        return std::move(body).error();
    }
    const auto known = check_interaction_of_answer(services, *caller, caller->mailbox->find(body->handle_request_id));
    if (!known) {
        return known.error();
    }
    const auto work = caller->mailbox->take(body->handle_request_id);
    if (!work) {
        return not_pending(body->handle_request_id);
    }
    const auto delivered = body->error_message ? deliver_error(services, *work, std::move(*body->error_message))
                                               : deliver_answer(services, *work, body->binding_set);
    if (!delivered) {
        return delivered.error();
    }
    return http::Response::empty(200);
}

}  // namespace

std::vector<Endpoint> exchange_endpoints(const std::shared_ptr<const Services>& services) {
    const auto beginning = [&services](InteractionType type) {
        return [services, type](const http::Request& request, const Responder& responder) {
            begin_exchange(services, request, responder, type);
        };
    };
    return {
        {"POST", "/rest/sc/ask", BodyType::Json, beginning(InteractionType::Ask)},
        {"POST", "/rest/sc/post", BodyType::Json, beginning(InteractionType::Post)},
        {"GET", "/rest/sc/handle", BodyType::None,
         [services](const http::Request& request, const Responder& responder) { poll(*services, request, responder); }},
        {"POST", "/rest/sc/handle", BodyType::Json,
         answering([services](const http::Request& request) { return receive_answer(*services, request); })},
    };
}

}  // namespace gridlore::rest_api
