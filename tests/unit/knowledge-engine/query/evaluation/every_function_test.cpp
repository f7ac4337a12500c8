// Each function and operator of SPARQL 1.1 Query (17.3, 17.4) by its name, in a query; what it gives is worked out
// from the definitions there.
#include "tests/support/sparql_world.h"

namespace gridlore::query {
namespace {

/// `-`: an error, which leaves the variable unbound.
struct Case {
    const char* expression;
    const char* value;
};

std::string value_of(const std::string& expression) {
    SparqlWorld world(":thing :p 1 .");
    const Texts rows = world.rows("SELECT ?x { BIND(:thing AS ?thing) BIND((" + expression + ") AS ?x) }");
    return rows.size() == 1 ? rows.front() : "not one row";
}

void expect_values(std::initializer_list<Case> cases) {
    for (const Case& one : cases) {
        EXPECT_EQ(value_of(one.expression), one.value) << one.expression;
    }
}

TEST(EveryFunction, OfForms) {
    expect_values({
        {"BOUND(?thing)", "true"},
        {"BOUND(?nothing)", "false"},
        {"IF(2 > 1, \"yes\", \"no\")", "\"yes\""},
        {"IF(\"\", \"yes\", \"no\")", "\"no\""},
        {"IF(?nothing, 1, 2)", "-"},
        {"IF(true, 1, 1/0)", "1"},
        {"COALESCE(?nothing, 1/0, 3)", "3"},
        {"COALESCE(?nothing)", "-"},
        {"COALESCE()", "-"},
        {"EXISTS { ?thing :p 1 }", "true"},
        {"NOT EXISTS { ?thing :p 1 }", "false"},
        {"NOT EXISTS { ?thing :p 2 }", "true"},
        {"true || ?nothing", "true"},
        {"?nothing || true", "true"},
        {"false || ?nothing", "-"},
        {"false && ?nothing", "false"},
        {"?nothing && false", "false"},
        {"true && ?nothing", "-"},
        {"!false", "true"},
        {"!?nothing", "-"},
        {"!\"\"", "true"},
        {"!0.0", "true"},
        {"!:thing", "-"},
        {"1 = 1.0", "true"},
        {"\"a\" != \"b\"", "true"},
        {"\"a\"@en = \"a\"@EN", "true"},
        {"\"a\"@en = \"a\"", "false"},
        {":thing = :thing", "true"},
        {"\"x\"^^:t = \"y\"^^:t", "-"},
        {"\"x\"^^:t = \"x\"^^:t", "true"},
        {"sameTerm(1, 1.0)", "false"},
        {"sameTerm(1, 1)", "true"},
        {"2 IN (1, 2, 3)", "true"},
        {"2 IN ()", "false"},
        {"2 NOT IN ()", "true"},
        {"2 IN (1/0, 2)", "true"},
        {"2 IN (3, 1/0)", "-"},
        {"2 NOT IN (3, 1/0)", "-"},
        {"2 NOT IN (1, 3)", "true"},
    });
}

TEST(EveryFunction, OfComparisonAndArithmetic) {
    expect_values({
        {"1 < 2", "true"},
        {"2 <= 2.0", "true"},
        {"\"b\" > \"a\"", "true"},
        {"\"a\" >= \"b\"", "false"},
        {"false < true", "true"},
        {"\"2020-01-01T00:00:00Z\"^^xsd:dateTime < \"2020-01-01T00:00:00-01:00\"^^xsd:dateTime", "true"},
        {"1 < \"a\"", "-"},
        {":thing < :thing", "-"},
        {"1 + 2", "3"},
        {"1 + 2.5", "3.5"},
        {"7 - 10", "-3"},
        {"3 * 2", "6"},
        {"6 / 4", "1.5"},
        {"6 / 3", "2.0"},
        {"1 / 0", "-"},
        {"1e0 / 0", "\"INF\"^^<http://www.w3.org/2001/XMLSchema#double>"},
        {"-(3)", "-3"},
        {"+(3)", "3"},
        {"-\"a\"", "-"},
        {"2 + 3 * 4 - 1", "13"},
        {"(2 + 3) * 4", "20"},
        {"10 - 2 - 3", "5"},
        {"12 / 2 / 3", "2.0"},
        {"5-2", "3"},
        {"5 -2 -1", "2"},
        {"2*-3", "-6"},
        {"abs(-2)", "2"},
        {"abs(-2.5)", "2.5"},
        {"round(2.5)", "3.0"},
        {"round(-2.5)", "-2.0"},
        {"round(2)", "2"},
        {"ceil(10.5)", "11.0"},
        {"ceil(-10.5)", "-10.0"},
        {"floor(10.5)", "10.0"},
        {"floor(-10.5)", "-11.0"},
        {"abs(\"a\")", "-"},
        {"RAND() >= 0 && RAND() < 1", "true"},
        {"datatype(RAND()) = xsd:double", "true"},
    });
}

TEST(EveryFunction, OfTerms) {
    expect_values({
        {"isIRI(:thing)", "true"},
        {"isURI(:thing)", "true"},
        {"isIRI(\"x\")", "false"},
        {"isBlank(BNODE())", "true"},
        {"isBlank(:thing)", "false"},
        {"isLiteral(1)", "true"},
        {"isLiteral(:thing)", "false"},
        {"isNumeric(12)", "true"},
        {"isNumeric(\"12\")", "false"},
        {"isNumeric(\"12\"^^xsd:nonNegativeInteger)", "true"},
        {"isNumeric(\"1200\"^^xsd:byte)", "false"},
        {"isNumeric(:thing)", "false"},
        {"str(:thing)", "\"urn:x:thing\""},
        {"str(1.50)", "\"1.50\""},
        {"str(\"a\"@en)", "\"a\""},
        {"str(BNODE())", "-"},
        {"lang(\"a\"@en-GB)", "\"en-GB\""},
        {"lang(\"a\")", "\"\""},
        {"lang(:thing)", "-"},
        {"datatype(1) = xsd:integer", "true"},
        {"datatype(1.0) = xsd:decimal", "true"},
        {"datatype(1e0) = xsd:double", "true"},
        {"datatype(\"a\") = xsd:string", "true"},
        {"datatype(\"a\"@en)", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"},
        {"datatype(:thing)", "-"},
        {"IRI(\"urn:x:a\")", "a"},
        {"URI(:thing)", "thing"},
        {"IRI(1)", "-"},
        {"BNODE(\"a\") = BNODE(\"a\")", "true"},
        {"BNODE(\"a\") = BNODE(\"b\")", "false"},
        {"BNODE() = BNODE()", "false"},
        {"STRDT(\"123\", xsd:integer)", "123"},
        {"STRDT(\"a\"@en, xsd:string)", "-"},
        {"STRLANG(\"chat\", \"en\")", "\"chat\"@en"},
        {"STRLANG(1, \"en\")", "-"},
        {"STRLEN(STR(UUID()))", "45"},
        {"isIRI(UUID())", "true"},
        {"STRLEN(STRUUID())", "36"},
        {"UUID() = UUID()", "false"},
    });
}

TEST(EveryFunction, OfStrings) {
    expect_values({
        {"STRLEN(\"chat\")", "4"},
        {"STRLEN(\"食べ物\"@ja)", "3"},
        {"STRLEN(\"\\U0001F600\")", "1"},
        {"STRLEN(1)", "-"},
        {"SUBSTR(\"foobar\", 4)", "\"bar\""},
        {"SUBSTR(\"foobar\"@en, 4, 1)", "\"b\"@en"},
        {"SUBSTR(\"foobar\", 0, 3)", "\"fo\""},
        {"SUBSTR(\"foobar\", 9)", "\"\""},
        {"UCASE(\"foo\"@en)", "\"FOO\"@en"},
        {"UCASE(\"straße\")", "\"STRASSE\""},
        {"LCASE(\"BAR\")", "\"bar\""},
        {"LCASE(1)", "-"},
        {"STRSTARTS(\"foobar\", \"foo\")", "true"},
        {"STRSTARTS(\"foobar\"@en, \"foo\"@en)", "true"},
        {"STRSTARTS(\"foobar\", \"foo\"@en)", "-"},
        {"STRSTARTS(\"foobar\"@en, \"foo\"@fr)", "-"},
        {"STRENDS(\"foobar\"@en, \"bar\")", "true"},
        {"STRENDS(\"foobar\", \"foo\")", "false"},
        {"CONTAINS(\"foobar\", \"oba\")", "true"},
        {"CONTAINS(\"foobar\", \"\")", "true"},
        {"CONTAINS(\"foobar\", 1)", "-"},
        {"STRBEFORE(\"abc\", \"b\")", "\"a\""},
        {"STRBEFORE(\"abc\"@en, \"bc\")", "\"a\"@en"},
        {"STRBEFORE(\"abc\", \"b\"@cy)", "-"},
        {"STRBEFORE(\"abc\"@en, \"z\"@en)", "\"\""},
        {"STRBEFORE(\"abc\"@en, \"\"@en)", "\"\"@en"},
        {"STRAFTER(\"abc\", \"b\")", "\"c\""},
        {"STRAFTER(\"abc\"@en, \"ab\")", "\"c\"@en"},
        {"STRAFTER(\"abc\", \"xyz\")", "\"\""},
        {"STRAFTER(\"abc\"@en, \"\")", "\"abc\"@en"},
        {"ENCODE_FOR_URI(\"Los Angeles\")", "\"Los%20Angeles\""},
        {"ENCODE_FOR_URI(\"~é/-_.\"@en)", "\"~%C3%A9%2F-_.\""},
        {"CONCAT(\"foo\", \"bar\")", "\"foobar\""},
        {"CONCAT(\"foo\"@en, \"bar\"@en)", "\"foobar\"@en"},
        {"CONCAT(\"foo\"@en, \"bar\")", "\"foobar\""},
        {"CONCAT()", "\"\""},
        {"CONCAT(\"a\", 1)", "-"},
        {"LANGMATCHES(\"de-AT\", \"de\")", "true"},
        {"LANGMATCHES(\"de\", \"de-AT\")", "false"},
        {"LANGMATCHES(\"de\", \"*\")", "true"},
        {"LANGMATCHES(\"\", \"*\")", "false"},
        {"LANGMATCHES(\"deu\", \"de\")", "false"},
        {"REGEX(\"Alice\", \"^ali\", \"i\")", "true"},
        {"REGEX(\"Alice\", \"^ali\")", "false"},
        {"REGEX(\"a\\nb\", \"a.b\", \"s\")", "true"},
        {"REGEX(\"a\\nb\", \"^b\", \"m\")", "true"},
        {"REGEX(\"ab\", \"a b\", \"x\")", "true"},
        {"REGEX(\"a.b\", \"a.b\", \"q\")", "true"},
        {"REGEX(\"a\", \"(\")", "-"},
        {"REPLACE(\"abcd\", \"b\", \"Z\")", "\"aZcd\""},
        {"REPLACE(\"abab\", \"B\", \"Z\", \"i\")", "\"aZaZ\""},
        {"REPLACE(\"abab\", \"B.\", \"Z\", \"i\")", "\"aZb\""},
        {"REPLACE(\"abracadabra\", \"a(.)\", \"a$1$1\")", "\"abbraccaddabbra\""},
        {"REPLACE(\"abc\"@en, \"b\", \"\")", "\"ac\"@en"},
        {"REPLACE(\"abc\", \".*?\", \"x\")", "-"},
    });
}

TEST(EveryFunction, OfTimes) {
    const std::string at = "\"2011-01-10T14:45:13.815-05:00\"^^xsd:dateTime";
    const std::string local = "\"2011-01-10T14:45:13\"^^xsd:dateTime";
    const std::string duration = "^^<http://www.w3.org/2001/XMLSchema#dayTimeDuration>";
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"YEAR(" + at + ")", "2011"},
        {"MONTH(" + at + ")", "1"},
        {"DAY(" + at + ")", "10"},
        {"HOURS(" + at + ")", "14"},
        {"MINUTES(" + at + ")", "45"},
        {"SECONDS(" + at + ")", "13.815"},
        {"TIMEZONE(" + at + ")", "\"-PT5H\"" + duration},
        {"TIMEZONE(\"2011-01-10T14:45:13Z\"^^xsd:dateTime)", "\"PT0S\"" + duration},
        {"TIMEZONE(" + local + ")", "-"},
        {"TZ(" + at + ")", "\"-05:00\""},
        {"TZ(\"2011-01-10T14:45:13Z\"^^xsd:dateTime)", "\"Z\""},
        {"TZ(" + local + ")", "\"\""},
        {"YEAR(\"2011\")", "-"},
        {"datatype(NOW()) = xsd:dateTime", "true"},
        {"NOW() = NOW()", "true"},
    };
    for (const auto& [expression, value] : cases) {
        EXPECT_EQ(value_of(expression), value) << expression;
    }
}

TEST(EveryFunction, OfHashes) {
    expect_values({
        {"MD5(\"abc\")", "\"900150983cd24fb0d6963f7d28e17f72\""},
        {"SHA1(\"abc\")", "\"a9993e364706816aba3e25717850c26c9cd0d89d\""},
        {"SHA256(\"abc\")", "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""},
        {"SHA384(\"abc\")",
         "\"cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7\""},
        {"SHA512(\"abc\")",
         "\"ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a"
         "3feebbd454d4423643ce80e2a9ac94fa54ca49f\""},
        {"MD5(1)", "-"},
        {"MD5(\"abc\"@en)", "-"},
    });
}

TEST(EveryFunction, OfCasts) {
    expect_values({
        {"xsd:integer(\"12\")", "12"},
        {"xsd:integer(3.7)", "3"},
        {"xsd:integer(-3.7)", "-3"},
        {"xsd:integer(true)", "1"},
        {"xsd:integer(\"3.7\")", "-"},
        {"xsd:decimal(\"1.5\")", "1.5"},
        {"xsd:decimal(1)", "1.0"},
        {"xsd:double(\"1e2\")", "\"1.0E2\"^^<http://www.w3.org/2001/XMLSchema#double>"},
        {"xsd:boolean(\"true\")", "true"},
        {"xsd:boolean(0)", "false"},
        {"xsd:boolean(\"yes\")", "-"},
        {"xsd:string(1)", "\"1\""},
        {"xsd:string(:thing)", "\"urn:x:thing\""},
        {"xsd:dateTime(\"2020-01-01T00:00:00Z\") = \"2020-01-01T00:00:00Z\"^^xsd:dateTime", "true"},
        {"xsd:dateTime(\"2020-13-01T00:00:00Z\")", "-"},
        {"xsd:float(\"0.5\") = 0.5", "true"},
        {"xsd:integer(:thing)", "-"},
        {":unknown(1)", "-"},
    });
}

}  // namespace
}  // namespace gridlore::query
