#include "adapter/http/content_type.h"

#include <gtest/gtest.h>

namespace gridlore::http {
namespace {

TEST(ContentType, IsReadWithItsParameters) {
    const ContentType type = content_type_of(" Text/Turtle ; Charset=\"UTF-8\" ; q=1; boundary=a-B");
    EXPECT_EQ(type.media_type, "text/turtle");
    EXPECT_EQ(type.charset, "utf-8");
    EXPECT_EQ(type.boundary, "a-B");
    EXPECT_EQ(content_type_of("").media_type, "");
    EXPECT_EQ(content_type_of(";;=; charset").charset, "");
}

TEST(ContentType, IsUtf8UnlessItSaysOtherwise) {
    for (const char* const type : {"", "text/turtle", "text/turtle;charset=utf-8", "a/b; charset=UTF8",
                                   "a/b;charset=\"us-ascii\"", "a/b;boundary=charset=latin1"}) {
        EXPECT_TRUE(is_utf8(content_type_of(type))) << type;
    }
    for (const char* const type : {"text/turtle;charset=utf-16", "a/b; charset=ISO-8859-1"}) {
        EXPECT_FALSE(is_utf8(content_type_of(type))) << type;
    }
}

TEST(ContentType, IsJsonInSeveralWays) {
    for (const char* const type : {"application/json", "Application/JSON; charset=utf-8", "application/problem+json"}) {
        EXPECT_TRUE(is_json(content_type_of(type))) << type;
    }
    for (const char* const type : {"", "text/json", "application/jsonl", "application/json, text/plain"}) {
        EXPECT_FALSE(is_json(content_type_of(type))) << type;
    }
}

}  // namespace
}  // namespace gridlore::http
