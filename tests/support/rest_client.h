/// A REST API over a real exchange, with a clock that is set by hand and no socket; and the words in which tests speak
/// with it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "adapter/rest-api/rest_api.h"
#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/exchange/exchange.h"
#include "tests/support/recorded_response.h"

namespace gridlore::test_support {

using Recorded = std::shared_ptr<RecordedResponse>;

struct RequestHeaders {
    std::optional<std::string> knowledge_base = std::nullopt;
    std::optional<std::string> interaction = std::nullopt;
    std::optional<std::string> content_type = std::nullopt;
};

/// Confined to the test's thread: the exchange has no threads of its own.
class RestClient {
  public:
    /// `records`: what is registered is kept there; it must outlive the client.
    explicit RestClient(const rest_api::Settings& settings = {}, const exchange::Settings& exchange_settings = {},
                        rest_api::DurableRecords* records = nullptr)
        : clock_(TimePoint(std::chrono::seconds(1'772'615'702))),
          exchange_(exchange_settings, clock_),
          api_(
              settings, exchange_, clock_,
              [this](std::function<void()> work) {
                  if (executor_is_full) {
                      return false;
                  }
                  ++works_executed;
                  work();
                  return true;
              },
              [this](std::string_view failure) { failures.emplace_back(failure); }, {records, 0}),
          handler_(api_.handler()) {}

    Recorded send(const std::string& method, const std::string& path, const RequestHeaders& headers = {},
                  const std::string& body = {}) {
        http::Request request;
        request.method = method;
        request.path = path;
        request.body = body;
        const auto add = [&request](const char* name, const std::optional<std::string>& value) {
            if (value) {
                request.headers.emplace_back(name, *value);
            }
        };
        add("Knowledge-Base-Id", headers.knowledge_base);
        add("Knowledge-Interaction-Id", headers.interaction);
        add("Content-Type", headers.content_type);
        auto recorded = std::make_shared<RecordedResponse>();
        handler_(std::move(request), recorded);
        return recorded;
    }

    /// A knowledge base; the id.
    std::string add_knowledge_base(const std::string& id, const std::string& more = {}) {
        const auto response = send(
            "POST", "/rest/sc", {},
            R"({"knowledgeBaseId":")" + id + R"(","knowledgeBaseName":"","knowledgeBaseDescription":"")" + more + "}");
        EXPECT_EQ(response->status(), 200U) << response->body();
        return id;
    }

    /// An interaction of type `Ask`, `Answer` …; the id. The predicates `p`, `q` … stand for `<urn:e:p>`.
    std::string add_interaction(const std::string& knowledge_base, const std::string& type, const std::string& pattern,
                                const std::string& more = {}) {
        const bool has_argument = type == "Post" || type == "React";
        const auto response =
            send("POST", "/rest/sc/ki", {knowledge_base},
                 R"({"knowledgeInteractionType":")" + type + R"(KnowledgeInteraction","prefixes":{"e":"urn:e:"},")" +
                     (has_argument ? "argumentGraphPattern" : "graphPattern") + R"(":")" + pattern + "\"" + more + "}");
        EXPECT_EQ(response->status(), 200U) << response->body();
        return nlohmann::json::parse(response->body(), nullptr, false).value("knowledgeInteractionId", "");
    }

    Recorded poll(const std::string& knowledge_base) { return send("GET", "/rest/sc/handle", {knowledge_base}); }

    Recorded handle(const std::string& knowledge_base, const std::string& interaction, const std::string& body) {
        return send("POST", "/rest/sc/handle", {knowledge_base, interaction}, body);
    }

    ManualClock& clock() { return clock_; }
    exchange::Exchange& exchange() { return exchange_; }
    rest_api::RestApi& api() { return api_; }

    bool executor_is_full = false;
    int works_executed = 0;
    std::vector<std::string> failures;

  private:
    ManualClock clock_;
    exchange::Exchange exchange_;
    rest_api::RestApi api_;
    http::Handler handler_;
};

inline nlohmann::json json_of(const Recorded& response) {
    auto json = nlohmann::json::parse(response->body(), nullptr, false);
    EXPECT_FALSE(json.is_discarded()) << response->body();
    return json;
}

/// The message of an error in the contract's form, or a text that no message equals.
inline std::string error_message(const Recorded& response) {
    const auto json = json_of(response);
    EXPECT_EQ(response->content_type(), "application/json");
    EXPECT_EQ(json.value("messageType", ""), "error");
    return json.value("message", "(none)");
}

}  // namespace gridlore::test_support
