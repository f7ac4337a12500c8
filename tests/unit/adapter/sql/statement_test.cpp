#include "adapter/sql/statement.h"

#include <gmock/gmock.h>

namespace gridlore::sql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> parameters(std::string_view sql) {
    const auto statement = Statement::read(sql);
    EXPECT_TRUE(statement) << statement.error().message;
    return statement ? statement->parameters() : std::vector<std::string>{"?"};
}

Error error_of(std::string_view sql) {
    const auto statement = Statement::read(sql);
    EXPECT_FALSE(statement) << sql;
    return statement ? Error{} : statement.error();
}

TEST(Statement, HasItsParametersOnceInOrder) {
    EXPECT_THAT(
        parameters("SELECT time FROM m WHERE u = :user AND time >= :time_from AND time < :time_until OR :user='' "),
        ElementsAre("user", "time_from", "time_until"));
    EXPECT_THAT(parameters("select(:a1)"), ElementsAre("a1"));
    EXPECT_THAT(parameters("VALUES (1)"), IsEmpty());
}

TEST(Statement, HasNoParametersInTextsNamesCastsAndComments) {
    EXPECT_THAT(parameters("SELECT ':a', 'it''s :b', \":c\", x::text, :d::text -- :e it's\n, /* :f ' */ 1"),
                ElementsAre("d"));
}

TEST(Statement, LosesItsCommentsButNoLines) {
    const auto statement = Statement::read("SELECT a, -- the first\n /* two\nlines */ b FROM '--t';  -- end");
    ASSERT_TRUE(statement);
    EXPECT_EQ(statement->text(), "SELECT a,  \n  \n b FROM '--t' ");
}

TEST(Statement, IsOneThatReads) {
    EXPECT_THAT(error_of("DELETE FROM t").message, HasSubstr("'DELETE'"));
    EXPECT_THAT(error_of("SET default_transaction_read_only = off").message, HasSubstr("only read"));
    EXPECT_THAT(error_of(" -- nothing").message, HasSubstr("nothing"));
    EXPECT_THAT(error_of("").message, HasSubstr("nothing"));
    const Error two = error_of("SELECT 1;\n  DELETE FROM t");
    EXPECT_THAT(two.message, HasSubstr("one statement"));
    EXPECT_EQ(two.position, (TextPosition{1, 9}));
}

TEST(Statement, TellsWhereItCannotBeUnderstood) {
    EXPECT_EQ(error_of("SELECT\n 'open").position, (TextPosition{2, 2}));
    EXPECT_EQ(error_of("SELECT /* open").position, (TextPosition{1, 8}));
    EXPECT_THAT(error_of("SELECT \"open").message, HasSubstr("no end"));
    EXPECT_THAT(error_of("SELECT E'\\':a'").message, HasSubstr("E'"));
    EXPECT_THAT(error_of("SELECT $$ :a $$").message, HasSubstr(":name"));
    EXPECT_THAT(error_of("SELECT ?").message, HasSubstr(":name"));
    EXPECT_THAT(error_of("SELECT a[1:2]").message, HasSubstr("slices"));
    EXPECT_THAT(error_of("SELECT : a").message, HasSubstr("letter"));
    EXPECT_THAT(error_of(std::string_view("SELECT '\0'", 10)).message, HasSubstr("U+0000"));
}

}  // namespace
}  // namespace gridlore::sql
