#include "adapter/sparql/services.h"

#include <exception>
#include <utility>

#include "adapter/sparql/problem.h"

namespace gridlore::sparql {
namespace {

/// The one place where what a request's work throws ends.
void run_safely(Services& services, Task& task, const std::function<void(Services&, Task&)>& work) {
    const auto responder = task.responder;
    try {
        work(services, task);
    } catch (const std::exception& exception) {
        if (services.log_failure) {
            services.log_failure(exception.what());
        }
        responder->respond(problem(500, "The server failed at this request."));
    }
}

/// Counts a thread of the executor as busy.
class BusyWorker {
  public:
    explicit BusyWorker(Services& services)
        : services_(services), is_last_(++services.busy == services.settings.workers) {}
    ~BusyWorker() { --services_.busy; }
    BusyWorker(const BusyWorker&) = delete;
    BusyWorker& operator=(const BusyWorker&) = delete;

    /// One that is alone is not.
    bool is_last() const { return is_last_ && services_.settings.workers > 1; }

  private:
    Services& services_;
    const bool is_last_;
};

}  // namespace

CancelFlag OpenRequests::open() {
    const std::lock_guard lock(flags_->mutex);
    auto flag = std::make_unique<std::atomic<bool>>(flags_->is_stopping);
    flags_->all.insert(flag.get());
    return {flag.release(), [flags = flags_](std::atomic<bool>* closed) {
                {
                    const std::lock_guard closing(flags->mutex);
                    flags->all.erase(closed);
                }
                std::default_delete<std::atomic<bool>>()(closed);
            }};
}

void OpenRequests::cancel_all() {
    const std::lock_guard lock(flags_->mutex);
    flags_->is_stopping = true;
    for (std::atomic<bool>* const flag : flags_->all) {
        *flag = true;
    }
}

bool OpenRequests::is_stopping() const {
    const std::lock_guard lock(flags_->mutex);
    return flags_->is_stopping;
}

void run(const std::shared_ptr<Services>& services, http::Request request, std::shared_ptr<http::Responder> responder,
         std::function<void(Services&, Task&)> work) {
    run_on(services->executor, services, std::move(request), std::move(responder),
           [work = std::move(work)](Services& all, Task& task) {
               const BusyWorker worker(all);
               task.has_last_worker = worker.is_last();
               work(all, task);
           });
}

void run_on(const Executor& executor, const std::shared_ptr<Services>& services, http::Request request,
            std::shared_ptr<http::Responder> responder, std::function<void(Services&, Task&)> work) {
    CancelFlag flag = services->open.open();
    if (*flag) {
        return responder->respond(problem(503, "The server is stopping."));
    }
    responder->on_disconnect([flag] { *flag = true; });
    auto task = std::make_shared<Task>(Task{std::move(request), responder, flag, false});
    const bool is_taken =
        executor([services, task = std::move(task), work = std::move(work)] { run_safely(*services, *task, work); });
    if (!is_taken) {
        responder->respond(problem(503, "More requests wait for the store than may; try again later."));
    }
}

}  // namespace gridlore::sparql
