#include "knowledge-engine/store/quad_store.h"

#include <future>

namespace gridlore::store {

Result<void> QuadStore::write(Change change) {
    std::promise<Result<void>> outcome;
    submit(std::move(change), [&outcome](Result<void> done) { outcome.set_value(std::move(done)); });
    return outcome.get_future().get();
}

}  // namespace gridlore::store
