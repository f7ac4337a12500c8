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
    /// A flag that is set when the request has to end. Set already: it must not begin. The request is under way as long
    /// as someone has the flag, be it the store with a change that waits; it may outlive this object.
    CancelFlag open();
    void cancel_all();
    bool is_stopping() const;

  private:
    struct Flags {
        std::mutex mutex;
        std::set<std::atomic<bool>*> all;
        bool is_stopping = false;
    };
    const std::shared_ptr<Flags> flags_ = std::make_shared<Flags>();
};

/// Internally synchronized.
struct Services {
    Services(const Settings& given, store::QuadStore& quads, Executor work, Executor care,
             std::function<void(std::string_view)> log)
        : settings(given),
          store(quads),
          executor(std::move(work)),
          maintenance(std::move(care)),
          log_failure(std::move(log)),
          queries(given.cached_queries) {}

    const Settings settings;
    store::QuadStore& store;
    const Executor executor;
    const Executor maintenance;  ///< empty: there is none
    const std::function<void(std::string_view)> log_failure;
    QueryCache queries;
    OpenRequests open;
    std::atomic<unsigned> busy = 0;  ///< threads of `executor`
    /// Of large documents, under way. Shared: a change that waits in the store may end after the services.
    const std::shared_ptr<std::atomic<unsigned>> loads = std::make_shared<std::atomic<unsigned>>(0);
    std::atomic<bool> is_maintained = false;  ///< a backup or a check is under way
};

/// A request on a thread that may wait.
struct Task {
    http::Request request;
    std::shared_ptr<http::Responder> responder;
    CancelFlag cancelled;          ///< also set when the client goes before there is a response
    bool has_last_worker = false;  ///< all other threads of the executor are busy
};

/// Calls `work` with the request on the executor: 503 if there is no room, 500 if it throws.
void run(const std::shared_ptr<Services>& services, http::Request request, std::shared_ptr<http::Responder> responder,
         std::function<void(Services&, Task&)> work);
/// The same on another executor.
void run_on(const Executor& executor, const std::shared_ptr<Services>& services, http::Request request,
            std::shared_ptr<http::Responder> responder, std::function<void(Services&, Task&)> work);

}  // namespace gridlore::sparql
