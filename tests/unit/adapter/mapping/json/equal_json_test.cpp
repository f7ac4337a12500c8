#include "adapter/mapping/json/equal_json.h"

#include <gmock/gmock.h>

#include "tests/unit/adapter/mapping/read/read_documents.h"

namespace gridlore::mapping {
namespace {

using testing::HasSubstr;

std::shared_ptr<const Document> document(const std::string& json, const std::string& terms = "",
                                         const std::string& parts = "") {
    return good_document(heading + "graph: \"?a ex:id ?id ; ex:v ?v\"\n" + parts +
                         "terms:\n  a: { iri: \"urn:a:{id}\" }\n" + terms + "json: " + json + "\n");
}

/// The first difference as words; empty: they are equal.
std::string difference(const Document& document, std::string_view expected, std::string_view found) {
    const auto left = read_json(expected);
    const auto right = read_json(found);
    EXPECT_TRUE(left && right);
    const auto different = json_difference(document, *left, *right);
    const auto equal = equal_json(document, expected, found);
    EXPECT_TRUE(equal);
    EXPECT_EQ(*equal, !different.has_value());
    return different ? to_string(*different) : "";
}

TEST(EqualJson, NumbersAreComparedDigitByDigit) {
    const auto d = document("{ Id: ?id, V: ?v }", "  v: { literal: \"xsd:decimal\" }\n");
    EXPECT_EQ(difference(*d, R"({"Id":"i","V":1.50})", R"({ "V" : 1.50, "Id" : "i" })"), "");
    EXPECT_EQ(difference(*d, R"({"Id":"i","V":1.50})", R"({"Id":"i","V":1.5})"), "at /V: expected 1.50, found 1.5");
    EXPECT_EQ(difference(*d, R"({"Id":"i","V":12345678901234567890})", R"({"Id":"i","V":12345678901234567891})"),
              "at /V: expected 12345678901234567890, found 12345678901234567891");
    EXPECT_EQ(difference(*d, R"({"Id":"i","V":-0})", R"({"Id":"i","V":0})"), "at /V: expected -0, found 0");
}

TEST(EqualJson, FormsThatAreReadAreAsThoseThatAreWritten) {
    const auto d =
        document("{ Id: ?id, V: ?v }", "  v: { dateTime: \"%Y/%m/%d %H:%M\", also: [ iso ], zone: Europe/Lisbon }\n");
    EXPECT_EQ(difference(*d, R"({"Id":"i","V":"2021-09-27T09:00:00Z"})", R"({"Id":"i","V":"2021/09/27 10:00"})"), "");
    EXPECT_NE(difference(*d, R"({"Id":"i","V":"2021-09-27T10:00:00Z"})", R"({"Id":"i","V":"2021/09/27 10:00"})"), "");
}

TEST(EqualJson, SpellingsAreOneName) {
    const auto d = document("{ Id: { $value: ?id, $also: [ ID ] }, V: ?v }");
    EXPECT_EQ(difference(*d, R"({"ID":"i","V":"v"})", R"({"Id":"i","V":"v"})"), "");
    EXPECT_EQ(difference(*d, R"({"ID":"i","V":"v"})", R"({"Id":"k","V":"v"})"), R"(at /ID: expected "i", found "k")");
}

TEST(EqualJson, MembersWithAVariableInTheirNamesAreComparedByItsValue) {
    const auto d = document("{ $each: { \"v in {id}\": { $value: ?v, $also: [ \"{id}\" ] }, \"{id} is\": 1 } }",
                            "  id: { table: { A: \"ex:a\", a: \"ex:a\", B: \"ex:b\" } }\n");
    const char* both = R"({"v in A":"x","A is":1,"v in B":"y","B is":1})";
    EXPECT_EQ(difference(*d, both, R"({"B is":1,"a":"x","B":"y","a is":1})"), "");
    EXPECT_EQ(difference(*d, both, R"({"v in A":"x","A is":1,"v in B":"z","B is":1})"),
              R"(at /v in B: expected "y", found "z")");
    EXPECT_EQ(difference(*d, both, R"({"v in A":"x","A is":1})"), R"(at /v in B: expected "y", found nothing)");
    EXPECT_EQ(difference(*d, R"({"v in A":"x","A is":1})", both), R"(at /v in B: expected nothing, found "y")");
    EXPECT_EQ(difference(*d, both, R"({"v in A":"x","A is":1,"v in B":"y","B is":1,"C":"c","C is":1})"),
              R"(at /C: expected nothing, found "c")");
}

TEST(EqualJson, SetsHaveNoOrderButCount) {
    const auto d = document("{ Id: ?id, V: [ ?v ] }");
    EXPECT_EQ(difference(*d, R"({"Id":"i","V":["a","b","c"]})", R"({"Id":"i","V":["c","a","b"]})"), "");
    EXPECT_EQ(difference(*d, R"({"Id":"i","V":["a","b","a"]})", R"({"Id":"i","V":["a","b"]})"),
              R"(at /V/2: expected "a", found nothing)");
    EXPECT_EQ(difference(*d, R"({"Id":"i","V":["a"]})", R"({"Id":"i","V":["b","a"]})"),
              R"(at /V/0: expected nothing, found "b")");
    EXPECT_EQ(difference(*d, R"({"Id":"i","V":["a","b"]})", R"({"Id":"i","V":["c","a"]})"),
              R"(at /V/1: expected "b", found "c")");
}

TEST(EqualJson, DifferencesInElementsAreNamedWithin) {
    const auto d = document("[ { Id: ?id, V: ?v } ]");
    EXPECT_EQ(
        difference(*d, R"([{"Id":"i","V":"v"},{"Id":"k","V":"v"}])", R"([{"Id":"k","V":"w"},{"Id":"i","V":"v"}])"),
        R"(at /1/V: expected "v", found "w")");
    EXPECT_EQ(difference(*d, "[]", "{}"), "at the whole payload: expected [], found {}");
}

TEST(EqualJson, PositionsAreAnOrder) {
    const auto d = good_document(heading +
                                 "graph: \"?a ex:i ?i ; ex:v ?v\"\n"
                                 "terms: { a: { iri: \"urn:a:{i}\" }, i: { position: 1 } }\n"
                                 "json: { V: { $list: ?v, $order: ?i } }\n");
    EXPECT_EQ(difference(*d, R"({"V":["b","a","b"]})", R"({"V":["b","a","b"]})"), "");
    EXPECT_EQ(difference(*d, R"({"V":["b","a"]})", R"({"V":["a","b"]})"), R"(at /V/0: expected "b", found "a")");
    EXPECT_EQ(difference(*d, R"({"V":["b"]})", R"({"V":["b","b"]})"), R"(at /V/1: expected nothing, found "b")");
}

TEST(EqualJson, JoinedListsAreSetsToo) {
    const auto d = document("{ Id: ?id, V: { $list: ?v, $joined: \"_\" } }");
    EXPECT_EQ(difference(*d, R"({"Id":"i","V":"a_b"})", R"({"Id":"i","V":"b_a"})"), "");
    EXPECT_EQ(difference(*d, R"({"Id":"i","V":"a_b"})", R"({"Id":"i","V":"b_c"})"),
              R"(at /V: expected "a_b", found "b_c")");
}

TEST(EqualJson, RowsOfColumnsAreASet) {
    const auto d = document("{ $zip: { Id: ?id, V: ?v } }");
    EXPECT_EQ(difference(*d, R"({"Id":["i","k"],"V":["v","w"]})", R"({"Id":["k","i"],"V":["w","v"]})"), "");
    EXPECT_EQ(difference(*d, R"({"Id":["i","k"],"V":["v","w"]})", R"({"Id":["k","i"],"V":["v","v"]})"),
              R"(at /V/1: expected "w", found "v")");
    EXPECT_EQ(difference(*d, R"({"Id":["i"],"V":["v"]})", R"({"Id":["i","k"],"V":["v","w"]})"),
              R"(at /Id/1: expected nothing, found "k")");
    EXPECT_EQ(difference(*d, R"({"Id":["i"],"V":["v"]})", R"({"Id":["i"],"V":[]})"),
              R"(at /V: expected ["v"], found [])");
}

TEST(EqualJson, UnknownMembersCountWhereTheyAreRefused) {
    const auto d = document("{ Id: ?id, In: { $unknown: ignore, V: ?v } }");
    EXPECT_EQ(difference(*d, R"({"Id":"i","In":{"V":"v","x":1}})", R"({"Id":"i","In":{"V":"v"}})"), "");
    EXPECT_THAT(difference(*d, R"({"Id":"i","In":{"V":"v"},"x":1})", R"({"Id":"i","In":{"V":"v"}})"),
                HasSubstr("at the whole payload: expected "));
}

TEST(EqualJson, IgnoredValuesAreEqual) {
    const auto d = document("{ Id: ?id, V: ?v, X: { $ignore: 1 } }");
    EXPECT_EQ(difference(*d, R"({"Id":"i","V":"v","X":[2]})", R"({"Id":"i","V":"v","X":1})"), "");
    EXPECT_EQ(difference(*d, R"({"Id":"i","V":"v"})", R"({"Id":"i","V":"v","X":1})"),
              "at /X: expected nothing, found 1");
}

TEST(EqualJson, NamesThatRepeatAreTakenInOrder) {
    const auto d = document("{ $members: [ { A: ?id }, { A: ?v } ] }");
    EXPECT_EQ(difference(*d, R"({"A":"i","A":"v"})", R"({"A":"i","A":"v"})"), "");
    EXPECT_EQ(difference(*d, R"({"A":"i","A":"v"})", R"({"A":"v","A":"i"})"), R"(at /A: expected "i", found "v")");
}

TEST(EqualJson, TextsOfSeveralAreComparedByTheirParts) {
    const auto d = document("{ T: { $text: \"{v} {id}\" } }", "  v: { table: { kW: \"ex:kW\", KW: \"ex:kW\" } }\n");
    EXPECT_EQ(difference(*d, R"({"T":"KW i"})", R"({"T":"kW i"})"), "");
    EXPECT_EQ(difference(*d, R"({"T":"KW i"})", R"({"T":"kW k"})"), R"(at /T: expected "KW i", found "kW k")");
}

TEST(EqualJson, PointersAreEscapedAndLongValuesCut) {
    const auto d = document("{ a/b~: ?id, V: ?v }");
    EXPECT_EQ(difference(*d, R"({"a/b~":"i","V":"v"})", R"({"a/b~":"k","V":"v"})"),
              R"(at /a~1b~0: expected "i", found "k")");
    const std::string text =
        difference(*d, R"({"a/b~":"i","V":")" + std::string(500, 'x') + "\"}", R"({"a/b~":"i","V":"v"})");
    EXPECT_THAT(text, HasSubstr("x…, found \"v\""));
    EXPECT_LT(text.size(), 300U);
}

TEST(EqualJson, WhatIsNoJsonIsAnError) {
    const auto d = document("{ Id: ?id, V: ?v }");
    const auto equal = equal_json(*d, "{", "{}");
    ASSERT_FALSE(equal);
    EXPECT_EQ(equal.error().kind, ErrorKind::InvalidInput);
    EXPECT_FALSE(equal_json(*d, "{}", "{} 1"));
    EXPECT_FALSE(equal_json(*d, "{}", ""));
    EXPECT_FALSE(equal_json(*d, "{}", std::string(100, '[') + std::string(100, ']')));
}

TEST(JsonValue, KeepsWhatIsWritten) {
    for (const std::string text : {"[1.50,-0,1E5,12345678901234567890123,0.1e-7]", R"({"b":1,"a":{},"b":[]})",
                                   R"(["é\n\"",true,false,null,""])", "3", R"("x")"}) {
        const auto value = read_json(text);
        ASSERT_TRUE(value) << text;
        std::string written;
        append_json(*value, written);
        EXPECT_EQ(written, text);
    }
}

TEST(JsonValue, TellsWhereItIsNone) {
    const auto value = read_json("{\n \"a\": x }");
    ASSERT_FALSE(value);
    EXPECT_THAT(placed_message(value.error()), HasSubstr("line 2, column "));
}

}  // namespace
}  // namespace gridlore::mapping
