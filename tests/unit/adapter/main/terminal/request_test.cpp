#include "adapter/main/terminal/request.h"

#include <gtest/gtest.h>

namespace gridlore::terminal {
namespace {

using nlohmann::json;

AskOptions ask_for(const std::string& pattern) {
    AskOptions options;
    options.pattern = pattern;
    return options;
}

std::string error_of(const Result<ExchangeRequest>& request) {
    return request ? "" : request.error().message;
}

TEST(AskRequest, AsksForEverythingByDefault) {
    const auto request = ask_request(ask_for("?m a saref:Meter"));
    ASSERT_TRUE(request) << error_of(request);
    EXPECT_EQ(request->body, json::parse(R"({"recipientSelector":{"knowledgeBases":[]},"bindingSet":[{}]})"));
    EXPECT_EQ(request->interaction["knowledgeInteractionType"], "AskKnowledgeInteraction");
    EXPECT_EQ(request->interaction["graphPattern"],
              "?m <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://saref.etsi.org/core/Meter> . ");
    EXPECT_EQ(request->variables, (std::vector<std::string>{"m"}));
}

TEST(AskRequest, HandsOnAllOptions) {
    AskOptions options = ask_for("?m ex:p ?v . ?m ex:at ?t");
    options.exchange.prefixes = {"ex=https://e.example/"};
    options.exchange.bindings = {"m=ex:1", "?m=ex:2", "v=5"};
    options.exchange.recipients = {"https://kb.example"};
    options.exchange.explain = true;
    options.ranges = {"t=2026-03-04..2026-03-05", "v=..10"};
    const auto request = ask_request(options);
    ASSERT_TRUE(request) << error_of(request);
    EXPECT_EQ(request->body, json::parse(R"({
        "recipientSelector": {"knowledgeBases": ["https://kb.example"]},
        "bindingSet": [
            {"m": "<https://e.example/1>", "v": "\"5\"^^<http://www.w3.org/2001/XMLSchema#integer>"},
            {"m": "<https://e.example/2>", "v": "\"5\"^^<http://www.w3.org/2001/XMLSchema#integer>"}],
        "explain": true,
        "ranges": {
            "t": {"from": "\"2026-03-04\"^^<http://www.w3.org/2001/XMLSchema#date>",
                  "until": "\"2026-03-05\"^^<http://www.w3.org/2001/XMLSchema#date>"},
            "v": {"until": "\"10\"^^<http://www.w3.org/2001/XMLSchema#integer>"}}})"));
}

TEST(AskRequest, RefusesWhatCannotBeMeant) {
    const auto with = [](auto change) {
        AskOptions options = ask_for("?m a saref:Meter");
        change(options);
        return error_of(ask_request(options));
    };
    EXPECT_NE(error_of(ask_request(ask_for("?m a unknown:Meter"))).find("the pattern: line 1, column "),
              std::string::npos);
    EXPECT_EQ(with([](auto& o) { o.exchange.bindings = {"x=5"}; }), "--bind 'x=5': the pattern has no variable ?x");
    EXPECT_EQ(with([](auto& o) { o.exchange.bindings = {"m"}; }), "--bind 'm': expected VARIABLE=…");
    EXPECT_TRUE(
        with([](auto& o) { o.exchange.bindings = {"m=word"}; }).starts_with("--bind 'm=word': 'word' is no term"));
    EXPECT_EQ(with([](auto& o) { o.ranges = {"m=5"}; }),
              "--range 'm=5': expected FROM..UNTIL, of which one may be missing");
    EXPECT_FALSE(with([](auto& o) { o.ranges = {"m=.."}; }).empty());
}

TEST(PostRequest, NeedsEveryVariable) {
    PostOptions options;
    options.argument_pattern = "?r <https://e.example/p> ?v";
    options.exchange.bindings = {"r=https://e.example/1"};
    EXPECT_EQ(error_of(post_request(options)),
              "binding 1 lacks ?v: a post needs a value for every variable of its argument pattern");
}

TEST(PostRequest, SendsArgumentAndResultPattern) {
    PostOptions options;
    options.argument_pattern = "?r <https://e.example/p> ?v";
    options.result_pattern = "?r <https://e.example/q> ?w";
    options.exchange.bindings = {"r=https://e.example/1", "v=5"};
    const auto request = post_request(options);
    ASSERT_TRUE(request) << error_of(request);
    EXPECT_EQ(request->interaction["argumentGraphPattern"], "?r <https://e.example/p> ?v . ");
    EXPECT_EQ(request->interaction["resultGraphPattern"], "?r <https://e.example/q> ?w . ");
    EXPECT_EQ(request->variables, (std::vector<std::string>{"r", "w"}));
    EXPECT_EQ(request->body["bindingSet"].size(), 1U);
}

TEST(PostRequest, TakesBindingsOrRows) {
    PostOptions options;
    options.argument_pattern = "?r <https://e.example/p> ?v";
    options.rows_file = "/no/such/file.json";
    EXPECT_EQ(error_of(post_request(options)), "--rows: /no/such/file.json cannot be read");
    options.exchange.bindings = {"v=5"};
    EXPECT_EQ(error_of(post_request(options)), "give --bind or --rows, not both");
}

}  // namespace
}  // namespace gridlore::terminal
