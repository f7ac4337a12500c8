#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "knowledge-engine/query/results/result_reader.h"
#include "knowledge-engine/query/results/result_writer.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::query {
namespace {

using rdf::Term;
using testing::HasSubstr;

const std::string xsd(rdf::xsd_ns);

std::string written(const ResultTable& table, ResultFormat format) {
    std::string document;
    const auto writer = make_result_writer(format, [&document](std::string_view bytes) {
        document += bytes;
        return Result<void>();
    });
    if (table.boolean) {
        EXPECT_TRUE(writer->boolean(*table.boolean));
    } else {
        EXPECT_TRUE(writer->variables(table.variables));
        for (const auto& row : table.rows) {
            EXPECT_TRUE(writer->row(row));
        }
    }
    EXPECT_TRUE(writer->finish());
    return document;
}

ResultTable read(std::string_view document, ResultFormat format) {
    auto table = read_result_table(document, format);
    EXPECT_TRUE(table) << placed_message(table.error()) << "\n" << document;
    return table ? *std::move(table) : ResultTable();
}

Error refusal(std::string_view document, ResultFormat format) {
    auto table = read_result_table(document, format);
    EXPECT_FALSE(table) << document;
    return table ? Error() : table.error();
}

ResultTable every_kind_of_term() {
    return {{"a", "b"},
            {{Term::iri("https://e.example/x?a=b&c"), Term::blank_node("b1")},
             {Term::string(""), std::nullopt},
             {std::nullopt, std::nullopt},
             {Term::string("  a \"b\" \\ <c> & ]]>, d\r\n\te "), Term::language_string("été", "fr-FR")},
             {Term::literal("7", xsd + "integer"), Term::literal("007", xsd + "integer")},
             {Term::literal("1.0e6", xsd + "double"), Term::literal("x", "https://e.example/type")}},
            std::nullopt};
}

TEST(ResultFormats, AreKnownByNameMediaTypeAndExtension) {
    for (const ResultFormatInfo& info : result_formats) {
        EXPECT_EQ(result_format_of(info.name), info.format);
        EXPECT_EQ(result_format_of(info.media_type), info.format);
        EXPECT_EQ(&info_of(info.format), &info);
    }
    EXPECT_EQ(result_format_of("srj"), ResultFormat::Json);
    EXPECT_EQ(result_format_of("text/html"), std::nullopt);
}

TEST(ResultWriter, WritesJson) {
    EXPECT_EQ(written({{"a", "b"}, {{Term::iri("urn:x"), std::nullopt}, {Term::string("\"\n\x01"), std::nullopt}}, {}},
                      ResultFormat::Json),
              R"({"head":{"vars":["a","b"]},"results":{"bindings":[)"
              "\n"
              R"({"a":{"type":"uri","value":"urn:x"}},)"
              "\n"
              R"({"a":{"type":"literal","value":"\"\n\u0001"}})"
              "\n]}}\n");
}

TEST(ResultWriter, WritesCsvWithoutTheKindsOfTerms) {
    EXPECT_EQ(written(every_kind_of_term(), ResultFormat::Csv),
              "a,b\r\nhttps://e.example/x?a=b&c,_:b1\r\n\"\",\r\n,\r\n"
              "\"  a \"\"b\"\" \\ <c> & ]]>, d\r\n\te \",été\r\n7,007\r\n1.0e6,x\r\n");
}

TEST(ResultWriter, WritesTsvAsTurtleHasTerms) {
    EXPECT_EQ(written({{"a"}, {{Term::string("a\tb\n")}, {Term::literal("7", xsd + "integer")}, {std::nullopt}}, {}},
                      ResultFormat::Tsv),
              "?a\n\"a\\tb\\n\"\n7\n\n");
}

TEST(ResultFormats, OfEveryTermAreReadBackTheSame) {
    for (const ResultFormat format : {ResultFormat::Json, ResultFormat::Xml, ResultFormat::Tsv}) {
        SCOPED_TRACE(info_of(format).name);
        EXPECT_EQ(read(written(every_kind_of_term(), format), format), every_kind_of_term());
    }
}

TEST(ResultFormats, OfATruthValueAreReadBackTheSame) {
    for (const ResultFormat format : {ResultFormat::Json, ResultFormat::Xml}) {
        for (const bool value : {true, false}) {
            const ResultTable table{{}, {}, value};
            EXPECT_EQ(read(written(table, format), format), table);
        }
    }
}

TEST(ResultFormats, OfNoVariablesAndNoRowsAreReadBackTheSame) {
    for (const ResultFormatInfo& info : result_formats) {
        SCOPED_TRACE(info.name);
        for (const ResultTable& table :
             {ResultTable{{}, {{}, {}}, {}}, ResultTable{{"x"}, {}, {}}, ResultTable{{}, {}, {}}}) {
            EXPECT_EQ(read(written(table, info.format), info.format), table);
        }
    }
}

std::string random_text(std::mt19937& random) {
    static const std::vector<std::string> pieces = {
        "a", " ", "\t", "\n", "\r",  "\"", "\\",         "<", ">", "&",
        "'", ",", "?",  "_:", "]]>", "é",  "\U0001F600", "%", "{", "\u2028"};
    std::string text;
    for (std::size_t left = random() % 6; left > 0; --left) {
        text += pieces[random() % pieces.size()];
    }
    return text;
}

std::optional<Term> random_cell(std::mt19937& random) {
    switch (random() % 6) {
        case 0:
            return std::nullopt;
        case 1:
            return Term::iri("urn:x:" + std::to_string(random() % 9) + "é&?,'");
        case 2:
            return Term::blank_node("b" + std::to_string(random() % 9));
        case 3:
            return Term::language_string(random_text(random), "en-GB");
        case 4:
            return Term::literal(random_text(random), xsd + (random() % 2 == 0 ? "integer" : "boolean"));
        default:
            return Term::string(random_text(random));
    }
}

ResultTable random_table(std::mt19937& random) {
    ResultTable table;
    for (std::size_t i = random() % 4; i > 0; --i) {
        table.variables.push_back("v" + std::to_string(i));
    }
    for (std::size_t left = random() % 5; left > 0; --left) {
        auto& row = table.rows.emplace_back();
        std::generate_n(std::back_inserter(row), table.variables.size(), [&] { return random_cell(random); });
    }
    return table;
}

/// What is left of a cell in CSV.
std::optional<Term> as_csv(const std::optional<Term>& cell) {
    return !cell || cell->is_blank_node() || cell->text.starts_with("_:") ? cell : Term::string(cell->text);
}

TEST(ResultFormats, OfRandomTablesAreReadBackTheSame) {
    std::mt19937 random(7);
    for (int round = 0; round < 500; ++round) {
        ResultTable table = random_table(random);
        for (const ResultFormat format : {ResultFormat::Json, ResultFormat::Xml, ResultFormat::Tsv}) {
            SCOPED_TRACE(written(table, format));
            ASSERT_EQ(read(written(table, format), format), table);
        }
        for (auto& row : table.rows) {
            std::transform(row.begin(), row.end(), row.begin(), as_csv);
        }
        const ResultTable again = read(written(table, ResultFormat::Csv), ResultFormat::Csv);
        ASSERT_EQ(again.variables, table.variables);
        ASSERT_EQ(written(again, ResultFormat::Csv), written(table, ResultFormat::Csv));
    }
}

TEST(ResultWriter, HandsOverPiecesOfALargeResultBeforeItsEnd) {
    std::size_t pieces = 0;
    std::size_t largest = 0;
    const auto writer = make_result_writer(ResultFormat::Json, [&](std::string_view bytes) {
        ++pieces;
        largest = std::max(largest, bytes.size());
        return Result<void>();
    });
    ASSERT_TRUE(writer->variables({"x"}));
    const std::vector<std::optional<Term>> row = {Term::string(std::string(100, 'x'))};
    for (int i = 0; i < 10'000; ++i) {
        ASSERT_TRUE(writer->row(row));
    }
    EXPECT_GT(pieces, 10U);
    EXPECT_LT(largest, 100'000U);
}

TEST(ResultWriter, PassesOnWhatTheSinkRefuses) {
    const auto writer = make_result_writer(ResultFormat::Tsv, [](std::string_view) {
        return Error{ErrorKind::Unavailable, "The client has gone."};
    });
    ASSERT_TRUE(writer->variables({"x"}));
    const std::vector<std::optional<Term>> row = {Term::string(std::string(100'000, 'x'))};
    const auto refused = writer->row(row);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Unavailable);
}

TEST(ResultWriter, RefusesWhatItsFormatCannotHold) {
    const auto ignore = [](std::string_view) { return Result<void>(); };
    for (const ResultFormatInfo& info : result_formats) {
        SCOPED_TRACE(info.name);
        EXPECT_EQ(make_result_writer(info.format, ignore)->boolean(true).has_value(), info.has_boolean);
        EXPECT_FALSE(make_result_writer(info.format, ignore)->graph());
    }
    for (const char* text : {"\x01", "\xEF\xBF\xBF"}) {
        const auto writer = make_result_writer(ResultFormat::Xml, ignore);
        ASSERT_TRUE(writer->variables({"x"}));
        const std::vector<std::optional<Term>> row = {Term::string(text)};
        EXPECT_FALSE(writer->row(row));
    }
}

TEST(JsonResults, MayHaveTheirRowsBeforeTheirVariables) {
    const ResultTable table =
        read(R"({"results":{"bindings":[{"b":{"value":"1","type":"literal"}},{"a":{"type":"uri","value":"urn:a"}}]},)"
             R"("head":{"link":["x"],"vars":["a","b"]},"more":[[{"a":1}],null]})",
             ResultFormat::Json);
    EXPECT_EQ(table,
              (ResultTable{
                  {"a", "b"}, {{std::nullopt, Term::string("1")}, {Term::iri("urn:a"), std::nullopt}}, std::nullopt}));
}

TEST(ResultReader, RenamesLabelsThatTurtleCouldNotHave) {
    const ResultTable table = read(R"({"head":{"vars":["a"]},"results":{"bindings":[
        {"a":{"type":"bnode","value":"nodeID://b1"}},{"a":{"type":"bnode","value":"nodeID://b1"}}]}})",
                                   ResultFormat::Json);
    ASSERT_EQ(table.rows.size(), 2U);
    EXPECT_EQ(table.rows[0], table.rows[1]);
    EXPECT_EQ(read(written(table, ResultFormat::Tsv), ResultFormat::Tsv), table);
}

TEST(ResultReader, RefusesDocumentsThatAreNoResults) {
    const std::string xml = R"(<sparql xmlns="http://www.w3.org/2005/sparql-results#">)";
    const std::vector<std::pair<ResultFormat, std::string>> documents = {
        {ResultFormat::Json, ""},
        {ResultFormat::Json, "[]"},
        {ResultFormat::Json, "{}"},
        {ResultFormat::Json, R"({"boolean":1})"},
        {ResultFormat::Json, R"({"boolean":true)"},
        {ResultFormat::Json, R"({"boolean":true,"boolean":false})"},
        {ResultFormat::Json, R"({"boolean":true} x)"},
        {ResultFormat::Json, R"({"head":{"vars":["a","a"]},"results":{"bindings":[]}})"},
        {ResultFormat::Json, R"({"head":{"vars":[1]},"results":{"bindings":[]}})"},
        {ResultFormat::Json, R"({"head":{"vars":["a"]},"results":{"bindings":[{"b":{"type":"uri","value":"u:x"}}]}})"},
        {ResultFormat::Json, R"({"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","value":"<>"}}]}})"},
        {ResultFormat::Json, R"({"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri"}}]}})"},
        {ResultFormat::Json, R"({"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"triple","value":""}}]}})"},
        {ResultFormat::Json, R"({"head":{"vars":["a"]},"results":{"bindings":[{"a":"x"}]}})"},
        {ResultFormat::Json, R"({"head":{"vars":["a"]},"results":{"bindings":[7]}})"},
        {ResultFormat::Json, R"({"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"x",)"
                             R"("xml:lang":"e n"}}]}})"},
        {ResultFormat::Json, "{\"boolean\":true,\"x\":\"\xFF\"}"},
        {ResultFormat::Xml, ""},
        {ResultFormat::Xml, "<html/>"},
        {ResultFormat::Xml, "<sparql/>"},
        {ResultFormat::Xml, xml + "<head/></sparql>"},
        {ResultFormat::Xml, xml + "<boolean>maybe</boolean></sparql>"},
        {ResultFormat::Xml, xml + "<boolean>true</boolean><boolean>true</boolean></sparql>"},
        {ResultFormat::Xml, xml + "<head><variable name='a'/></head><results><result><binding name='b'>"
                                  "<uri>u:x</uri></binding></result></results></sparql>"},
        {ResultFormat::Xml, xml + "<head><variable name='a'/></head><results><result><binding name='a'>"
                                  "</binding></result></results></sparql>"},
        {ResultFormat::Xml, xml + "<head><variable name='a'/></head><results><result><binding name='a'>"
                                  "<uri>u:x</uri><uri>u:y</uri></binding></result></results></sparql>"},
        {ResultFormat::Xml, xml + "<head><variable/></head><results/></sparql>"},
        {ResultFormat::Xml, xml + "<head>text</head><results/></sparql>"},
        {ResultFormat::Csv, ""},
        {ResultFormat::Csv, "a,b\r\n1\r\n"},
        {ResultFormat::Csv, "a\r\n\"1\r\n"},
        {ResultFormat::Csv, "a\r\nx\"1\"\r\n"},
        {ResultFormat::Csv, "a\r\n\"1\"x\r\n"},
        {ResultFormat::Csv, "a,a\r\n"},
        {ResultFormat::Csv, "a\r\n\xFF\r\n"},
        {ResultFormat::Tsv, ""},
        {ResultFormat::Tsv, "a\n"},
        {ResultFormat::Tsv, "?a\t?a\n"},
        {ResultFormat::Tsv, "?a\t?b\n1\n"},
        {ResultFormat::Tsv, "?a\n\"x\n"},
        {ResultFormat::Tsv, "?a\n<>\n"},
        {ResultFormat::Tsv, "?a\n\"x\"^^<>\n"},
    };
    for (const auto& [format, document] : documents) {
        SCOPED_TRACE(document);
        const Error error = refusal(document, format);
        EXPECT_EQ(error.kind, ErrorKind::InvalidInput);
        EXPECT_FALSE(error.message.empty());
    }
}

TEST(ResultReader, TellsWhereADocumentIsAtFault) {
    EXPECT_EQ(refusal("{\n  x}", ResultFormat::Json).position, (TextPosition{2, 3}));
    EXPECT_EQ(refusal("<sparql\n <", ResultFormat::Xml).position, (TextPosition{2, 2}));
    EXPECT_EQ(refusal("?a\n<urn:x>\n<urn:y\n", ResultFormat::Tsv).position->line, 3U);
    EXPECT_EQ(refusal("a\n1\n1,2\n", ResultFormat::Csv).position, (TextPosition{3, 1}));
}

TEST(XmlResults, KnowNoEntities) {
    const std::string rest = "<sparql xmlns='http://www.w3.org/2005/sparql-results#'><boolean>&e;</boolean></sparql>";
    for (const std::string& type : {std::string("<!DOCTYPE sparql [<!ENTITY e 'true'>]>"),
                                    std::string("<!DOCTYPE sparql [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"),
                                    std::string("<!DOCTYPE sparql SYSTEM 'file:///etc/passwd'>")}) {
        EXPECT_THAT(refusal(type + rest, ResultFormat::Xml).message, HasSubstr("document type"));
    }
    EXPECT_THAT(refusal(rest, ResultFormat::Xml).message, HasSubstr("no valid XML"));
}

TEST(ResultReader, RefusesWhatNestsTooDeep) {
    constexpr int levels = 100'000;
    std::string json = R"({"more":)";
    std::string xml = "<sparql xmlns='http://www.w3.org/2005/sparql-results#'>";
    for (int i = 0; i < levels; ++i) {
        json += i % 2 == 0 ? "[" : R"({"a":)";
        xml += "<head>";
    }
    EXPECT_EQ(refusal(json, ResultFormat::Json).kind, ErrorKind::LimitExceeded);
    EXPECT_EQ(refusal(xml, ResultFormat::Xml).kind, ErrorKind::InvalidInput);
}

TEST(ResultReader, HoldsNoMoreCellsThanAllowed) {
    const std::string document = written({{"a", "b"}, {{{}, {}}, {{}, {}}}, {}}, ResultFormat::Json);
    EXPECT_TRUE(read_result_table(document, ResultFormat::Json, 6));
    const auto refused = read_result_table(document, ResultFormat::Json, 5);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::LimitExceeded);
}

}  // namespace
}  // namespace gridlore::query
