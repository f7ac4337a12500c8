#include "adapter/main/terminal/commands.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapter/main/terminal/prefixes.h"
#include "adapter/main/terminal/report.h"
#include "adapter/main/terminal/request.h"
#include "adapter/main/terminal/temporary_knowledge_base.h"

namespace gridlore::terminal {
namespace {

using nlohmann::json;
using program::ExitCode;

ExitCode complain(const Error& error, ExitCode code, const Streams& streams) {
    streams.error << "gridlore: " << show_text(error.message) << "\n";
    return code;
}

/// A call that got no answer, or one that was refused.
ExitCode complain_of_call(const Error& error, const Streams& streams) {
    return complain(error, error.kind == ErrorKind::Unavailable ? ExitCode::NotReachable : ExitCode::Refused, streams);
}

void print_json(const json& document, const Streams& streams) {
    streams.out << document.dump(2, ' ', false, json::error_handler_t::replace) << "\n";
}

/// Sends an exchange as a knowledge base of its own, which is gone afterwards.
Result<json> send(const ExchangeOptions& options, const std::string& command, const ExchangeRequest& request,
                  ServerApi& api) {
    auto knowledge_base =
        TemporaryKnowledgeBase::make(api, options.connection.server, "gridlore " + command, options.level);
    if (!knowledge_base) {
        return std::move(knowledge_base).error();
    }
    return knowledge_base->exchange(request.interaction, "/sc/" + command, request.body);
}

void report_ask(const json& answer, const ExchangeRequest& request, const Streams& streams) {
    const ReportForm form{request.prefixes, streams.style};
    streams.out << bindings_report(answer.value("bindingSet", json::array()), request.variables, form) << "\n"
                << contacts_report(answer.value("exchangeInfo", json::array()), form);
    if (answer.contains("knowledgeGaps")) {
        streams.out << "\n" << gaps_report(answer["knowledgeGaps"], form);
    }
    if (answer.contains("explanation")) {
        streams.out << "\n" << explanation_report(answer["explanation"], form);
    }
}

void report_post(const json& answer, const ExchangeRequest& request, const Streams& streams) {
    const ReportForm form{request.prefixes, streams.style};
    if (request.interaction.contains("resultGraphPattern")) {
        streams.out << bindings_report(answer.value("resultBindingSet", json::array()), request.variables, form)
                    << "\n";
    }
    streams.out << contacts_report(answer.value("exchangeInfo", json::array()), form);
    if (const auto dropped = answer.value("droppedBindings", std::size_t{0}); dropped != 0) {
        streams.out << dropped << " incomplete bindings were not delivered\n";
    }
    if (answer.contains("explanation")) {
        streams.out << "\n" << explanation_report(answer["explanation"], form);
    }
}

bool somebody_took(const json& answer) {
    const json contacts = answer.value("exchangeInfo", json::array());
    return std::any_of(contacts.begin(), contacts.end(),
                       [](const json& contact) { return contact.value("status", std::string()) == "SUCCEEDED"; });
}

/// From a request that is made to the answer that is told; `report` writes it for a person.
template <typename Report, typename Found>
ExitCode run_exchange(const ExchangeOptions& options, const std::string& command,
                      const Result<ExchangeRequest>& request, const Streams& streams, Report report, Found found) {
    if (!request) {
        return complain(request.error(), ExitCode::WrongUsage, streams);
    }
    auto api = ServerApi::make(options.connection.server, std::chrono::seconds(options.connection.timeout_seconds));
    if (!api) {
        return complain(api.error(), ExitCode::WrongUsage, streams);
    }
    const auto answer = send(options, command, *request, *api);
    if (!answer) {
        return complain_of_call(answer.error(), streams);
    }
    if (options.connection.json) {
        print_json(*answer, streams);
    } else {
        report(*answer, *request, streams);
    }
    return found(*answer) ? ExitCode::Success : ExitCode::NothingFound;
}

/// All knowledge bases, or the one that is asked for, each with its interactions as `knowledgeInteractions`.
Result<json> fetch_interactions(ServerApi& api, const InteractionsOptions& options) {
    auto knowledge_bases =
        api.call("GET", "/sc", options.knowledge_base ? identity_headers(*options.knowledge_base) : http::Headers{});
    if (!knowledge_bases) {
        return knowledge_bases;
    }
    json fetched = json::array();
    for (json& knowledge_base : *knowledge_bases) {
        auto interactions =
            api.call("GET", "/sc/ki", identity_headers(knowledge_base.value("knowledgeBaseId", std::string())));
        if (interactions) {
            knowledge_base["knowledgeInteractions"] = *std::move(interactions);
            fetched.push_back(std::move(knowledge_base));
        } else if (interactions.error().kind != ErrorKind::NotFound) {
            return interactions;  // one that was not found has just left
        }
    }
    return fetched;
}

ExitCode run_listing(const InteractionsOptions& options, const Streams& streams) {
    const auto prefixes = prefixes_with(options.prefixes);
    if (!prefixes) {
        return complain(prefixes.error(), ExitCode::WrongUsage, streams);
    }
    auto api = ServerApi::make(options.connection.server, std::chrono::seconds(options.connection.timeout_seconds));
    if (!api) {
        return complain(api.error(), ExitCode::WrongUsage, streams);
    }
    const auto fetched = fetch_interactions(*api, options);
    if (!fetched) {
        return complain_of_call(fetched.error(), streams);
    }
    if (options.connection.json) {
        print_json(*fetched, streams);
        return fetched->empty() ? ExitCode::NothingFound : ExitCode::Success;
    }
    for (const json& knowledge_base : *fetched) {
        streams.out << knowledge_base_report(knowledge_base, knowledge_base["knowledgeInteractions"],
                                             {*prefixes, streams.style});
    }
    if (fetched->empty()) {
        streams.out << "no knowledge bases\n";
    }
    return fetched->empty() ? ExitCode::NothingFound : ExitCode::Success;
}

/// The one place where an answer of a form that no server should send ends: access to its JSON throws.
template <typename Command>
ExitCode guarded(const Streams& streams, Command command) {
    try {
        return command();
    } catch (const json::exception& error) {
        return complain({ErrorKind::Internal, std::string("the server's answer cannot be read: ") + error.what()},
                        ExitCode::Refused, streams);
    }
}

}  // namespace

ExitCode ask(const AskOptions& options, const Streams& streams) {
    return guarded(streams, [&] {
        return run_exchange(options.exchange, "ask", ask_request(options), streams, report_ask,
                            [](const json& answer) { return !answer.value("bindingSet", json::array()).empty(); });
    });
}

ExitCode post(const PostOptions& options, const Streams& streams) {
    return guarded(streams, [&] {
        return run_exchange(options.exchange, "post", post_request(options), streams, report_post, somebody_took);
    });
}

ExitCode list_interactions(const InteractionsOptions& options, const Streams& streams) {
    return guarded(streams, [&] { return run_listing(options, streams); });
}

}  // namespace gridlore::terminal
