#include "adapter/rml/records.h"

#include <gmock/gmock.h>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rml {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

LogicalSource source_of(ReferenceFormulation formulation, const std::string& iterator = "") {
    LogicalSource source;
    source.formulation = formulation;
    source.iterator = iterator;
    return source;
}
const LogicalSource csv = source_of(ReferenceFormulation::Csv);

/// What a reference finds in each record; its error alone if there is one.
std::vector<std::vector<std::string>> found(const LogicalSource& source, std::string_view content,
                                            std::string_view reference) {
    auto records = open_records(source, content);
    if (!records) {
        return {{placed_message(records.error())}};
    }
    const auto number = (*records)->compile(reference);
    if (!number) {
        return {{number.error().message}};
    }
    std::vector<std::vector<std::string>> all;
    for (std::size_t at = 0; at < (*records)->size(); ++at) {
        std::vector<Value> values;
        if (const auto appended = (*records)->append_values(at, *number, values); !appended) {
            return {{appended.error().message}};
        }
        auto& texts = all.emplace_back();
        for (const Value& value : values) {
            texts.push_back(value.text);
        }
    }
    return all;
}

std::string refusal(const LogicalSource& source, std::string_view content) {
    const auto records = open_records(source, content);
    return records ? "" : placed_message(records.error());
}

TEST(CsvRecords, AreTheLinesBelowTheHeader) {
    EXPECT_THAT(found(csv, "ID,Name\r\n1,Alice\r\n2,Bob", "Name"),
                ElementsAre(ElementsAre("Alice"), ElementsAre("Bob")));
    EXPECT_THAT(found(csv, "ID,Name\n", "Name"), IsEmpty());
}

TEST(CsvRecords, HaveQuotedFields) {
    EXPECT_THAT(found(csv, "a,b\n\"1,\n\"\"2\"\"\",x\n", "a"), ElementsAre(ElementsAre("1,\n\"2\"")));
}

TEST(CsvRecords, KeepSpacesAndEmptyFields) {
    EXPECT_THAT(found(csv, "a,b\n  1 ,x\n,y\n", "a"), ElementsAre(ElementsAre("  1 "), ElementsAre("")));
}

TEST(CsvRecords, HaveNoValueWhereTheSourceSaysSo) {
    LogicalSource source = csv;
    source.nulls = {"", "n/a"};
    EXPECT_THAT(found(source, "a,b\n1,x\n,y\nn/a,z\n", "a"), ElementsAre(ElementsAre("1"), IsEmpty(), IsEmpty()));
}

TEST(CsvRecords, MayHaveAnotherDelimiterAndAByteOrderMark) {
    LogicalSource source = csv;
    source.delimiter = ';';
    EXPECT_THAT(found(source,
                      "\xEF\xBB\xBF"
                      "a;b\n1,5;x\n",
                      "a"),
                ElementsAre(ElementsAre("1,5")));
}

TEST(CsvRecords, NameTheColumnsWhenOneIsMissing) {
    EXPECT_THAT(found(csv, "ID,Name\n1,A\n", "IDs"),
                ElementsAre(ElementsAre(AllOf(HasSubstr("no column \"IDs\""), HasSubstr("ID, Name")))));
}

TEST(CsvRecords, AreRefusedWithTheRecord) {
    EXPECT_THAT(refusal(csv, ""), HasSubstr("no header"));
    EXPECT_THAT(refusal(csv, "a,b\n1,2\n3\n"), HasSubstr("record 2 of the CSV has 1 fields, the header 2"));
    EXPECT_THAT(refusal(csv, "a,b\n1,2,3\n"), HasSubstr("record 1 of the CSV has 3 fields"));
    EXPECT_THAT(refusal(csv, "a,a\n1,2\n"), HasSubstr("column \"a\" twice"));
    EXPECT_THAT(refusal(csv, "a,b\n1,2\nx\"y,2\n"), HasSubstr("record 2 of the CSV has a quote"));
    EXPECT_THAT(refusal(csv, "a,b\n\"1,2\n"), HasSubstr("record 1 of the CSV has a quote"));
    EXPECT_THAT(refusal(csv, "a,b\n1,\xC3\n"), HasSubstr("record 1 of the CSV has a field that is not valid UTF-8"));
}

TEST(CsvRecords, BoundTheLengthOfAField) {
    const std::string huge(csv_field_limit + (std::size_t{1} << 17), 'x');
    EXPECT_THAT(refusal(csv, "a,b\n1,2\n\"" + huge), HasSubstr("record 2 of the CSV has a field longer than"));
    EXPECT_THAT(refusal(csv, "a\n" + huge + "\n"), HasSubstr("longer than the limit"));
}

TEST(JsonRecords, AreWhatTheIteratorFinds) {
    const LogicalSource source = source_of(ReferenceFormulation::JsonPath, "$.s[*]");
    constexpr auto json = R"({"s": [{"n": "x", "l": [1, 2.50, true, null]}, {"n": null}, {}]})";
    EXPECT_THAT(found(source, json, "$.n"), ElementsAre(ElementsAre("x"), IsEmpty(), IsEmpty()));
    EXPECT_THAT(found(source, json, "n"), ElementsAre(ElementsAre("x"), IsEmpty(), IsEmpty()));
    EXPECT_THAT(found(source, json, "$.l[*]"), ElementsAre(ElementsAre("1", "2.50", "true"), IsEmpty(), IsEmpty()));
    EXPECT_THAT(found(source_of(ReferenceFormulation::JsonPath), json, "$.s[0].n"), ElementsAre(ElementsAre("x")));
}

TEST(JsonRecords, HaveTypesUnlessTheSourceSaysOtherwise) {
    LogicalSource source = source_of(ReferenceFormulation::JsonPath);
    for (const bool is_natural : {true, false}) {
        source.has_natural_types = is_natural;
        auto records = open_records(source, R"([1, 1.5, 2e3, true, "x"])");
        std::vector<Value> values;
        ASSERT_TRUE((*records)->append_values(0, *(*records)->compile("$[*]"), values));
        std::vector<std::string_view> types;
        for (const Value& value : values) {
            types.push_back(value.datatype);
        }
        if (is_natural) {
            EXPECT_THAT(types, ElementsAre(rdf::xsd_integer, rdf::xsd_double, rdf::xsd_double, rdf::xsd_boolean,
                                           rdf::xsd_string));
        } else {
            EXPECT_THAT(types, testing::Each(rdf::xsd_string));
        }
    }
}

TEST(JsonRecords, AreNoTermsThemselves) {
    const LogicalSource source = source_of(ReferenceFormulation::JsonPath);
    EXPECT_THAT(found(source, R"({"a": [1]})", "$.a"), ElementsAre(ElementsAre(HasSubstr("finds a list"))));
    EXPECT_THAT(found(source, R"({"a": {}})", "$.a"), ElementsAre(ElementsAre(HasSubstr("finds an object"))));
    EXPECT_THAT(refusal(source, "{\n]"), HasSubstr("line 2"));
}

TEST(JsonPathOf, TakesNamesAsTheOlderVocabularyHasThem) {
    EXPECT_EQ(json_path_of("$.a"), "$.a");
    EXPECT_EQ(json_path_of("Country Code"), "$['Country Code']");
    EXPECT_EQ(json_path_of("a.b"), "$.a.b");
    EXPECT_EQ(json_path_of("[0]"), "$[0]");
    EXPECT_EQ(json_path_of("a\\b"), "$['a\\\\b']");
}

TEST(XmlRecords, AreWhatTheIteratorFinds) {
    const LogicalSource source = source_of(ReferenceFormulation::XPath, "/s/p");
    constexpr auto xml = "<s><p id='1'><n>x &amp; <b>y</b></n></p><p id='2'><n>z</n><n>w</n></p></s>";
    EXPECT_THAT(found(source, xml, "n"), ElementsAre(ElementsAre("x & y"), ElementsAre("z", "w")));
    EXPECT_THAT(found(source, xml, "@id"), ElementsAre(ElementsAre("1"), ElementsAre("2")));
    EXPECT_THAT(found(source, xml, "count(n)"), ElementsAre(ElementsAre("1"), ElementsAre("2")));
    EXPECT_THAT(found(source, xml, "n[2]"), ElementsAre(IsEmpty(), ElementsAre("w")));
    EXPECT_THAT(found(source, xml, "../p[1]/@id"), ElementsAre(ElementsAre("1"), ElementsAre("1")));
    EXPECT_THAT(found(source_of(ReferenceFormulation::XPath), xml, "s/p/@id"), ElementsAre(ElementsAre("1", "2")));
}

TEST(XmlRecords, KnowTheNamespacesOfTheSource) {
    LogicalSource source = source_of(ReferenceFormulation::XPath, "/m:s/m:p");
    constexpr auto xml = "<s xmlns='urn:m'><p>1</p></s>";
    EXPECT_THAT(refusal(source, xml), HasSubstr("rml:namespacePrefix"));
    source.namespaces = {{"m", "urn:m"}};
    EXPECT_THAT(found(source, xml, "."), ElementsAre(ElementsAre("1")));
}

TEST(XmlRecords, ComeInAnyEncodingThatIsDeclared) {
    EXPECT_THAT(
        found(source_of(ReferenceFormulation::XPath), "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>", "a"),
        ElementsAre(ElementsAre("é")));
}

TEST(XmlRecords, AreRefusedWithTheLine) {
    const LogicalSource source = source_of(ReferenceFormulation::XPath, "/a");
    EXPECT_THAT(refusal(source, "<a>\n<b>\n</a>"), AllOf(HasSubstr("line 3"), HasSubstr("no XML")));
    EXPECT_THAT(refusal(source, ""), HasSubstr("no XML"));
    EXPECT_THAT(refusal(source, "<a>\xFF</a>"), HasSubstr("no XML"));
    EXPECT_THAT(refusal(source_of(ReferenceFormulation::XPath, "count(/a)"), "<a/>"), HasSubstr("finds no nodes"));
    EXPECT_THAT(refusal(source_of(ReferenceFormulation::XPath, "//namespace::*"), "<a/>"), HasSubstr("namespaces"));
    EXPECT_THAT(found(source, "<a/>", "b["), ElementsAre(ElementsAre(HasSubstr("the XPath `b[`"))));
    EXPECT_THAT(found(source, "<a/>", "document('x')"),
                ElementsAre(ElementsAre(HasSubstr("`document('x')`: it calls a function"))));
}

TEST(XmlRecords, HaveNoEntities) {
    const LogicalSource source = source_of(ReferenceFormulation::XPath, "/a");
    EXPECT_THAT(refusal(source, "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"), HasSubstr("declares an entity"));
    EXPECT_THAT(refusal(source, "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>"),
                HasSubstr("declares an entity"));
    EXPECT_THAT(refusal(source, "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/x'> %x;]><a/>"),
                HasSubstr("declares an entity"));
    std::string bomb = "<!DOCTYPE a [<!ENTITY e0 'ha'>";
    for (int at = 1; at < 30; ++at) {
        const std::string last = "&e" + std::to_string(at - 1) + ";";
        bomb += "<!ENTITY e" + std::to_string(at) + " '" + last + last + "'>";
    }
    EXPECT_THAT(refusal(source, bomb + "]><a b='&e29;'>&e29;</a>"), HasSubstr("declares an entity"));
    EXPECT_THAT(refusal(source, "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><a/>"), IsEmpty());
}

TEST(XmlRecords, BoundNestingAndXPath) {
    const LogicalSource source = source_of(ReferenceFormulation::XPath, "/a");
    std::string deep;
    for (int at = 0; at < 100'000; ++at) {
        deep += "<a>";
    }
    EXPECT_THAT(refusal(source, deep), HasSubstr("no XML"));
    EXPECT_THAT(found(source, "<a/>", std::string(100'000, '(') + "b"),
                ElementsAre(ElementsAre(HasSubstr("the XPath"))));
}

}  // namespace
}  // namespace gridlore::rml
