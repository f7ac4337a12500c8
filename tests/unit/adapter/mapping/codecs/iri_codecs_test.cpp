#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "adapter/mapping/document.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/utf8.h"
#include "tests/unit/adapter/mapping/codecs/codec_calls.h"

namespace gridlore::mapping {
namespace {

using rdf::Term;
using testing::ElementsAre;
using testing::HasSubstr;

IriTemplate users() {
    return *IriTemplate::parse("urn:gridlore:user:{}");
}

CodecPtr user_codec(JsonKind json = JsonKind::String) {
    return made(iri_codec(users(), json));
}

std::string random_text(std::mt19937& random) {
    std::string text;
    for (std::size_t length = 1 + random() % 9; length > 0; --length) {
        const auto character = static_cast<char32_t>(random() % (random() % 3 == 0 ? 0x110000 : 0x80));
        rdf::append_utf8(text, rdf::is_surrogate(character) ? U'"' : character);
    }
    return text;
}

TEST(IriCodec, PercentEncodesTheValue) {
    EXPECT_EQ(lifted(user_codec(), json_string("U123456")), Term::iri("urn:gridlore:user:U123456"));
    EXPECT_EQ(lifted(user_codec(), json_string("a b/é\"\n")), Term::iri("urn:gridlore:user:a%20b%2F%C3%A9%22%0A"));
    EXPECT_EQ(lowered(user_codec(), Term::iri("urn:gridlore:user:a%20b%2F%C3%A9")),
              (JsonConstant{JsonKind::String, "a b/é"}));
}

TEST(IriCodec, ReadsNumbersByTheirDigits) {
    for (const JsonKind json : {JsonKind::String, JsonKind::Number}) {
        EXPECT_EQ(lifted(user_codec(json), json_number("12")), Term::iri("urn:gridlore:user:12"));
        EXPECT_EQ(lifted(user_codec(json), json_string("12")), Term::iri("urn:gridlore:user:12"));
        EXPECT_EQ(lowered(user_codec(json), Term::iri("urn:gridlore:user:12")), (JsonConstant{json, "12"}));
    }
}

TEST(IriCodec, OfAnyTextReadsBack) {
    std::mt19937 random(4);
    const CodecPtr codec = user_codec();
    for (int round = 0; round < 3000; ++round) {
        const std::string text = random_text(random);
        const auto term = lifted(codec, json_string(text));
        ASSERT_TRUE(term);
        EXPECT_TRUE(rdf::is_absolute_iri(term->text)) << term->text;
        EXPECT_EQ(lowered(codec, *term), (JsonConstant{JsonKind::String, text}));
    }
    const std::string very_long(1 << 20, '"');
    EXPECT_EQ(lowered(codec, *lifted(codec, json_string(very_long)))->text, very_long);
}

TEST(IriCodec, SaysWhatItDoesNotTake) {
    EXPECT_EQ(lift_error(user_codec(), json_string("")),
              "the string is empty, and so names nothing in urn:gridlore:user:{}");
    EXPECT_EQ(lift_error(user_codec(), {JsonKind::Boolean, "true"}), "true is not a string or a number");
    EXPECT_EQ(lift_error(user_codec(JsonKind::Number), {JsonKind::Null, "null"}), "null is not a number or a string");
    EXPECT_EQ(lower_error(user_codec(), Term::iri("urn:gridlore:zone:1")),
              "<urn:gridlore:zone:1> is not an IRI of the form urn:gridlore:user:{}");
    EXPECT_THAT(lower_error(user_codec(), Term::iri("urn:gridlore:user:")), HasSubstr("urn:gridlore:user:{}"));
    EXPECT_THAT(lower_error(user_codec(), Term::iri("urn:gridlore:user:%61")), HasSubstr("urn:gridlore:user:{}"));
    EXPECT_THAT(lower_error(user_codec(), Term::string("urn:gridlore:user:1")), HasSubstr("is not an IRI of the form"));
    EXPECT_EQ(
        lower_error(user_codec(JsonKind::Number), Term::iri("urn:gridlore:user:U1")),
        "`U1` in <urn:gridlore:user:U1> is no JSON number; without `json: number` it would be written as a string");
    EXPECT_THAT(lower_error(user_codec(JsonKind::Number), Term::iri("urn:gridlore:user:007")),
                HasSubstr("no JSON number"));
}

TEST(IriCodec, NeedsItsOwnValueOnce) {
    EXPECT_THAT(making_error(iri_codec(*IriTemplate::parse("urn:x:{a}"), JsonKind::String)),
                HasSubstr("must have `{}` once"));
    EXPECT_THAT(making_error(iri_codec(*IriTemplate::parse("urn:x:{}:{}"), JsonKind::String)),
                HasSubstr("must have `{}` once"));
    EXPECT_THAT(making_error(iri_codec(users(), JsonKind::Null)), HasSubstr("a string or a number"));
}

TEST(IriCodec, DescribesItself) {
    EXPECT_EQ(user_codec()->describe(), "IRI urn:gridlore:user:{}");
    EXPECT_THAT(user_codec()->schema().types, ElementsAre("string", "number"));
    EXPECT_THAT(user_codec(JsonKind::Number)->schema().types, ElementsAre("number", "string"));
}

TEST(WholeIriCodec, LeavesTheIriAsItIs) {
    for (const char* iri : {"urn:x:1", "https://example.org/a%20b?c#d", "https://example.org/é"}) {
        EXPECT_EQ(lifted(whole_iri_codec(), json_string(iri)), Term::iri(iri));
        EXPECT_EQ(lowered(whole_iri_codec(), Term::iri(iri)), (JsonConstant{JsonKind::String, iri}));
    }
    EXPECT_EQ(whole_iri_codec()->describe(), "IRI as it is");
    EXPECT_EQ(whole_iri_codec()->schema().format, "iri");
}

TEST(WholeIriCodec, SaysWhatItDoesNotTake) {
    EXPECT_EQ(lift_error(whole_iri_codec(), json_string("a b")),
              "the string \"a b\" is not an absolute IRI, such as `urn:example:1` or `https://example.org/1`");
    EXPECT_EQ(lift_error(whole_iri_codec(), json_number("1")), "the number 1 is not a string with an IRI");
    EXPECT_EQ(lower_error(whole_iri_codec(), Term::blank_node("b")), "_:b is not an IRI");
}

TEST(LocalText, OfATermIsWhatItsCodecMakesTheTermOfAgain) {
    Variable user;
    user.iri = users();
    user.codec = user_codec();
    Variable whole;
    whole.codec = whole_iri_codec();
    Variable unit;
    unit.codec = made(table_codec("", {{{JsonKind::String, "kW"}, Term::iri("urn:kilowatt")},
                                       {{JsonKind::Number, "2"}, Term::literal("two", "urn:t")}}));
    Variable value;
    value.codec = made(literal_codec({"http://www.w3.org/2001/XMLSchema#decimal", "", {}, false}));
    Variable time;
    time.codec = made(date_time_codec({{"%Y/%m/%d"}, "", Repeated::Refuse, {}}));
    Variable day;
    day.codec = made(date_codec({"iso"}));
    const std::tuple<const Variable*, Term, const char*> cases[] = {
        {&user, Term::iri("urn:gridlore:user:a%20b"), "a b"},
        {&whole, Term::iri("urn:x:a%20b"), "urn:x:a%20b"},
        {&unit, Term::iri("urn:kilowatt"), "kW"},
        {&unit, Term::literal("two", "urn:t"), "2"},
        {&value, Term::literal("1.50", "http://www.w3.org/2001/XMLSchema#decimal"), "1.50"},
        {&time, Term::literal("2021-09-27T09:00:00Z", "http://www.w3.org/2001/XMLSchema#dateTime"),
         "2021-09-27T09:00:00Z"},
        {&day, Term::literal("2021-09-27", "http://www.w3.org/2001/XMLSchema#date"), "2021-09-27"},
    };
    for (const auto& [variable, term, text] : cases) {
        std::string room;
        EXPECT_EQ(local_text(*variable, view_of(term), room), text);
        std::string other_room;
        const auto again = variable->codec->from_local_text(text, other_room);
        ASSERT_TRUE(again);
        EXPECT_EQ((Term{again->kind, std::string(again->text), std::string(again->datatype), ""}), term);
    }
}

TEST(LocalText, OfATermThatIsNotTheVariablesIsTheWhole) {
    Variable user;
    user.iri = users();
    std::string room;
    EXPECT_EQ(local_text(user, view_of(Term::iri("urn:x:1")), room), "urn:x:1");
    EXPECT_EQ(local_text(user, view_of(Term::string("a")), room), "a");
    Variable unit;
    unit.codec = made(table_codec("units", {{{JsonKind::String, "kW"}, Term::iri("urn:kilowatt")}}));
    EXPECT_EQ(local_text(unit, view_of(Term::iri("urn:watt")), room), "urn:watt");
    EXPECT_EQ(unit.codec->from_local_text("W", room).error().message,
              "the string \"W\" is not in the table `units`; it has \"kW\"");
}

TEST(Document, FindsItsVariablesByName) {
    Document document;
    document.variables.resize(2);
    document.variables[1].name = "user";
    EXPECT_EQ(document.find("user"), 1U);
    EXPECT_EQ(document.find("use"), std::nullopt);
}

}  // namespace
}  // namespace gridlore::mapping
