#include "adapter/rest-api/json/writer.h"

#include <gtest/gtest.h>

#include "adapter/rest-api/json/value.h"

namespace gridlore::rest_api {
namespace {

std::string written(std::string_view text) {
    std::string out;
    append_json_text(out, text);
    return out;
}

TEST(JsonWriter, EscapesWhatJsonWantsEscaped) {
    EXPECT_EQ(written("plain"), R"("plain")");
    EXPECT_EQ(written("\"\\/"), R"("\"\\/")");
    EXPECT_EQ(written("\n\r\t\b\f"), R"("\n\r\t\b\f")");
    EXPECT_EQ(written(std::string_view("\0\x1f", 2)), R"("\u0000\u001f")");
    EXPECT_EQ(written("\x7f\xC3\xBC\xF0\x9F\x98\x80"), "\"\x7f\xC3\xBC\xF0\x9F\x98\x80\"");
    EXPECT_EQ(written(""), R"("")");
}

TEST(JsonWriter, WritesWhatIsReadBack) {
    std::string every;
    for (int c = 0; c < 128; ++c) {
        every += static_cast<char>(c);
        every += "ü";
    }
    const auto read = parse_json(written(every));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read->text(), every);
}

TEST(JsonWriter, SeparatesMembersAndElements) {
    std::string out;
    {
        JsonObject object(out);
        object.text("a", "x");
        object.number("b", 7);
        object.boolean("c", true);
        {
            JsonArray array(object.member("d"));
            array.text("y");
            array.element() += "1";
        }
        { const JsonObject empty(object.member("e")); }
        { const JsonArray empty(object.member("f")); }
    }
    EXPECT_EQ(out, R"({"a":"x","b":7,"c":true,"d":["y",1],"e":{},"f":[]})");
}

}  // namespace
}  // namespace gridlore::rest_api
