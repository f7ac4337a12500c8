#include "adapter/http/response_slot.h"

#include <atomic>
#include <utility>

#include "adapter/http/body_stream.h"

namespace gridlore::http {
namespace {

class HandlersResponder final : public Responder {
  public:
    HandlersResponder(std::shared_ptr<ResponseSlot> slot, std::shared_ptr<const RefusalWording> wording)
        : slot_(std::move(slot)), wording_(std::move(wording)) {}
    ~HandlersResponder() override {
        if (!has_responded_) {
            slot_->respond((*wording_)(500, "The request was not answered."), {});
        }
    }
    HandlersResponder(const HandlersResponder&) = delete;
    HandlersResponder& operator=(const HandlersResponder&) = delete;

    void respond(Response response, std::function<void(bool)> written) override {
        has_responded_ = true;
        slot_->respond(std::move(response), std::move(written));
    }
    void on_disconnect(std::function<void()> gone) override { slot_->on_disconnect(std::move(gone)); }

  private:
    const std::shared_ptr<ResponseSlot> slot_;
    const std::shared_ptr<const RefusalWording> wording_;
    std::atomic<bool> has_responded_ = false;
};

/// Whoever makes the body is told with its next piece.
void abandon_body(const std::optional<Response>& response) {
    if (response && response->stream) {
        response->stream->abandon();
    }
}

}  // namespace

void ResponseSlot::respond(Response response, std::function<void(bool)> written) {
    std::function<void()> unneeded;  // what it holds is let go of when the lock is free
    std::optional<Response> unsent = std::move(response);
    {
        const std::lock_guard lock(mutex_);
        const bool is_first = !std::exchange(is_responded_, true);
        unneeded.swap(gone_);
        if (is_first && !is_gone_) {
            response_.swap(unsent);
            written_ = std::exchange(written, nullptr);
            if (is_awaited_) {
                notify_();
            }
        }
    }
    abandon_body(unsent);
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

bool ResponseSlot::has_response_or_notifies() {
    const std::lock_guard lock(mutex_);
    is_awaited_ = true;
    return response_.has_value();
}

bool ResponseSlot::must_arrive() const {
    const std::lock_guard lock(mutex_);
    return written_ != nullptr;
}

Response ResponseSlot::take() {
    const std::lock_guard lock(mutex_);
    Response response = std::move(*response_);
    response_.reset();
    return response;
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
    std::optional<Response> unsent;
    {
        const std::lock_guard lock(mutex_);
        is_gone_ = true;
        gone.swap(gone_);
        unwritten.swap(written_);
        unsent.swap(response_);
    }
    abandon_body(unsent);
    if (gone) {
        gone();
    }
    if (unwritten) {
        unwritten(false);
    }
}

std::shared_ptr<Responder> make_responder(std::shared_ptr<ResponseSlot> slot,
                                          std::shared_ptr<const RefusalWording> wording) {
    return std::make_shared<HandlersResponder>(std::move(slot), std::move(wording));
}

}  // namespace gridlore::http
