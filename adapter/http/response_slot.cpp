#include "adapter/http/response_slot.h"

#include <utility>

namespace gridlore::http {
namespace {

class HandlersResponder final : public Responder {
  public:
    HandlersResponder(std::shared_ptr<ResponseSlot> slot, Response fallback)
        : slot_(std::move(slot)), fallback_(std::move(fallback)) {}
    ~HandlersResponder() override { slot_->respond(std::move(fallback_), {}); }
    HandlersResponder(const HandlersResponder&) = delete;
    HandlersResponder& operator=(const HandlersResponder&) = delete;

    void respond(Response response, std::function<void(bool)> written) override {
        slot_->respond(std::move(response), std::move(written));
    }
    void on_disconnect(std::function<void()> gone) override { slot_->on_disconnect(std::move(gone)); }

  private:
    std::shared_ptr<ResponseSlot> slot_;
    Response fallback_;
};

}  // namespace

void ResponseSlot::respond(Response response, std::function<void(bool)> written) {
    std::function<void()> unneeded;  // what it holds is let go of when the lock is free
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(is_responded_, true)) {
            return;
        }
        unneeded.swap(gone_);
        if (!is_gone_) {
            response_ = std::move(response);
            written_ = std::exchange(written, nullptr);
            notify_();
        }
    }
    if (written) {
        written(false);
    }
}

void ResponseSlot::on_disconnect(std::function<void()> gone) {
    {
        const std::lock_guard lock(mutex_);
        if (is_responded_) {
            return;
        }
        if (!is_gone_) {
            gone_ = std::move(gone);
            return;
        }
    }
    gone();
}

bool ResponseSlot::has_response() const {
    const std::lock_guard lock(mutex_);
    return response_.has_value();
}

Response ResponseSlot::take() {
    const std::lock_guard lock(mutex_);
    return std::move(*response_);
}

void ResponseSlot::written(bool whole) {
    std::function<void(bool)> told;
    {
        const std::lock_guard lock(mutex_);
        told.swap(written_);
    }
    if (told) {
        told(whole);
    }
}

void ResponseSlot::disconnected() {
    std::function<void()> gone;
    std::function<void(bool)> unwritten;
    {
        const std::lock_guard lock(mutex_);
        is_gone_ = true;
        gone.swap(gone_);
        unwritten.swap(written_);
    }
    if (gone) {
        gone();
    }
    if (unwritten) {
        unwritten(false);
    }
}

std::shared_ptr<Responder> make_responder(std::shared_ptr<ResponseSlot> slot, Response fallback) {
    return std::make_shared<HandlersResponder>(std::move(slot), std::move(fallback));
}

}  // namespace gridlore::http
