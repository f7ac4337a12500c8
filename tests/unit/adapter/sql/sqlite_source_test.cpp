#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/unit/adapter/sql/source_fixture.h"

namespace gridlore::sql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class SqliteSource : public SqlSource {
  protected:
    std::string path() const { return settings_.address.substr(settings_.address.find(':') + 1); }
};
INSTANTIATE_TEST_SUITE_P(, SqliteSource, testing::Values("sqlite3"));

TEST_P(SqliteSource, MakesNoFileWhereThereIsNone) {
    const std::string existing = path();
    const std::string missing = existing + ".missing";
    settings_.address = "sqlite3:" + missing;
    EXPECT_EQ(error_of("SELECT 1").kind, ErrorKind::Unavailable);
    EXPECT_FALSE(std::filesystem::exists(missing));
    std::filesystem::copy_file(existing, missing);
    fill_two_meters();
    EXPECT_THAT(rows("SELECT 1 FROM reading"), IsEmpty());
}

TEST_P(SqliteSource, IsUnavailableWhereTheFileIsNoDatabase) {
    const std::string file = path() + ".txt";
    std::ofstream(file) << "This is no database, but it is long enough to be looked at as if it were one.";
    settings_.address = "sqlite3:" + file;
    const Error error = error_of("SELECT 1 FROM reading");
    EXPECT_EQ(error.kind, ErrorKind::Unavailable);
    EXPECT_THAT(error.message, HasSubstr("not a database"));
}

TEST_P(SqliteSource, SaysThatAnotherProgramHasTheFile) {
    settings_.timeout = std::chrono::milliseconds(100);
    database_->execute("BEGIN EXCLUSIVE");
    const Error error = error_of("SELECT 1 FROM reading");
    EXPECT_EQ(error.kind, ErrorKind::Unavailable);
    EXPECT_THAT(error.message, HasSubstr("locked"));
    database_->execute("COMMIT");
    EXPECT_THAT(rows("SELECT 1 FROM reading"), IsEmpty());
}

TEST_P(SqliteSource, GivesWhatIsNotAsDeclaredAsText) {
    database_->execute("INSERT INTO reading VALUES ('a', 'soon', '007'), ('b', x'01ff', '1,5'), ('c', 5, '-0.5')");
    EXPECT_THAT(rows("SELECT time, value FROM reading ORDER BY meter"),
                ElementsAre(ElementsAre(Value{Kind::Text, "soon"}, Value{Kind::Text, "007"}),
                            ElementsAre(Value{Kind::Text, "\\x01ff"}, Value{Kind::Text, "1,5"}),
                            ElementsAre(Value{Kind::Integer, "5"}, Value{Kind::Decimal, "-0.5"})));
}

/// It looks now and then whether the file is still the same.
TEST_P(SqliteSource, SoonReadsAFileThatTookThePlaceOfTheOld) {
    fill_two_meters();
    EXPECT_THAT(rows("SELECT 1 FROM reading"), SizeIs(4));
    database_->disconnect_all();
    database_->execute("DELETE FROM reading");
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!rows("SELECT 1 FROM reading").empty() && std::chrono::steady_clock::now() < patience) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_THAT(rows("SELECT 1 FROM reading"), IsEmpty());
}

TEST_P(SqliteSource, LeavesNoLockBehindAQueryThatWasNotReadToItsEnd) {
    fill_two_meters();
    settings_.row_limit = 1;
    EXPECT_EQ(error_of("SELECT 1 FROM reading").kind, ErrorKind::LimitExceeded);
    EXPECT_NO_THROW(database_->execute("DELETE FROM reading"));
}

}  // namespace
}  // namespace gridlore::sql
