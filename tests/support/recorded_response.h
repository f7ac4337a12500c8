/// A responder that keeps what it is given, for handlers that are called without a socket.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "adapter/http/http.h"

namespace gridlore::test_support {

/// Any thread may respond, but only while no other uses it: nothing here is synchronized.
class RecordedResponse final : public http::Responder {
  public:
    void respond(http::Response response, std::function<void(bool)> written) override {
        if (!response_) {
            response_ = std::move(response);
            written_ = std::move(written);
        }
    }

    void on_disconnect(std::function<void()> gone) override {
        if (disconnected_) {
            gone();
        } else {
            gone_ = std::move(gone);
        }
    }

    /// The client closes its connection.
    void disconnect() {
        disconnected_ = true;
        if (auto gone = std::exchange(gone_, nullptr); gone && !response_) {
            gone();
        }
    }

    /// The server has sent the response, or could not.
    void report_written(bool whole) {
        if (auto written = std::exchange(written_, nullptr)) {
            written(whole);
        }
    }

    bool has_response() const { return response_.has_value(); }
    /// 0 while there is no response.
    unsigned status() const { return response_ ? response_->status : 0; }
    std::string body() const { return response_ && response_->body ? *response_->body : std::string(); }
    /// The body that is still being made, if that is what the response has.
    std::shared_ptr<http::BodyStream> stream() const { return response_ ? response_->stream : nullptr; }
    /// The first of that name, or an empty text.
    std::string header(std::string_view name) const {
        if (response_) {
            for (const auto& [key, value] : response_->headers) {
                if (key == name) {
                    return value;
                }
            }
        }
        return {};
    }
    std::string content_type() const { return response_ ? response_->content_type : std::string(); }

  private:
    std::optional<http::Response> response_;
    std::function<void(bool)> written_;
    std::function<void()> gone_;
    bool disconnected_ = false;
};

}  // namespace gridlore::test_support
