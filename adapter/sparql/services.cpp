#include "adapter/sparql/services.h"

#include <exception>
#include <utility>

#include "adapter/sparql/problem.h"

namespace gridlore::sparql {
namespace {

/// Closes a request at its end, whichever that is.
class Opened {
  public:
    Opened(Services& services, CancelFlag flag) : services_(services), flag_(std::move(flag)) {}
    ~Opened() { services_.open.close(flag_); }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;

  private:
    Services& services_;
    const CancelFlag flag_;
};

/// The one place where what a request's work throws ends.
void run_safely(Services& services, Task& task, const std::function<void(Services&, Task&)>& work) {
    const auto responder = task.responder;
    const Opened opened(services, task.cancelled);
    try {
        work(services, task);
    } catch (const std::exception& exception) {
        if (services.log_failure) {
            services.log_failure(exception.what());
        }
        responder->respond(problem(500, "The server failed at this request."));
    }
}

}  // namespace

CancelFlag OpenRequests::open() {
    const std::lock_guard lock(mutex_);
    auto flag = std::make_shared<std::atomic<bool>>(is_stopping_);
    flags_.insert(flag);
    return flag;
}

void OpenRequests::close(const CancelFlag& flag) {
    const std::lock_guard lock(mutex_);
    flags_.erase(flag);
}

void OpenRequests::cancel_all() {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
    for (const CancelFlag& flag : flags_) {
        *flag = true;
    }
}

void run(const std::shared_ptr<Services>& services, http::Request request, std::shared_ptr<http::Responder> responder,
         std::function<void(Services&, Task&)> work) {
    CancelFlag flag = services->open.open();
    if (*flag) {
        services->open.close(flag);
        return responder->respond(problem(503, "The server is stopping."));
    }
    responder->on_disconnect([flag] { *flag = true; });
    auto task = std::make_shared<Task>(Task{std::move(request), responder, flag});
    const bool is_taken = services->executor(
        [services, task = std::move(task), work = std::move(work)] { run_safely(*services, *task, work); });
    if (!is_taken) {
        services->open.close(flag);
        responder->respond(problem(503, "More requests wait for the store than may; try again later."));
    }
}

}  // namespace gridlore::sparql
