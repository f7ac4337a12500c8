#include "adapter/sparql/fetched.h"

#include <variant>

#include "adapter/sparql/service_calls.h"

namespace gridlore::sparql {
namespace {

/// What is not the other side's fault ends the update.
template <typename Fetch, typename Key, typename Value>
Result<void> fetch_once(std::map<Key, Result<Value>>& known, const Key& key, const Fetcher& fetcher,
                        const Fetch& fetch) {
    if (known.contains(key)) {
        return {};
    }
    const auto& outcome = known.emplace(key, fetch()).first->second;
    return !outcome && outcome.error().kind == ErrorKind::LimitExceeded ? Result<void>(outcome.error())
                                                                        : fetcher.check_going_on();
}

}  // namespace

Result<void> Fetched::fetch(const query::Update& update, Fetcher& documents, Fetcher& answers) {
    for (const query::UpdateOperation& operation : update.operations) {
        if (const auto* load = std::get_if<query::Load>(&operation)) {
            const auto get = [&] { return documents.document(load->source); };
            if (auto done = fetch_once(documents_, load->source, documents, get); !done) {
                return done;
            }
        }
        const auto* modify = std::get_if<query::Modify>(&operation);
        if (modify == nullptr || modify->pattern == nullptr) {
            continue;
        }
        for (const query::Service* const service : service_calls(*modify->pattern)) {
            const auto* const name = std::get_if<rdf::Term>(&service->name);
            if (name == nullptr) {
                return invalid_input(
                    "A variable names a SERVICE of the update. What an update asks elsewhere is asked before it "
                    "begins: name the endpoint by its IRI, or send a query first and insert what it gives.");
            }
            const auto ask = [&] { return answers.answer(name->text, service->text); };
            if (auto done = fetch_once(answers_, std::pair(name->text, service->text), answers, ask); !done) {
                return done;
            }
        }
    }
    return {};
}

Result<void> Fetched::load(const std::string& iri, const query::QuadConsumer& consume) const {
    const auto& document = documents_.at(iri);
    return document ? read(*document, consume) : document.error();
}

Result<void> Fetched::call(const std::string& endpoint, const std::string& query, query::ResultSink& answer) {
    const auto& fetched = answers_.at({endpoint, query});
    return fetched ? read(*fetched, answer) : fetched.error();
}

}  // namespace gridlore::sparql
