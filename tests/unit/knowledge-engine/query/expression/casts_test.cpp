#include <gtest/gtest.h>

#include "tests/unit/knowledge-engine/query/expression/workbench.h"

namespace gridlore::query {
namespace {

struct CastCase {
    std::string_view type;
    std::string_view argument;
    std::string_view expected;
};

TEST(Casts, FollowTheTableOfTheSpecification) {
    const std::vector<CastCase> cases = {
        {"string", "<http://e/a>", "\"http://e/a\""},
        {"string", "_:b", "error"},
        {"string", "\"a\"@en", "\"a\""},
        {"string", "\"0\"^^xsd:boolean", "\"false\""},
        {"string", "1.0", "\"1\""},
        {"string", "\"007\"^^xsd:integer", "\"7\""},
        {"string", "\"1E0\"^^xsd:double", "\"1\""},
        {"string", "\"0E1\"^^xsd:float", "\"0\""},
        {"string", "\"-7.875\"^^xsd:float", "\"-7.875\""},
        {"string", "\"1E10\"^^xsd:double", "\"1.0E10\""},
        {"string", "\"INF\"^^xsd:double", "\"INF\""},
        {"string", "\"2002-10-10T17:00:00Z\"^^xsd:dateTime", "\"2002-10-10T17:00:00Z\""},
        {"boolean", "\"true\"", "true"},
        {"boolean", "\"1\"", "true"},
        {"boolean", "\"TRUE\"", "error"},
        {"boolean", "0", "false"},
        {"boolean", "0.5", "true"},
        {"boolean", "\"NaN\"^^xsd:double", "false"},
        {"boolean", "\"true\"@en", "error"},
        {"boolean", "<http://e/a>", "error"},
        {"double", "\"-10.2E3\"", "\"-1.02E4\"^^xsd:double"},
        {"double", "\" 13 \"", "\"1.3E1\"^^xsd:double"},
        {"double", "\"1E400\"^^xsd:float", "\"INF\"^^xsd:double"},
        {"double", "true", "\"1.0E0\"^^xsd:double"},
        {"double", "0.1", "\"1.0E-1\"^^xsd:double"},
        {"double", "\"abc\"", "error"},
        {"float", "1.5", "\"1.5E0\"^^xsd:float"},
        {"float", "\"NaN\"", "\"NaN\"^^xsd:float"},
        {"decimal", "\"+33.3300\"", "33.33"},
        {"decimal", "\"1E0\"", "error"},
        {"decimal", "\"0.1\"^^xsd:double", "0.1"},
        {"decimal", "\"1E-7\"^^xsd:double", "0.0000001"},
        {"decimal", "\"INF\"^^xsd:double", "error"},
        {"decimal", "7", "7.0"},
        {"decimal", "false", "0.0"},
        {"integer", "\"-7.875\"^^xsd:float", "-7"},
        {"integer", "2.5", "2"},
        {"integer", "\"13\"", "13"},
        {"integer", "\"1.5\"", "error"},
        {"integer", "\"1E30\"^^xsd:double", "1000000000000000019884624838656"},
        {"integer", "\"NaN\"^^xsd:double", "error"},
        {"integer", "\"9\"^^xsd:byte", "9"},
        {"int", "2.5", "\"2\"^^xsd:int"},
        {"byte", "300", "error"},
        {"unsignedInt", "\"5\"", "\"5\"^^xsd:unsignedInt"},
        {"unsignedInt", "-1", "error"},
        {"dateTime", "\"2002-10-10T17:00:00Z\"", "\"2002-10-10T17:00:00Z\"^^xsd:dateTime"},
        {"dateTime", "\"2002-10-10\"", "error"},
        {"dateTime", "\"2002-10-10+02:00\"^^xsd:date", "\"2002-10-10T00:00:00+02:00\"^^xsd:dateTime"},
        {"dateTime", "1", "error"},
        {"date", "\"2002-10-10T17:00:00.5-05:00\"^^xsd:dateTime", "\"2002-10-10-05:00\"^^xsd:date"},
        {"date", "\"2002-10-10\"", "\"2002-10-10\"^^xsd:date"},
        {"date", "true", "error"},
        {"string", "unbound", "error"},
    };
    for (const CastCase& one : cases) {
        SCOPED_TRACE(std::string(one.type) + " of " + std::string(one.argument));
        Workbench bench;
        const std::string iri = "http://www.w3.org/2001/XMLSchema#" + std::string(one.type);
        const bool unbound = one.argument == "unbound";
        const std::vector<rdf::TermId> row = {unbound ? rdf::TermId() : bench.terms.intern(term_of(one.argument))};
        EXPECT_EQ(bench.evaluate(expression_of({Expression::IriCall{iri, {variable(0)}}}), row), one.expected);
        const auto argument = unbound ? variable(0) : constant(one.argument);
        EXPECT_EQ(bench.evaluate(expression_of({Expression::IriCall{iri, {argument}}}), row), one.expected);
    }
}

TEST(Casts, TakeOneArgument) {
    Workbench bench;
    const std::string iri = "http://www.w3.org/2001/XMLSchema#integer";
    EXPECT_EQ(bench.evaluate(expression_of({Expression::IriCall{iri, {constant("1"), constant("2")}}})), "error");
    EXPECT_EQ(bench.evaluate(expression_of({Expression::IriCall{iri, {}}})), "error");
}

}  // namespace
}  // namespace gridlore::query
