#include "knowledge-engine/store/quad_store.h"

#include <exception>
#include <future>
#include <string>

#include "knowledge-engine/store/guarded_change.h"

namespace gridlore::store {

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

}  // namespace gridlore::store
