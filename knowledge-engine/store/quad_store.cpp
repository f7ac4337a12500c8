#include "knowledge-engine/store/quad_store.h"

#include <exception>
#include <future>
#include <string>

#include "knowledge-engine/store/backend.h"

namespace gridlore::store {
namespace {

/// What gives terms their ids takes less than half of the time that reading does.
constexpr std::size_t reading_threads = 2;

}  // namespace

std::vector<rdf::QuadHandler> handlers_of(QuadSink& sink) {
    std::vector<rdf::QuadHandler> handlers;
    for (QuadSink* one = &sink; one != nullptr; one = handlers.size() < reading_threads ? sink.another() : nullptr) {
        handlers.emplace_back([one](const rdf::QuadView& quad) { return one->add(quad); });
    }
    return handlers;
}

Result<void> QuadStore::write(Change change) {
    std::promise<Result<void>> outcome;
    submit(std::move(change), [&outcome](Result<void> done) { outcome.set_value(std::move(done)); });
    return outcome.get_future().get();
}

Result<void> call_guarded(const Change& change, WriteTransaction& transaction) {
    try {
        return change(transaction);
    } catch (const std::exception& problem) {
        return Error{ErrorKind::Internal, std::string("a change failed unexpectedly: ") + problem.what()};
    }
}

Result<void> check_record_key(std::string_view key) {
    return !key.empty() && key.size() <= max_record_key
               ? Result<void>()
               : invalid_input("a record's key has from 1 to " + std::to_string(max_record_key) + " bytes");
}

Result<void> check_options(const LoadOptions& options) {
    return !options.graph || options.graph->is_iri()
               ? Result<void>()
               : invalid_input("quads are loaded into a graph that has an IRI as its name");
}

}  // namespace gridlore::store
