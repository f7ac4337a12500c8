/// A server on a free port whose handler does what a test wants.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "adapter/http/server.h"
#include "tests/support/raw_connection.h"

namespace gridlore::http {

using test_support::RawConnection;
using test_support::RawResponse;

/// Far longer than anything here takes.
inline constexpr std::chrono::seconds test_bound{30};

/// What other threads have left for the test. Internally synchronized.
template <typename T>
class Inbox {
  public:
    void put(T value) {
        const std::lock_guard lock(mutex_);
        values_.push_back(std::move(value));
        arrived_.notify_all();
    }

    /// Waits for the next; nothing if it does not come.
    std::optional<T> next(std::chrono::milliseconds bound = test_bound) {
        std::unique_lock lock(mutex_);
        if (!arrived_.wait_for(lock, bound, [this] { return !values_.empty(); })) {
            return std::nullopt;
        }
        T value = std::move(values_.front());
        values_.pop_front();
        return value;
    }

    std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return values_.size();
    }

  private:
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<T> values_;
};

struct Held {
    Request request;
    std::shared_ptr<Responder> responder;

    void respond(const std::string& body, std::function<void(bool)> written = {}) const {
        responder->respond(Response::with_body(200, "text/plain", body), std::move(written));
    }
};

/// `/hold…` is left to the test, `/drop` is not answered, `/throw` breaks the handler, `/large` has a body of
/// megabytes, `/empty` none; anything else is answered with `<method> <path> <body>`.
class TestServer {
  public:
    explicit TestServer(ServerSettings settings = {})
        : server_(
              with_free_port(std::move(settings)),
              [this](Request request, std::shared_ptr<Responder> responder) {
                  serve(std::move(request), std::move(responder));
              },
              [](unsigned status, const std::string& message) {
                  return Response::with_body(status, "text/plain", "refused: " + message);
              },
              [this](const AccessRecord& record) { accesses.put(record); },
              [this](std::string_view failure) { failures.put(std::string(failure)); }) {
        const auto started = server_.start();
        EXPECT_TRUE(started) << started.error().message;
    }

    Server& operator*() { return server_; }
    Server* operator->() { return &server_; }

    RawConnection connect() const { return RawConnection(server_.port()); }

    /// Whether it comes to have so many connections.
    bool comes_to_have(std::size_t connections) const {
        const auto give_up = std::chrono::steady_clock::now() + test_bound;
        while (server_.statistics().connections != connections) {
            if (std::chrono::steady_clock::now() > give_up) {
                return false;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return true;
    }

    static const std::shared_ptr<const std::string>& large_body() {
        static const auto body = std::make_shared<const std::string>(std::size_t{16} << 20, 'x');
        return body;
    }

    Inbox<Held> held;
    Inbox<std::string> gone;  ///< paths of held requests whose client has gone
    Inbox<bool> large_written;
    Inbox<AccessRecord> accesses;
    Inbox<std::string> failures;

  private:
    static ServerSettings with_free_port(ServerSettings settings) {
        settings.port = 0;
        settings.threads = settings.threads == 0 ? 2 : settings.threads;
        return settings;
    }

    void serve(Request request, std::shared_ptr<Responder> responder) {
        if (request.path.starts_with("/hold")) {
            responder->on_disconnect([this, path = request.path] { gone.put(path); });
            held.put({std::move(request), std::move(responder)});
        } else if (request.path == "/large") {
            Response response = Response::empty(200);
            response.body = large_body();
            responder->respond(std::move(response), [this](bool whole) { large_written.put(whole); });
        } else if (request.path == "/empty") {
            responder->respond(Response::empty(204));
        } else if (request.path == "/throw") {
            throw std::runtime_error("defect");
        } else if (request.path != "/drop") {
            responder->respond(
                Response::with_body(200, "text/plain", request.method + " " + request.path + " " + request.body));
        }
    }

    Server server_;  // last: its threads use the others
};

inline std::string get_request(const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
}

inline std::string post_request(const std::string& path, const std::string& body) {
    return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
}

}  // namespace gridlore::http
