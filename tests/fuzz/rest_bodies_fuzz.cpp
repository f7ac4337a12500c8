/// Bodies of the REST API: whatever comes is answered, in the contract's form, and what is read is written back as it
/// was. The first byte chooses the endpoint, the rest is the body.

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "adapter/rest-api/json/binding_set_json.h"
#include "adapter/rest-api/json/value.h"
#include "adapter/rest-api/rest_api.h"
#include "tests/fuzz/require.h"
#include "tests/support/recorded_response.h"

namespace {

using namespace gridlore;
using fuzz::require;
using test_support::RecordedResponse;

/// One knowledge base with an interaction of each type; another that is called by it. Made anew now and then, because
/// bodies register things.
class World {
  public:
    World()
        : exchange_({}, clock_),
          api_({}, exchange_, clock_,
               [](const std::function<void()>& work) {
                   work();
                   return true;
               }),
          handler_(api_.handler()) {
        for (const char* id : {"urn:kb:1", "urn:kb:2"}) {
            send("POST", "/rest/sc", "",
                 std::string(R"({"knowledgeBaseId":")") + id +
                     R"(","knowledgeBaseName":"","knowledgeBaseDescription":""})");
        }
        knowledge_base_ = "urn:kb:1";
        add("Ask", "graphPattern");
        add("Post", "argumentGraphPattern");
        knowledge_base_ = "urn:kb:2";
        add("Answer", "graphPattern");
        add("React", "argumentGraphPattern");
        knowledge_base_ = "urn:kb:1";
    }

    void serve(std::uint8_t choice, const std::string& body) {
        switch (choice % 7) {
            case 0:
                return check(send("POST", "/rest/sc", "", body));
            case 1:
                return check(send("POST", "/rest/sc/ki", "", body));
            case 2:
                return exchange_one("/rest/sc/ask", "Ask", "Answer", body);
            case 3:
                return exchange_one("/rest/sc/post", "Post", "React", body);
            case 4:
                return check(send("POST", "/rest/sc/knowledge", "", body, "text/plain"));
            case 5:
                return answer("/rest/sc/ask", "Ask", "Answer", body);
            default:
                return answer("/rest/sc/post", "Post", "React", body);
        }
    }

  private:
    void add(const std::string& type, const std::string& member) {
        send("POST", "/rest/sc/ki", "",
             R"({"knowledgeInteractionName":")" + type + R"(","knowledgeInteractionType":")" + type +
                 R"(KnowledgeInteraction",")" + member + R"(":"?a <urn:e:p> ?b"})");
    }

    std::shared_ptr<RecordedResponse> send(const std::string& method, const std::string& path,
                                           const std::string& interaction, std::string body,
                                           const char* content_type = "application/json") {
        http::Request request;
        request.method = method;
        request.path = path;
        request.headers = {{"Knowledge-Base-Id", knowledge_base_},
                           {"Knowledge-Interaction-Id", interaction},
                           {"Content-Type", content_type}};
        request.body = std::move(body);
        auto response = std::make_shared<RecordedResponse>();
        handler_(std::move(request), response);
        return response;
    }

    static void check(const std::shared_ptr<RecordedResponse>& response) {
        require(response->has_response() && response->status() != 500);
        const std::string body = response->body();
        const auto json = nlohmann::json::parse(body, nullptr, false);
        require(body.empty() ? response->status() < 300 : !json.is_discarded());
        require(response->status() < 300 || json.value("messageType", "") == "error");
    }

    /// The body of an ask or post; its work, if it makes any, is answered with nothing.
    void exchange_one(const std::string& path, const std::string& type, const std::string& other,
                      const std::string& body) {
        const auto response = send("POST", path, "urn:kb:1/interaction/" + type, body);
        if (!response->has_response()) {
            deliver(other, R"({"handleRequestId":)" + next_work() + "}");
        }
        check(response);
    }

    /// The body of an answer. Whatever it is, the asker has its result in the end.
    void answer(const std::string& path, const std::string& type, const std::string& other, const std::string& body) {
        const auto response =
            send("POST", path, "urn:kb:1/interaction/" + type, R"([{"a":"<urn:e:s>","b":"<urn:e:o>"}])");
        const std::string id = next_work();
        const auto number = body.find('#');
        check(deliver(other, number == std::string::npos ? body : std::string(body).replace(number, 1, id)));
        if (!response->has_response()) {
            deliver(other, R"({"handleRequestId":)" + id + "}");
        }
        check(response);
    }

    std::string next_work() {
        knowledge_base_ = "urn:kb:2";
        const auto work = send("GET", "/rest/sc/handle", "", "");
        knowledge_base_ = "urn:kb:1";
        require(work->status() == 200);
        return nlohmann::json::parse(work->body())["handleRequestId"].dump();
    }

    std::shared_ptr<RecordedResponse> deliver(const std::string& interaction, const std::string& body) {
        knowledge_base_ = "urn:kb:2";
        auto response = send("POST", "/rest/sc/handle", "urn:kb:2/interaction/" + interaction, body);
        knowledge_base_ = "urn:kb:1";
        return response;
    }

    ManualClock clock_{TimePoint{}};
    exchange::Exchange exchange_;
    rest_api::RestApi api_;
    http::Handler handler_;
    std::string knowledge_base_;
};

/// What is read as a binding set is read the same after it was written.
void check_binding_set(const std::string& body) {
    const auto json = rest_api::parse_json(body);
    if (!json || !rest_api::check_binding_set(*json, "")) {
        return;
    }
    const auto rows = rest_api::read_binding_set(*json, "");
    if (!rows) {
        return;
    }
    std::string written;
    rest_api::append_binding_set(written, *rows);
    const auto again = rest_api::parse_json(written);
    require(again && rest_api::check_binding_set(*again, ""));
    const auto rows_again = rest_api::read_binding_set(*again, "");
    require(rows_again && *rows_again == *rows);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    static std::unique_ptr<World> world;
    static int served = 0;
    if (served++ % 200 == 0) {
        world = std::make_unique<World>();
    }
    const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
    check_binding_set(body);
    world->serve(data[0], body);
    return 0;
}
