/// The protocols over a store in memory, called without a socket.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapter/http/body_stream.h"
#include "adapter/sparql/sparql_api.h"
#include "knowledge-engine/store/memory/memory_store.h"

namespace gridlore::sparql {

/// A response that another thread may give. Internally synchronized.
class AwaitedResponse final : public http::Responder {
  public:
    void respond(http::Response response, std::function<void(bool)>) override {
        const std::lock_guard lock(mutex_);
        if (!response_) {
            response_ = std::move(response);
            arrived_.notify_all();
        }
    }
    void on_disconnect(std::function<void()> gone) override {
        const std::lock_guard lock(mutex_);
        gone_ = std::move(gone);
    }
    void disconnect() {
        const std::lock_guard lock(mutex_);
        gone_();
    }

    /// Of status 0 if there is none.
    http::Response wait() {
        std::unique_lock lock(mutex_);
        arrived_.wait_for(lock, std::chrono::seconds(30), [this] { return response_.has_value(); });
        return response_.value_or(http::Response::empty(0));
    }

  private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::optional<http::Response> response_;
    std::function<void()> gone_;
};

struct Answered {
    unsigned status = 0;
    std::string content_type;
    std::string body;
    bool is_cut = false;
    http::Headers headers;

    std::string header(std::string_view name) const {
        for (const auto& [key, value] : headers) {
            if (key == name) {
                return value;
            }
        }
        return {};
    }
    /// What a problem says.
    std::string detail() const { return nlohmann::json::parse(body).at("detail"); }
};

inline Answered answered(const http::Response& response) {
    Answered answer{response.status, response.content_type, response.body ? *response.body : "", false,
                    response.headers};
    std::string piece;
    auto taken = response.stream ? response.stream->take(piece) : http::BodyStream::Taken::End;
    while (taken == http::BodyStream::Taken::Piece) {
        answer.body += piece;
        taken = response.stream->take(piece);
    }
    answer.is_cut = taken == http::BodyStream::Taken::Cut;
    return answer;
}

/// `a+b` and the like, as a query string has them.
inline std::string encoded(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0) {
            out += c;
        } else {
            out.append({'%', hex[byte >> 4], hex[byte & 15]});
        }
    }
    return out;
}

class SparqlWorld {
  public:
    explicit SparqlWorld(const Settings& settings = {},
                         std::unique_ptr<store::QuadStore> quads = store::make_memory_store(),
                         Executor maintenance = run)
        : store(std::move(quads)),
          api_(
              settings, *store, [this](const std::function<void()>& work) { return !is_full && run(work); },
              std::move(maintenance), [this](std::string_view failure) { failures.emplace_back(failure); }),
          handler_(api_.handler([](const http::Request&, const std::shared_ptr<http::Responder>& responder) {
              responder->respond(http::Response::empty(299));
          })) {}

    Answered send(http::Request request) const {
        const auto response = std::make_shared<AwaitedResponse>();
        handler_(std::move(request), response);
        return answered(response->wait());
    }
    Answered send(const std::string& method, const std::string& path, const std::string& query = "",
                  http::Headers headers = {}, std::string body = "") const {
        http::Request request;
        request.method = method;
        request.path = path;
        request.query = query;
        request.headers = std::move(headers);
        request.headers.emplace_back("Host", "grid.example");
        request.body = std::move(body);
        return send(std::move(request));
    }

    Answered query(const std::string& text, const std::string& accept = "text/csv",
                   const std::string& more = "") const {
        return send("GET", "/sparql", "query=" + encoded(text) + more, {{"Accept", accept}});
    }
    Answered update(const std::string& text, const std::string& query = "") const {
        return send("POST", "/update", query, {{"Content-Type", "application/sparql-update"}}, text);
    }
    /// Rows of a CSV, without its first line.
    std::string rows(const std::string& text) const {
        const std::string csv = query(text).body;
        return csv.substr(std::min(csv.find("\r\n") + 2, csv.size()));
    }

    static bool run(const std::function<void()>& work) {
        work();
        return true;
    }

    std::unique_ptr<store::QuadStore> store;
    std::vector<std::string> failures;
    bool is_full = false;
    SparqlApi& api() { return api_; }
    const http::Handler& handler() const { return handler_; }

  private:
    SparqlApi api_;
    http::Handler handler_;
};

}  // namespace gridlore::sparql
