/// The way of a response from a handler, on any thread, to its connection's coroutine.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "adapter/http/http.h"

namespace gridlore::http {

/// Holds the one response of a request until the connection takes it. Internally synchronized.
class ResponseSlot {
  public:
    /// `notify` is called on the handler's thread, if the connection waits for it. It must not call back.
    explicit ResponseSlot(std::function<void()> notify) : notify_(std::move(notify)) {}

    /// As `Responder` has them.
    void respond(Response response, std::function<void(bool)> written);
    void on_disconnect(std::function<void()> gone);

    /// Whether there is a response. If there is none, `notify` is called, once, when there is (unless `disconnected`
    /// comes first).
    bool has_response_or_notifies();
    /// Whether the handler wants to be told if the client gets the response. Precondition: there is one.
    bool must_arrive() const;
    /// Precondition: there is one, and it has not been taken.
    Response take();
    /// Tells the handler whether the client got all of the response.
    void written(bool whole);
    /// Nobody waits for the response any more; tells the handler, if it has not responded.
    void disconnected();

  private:
    mutable std::mutex mutex_;
    const std::function<void()> notify_;
    std::optional<Response> response_;
    std::function<void(bool)> written_;
    std::function<void()> gone_;
    bool is_awaited_ = false;
    bool is_responded_ = false;
    bool is_gone_ = false;
};

/// What a handler gets. Let go of without a response, it answers with 500 in the words of `wording`.
std::shared_ptr<Responder> make_responder(std::shared_ptr<ResponseSlot> slot,
                                          std::shared_ptr<const RefusalWording> wording);

}  // namespace gridlore::http
