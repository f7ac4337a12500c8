#include "adapter/mapping/codecs/iri_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::mapping {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

IriTemplate parsed(std::string_view text) {
    auto made = IriTemplate::parse(text);
    EXPECT_TRUE(made) << (made ? "" : made.error().message);
    return *made;
}

std::string written(const IriTemplate& iri, const std::vector<std::string_view>& values) {
    std::string out;
    iri.write(values, out);
    return out;
}

std::string encoded(std::string_view value) {
    std::string out;
    append_percent_encoded(value, out);
    return out;
}

TEST(IriTemplate, HasItsNamesInOrder) {
    EXPECT_THAT(parsed("urn:x:reading:{user}:{time}:{user}").names(), ElementsAre("user", "time", "user"));
    EXPECT_THAT(parsed("urn:x:{}").names(), ElementsAre(""));
    EXPECT_THAT(parsed("urn:x:one").names(), IsEmpty());
    EXPECT_EQ(parsed("urn:x:{}").text(), "urn:x:{}");
}

TEST(IriTemplate, WritesValuesPercentEncoded) {
    EXPECT_EQ(written(parsed("urn:x:{a}:{b}:end"), {"U 1", "2021-09-27T09:00:00Z"}),
              "urn:x:U%201:2021-09-27T09%3A00%3A00Z:end");
    EXPECT_EQ(encoded("azAZ09-._~"), "azAZ09-._~");
    EXPECT_EQ(encoded(" !\"#$%&'()*+,/:;<=>?@[\\]^`{|}\x7f"),
              "%20%21%22%23%24%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E%60%7B%7C%7D%7F");
    EXPECT_EQ(encoded({"\0\xC3\xA9", 3}), "%00%C3%A9");
}

TEST(IriTemplate, ReadsWhatItWrote) {
    std::vector<std::string> values;
    EXPECT_TRUE(parsed("urn:x:{a}:{b}:end").read("urn:x:U%201:%3A:end", values));
    EXPECT_THAT(values, ElementsAre("U 1", ":"));
    EXPECT_TRUE(parsed("urn:x:{}abc").read("urn:x:abcabc", values)) << "what is behind the last one is the end";
    EXPECT_THAT(values, ElementsAre("abc"));
    EXPECT_TRUE(parsed("https://example.org/{a}/é/{b}").read("https://example.org/1/é/2", values));
    EXPECT_THAT(values, ElementsAre("1", "2"));
    EXPECT_TRUE(parsed("urn:x:one").read("urn:x:one", values));
    EXPECT_THAT(values, IsEmpty());
    EXPECT_TRUE(parsed("urn:x:{a}:{b}").read("urn:x::", values));
    EXPECT_THAT(values, ElementsAre("", ""));
}

TEST(IriTemplate, ReadsNothingOfAnIriThatItDoesNotWrite) {
    const IriTemplate iri = parsed("urn:x:{a}:{b}:end");
    std::vector<std::string> values;
    for (const char* other : {"", "urn:x", "urn:y:1:2:end", "urn:x:1:2", "urn:x:1:2:end:", "urn:x:1:2:3:end",
                              "urn:x:1:end", "urn:x:%3a:2:end", "urn:x:%41:2:end", "urn:x:%:2:end", "urn:x:%4:2:end",
                              "urn:x:%FF:2:end", "urn:x:é:2:end", "URN:x:1:2:end"}) {
        EXPECT_FALSE(iri.read(other, values)) << other;
    }
    EXPECT_FALSE(parsed("urn:x:one").read("urn:x:one:", values));
    EXPECT_FALSE(parsed("urn:x:{}:ab").read("urn:x:b", values));
}

TEST(IriTemplate, ReadsANameThatComesTwiceAsOneValue) {
    const IriTemplate iri = parsed("urn:x:{a}:{b}:{a}");
    std::vector<std::string> values;
    EXPECT_TRUE(iri.read("urn:x:1:2:1", values));
    EXPECT_THAT(values, ElementsAre("1", "2", "1"));
    EXPECT_FALSE(iri.read("urn:x:1:2:3", values));
}

TEST(IriTemplate, ReadsTheOnlyValue) {
    std::string room;
    EXPECT_EQ(parsed("urn:x:{}:y").read_only_value("urn:x:%C3%A9:y", room), "é");
    EXPECT_EQ(parsed("urn:x:{}:y").read_only_value("urn:x:1:z", room), std::nullopt);
    EXPECT_EQ(parsed("urn:x:{}:y").read_only_value("urn:z:1:y", room), std::nullopt);
}

TEST(IriTemplate, OfAnyValuesIsAnIriThatReadsBack) {
    constexpr std::array<std::string_view, 5> texts = {"urn:x:{a}:{b}", "urn:x:{a}:{b}:result", "https://x.org/{a}#{b}",
                                                       "https://{a}/?{b}=1", "urn:x:{a}(){b}ab%20"};
    std::mt19937 random(2);
    for (int round = 0; round < 3000; ++round) {
        const IriTemplate iri = parsed(texts[random() % texts.size()]);
        std::vector<std::string> values(2);
        for (std::string& value : values) {
            for (std::size_t length = 1 + random() % 9; length > 0; --length) {
                const auto character = static_cast<char32_t>(random() % (random() % 3 == 0 ? 0x110000 : 0x80));
                rdf::append_utf8(value, rdf::is_surrogate(character) ? U'%' : character);
            }
        }
        const std::string made = written(iri, {values[0], values[1]});
        EXPECT_TRUE(rdf::is_absolute_iri(made)) << made;
        std::array<std::string, 2> encoded;
        append_percent_encoded(values[0], encoded[0]);
        append_percent_encoded(values[1], encoded[1]);
        std::string again;
        iri.write_encoded(std::array<std::string_view, 2>{encoded[0], encoded[1]}, again);
        EXPECT_EQ(again, made);
        std::vector<std::string> read;
        EXPECT_TRUE(iri.read(made, read)) << made;
        EXPECT_EQ(read, values) << made;
    }
}

TEST(IriTemplate, OfAnyIriWritesAgainWhatItRead) {
    const IriTemplate iri = parsed("urn:x:{a}:{b}a");
    constexpr std::string_view letters = ":a%2CF";
    std::mt19937 random(3);
    std::size_t count = 0;
    for (int round = 0; round < 200'000; ++round) {
        std::string text = "urn:x:";
        for (std::size_t length = random() % 9; length > 0; --length) {
            text += letters[random() % letters.size()];
        }
        std::vector<std::string> values;
        if (iri.read(text, values)) {
            ++count;
            EXPECT_EQ(written(iri, {values[0], values[1]}), text);
        }
    }
    EXPECT_GT(count, 1000U);
}

TEST(IriTemplate, IsRefusedWithTheReason) {
    const std::pair<const char*, const char*> cases[] = {
        {"urn:x:{a", "`urn:x:{a` has a brace without its other"},
        {"urn:x:a}", "has a brace without its other"},
        {"urn:x:{a{b}}", "has a brace without its other"},
        {"urn:x:{?a}", "has `{?a}`: write a variable's name, without `?`"},
        {"urn:x:{a b}", "write a variable's name"},
        {"urn:x:{a}{b}", "nothing stands between `{a}` and `{b}`; write `:` or `/` there"},
        {"urn:x:{a}-{b}", "begins with a character that a value may have; write `:` or `/` there"},
        {"urn:x:{a}x:{b}", "begins with a character that a value may have"},
        {"urn:x:{a}%20{b}", "begins with a character that a value may have"},
        {"urn:x:{a} {b}", "has a character that no IRI has"},
        {"urn:x:<{a}>", "has a character that no IRI has"},
        {"{a}:x", "makes no absolute IRI"},
        {"", "makes no absolute IRI"},
        {"x/{a}", "makes no absolute IRI"},
        {"urn:{}", "makes no absolute IRI"},
        {"urn:x:%{a}b", "makes no absolute IRI"},
        {"urn:x:%2{a}", "makes no absolute IRI"},
        {"http://x.org:{a}/", "makes no absolute IRI"},
        {"urn:x:\xFF{a}", "makes no absolute IRI"},
    };
    for (const auto& [text, reason] : cases) {
        const auto made = IriTemplate::parse(text);
        ASSERT_FALSE(made) << text;
        EXPECT_EQ(made.error().kind, ErrorKind::InvalidInput);
        EXPECT_THAT(made.error().message, HasSubstr(reason)) << text;
    }
}

}  // namespace
}  // namespace gridlore::mapping
