/// What the endpoints of this folder work with. Private to this folder.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string_view>

#include "adapter/http/http.h"
#include "adapter/sparql/query_cache.h"
#include "adapter/sparql/settings.h"
#include "knowledge-engine/base/executor.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::sparql {

using CancelFlag = std::shared_ptr<std::atomic<bool>>;

/// The requests under way, so that all can be told to end. Internally synchronized.
class OpenRequests {
  public:
    /// A flag that is set when the request has to end. Set already: it must not begin.
    CancelFlag open();
    void close(const CancelFlag& flag);
    void cancel_all();

  private:
    std::mutex mutex_;
    std::set<CancelFlag> flags_;
    bool is_stopping_ = false;
};

/// Internally synchronized.
struct Services {
    Services(const Settings& given, store::QuadStore& quads, Executor work, std::function<void(std::string_view)> log)
        : settings(given),
          store(quads),
          executor(std::move(work)),
          log_failure(std::move(log)),
          queries(given.cached_queries) {}

    const Settings settings;
    store::QuadStore& store;
    const Executor executor;
    const std::function<void(std::string_view)> log_failure;
    QueryCache queries;
    OpenRequests open;
    std::atomic<unsigned> loads = 0;  ///< of large documents, under way
};

/// A request on a thread that may wait.
struct Task {
    http::Request request;
    std::shared_ptr<http::Responder> responder;
    CancelFlag cancelled;  ///< also set when the client goes before there is a response
};

/// Calls `work` with the request on the executor: 503 if there is no room, 500 if it throws.
void run(const std::shared_ptr<Services>& services, http::Request request, std::shared_ptr<http::Responder> responder,
         std::function<void(Services&, Task&)> work);

}  // namespace gridlore::sparql
