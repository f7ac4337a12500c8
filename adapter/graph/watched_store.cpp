#include "adapter/graph/watched_store.h"

namespace gridlore::graph {

void WatchedStore::submit(store::Change change, std::function<void(Result<void>)> done) {
    store_->submit(std::move(change), [writes = writes_, done = std::move(done)](Result<void> result) {
        ++*writes;
        done(std::move(result));
    });
}

Result<store::LoadReport> WatchedStore::load(const std::function<Result<void>(store::QuadSink&)>& fill,
                                             const store::LoadOptions& options) {
    auto report = store_->load(fill, options);
    ++*writes_;
    return report;
}

}  // namespace gridlore::graph
