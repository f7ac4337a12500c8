#include "adapter/sql/value.h"

#include <gmock/gmock.h>

namespace gridlore::sql {
namespace {

using testing::HasSubstr;

Value value_of(const std::string& text, const std::string& type) {
    const auto value = to_value(rdf::Term::literal(text, "http://www.w3.org/2001/XMLSchema#" + type));
    EXPECT_TRUE(value) << value.error().message;
    return value ? *value : Value{};
}

TEST(SqlValue, OfALiteralIsOfItsDatatypeWithItsDigits) {
    EXPECT_EQ(value_of("21.50", "decimal"), (Value{Kind::Decimal, "21.50"}));
    EXPECT_EQ(value_of("+007", "integer"), (Value{Kind::Integer, "007"}));
    EXPECT_EQ(value_of("-5", "int"), (Value{Kind::Integer, "-5"}));
    EXPECT_EQ(value_of("1e-7", "double"), (Value{Kind::Double, "1e-7"}));
    EXPECT_EQ(value_of("1", "boolean"), (Value{Kind::Boolean, "true"}));
    EXPECT_EQ(value_of("false", "boolean"), (Value{Kind::Boolean, "false"}));
    EXPECT_EQ(value_of("U1", "string"), (Value{Kind::Text, "U1"}));
}

TEST(SqlValue, OfATimeIsInUtc) {
    EXPECT_EQ(value_of("2021-09-27T11:00:00+01:00", "dateTime"), (Value{Kind::Time, "2021-09-27T10:00:00Z"}));
    EXPECT_EQ(value_of("2021-09-27T10:00:00.50Z", "dateTimeStamp"), (Value{Kind::Time, "2021-09-27T10:00:00.5Z"}));
    EXPECT_EQ(value_of("2021-09-27T10:00:00", "dateTime"), (Value{Kind::Text, "2021-09-27T10:00:00"}));
}

TEST(SqlValue, OfAnIriIsItsText) {
    EXPECT_EQ(*to_value(rdf::Term::iri("urn:x:1")), (Value{Kind::Text, "urn:x:1"}));
    EXPECT_EQ(*to_value(rdf::Term::language_string("olá", "pt")), (Value{Kind::Text, "olá"}));
}

TEST(SqlValue, RefusesWhatHasNone) {
    EXPECT_THAT(to_value(rdf::Term::blank_node("b")).error().message, HasSubstr("blank node"));
    for (const std::string type : {"decimal", "integer", "double", "boolean", "dateTime"}) {
        const auto value = to_value(rdf::Term::literal("soon", "http://www.w3.org/2001/XMLSchema#" + type));
        ASSERT_FALSE(value) << type;
        EXPECT_THAT(value.error().message, HasSubstr("'soon'"));
    }
}

TEST(SqlValue, KnowsOpenEndsFromTextsThatLookLikeThem) {
    EXPECT_TRUE(is_before_all(before_all(Kind::Time)));
    EXPECT_TRUE(is_behind_all(behind_all(Kind::Integer)));
    EXPECT_FALSE(is_behind_all(before_all(Kind::Decimal)));
    EXPECT_FALSE(is_behind_all({Kind::Text, "infinity"}));
}

}  // namespace
}  // namespace gridlore::sql
