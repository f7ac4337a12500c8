#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/adapter/mapping/codecs/codec_calls.h"

namespace gridlore::mapping {
namespace {

using rdf::Term;
using testing::ElementsAre;

CodecPtr units() {
    return made(table_codec("units", {{{JsonKind::String, "kW"}, Term::iri("urn:kilowatt")},
                                      {{JsonKind::String, "KW"}, Term::iri("urn:kilowatt")},
                                      {{JsonKind::Number, "1"}, Term::iri("urn:watt")},
                                      {{JsonKind::String, "1"}, Term::string("urn:watt")},
                                      {{JsonKind::Boolean, "true"}, Term::literal("true", "urn:t")},
                                      {{JsonKind::Null, "null"}, Term::language_string("none", "en")}}));
}

TEST(TableCodec, TellsKindsOfJsonAndTermsApart) {
    EXPECT_EQ(lifted(units(), json_string("kW")), Term::iri("urn:kilowatt"));
    EXPECT_EQ(lifted(units(), json_string("KW")), Term::iri("urn:kilowatt"));
    EXPECT_EQ(lifted(units(), json_number("1")), Term::iri("urn:watt"));
    EXPECT_EQ(lifted(units(), json_string("1")), Term::string("urn:watt"));
    EXPECT_EQ(lifted(units(), {JsonKind::Boolean, "true"}), Term::literal("true", "urn:t"));
    EXPECT_EQ(lifted(units(), {JsonKind::Null, "null"}), Term::language_string("none", "en"));
    EXPECT_EQ(lowered(units(), Term::iri("urn:watt")), (JsonConstant{JsonKind::Number, "1"}));
    EXPECT_EQ(lowered(units(), Term::string("urn:watt")), (JsonConstant{JsonKind::String, "1"}));
    EXPECT_EQ(lowered(units(), Term::language_string("none", "en")), (JsonConstant{JsonKind::Null, "null"}));
}

TEST(TableCodec, WritesTheFirstOfEqualTerms) {
    EXPECT_EQ(lowered(units(), Term::iri("urn:kilowatt")), (JsonConstant{JsonKind::String, "kW"}));
}

TEST(TableCodec, OfManyEntriesFindsEach) {
    std::vector<TableEntry> entries;
    for (int i = 0; i < 500; ++i) {
        entries.push_back(
            {{JsonKind::String, "key" + std::to_string(i)}, Term::iri("urn:" + std::to_string(i * 7 % 500))});
    }
    const CodecPtr codec = made(table_codec("many", entries));
    for (const TableEntry& entry : entries) {
        EXPECT_EQ(lifted(codec, entry.json.view()), entry.term);
        EXPECT_EQ(lowered(codec, entry.term), entry.json);
    }
    EXPECT_EQ(
        lift_error(codec, json_string("entirely different")),
        "the string \"entirely different\" is not in the table `many`; it has \"key0\", \"key1\", \"key2\", "
        "\"key3\", \"key4\", \"key5\", \"key6\", \"key7\", \"key8\", \"key9\", \"key10\", \"key11\" and 488 more");
}

TEST(TableCodec, SaysWhatItDoesNotHave) {
    const CodecPtr small = made(table_codec(
        "", {{{JsonKind::String, "Active"}, Term::iri("urn:a")}, {{JsonKind::Number, "2"}, Term::iri("urn:b")}}));
    EXPECT_EQ(lift_error(small, json_string("Activ")),
              "the string \"Activ\" is not in the table; it has \"Active\", 2");
    EXPECT_EQ(lift_error(small, json_string("2")), "the string \"2\" is not in the table; it has \"Active\", 2");
    EXPECT_EQ(lift_error(small, {JsonKind::Null, "null"}), "null is not in the table; it has \"Active\", 2");
    EXPECT_EQ(lower_error(units(), Term::iri("urn:volt")),
              "<urn:volt> is no value of the table `units`; add it there with the JSON that means it");
    EXPECT_EQ(lower_error(units(), Term::literal("urn:watt", "urn:t")),
              "\"urn:watt\"^^<urn:t> is no value of the table `units`; add it there with the JSON that means it");
}

TEST(TableCodec, IsNotMadeOfNothingOrOfOneValueTwice) {
    EXPECT_EQ(making_error(table_codec("units", {})),
              "a table needs at least one entry, such as `kW: \"om:kilowatt\"`");
    EXPECT_EQ(making_error(table_codec("units", {{{JsonKind::String, "kW"}, Term::iri("urn:a")},
                                                 {{JsonKind::String, "kW"}, Term::iri("urn:b")}})),
              "the string \"kW\" comes twice in a table; it can mean one term only");
}

TEST(TableCodec, TellsWhatIsOddAboutAValue) {
    const CodecPtr power = made(table_codec("", {{{JsonKind::String, "kWh"}, Term::iri("urn:kW"), true},
                                                 {{JsonKind::String, "kW"}, Term::iri("urn:kW")},
                                                 {{JsonKind::String, "HP"}, Term::iri("urn:hp"), true}}));
    EXPECT_EQ(power->oddity(json_string("kWh")), "the string \"kWh\" is taken as <urn:kW>, which \"kW\" says");
    EXPECT_EQ(power->oddity(json_string("HP")), "the string \"HP\" is taken as <urn:hp>");
    EXPECT_EQ(power->oddity(json_string("kW")), std::nullopt);
    EXPECT_EQ(power->oddity(json_string("W")), std::nullopt);
    std::string room;
    EXPECT_EQ(power->lower({rdf::TermKind::Iri, "urn:kW", {}, {}}, room)->text, "kWh");
}

TEST(TableCodec, ListsItsValues) {
    EXPECT_EQ(units()->describe(), "table units of 6 values");
    const Codec::Schema schema = units()->schema();
    EXPECT_THAT(schema.types, ElementsAre("string", "number", "boolean", "null"));
    EXPECT_EQ(schema.values.size(), 6U);
    EXPECT_EQ(schema.example, "\"kW\"");
    EXPECT_EQ(made(table_codec("", {{{JsonKind::String, "kW"}, Term::iri("urn:a")}}))->describe(), "table of 1 value");
}

}  // namespace
}  // namespace gridlore::mapping
