#include "adapter/service/bind_reader.h"

#include <gmock/gmock.h>

#include "tests/unit/adapter/service/documents.h"

namespace gridlore::service {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// What is wrong with this section.
std::string problems_of(const std::string& bind, const std::string& text = readings) {
    const std::string whole = text + "bind:\n" + bind;
    return joined(read_binds(whole, *document_of(whole)).problems);
}

const Bind& only_bind(const std::shared_ptr<const BoundDocument>& bound) {
    static const Bind none;
    EXPECT_EQ(bound->binds.size(), 1U);
    return bound->binds.size() == 1 ? bound->binds.front() : none;
}

TEST(BindReader, ReadsWhatIsServed) {
    const auto bound = bound_document(readings, R"(
  - serve:
      GET: "/1.0/{user}/Readings"
      also: /old/{user}
      partner: aggregator
      query:
        Kind: { is: ?kind, also: [Granularity] }
        Start: { from: ?time }
        End: { until: ?time, optional: true }
        Token: { authorizes: ?user }
        Format: json
        Other: { ignore: true }
      headers: { Note: "7" }
      deprecated: 2026-01-31
      sunset: 2027-12-31
    as: ask
)");
    const Bind& bind = only_bind(bound);
    EXPECT_EQ(bind.way, Way::Ask);
    EXPECT_EQ(bind.name, "ask");
    EXPECT_EQ(bind.knowledge_base, "urn:gridlore:served:test.readings");
    const auto& serve = std::get<Serve>(bind.with);
    EXPECT_EQ(serve.method, "GET");
    EXPECT_EQ(serve.path.text, "/1.0/{user}/Readings");
    ASSERT_EQ(serve.also.size(), 1U);
    EXPECT_EQ(serve.partner, "aggregator");
    EXPECT_EQ(serve.deprecated, "@1769817600");
    EXPECT_EQ(serve.sunset, "Fri, 31 Dec 2027 00:00:00 GMT");
    ASSERT_EQ(serve.parameters.size(), 8U);
    const auto& path = serve.parameters[0];
    EXPECT_EQ(path.place, Parameter::Place::Path);
    EXPECT_EQ(path.variable, bound->document->find("user"));
    EXPECT_THAT(serve.parameters[1].also, ElementsAre("Granularity"));
    EXPECT_EQ(serve.parameters[2].bound, Bound::From);
    EXPECT_TRUE(serve.parameters[2].is_required);
    EXPECT_EQ(serve.parameters[3].bound, Bound::Until);
    EXPECT_FALSE(serve.parameters[3].is_required);
    EXPECT_EQ(serve.parameters[4].bound, Bound::Authorizes);
    EXPECT_EQ(serve.parameters[5].constant, "json");
    EXPECT_EQ(serve.parameters[6].bound, Bound::Nothing);
    EXPECT_FALSE(serve.parameters[6].is_required);
    EXPECT_EQ(serve.parameters[7].place, Parameter::Place::Header);
}

TEST(BindReader, ReadsHowAPostIsMade) {
    const auto bound = bound_document(plain_readings, R"(
  - serve: { PUT: "/{user}/{kind}", answers: at-once, parts: apart, removes: test.readings }
    as: post
)");
    const auto& serve = std::get<Serve>(only_bind(bound).with);
    EXPECT_TRUE(serve.answers_at_once);
    EXPECT_TRUE(serve.has_parts_apart);
    EXPECT_EQ(serve.removes, "test.readings");
    EXPECT_THAT(problems_of("  - serve: { POST: \"/{kind}\", parts: both }\n    as: post\n"),
                HasSubstr("`parts` is `together` or `apart`; found 'both'."));
    EXPECT_THAT(problems_of("  - serve: { POST: \"/{kind}\", removes: other }\n    as: post\n"),
                HasSubstr("`removes` goes with a document without parts"));
    EXPECT_THAT(problems_of("  - serve: { GET: \"/{kind}\", parts: apart, removes: other }\n    as: ask\n"),
                AllOf(HasSubstr("`parts: apart` goes with `as: post`."), HasSubstr("`removes` goes with `as: post`.")));
}

TEST(BindReader, ReadsCalls) {
    const auto bound = bound_document(plain_readings, R"(
  - call: { GET: "/{user}", service: vendor, query: { kind: ?kind, from: { from: ?time } } }
    as: answer
    name: by-user
    needs: [ ?user, ?kind ]
  - call: { POST: /news, service: vendor }
    as: react
  - call: { POST: /other, service: vendor }
    as: react
  - call: { source: meters, sql: "SELECT 1 WHERE :kind" }
    as: answer
    needs: [ ?kind ]
)");
    ASSERT_EQ(bound->binds.size(), 4U);
    const Bind& answer = bound->binds[0];
    EXPECT_EQ(answer.name, "by-user");
    EXPECT_EQ(answer.knowledge_base, "urn:gridlore:service:vendor");
    EXPECT_THAT(answer.needs, ElementsAre(*bound->document->find("user"), *bound->document->find("kind")));
    EXPECT_EQ(std::get<Call>(answer.with).parameters.size(), 3U);
    EXPECT_EQ(bound->binds[1].name, "react");
    EXPECT_EQ(bound->binds[2].name, "react-2");
    EXPECT_EQ(bound->binds[3].knowledge_base, "urn:gridlore:service:meters");
    EXPECT_EQ(std::get<SqlCall>(bound->binds[3].with).question.statement.text(), "SELECT 1 WHERE :kind");
}

TEST(BindReader, ADocumentNeedNotBeBound) {
    EXPECT_EQ(problems_of("  []\n"), "");
    EXPECT_EQ(problems_of("\n"), "");
}

TEST(BindReader, EachProblemHasItsPlace) {
    EXPECT_EQ(problems_of("  - serve: { GET: /x, query: { ID: ?usr } }\n    as: ask\n"),
              "x.yaml:17:36: ?usr: The document has no such variable: did you mean 'user'?");
}

TEST(BindReader, SaysWhatABindingIs) {
    EXPECT_THAT(problems_of("  - as: ask\n"), HasSubstr("either `serve` or `call`"));
    EXPECT_THAT(problems_of("  - serve: { GET: /x }\n    as: asks\n"), HasSubstr("found 'asks'"));
    EXPECT_THAT(problems_of("  - serve: { GET: /x }\n"), HasSubstr("A binding says `as: ask`"));
    EXPECT_THAT(problems_of("  - serve: { GET: /x }\n    as: ask\n    need: [ ?user ]\n"),
                HasSubstr("A binding has no `need`: did you mean 'needs'?"));
    EXPECT_THAT(problems_of("  - serve: { GET: /x, POST: /y }\n    as: ask\n"), HasSubstr("one method"));
    EXPECT_THAT(problems_of("  - serve: { query: { ID: ?user } }\n    as: ask\n"), HasSubstr("as `GET: /path`"));
    EXPECT_THAT(problems_of("  - serve: { GET: /x, sunset: soon }\n    as: ask\n"),
                HasSubstr("is a day, as 2027-12-31"));
    EXPECT_THAT(problems_of("  - serve: { GET: /x, deprecated: 2026-02-30 }\n    as: ask\n"), HasSubstr("is a day"));
    EXPECT_THAT(problems_of("  - serve: { GET: /x, query: { A: { from: ?time, until: ?time } } }\n    as: ask\n"),
                HasSubstr("A parameter is one of"));
    EXPECT_THAT(problems_of("  - call: { GET: /x }\n    as: answer\n"), HasSubstr("names its `service`"));
    EXPECT_THAT(problems_of("  - call: { source: db }\n    as: answer\n"), HasSubstr("statement under `sql`"));
    EXPECT_THAT(problems_of("  - 7\n"), HasSubstr("A binding has members"));
}

TEST(BindReader, WaysAndMethodsFit) {
    EXPECT_THAT(problems_of("  - serve: { GET: /x }\n    as: answer\n"), HasSubstr("What is served is"));
    EXPECT_THAT(problems_of("  - serve: { POST: /x }\n    as: ask\n"), HasSubstr("go with GET"));
    EXPECT_THAT(problems_of("  - serve: { GET: /x, query: { k: ?kind } }\n    as: post\n"), HasSubstr("go with POST"));
    EXPECT_THAT(problems_of("  - serve: { GET: /x, answers: at-once }\n    as: ask\n"),
                HasSubstr("goes with `as: post`"));
    EXPECT_THAT(problems_of("  - call: { source: db, sql: SELECT }\n    as: react\n"), HasSubstr("can only be asked"));
    EXPECT_THAT(problems_of("  - serve: { GET: /x }\n    as: ask\n    needs: [ ?user ]\n"),
                HasSubstr("`needs` goes with `as: answer`"));
    EXPECT_THAT(problems_of("  - call: { POST: /x, service: v }\n    as: react\n"),
                HasSubstr("A react has a core only"));
    EXPECT_THAT(problems_of("  - serve: { GET: /x }\n    as: ask\n", readings + "direction: lift\n"),
                HasSubstr("the document has `direction: lift`"));
}

TEST(BindReader, ParametersMeanSomething) {
    EXPECT_THAT(problems_of("  - serve: { GET: /x, query: { r: ?reading } }\n    as: ask\n"),
                HasSubstr("made of others"));
    EXPECT_THAT(problems_of("  - serve: { GET: /x, query: { n: ?note } }\n    as: ask\n"),
                HasSubstr("restricts nothing"));
    EXPECT_THAT(problems_of("  - serve: { POST: /x, query: { k: ?kind, t: { from: ?time } } }\n    as: post\n"),
                HasSubstr("go with what asks"));
    EXPECT_THAT(
        problems_of("  - serve: { GET: \"/{user}\", query: { user: ?user, a: ?kind, b: { is: ?kind, also: [a] } } }\n"
                    "    as: ask\n"),
        HasSubstr("'a' stands here twice"));
    EXPECT_THAT(problems_of("  - call: { GET: /x, service: v, query: { t: { authorizes: ?user }, k: ?kind } }\n"
                            "    as: answer\n    needs: [ ?kind ]\n",
                            plain_readings),
                HasSubstr("`authorizes` goes with `serve`"));
    EXPECT_THAT(problems_of("  - call: { GET: /x, service: v, query: { t: { ignore: true }, k: ?kind } }\n"
                            "    as: answer\n    needs: [ ?kind ]\n",
                            plain_readings),
                HasSubstr("`ignore` goes with `serve`"));
}

TEST(BindReader, AnotherSpellingHasTheSameVariables) {
    EXPECT_THAT(problems_of("  - serve: { GET: \"/{user}\", also: /all, query: { k: ?kind } }\n    as: ask\n"),
                HasSubstr("'/all' is another spelling of '/{user}' only with the same variables, in the same order"));
    EXPECT_EQ(problems_of("  - serve: { GET: \"/{user}\", also: \"/of/{user}\", query: { k: ?kind } }\n    as: ask\n"),
              "");
}

TEST(BindReader, WhatIsNeededIsAskedForAndKnownEverywhere) {
    EXPECT_THAT(problems_of("  - call: { GET: \"/{user}\", service: v, query: { k: ?kind } }\n    as: answer\n"
                            "    needs: [ ?kind ]\n",
                            plain_readings),
                HasSubstr("?user: The path cannot be written without it: add it to `needs`"));
    EXPECT_THAT(problems_of("  - call: { GET: /x, service: v, query: { k: ?kind } }\n    as: answer\n"
                            "    needs: [ ?kind, ?user ]\n",
                            plain_readings),
                HasSubstr("?user: It is needed and goes nowhere"));
    EXPECT_THAT(problems_of("  - call: { GET: \"/{user}\", service: v, query: { k: ?kind } }\n    as: answer\n"
                            "    needs: [ ?kind, ?user ]\n"),
                HasSubstr("The part `notes` does not have it"));
}

TEST(BindReader, WhatNoPayloadHasIsGiven) {
    EXPECT_THAT(problems_of("  - serve: { POST: /x }\n    as: post\n"),
                HasSubstr("make it a parameter that is not optional"));
    EXPECT_THAT(problems_of("  - call: { GET: \"/{user}\", service: v }\n    as: answer\n    needs: [ ?user ]\n",
                            plain_readings),
                HasSubstr("?kind: The payload does not have it (`given: true`): add it to `needs`"));
    EXPECT_EQ(problems_of("  - serve: { POST: /x, query: { kind: ?kind } }\n    as: post\n"), "");
}

TEST(BindReader, NamesAreDifferent) {
    const std::string serve = "  - serve: { GET: /x }\n    as: ask\n    name: a\n";
    EXPECT_THAT(problems_of(serve + serve), HasSubstr("The name 'a' stands here a second time"));
    EXPECT_THAT(problems_of("  - serve: { GET: /x }\n    as: ask\n    name: a b\n"),
                HasSubstr("letters, digits and `-`"));
}

}  // namespace
}  // namespace gridlore::service
