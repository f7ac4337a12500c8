#include <gmock/gmock.h>
#include <signal.h>

#include "tests/unit/adapter/sql/source_fixture.h"

namespace gridlore::sql {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class PostgresqlSource : public SqlSource {};
INSTANTIATE_TEST_SUITE_P(, PostgresqlSource, testing::Values("postgresql"));

TEST_P(PostgresqlSource, LosesAQueryWithItsServerAndConnectsAgain) {
    settings_.row_limit = static_cast<std::size_t>(-1);
    rows_.on_row = [this]() -> Result<void> {
        if (rows_.rows.size() == 10) {
            database_->disconnect_all();
        }
        if (rows_.rows.size() > 1000) {
            rows_.rows.clear();
        }
        return {};
    };
    EXPECT_EQ(error_of(endless()).kind, ErrorKind::Unavailable);
    rows_.on_row = {};
    EXPECT_THAT(rows("SELECT 1"), SizeIs(1));
}

TEST_P(PostgresqlSource, LosesAQueryThatAnAdministratorEnds) {
    settings_.row_limit = static_cast<std::size_t>(-1);
    rows_.on_row = [this]() -> Result<void> {
        if (rows_.rows[0][1].text == "1") {
            database_->execute("SELECT pg_terminate_backend(" + rows_.rows[0][0].text + ")");
        }
        rows_.rows.clear();
        return {};
    };
    const Error error = error_of("SELECT pg_backend_pid(), generate_series(1, 1000000000000)");
    EXPECT_EQ(error.kind, ErrorKind::Unavailable);
    rows_.on_row = {};
    EXPECT_THAT(rows("SELECT 1"), SizeIs(1));
}

TEST_P(PostgresqlSource, DoesNotWaitForAServerThatHangs) {
    settings_.timeout = std::chrono::milliseconds(300);
    const pid_t server = std::stoi(rows("SELECT pg_backend_pid()")[0][0].text);
    if (::kill(server, SIGSTOP) != 0) {
        GTEST_SKIP() << "not allowed to stop the server's process";
    }
    const Error error = error_of("SELECT 1");
    ::kill(server, SIGCONT);
    EXPECT_EQ(error.kind, ErrorKind::Unavailable);
    EXPECT_THAT(error.message, HasSubstr("within 300 ms"));
    EXPECT_THAT(rows("SELECT 1"), SizeIs(1));
}

TEST_P(PostgresqlSource, TellsNoPassword) {
    database_->execute("CREATE ROLE secretive LOGIN PASSWORD 'two  words, it''s \\ = 1'");
    const std::string as_secretive = database_->address() + " user=secretive password=";
    settings_.address = as_secretive + "'two  words, it\\'s \\\\ = 1'";
    EXPECT_THAT(rows("SELECT CAST(current_user AS text)"), ElementsAre(ElementsAre(Value{Kind::Text, "secretive"})));

    settings_.address = as_secretive + "hunter2";
    const auto wrong = Source::open(settings_, system_clock());
    ASSERT_TRUE(wrong);
    const auto asked = (*wrong)->query(read("SELECT 1"), {}, rows_, "");
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().kind, ErrorKind::Unavailable);
    EXPECT_THAT(asked.error().message, AllOf(StartsWith("source 'meters': "),
                                             HasSubstr("password authentication failed"), Not(HasSubstr("hunter2"))));

    settings_.address = as_secretive + "correct horse battery";
    const auto malformed = Source::open(settings_, system_clock());
    ASSERT_FALSE(malformed);
    EXPECT_EQ(malformed.error().kind, ErrorKind::InvalidInput);
    EXPECT_THAT(malformed.error().message, AllOf(HasSubstr("malformed"), Not(HasSubstr("horse"))));
}

TEST_P(PostgresqlSource, RefusesAnInputThatIsNoneOfItsColumns) {
    const Error error = error_of("SELECT 1 FROM reading WHERE value = :value", {{"value", {Kind::Text, "many"}}});
    EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
    EXPECT_THAT(error.message, HasSubstr("\"many\""));
}

/// Of a statement when it is prepared and when it runs, and of a value.
TEST_P(PostgresqlSource, RepeatsTheServersSentenceAndItsHint) {
    const std::string place = "source 'meters', test, line 3: ";
    const std::vector<std::pair<std::string, std::string>> wrong = {
        {"SELECT 1 FROM readings", "relation \"readings\" does not exist"},
        {"SELECT sin(DATE '2021-09-27')",
         "function sin(date) does not exist; No function matches the given name and argument types. You might need to "
         "add explicit type casts."},
        {"SELECT 1 / (SELECT count(*) FROM reading)", "division by zero"},
        {"SELECT CAST('1:  42P01: 1' AS integer)", "invalid input syntax for type integer: \"1:  42P01: 1\""}};
    for (const auto& [sql, sentence] : wrong) {
        const Error error = error_of(sql);
        EXPECT_EQ(error.kind, ErrorKind::InvalidInput) << sql;
        EXPECT_EQ(error.message, place + sentence);
    }
}

TEST_P(PostgresqlSource, GivesTimesWithoutZoneAsTheyAre) {
    EXPECT_THAT(rows("SELECT CAST('2021-09-27 10:00' AS timestamp), CAST('infinity' AS timestamptz),"
                     "CAST('2021-09-27' AS date), CAST('NaN' AS numeric), CAST('\\x01ff' AS bytea)")[0],
                ElementsAre(Value{Kind::Text, "2021-09-27T10:00:00"}, Value{Kind::Text, "infinity"},
                            Value{Kind::Text, "2021-09-27"}, Value{Kind::Text, "NaN"}, Value{Kind::Text, "\\x01ff"}));
}

TEST_P(PostgresqlSource, IsUnavailableWhileThereIsNoServer) {
    settings_.address = "postgresql:host=/nowhere dbname=meters";
    const Error error = error_of("SELECT 1");
    EXPECT_EQ(error.kind, ErrorKind::Unavailable);
    EXPECT_THAT(error.message, HasSubstr("/nowhere"));
    const auto by_uri = Source::open({"meters", "postgresql://127.0.0.1:1/meters"}, system_clock());
    ASSERT_TRUE(by_uri) << by_uri.error().message;
    EXPECT_EQ((*by_uri)->query(read("SELECT 1"), {}, rows_, "").error().kind, ErrorKind::Unavailable);
}

}  // namespace
}  // namespace gridlore::sql
