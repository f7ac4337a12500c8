#include "adapter/rest-api/json/binding_set_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rest_api {
namespace {

using rdf::Term;
using testing::HasSubstr;

Result<pattern::TermRows> read(std::string_view text) {
    const auto json = parse_json(text);
    if (!json) {
        return json.error();
    }
    if (const auto checked = check_binding_set(*json, "/bindingSet"); !checked) {
        return checked.error();
    }
    return read_binding_set(*json, "/bindingSet");
}

std::string error_of(std::string_view text) {
    const auto rows = read(text);
    return rows ? "no error" : rows.error().message;
}

TEST(BindingSetJson, ReadsTermsFromTexts) {
    const auto rows = read(R"([{"room":"<https://e.example/r>","temp":"21.50"},{}])");
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ((*rows)[0], (pattern::TermRow{{"room", Term::iri("https://e.example/r")},
                                            {"temp", Term::literal("21.50", std::string(rdf::xsd_decimal))}}));
    EXPECT_TRUE((*rows)[1].empty());
}

TEST(BindingSetJson, TakesNumbersAndBooleansByTheirText) {
    const auto rows = read(R"([{"i":5,"d":1.50,"b":true}])");
    ASSERT_TRUE(rows);
    EXPECT_EQ((*rows)[0], (pattern::TermRow{{"i", Term::literal("5", std::string(rdf::xsd_integer))},
                                            {"d", Term::literal("1.50", std::string(rdf::xsd_decimal))},
                                            {"b", Term::literal("true", std::string(rdf::xsd_boolean))}}));
}

TEST(BindingSetJson, NamesThePlaceOfAWrongForm) {
    EXPECT_THAT(error_of("{}"), HasSubstr("/bindingSet: expected a binding set, an array of objects, found an object"));
    EXPECT_THAT(error_of("[{},null]"), HasSubstr("/bindingSet/1: expected a binding, an object, found null"));
    EXPECT_THAT(error_of("[[]]"), HasSubstr("/bindingSet/0: expected a binding"));
    EXPECT_THAT(error_of(R"([{},{},{},{"temp":null}])"), HasSubstr("/bindingSet/3/temp: "));
    EXPECT_THAT(error_of(R"([{"a":{}}])"), HasSubstr("/bindingSet/0/a: "));
    EXPECT_THAT(error_of(R"([{"a":[]}])"), HasSubstr("found an array"));
    EXPECT_THAT(error_of(R"([{"?a":"5"}])"), HasSubstr("without its question mark"));
}

TEST(BindingSetJson, NamesThePlaceOfATermThatCannotBeRead) {
    EXPECT_THAT(error_of(R"([{},{"temp":"no term"}])"), HasSubstr("/bindingSet/1/temp: "));
    EXPECT_THAT(error_of(R"([{"a":"?x"}])"), HasSubstr("/bindingSet/0/a: "));
    EXPECT_THAT(error_of(R"([{"a":""}])"), HasSubstr("/bindingSet/0/a: "));
}

TEST(BindingSetJson, TellsFormFromContents) {
    const auto json = parse_json(R"([{"a":"no term"}])");
    EXPECT_TRUE(check_binding_set(*json, ""));
    EXPECT_FALSE(read_binding_set(*json, ""));
}

TEST(BindingSetJson, WritesTermsInTheirLongForm) {
    std::string out;
    append_binding_set(out, {{{"a", Term::iri("https://e.example/x")}, {"b", Term::string("say \"hi\"\n")}},
                             {},
                             {{"c", Term::literal("7", std::string(rdf::xsd_integer))}}});
    EXPECT_EQ(out, R"([{"a":"<https://e.example/x>","b":"\"say \\\"hi\\\"\\n\""},{},)"
                   R"({"c":"\"7\"^^<http://www.w3.org/2001/XMLSchema#integer>"}])");
}

Result<pattern::Ranges> ranges_of(std::string_view text) {
    const auto json = parse_json(text);
    return json ? read_ranges(*json, "/ranges") : json.error();
}

std::string range_error(std::string_view text) {
    const auto ranges = ranges_of(text);
    return ranges ? "no error" : ranges.error().message;
}

TEST(RangesJson, ReadsBounds) {
    const auto ranges = ranges_of(R"({"t":{"from":"5"},"u":{"from":4,"until":"6.5"}})");
    ASSERT_TRUE(ranges);
    EXPECT_EQ(ranges->at("t").from, Term::literal("5", std::string(rdf::xsd_integer)));
    EXPECT_EQ(ranges->at("t").until, std::nullopt);
    EXPECT_EQ(ranges->at("u").until, Term::literal("6.5", std::string(rdf::xsd_decimal)));
}

TEST(RangesJson, RefusesWhatIsNoRangePrecisely) {
    EXPECT_THAT(range_error("[]"), HasSubstr("/ranges: expected an object"));
    EXPECT_THAT(range_error(R"({"t":5})"), HasSubstr("/ranges/t: expected an object with `from`"));
    EXPECT_THAT(range_error(R"({"t":{}})"), HasSubstr("/ranges/t: expected `from`, `until` or both"));
    EXPECT_THAT(range_error(R"({"t":{"from":null}})"), HasSubstr("/ranges/t: expected `from`"));
    EXPECT_THAT(range_error(R"({"?t":{"from":5}})"), HasSubstr("without its question mark"));
    EXPECT_THAT(range_error(R"({"t":{"from":"no term"}})"), HasSubstr("/ranges/t/from: "));
    EXPECT_THAT(range_error(R"({"t":{"from":[]}})"), HasSubstr("/ranges/t/from: "));
    EXPECT_THAT(range_error(R"({"t":{"until":"?x"}})"), HasSubstr("/ranges/t/until: "));
    EXPECT_THAT(range_error(R"({"t":{"until":"<urn:a:b>"}})"), HasSubstr("has to be a literal"));
    EXPECT_THAT(range_error(R"({"t":{"from":"5","until":"\"a\""}})"), HasSubstr("cannot be compared"));
}

TEST(RangesJson, WritesWhatItReads) {
    std::string out;
    append_ranges(out, *ranges_of(R"({"u":{"from":"4","until":"6"}})"));
    EXPECT_EQ(out, R"({"u":{"from":"\"4\"^^<http://www.w3.org/2001/XMLSchema#integer>",)"
                   R"("until":"\"6\"^^<http://www.w3.org/2001/XMLSchema#integer>"}})");
}

}  // namespace
}  // namespace gridlore::rest_api
