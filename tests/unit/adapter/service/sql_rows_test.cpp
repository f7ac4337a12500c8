#include "adapter/service/sql_rows.h"

#include <gmock/gmock.h>

#include <array>

#include "knowledge-engine/rdf/namespaces.h"
#include "tests/unit/adapter/service/documents.h"

namespace gridlore::service {
namespace {

using sql::Cell;
using sql::Kind;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string readings_of_kinds = R"(
id: test.kinds
prefixes: { e: "urn:e:" }
graph: "?reading e:of ?user ; e:at ?time ; e:value ?value ; e:kind ?kind ."
terms:
  user:    { iri: "urn:user:{}" }
  reading: { iri: "urn:reading:{user}:{time}:{kind}" }
  time:    { dateTime: "%Y/%m/%d %H:%M", also: [iso], zone: Europe/Lisbon }
  value:   { literal: "xsd:decimal" }
  kind:    { table: { "1": e:quarter, "2": e:hour } }
json:
  - User: ?user
    Readings: [ { Time: ?time, Value: ?value, Kind: ?kind } ]
)";
const std::string answer = R"(
  - call: { source: meters, sql: "SELECT time, value, kind FROM reading WHERE user = :user" }
    as: answer
    needs: [?user]
)";

/// The rows of the core, one after the other, for someone who asks for `urn:user:u`.
class SqlRowsTest : public testing::Test {
  protected:
    void begin(const std::vector<std::string>& columns) {
        const Result<void> begun = rows_.begin(columns);
        ASSERT_TRUE(begun) << begun.error().message;
    }
    Result<void> row(std::string_view time, Cell value, Cell kind) {
        return rows_.row(std::array<Cell, 3>{Cell{Kind::Time, time}, value, kind});
    }
    std::vector<std::string> texts() const {
        std::vector<std::string> all;
        for (std::size_t i = 0; i < given_.size(); ++i) {
            std::string text;
            for (std::size_t cell = 0; cell < given_.variables().size(); ++cell) {
                const rdf::TermId id = given_.row(i)[cell];
                const rdf::Term term = id.is_inline() ? rdf::inline_term(id) : given_.terms()[id.bits() - 1];
                text += (text.empty() ? "" : " ") + given_.variables()[cell] + "=" + term.text;
            }
            all.push_back(text);
        }
        return all;
    }

    const Called called_{bound_document(readings_of_kinds, answer), 0, 0};
    const AskedRows asked_{pattern::TermRows(1)};  // everything
    pattern::AnswerRows given_ = rows_of_part(called_);
    SqlRows rows_{called_, {{*called_.document().find("user"), rdf::Term::iri("urn:user:u")}}, asked_, given_};
};

TEST_F(SqlRowsTest, AreOfTheColumnsOfWhatIsKnownAndOfWhatIsMadeOfThese) {
    begin({"time", "value", "kind"});
    ASSERT_TRUE(row("2021-09-27T09:00:00Z", {Kind::Decimal, "1.50"}, {Kind::Integer, "1"}));
    EXPECT_THAT(texts(), ElementsAre("reading=urn:reading:u:2021-09-27T09%3A00%3A00Z:1 user=urn:user:u "
                                     "time=2021-09-27T09:00:00Z value=1.50 kind=urn:e:quarter"));
}

TEST_F(SqlRowsTest, KeepNothingOfTheRowBefore) {
    begin({"time", "value", "kind"});
    ASSERT_TRUE(row("2021-09-27T09:00:00Z", {Kind::Decimal, "1"}, {Kind::Integer, "1"}));
    ASSERT_TRUE(row("2021-09-27T09:00:00Z", {Kind::Decimal, "2"}, {Kind::Integer, "2"}));
    ASSERT_TRUE(row("2021-09-27T10:00:00Z", {Kind::Decimal, "2"}, {}));  // it lacks its kind, and is none
    ASSERT_TRUE(row("2021-09-27T11:00:00Z", {}, {Kind::Integer, "2"}));
    ASSERT_TRUE(row("2021-09-27T12:00:00Z", {Kind::Integer, "2"}, {Kind::Integer, "2"}));
    const std::vector<std::string> all = texts();
    ASSERT_EQ(all.size(), 3U);
    EXPECT_THAT(all[0], HasSubstr("T09%3A00%3A00Z:1 "));
    EXPECT_THAT(all[1], AllOf(HasSubstr("T09%3A00%3A00Z:2 "), HasSubstr("value=2 kind=urn:e:hour")));
    EXPECT_THAT(all[2], AllOf(HasSubstr("T12%3A00%3A00Z:2 "), HasSubstr("value=2 kind=urn:e:hour")));
}

TEST_F(SqlRowsTest, HaveWhatIsKnownWhereAColumnOfItIsNull) {
    begin({"time", "value", "kind", "user"});
    const auto with_user = [this](Cell user) {
        return rows_.row(std::array<Cell, 4>{
            Cell{Kind::Time, "2021-09-27T09:00:00Z"}, {Kind::Integer, "1"}, {Kind::Integer, "1"}, user});
    };
    ASSERT_TRUE(with_user({Kind::Text, "v"}));
    ASSERT_TRUE(with_user({}));
    ASSERT_TRUE(with_user({Kind::Text, "w"}));
    const std::vector<std::string> all = texts();
    ASSERT_EQ(all.size(), 3U);
    EXPECT_THAT(all[0], AllOf(HasSubstr("user=urn:user:v "), HasSubstr("urn:reading:v:")));
    EXPECT_THAT(all[1], AllOf(HasSubstr("user=urn:user:u "), HasSubstr("urn:reading:u:")));
    EXPECT_THAT(all[2], AllOf(HasSubstr("user=urn:user:w "), HasSubstr("urn:reading:w:")));
}

TEST_F(SqlRowsTest, AreThoseThatWereAskedFor) {
    const auto value = [](const char* text) { return rdf::Term::literal(text, std::string(rdf::xsd_decimal)); };
    const AskedRows asked({{{"user", rdf::Term::iri("urn:user:u")}, {"value", value("1.5")}}, {{"value", value("3")}}});
    SqlRows rows(called_, {{*called_.document().find("user"), rdf::Term::iri("urn:user:u")}}, asked, given_);
    ASSERT_TRUE(rows.begin(std::vector<std::string>{"time", "value", "kind"}));
    for (const char* const number : {"1.50", "2", "3.0"}) {
        ASSERT_TRUE(rows.row(std::array<Cell, 3>{
            Cell{Kind::Time, "2021-09-27T09:00:00Z"}, {Kind::Decimal, number}, {Kind::Integer, "1"}}));
    }
    EXPECT_THAT(texts(), ElementsAre(HasSubstr("value=1.50"), HasSubstr("value=3.0")));
}

/// The IRI of a reading that nobody looks at is not made; a row that could not have one is none all the same.
TEST_F(SqlRowsTest, LackWhatNobodyLooksAt) {
    pattern::AnswerRows given = rows_of_part(called_, {"reading", "kind"});
    EXPECT_THAT(given.variables(), ElementsAre("user", "time", "value"));
    SqlRows rows(called_, {{*called_.document().find("user"), rdf::Term::iri("urn:user:u")}}, asked_, given);
    ASSERT_TRUE(rows.begin(std::vector<std::string>{"time", "value", "kind"}));
    for (const Cell& kind : {Cell{Kind::Integer, "1"}, Cell{}, Cell{Kind::Integer, "2"}}) {
        ASSERT_TRUE(
            rows.row(std::array<Cell, 3>{Cell{Kind::Time, "2021-09-27T09:00:00Z"}, {Kind::Integer, "7"}, kind}));
    }
    ASSERT_EQ(given.size(), 2U);
    EXPECT_EQ(given.terms().size(), 1U) << "the user's";
}

TEST_F(SqlRowsTest, TakeTimesAsTextsAndAsNumbers) {
    begin({"time", "value", "kind"});
    const std::chrono::sys_seconds nine(std::chrono::hours(9));
    const auto with_time = [this](Cell time) {
        return rows_.row(std::array<Cell, 3>{time, {Kind::Integer, "1"}, {Kind::Integer, "1"}});
    };
    ASSERT_TRUE(with_time({Kind::Time, "1970-01-01T09:00:00Z", nine}));
    ASSERT_TRUE(with_time({Kind::Time, "1970-01-01T10:00:00Z"}));
    ASSERT_TRUE(with_time({Kind::Time, "1970-01-01T10:00:00.5Z"}));
    ASSERT_TRUE(with_time({Kind::Time, "1970-01-01T09:00:00Z", nine}));
    ASSERT_TRUE(with_time({Kind::Time, "1970-01-01T11:00:00Z", nine + std::chrono::hours(2)}));
    const std::vector<std::string> all = texts();
    ASSERT_EQ(all.size(), 5U);
    EXPECT_THAT(all[0], AllOf(HasSubstr("time=1970-01-01T09:00:00Z"), HasSubstr("T09%3A00%3A00Z:1")));
    EXPECT_THAT(all[1], AllOf(HasSubstr("time=1970-01-01T10:00:00Z"), HasSubstr("T10%3A00%3A00Z:1")));
    EXPECT_THAT(all[2], AllOf(HasSubstr("time=1970-01-01T10:00:00.5Z"), HasSubstr("T10%3A00%3A00.5Z:1")));
    EXPECT_EQ(all[3], all[0]);
    EXPECT_THAT(all[4], HasSubstr("time=1970-01-01T11:00:00Z"));
}

TEST_F(SqlRowsTest, NameTheColumnWhoseValueIsNone) {
    begin({"time", "value", "kind"});
    ASSERT_TRUE(row("2021-09-27T09:00:00Z", {Kind::Decimal, "1"}, {Kind::Integer, "1"}));
    const Result<void> outcome = row("2021-09-27T09:00:00Z", {Kind::Decimal, "1"}, {Kind::Text, "3"});
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().message, HasSubstr("the column 'kind': "));
}

TEST_F(SqlRowsTest, RefuseAColumnThatIsNoVariableOrMadeOfOthers) {
    EXPECT_THAT(rows_.begin(std::vector<std::string>{"tim"}).error().message, HasSubstr("did you mean 'time'"));
    EXPECT_THAT(rows_.begin(std::vector<std::string>{"reading"}).error().message, HasSubstr("is made of others"));
}

}  // namespace
}  // namespace gridlore::service
