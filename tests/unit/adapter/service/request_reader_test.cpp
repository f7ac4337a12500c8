#include "adapter/service/request_reader.h"

#include <gmock/gmock.h>

#include "knowledge-engine/rdf/term_text.h"
#include "tests/unit/adapter/service/documents.h"

namespace gridlore::service {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// Requests for one document, and what is read of them as text.
class Reader {
  public:
    explicit Reader(const std::string& text = readings,
                    const std::string& bind =
                        "  - serve: { GET: \"/x/{user}\", query: { kind: { is: ?kind, also: [k] }, "
                        "from: { from: ?time, optional: true }, until: { until: ?time, optional: "
                        "true }, format: { is: json, optional: true } }, headers: { Token: { "
                        "authorizes: ?user, optional: true } } }\n    as: ask\n")
        : bound_(bound_document(text, bind)) {}

    /// `variable=term …`, then ranges, one question a line; or the refusal.
    std::string read(const std::string& query, const std::string& body = {}, http::Headers headers = {},
                     std::vector<std::string> path = {"U1"}) {
        http::Request request;
        request.method = "GET";
        request.query = query;
        request.body = body;
        request.headers = std::move(headers);
        const auto result = read_request(candidates(), request, path, tolerance);
        if (const auto* const refusal = std::get_if<Refusal>(&result)) {
            last = *refusal;
            return std::to_string(refusal->status) + " " + refusal->detail;
        }
        last = {};
        std::string text;
        for (const Question& question : std::get<Asked>(result).questions) {
            text += (text.empty() ? "" : "\n") + text_of(question);
        }
        return text;
    }

    Refusal last;
    Tolerance tolerance;

  private:
    /// One for each binding of the document.
    std::vector<Candidate> candidates() const {
        std::vector<Candidate> all;
        for (const Bind& bind : bound_->binds) {
            all.push_back({bound_->document.get(), &std::get<Serve>(bind.with), bind.way == Way::Post});
        }
        return all;
    }

    std::string text_of(const Question& question) const {
        std::string text = question.candidate > 0 ? "#" + std::to_string(question.candidate) + " " : "";
        for (const Terms& row : question.rows) {
            text += &row == question.rows.data() ? "" : " | ";
            for (const auto& [variable, term] : row) {
                text += bound_->document->variables[variable].name + "=" + rdf::to_short_text(term) + " ";
            }
        }
        for (const auto& [name, range] : question.ranges) {
            text +=
                name + ":" + (range.from ? range.from->text : "") + "-" + (range.until ? range.until->text : "") + " ";
        }
        return text + (question.token ? "token " + question.token->text + " " : "") +
               (question.has_local_times ? "local " : "");
    }

    std::shared_ptr<const BoundDocument> bound_;
};

TEST(RequestReader, ReadsPathQueryAndHeaders) {
    Reader reader;
    EXPECT_EQ(
        reader.read("kind=1&from=2021/09/27%2010:00&until=2021-09-27T12:00:00Z&format=json", {}, {{"token", "t-1"}}),
        "user=<urn:user:U1> kind=<urn:e:quarter> time:2021-09-27T09:00:00Z-2021-09-27T12:00:00Z token t-1 local ");
    EXPECT_EQ(reader.read("k=2"), "user=<urn:user:U1> kind=<urn:e:hour> ");
}

TEST(RequestReader, RefusesAndNames) {
    Reader reader;
    EXPECT_EQ(reader.read(""), "400 Parameter 'kind': The request does not have this parameter.");
    EXPECT_EQ(reader.last.parameter, "kind");
    EXPECT_THAT(reader.read("kind=3"), HasSubstr("400 Parameter 'kind': "));
    EXPECT_EQ(reader.read("kind=1&k=1"), "400 Parameter 'kind': It stands in the request twice.");
    EXPECT_EQ(reader.read("kind=1&format=xml"), "400 Parameter 'format': It must be 'json'; found the string \"xml\".");
    EXPECT_EQ(reader.read("kind=1&formt=json"), "400 There is no parameter 'formt': did you mean 'format'?");
    EXPECT_EQ(reader.read("kind=1&lots=json"),
              "400 There is no parameter 'lots'. It knows: kind, k, from, until, format.");
    EXPECT_EQ(reader.read("kind=1&from=2021/09/27%2010:00&until=2021/09/27%2009:00"),
              "400 Parameter 'until': The range ends before it begins.");
    EXPECT_THAT(reader.read("kind=1&from=%zz"), HasSubstr("hexadecimal"));
}

TEST(RequestReader, ReadsQuestionsOfABody) {
    Reader reader;
    EXPECT_EQ(reader.read("", R"({"kind": "1", "from": null, "Token": "t"})"),
              "user=<urn:user:U1> kind=<urn:e:quarter> token t ");
    EXPECT_EQ(reader.read("", R"([{"kind": 1}, {"k": "2"}])"),
              "user=<urn:user:U1> kind=<urn:e:quarter> \nuser=<urn:user:U1> kind=<urn:e:hour> ");
    EXPECT_EQ(reader.read("", "[]"), "");
}

TEST(RequestReader, TellsWhereInABodyTheFaultIs) {
    Reader reader;
    const auto pointer_of = [&](const std::string& body) {
        EXPECT_THAT(reader.read("", body), HasSubstr("400 ")) << body;
        return reader.last.pointer.value_or("(none)");
    };
    EXPECT_EQ(pointer_of(R"([{"kind": 1}, {"kind": 7}])"), "/1/kind");
    EXPECT_EQ(pointer_of(R"({"kind": [1]})"), "/kind");
    EXPECT_EQ(pointer_of(R"({"kind": {"a": 1}})"), "/kind");
    EXPECT_EQ(pointer_of(R"([1])"), "/0");
    EXPECT_EQ(pointer_of(R"([[{"kind": 1}]])"), "/0");
    EXPECT_EQ(pointer_of(R"({"kind": 1, "kind": 2})"), "/kind");
    EXPECT_EQ(pointer_of(R"({"a/b~c": 1, "kind": 1})"), "/a~1b~0c");
    EXPECT_EQ(pointer_of(R"({"kind": 1,})"), "(none)");
    EXPECT_EQ(pointer_of("\"x\""), "");
    EXPECT_THAT(reader.read(
                    "", "[" + std::string(101 * 12, ' ') +
                            [] {
                                std::string all;
                                for (int i = 0; i < 101; ++i) {
                                    all += std::string(i == 0 ? "" : ",") + R"({"kind":1})";
                                }
                                return all;
                            }() +
                            "]"),
                HasSubstr("At most 100 questions"));
}

TEST(RequestReader, OtherMediaTypesAreRefused) {
    Reader reader;
    EXPECT_THAT(reader.read("", "kind=1", {{"Content-Type", "application/x-www-form-urlencoded"}}), HasSubstr("415 "));
    EXPECT_THAT(reader.read("", "{}", {{"Content-Type", "application/json; charset=latin1"}}), HasSubstr("415 "));
    EXPECT_EQ(reader.read("", R"({"kind":1})", {{"Content-Type", "Application/problem+JSON; charset=\"UTF-8\""}}),
              "user=<urn:user:U1> kind=<urn:e:quarter> ");
}

TEST(RequestReader, TellsWhetherTimesWereInIso) {
    Reader reader;
    EXPECT_THAT(reader.read("kind=1&from=2021-09-27T10:00:00Z"), Not(HasSubstr("local")));
    EXPECT_THAT(reader.read("kind=1"), Not(HasSubstr("local")));
    EXPECT_THAT(reader.read("kind=1&from=2021/09/27%2010:00"), HasSubstr("local"));
    EXPECT_THAT(reader.read("", R"([{"kind": 1}, {"kind": 1, "until": "2021/09/27 10:00"}])"),
                testing::MatchesRegex("[^\n]*> \n.*local "));
}

TEST(RequestReader, LetsFaultsPassWhereThatIsSaid) {
    Reader reader;
    const std::string body = R"([{"kind": 1,}, {"kind" : 2 "from": null}])";
    EXPECT_THAT(reader.read("", body), HasSubstr("400 The body is no JSON: "));
    const auto partners = std::make_shared<Partners>();
    partners->tolerate({"aggregator"});
    reader.tolerance = partners->tolerance_for("other");
    EXPECT_THAT(reader.read("", body), HasSubstr("400 "));
    reader.tolerance = partners->tolerance_for("aggregator");
    EXPECT_EQ(reader.read("", body), "user=<urn:user:U1> kind=<urn:e:quarter> \nuser=<urn:user:U1> kind=<urn:e:hour> ");
    EXPECT_THAT(partners->faults(), ElementsAre(std::pair("aggregator", 2U)));
}

/// As D4.2's metering data (3.2.1.1.1.2): one type of data needs a token, and the other takes it and does not look.
const std::string told_apart = R"(
  - serve: { GET: /x, query: { Type: User, ID: ?user, kind: ?kind, Token: { authorizes: ?user } } }
    as: ask
  - serve: { GET: /x, query: { Type: Anonymized, kind: ?kind, Token: { ignore: true } } }
    as: ask
)";

TEST(RequestReader, AConstantTellsWhoIsMeant) {
    Reader reader(readings, told_apart);
    EXPECT_EQ(reader.read("Type=User&ID=U1&kind=1&Token=t", {}, {}, {}),
              "user=<urn:user:U1> kind=<urn:e:quarter> token t ");
    EXPECT_EQ(reader.read("Type=Anonymized&kind=2", {}, {}, {}), "#1 kind=<urn:e:hour> ");
    EXPECT_EQ(reader.read("kind=2&Type=Anonymized&Token=t", {}, {}, {}), "#1 kind=<urn:e:hour> ");
    EXPECT_EQ(reader.read("", R"([{"Type": "Anonymized", "kind": 1, "Token": null},
                                  {"Type": "User", "ID": "U1", "kind": 2, "Token": "t"}])",
                          {}, {}),
              "#1 kind=<urn:e:quarter> \nuser=<urn:user:U1> kind=<urn:e:hour> token t ");
}

TEST(RequestReader, WhoCannotBeMeantIsRefusedWithWhatThereIs) {
    Reader reader(readings, told_apart);
    EXPECT_EQ(reader.read("kind=1", {}, {}, {}),
              "400 Parameter 'Type': It must be 'User' or 'Anonymized'; the request does not have it.");
    EXPECT_EQ(reader.last.parameter, "Type");
    EXPECT_EQ(reader.read("Type=user&kind=1", {}, {}, {}),
              "400 Parameter 'Type': It must be 'User' or 'Anonymized'; found the string \"user\".");
    EXPECT_THAT(reader.read("", R"([{"Type": "User", "ID": "U1", "kind": 2, "Token": "t"}, {"Type": 1}])", {}, {}),
                HasSubstr("found the number 1"));
    EXPECT_EQ(reader.last.pointer, "/1/Type");
    EXPECT_EQ(reader.read("Type=User&kind=1&ID=U1", {}, {}, {}),
              "400 Parameter 'Token': The request does not have this parameter.");
    EXPECT_EQ(reader.read("Type=User&Type=Anonymized&kind=1&ID=U1&Token=t", {}, {}, {}),
              "400 Parameter 'Type': It stands in the request twice.");
    EXPECT_EQ(reader.read("Type=Anonymized&kind=1&ID=Z1", {}, {}, {}),
              "400 There is no parameter 'ID'. It knows: Type, kind, Token.");
}

/// D4.2's opportunities (3.2.3.1.1.1.2) are asked for with a list of codes.
const std::string with_request = R"(
id: test.opportunities
prefixes: { e: "urn:e:" }
graph: "?o e:near ?asked ; e:message ?message ."
terms:
  asked:   { iri: "urn:zip:{}", given: true }
  o:       { iri: "urn:o:{message}" }
  message: { literal: "xsd:string" }
request:
  zip_codes: [ ?asked ]
json:
  opportunities: { $list: ?message, $empty: true }
)";

TEST(RequestReader, ReadsTheRequestOfADocument) {
    Reader reader(with_request, "  - serve: { GET: /o, query: { zip_codes: ?asked } }\n    as: ask\n");
    EXPECT_EQ(reader.read("", R"({"zip_codes": ["4200", "4250"]})", {}, {}),
              "asked=<urn:zip:4200>  | asked=<urn:zip:4250> ");
    EXPECT_EQ(reader.read("zip_codes=4200&zip_codes=4250", {}, {}, {}),
              "asked=<urn:zip:4200>  | asked=<urn:zip:4250> ");
    EXPECT_THAT(reader.read("", R"({"zip_codes": ["4200", 7, {}]})", {}, {}), HasSubstr("400 "));
    EXPECT_THAT(reader.last.pointer.value_or(""), HasSubstr("/zip_codes/"));
    EXPECT_THAT(reader.read("", {}, {}, {}), HasSubstr("does not have this parameter"));
}

}  // namespace
}  // namespace gridlore::service
