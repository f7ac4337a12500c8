#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/unit/knowledge-engine/query/syntax/algebra_of.h"

namespace gridlore::query {
namespace {

TEST(ExpressionParser, BindsOperatorsByTheirRank) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?a || ?b && ?c || ?d)", R"((|| (|| ?a (&& ?b ?c)) ?d))"},
        {R"((?a || ?b) && ?c)", R"((&& (|| ?a ?b) ?c))"},
        {R"(?a = 1 && ?b != 2 && ?c < 3 && ?d <= 4 && ?e > 5 && ?f >= 6)",
         R"((&& (&& (&& (= ?a 1) (!= ?b 2)) (&& (< ?c 3) (<= ?d 4))) (&& (> ?e 5) (>= ?f 6))))"},
        {R"(?a + ?b * ?c - ?d / ?e)", R"((- (+ ?a (* ?b ?c)) (/ ?d ?e)))"},
        {R"(?a - ?b - ?c)", R"((- (- ?a ?b) ?c))"},
        {R"(! ?a = ?b)", R"((= (! ?a) ?b))"},
        {R"(!BOUND(?a))", R"((! (BOUND ?a)))"},
        {R"(?a IN (1, 2) && ?b NOT IN () && ?c not in (:x))", R"((&& (&& (IN ?a 1 2) (NOT IN ?b)) (NOT IN ?c <e:x>)))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_expression(text), expected);
    }
}

TEST(ExpressionParser, TellsSignsFromOperators) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?a-1)", R"((- ?a 1))"},     {R"(?a -1*2)", R"((- ?a (* 1 2)))"},
        {R"(?a + -1)", R"((+ ?a -1))"}, {R"(- ?a + + ?b)", R"((+ (- ?a) (+ ?b)))"},
        {R"(-(?a))", R"((- ?a))"},      {R"(+.5)", R"(+.5)"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_expression(text), expected);
    }
}

TEST(ExpressionParser, KeepsLongChainsLow) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?a || ?b || ?c || ?d || ?e)", R"((|| (|| (|| ?a ?b) (|| ?c ?d)) ?e))"},
        {R"(?a && ?b && ?c && ?d)", R"((&& (&& ?a ?b) (&& ?c ?d)))"},
        {R"(?a + ?b + ?c + ?d)", R"((+ (+ (+ ?a ?b) ?c) ?d))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_expression(text), expected);
    }
}

TEST(ExpressionParser, ReadsFunctions) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(if(?a, "x"@en-GB, 'y'))", R"((IF ?a "x"@en-GB "y"))"},
        {R"(coalesce() || Concat() || COALESCE(?a, 1))", R"((|| (|| (COALESCE) (CONCAT)) (COALESCE ?a 1)))"},
        {R"(:f() || <g>(?a, 1))", R"((|| (call <e:f>) (call <http://base/g> ?a 1)))"},
        {R"(REGEX(?a, "b") && regex(?a, "b", "i") && REPLACE(?a, "b", "c", "i") && SUBSTR(?a, 1, 2))",
         R"((&& (&& (REGEX ?a "b") (REGEX ?a "b" "i")) (&& (REPLACE ?a "b" "c" "i") (SUBSTR ?a 1 2))))"},
        {R"(isURI(?a) && isIRI(?a) && URI(?a) = IRI(?a))", R"((&& (&& (ISIRI ?a) (ISIRI ?a)) (= (IRI ?a) (IRI ?a))))"},
        {R"(BNODE() = BNODE("x") && RAND() < NOW() && UUID() = STRUUID())",
         R"((&& (&& (= (BNODE) (BNODE "x")) (< (RAND) (NOW))) (= (UUID) (STRUUID))))"},
        {R"(ENCODE_FOR_URI(?a) = MD5(?a) && SHA512(?b) = SHA1(?c))",
         R"((&& (= (ENCODE_FOR_URI ?a) (MD5 ?a)) (= (SHA512 ?b) (SHA1 ?c))))"},
        {R"(EXISTS { ?s :p ?a } || not exists { SELECT ?s { ?s :q ?a } })",
         R"((|| (exists (bgp (triple ?s <e:p> ?a))) (not-exists (project (?s) (bgp (triple ?s <e:q> ?a))))))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_expression(text), expected);
    }
}

TEST(ExpressionParser, TakesLessThanForAnIriWhereItCouldBeOne) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?a<?b)", R"((< ?a ?b))"},
        {R"(?a<?b && ?c > ?d)", R"((&& (< ?a ?b) (> ?c ?d)))"},
        {R"(?a<?b&&?c>?d)",
         R"(line 1, column 17: expected an operator; where `<` means less than, put a space behind it, found `<?b&&?c>?d)`)"},
        {R"(?a <:b)", R"((< ?a <e:b>))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_expression(text), expected);
    }
}

TEST(ExpressionParser, SaysWhatIsWrong) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?a = ?b = ?c)", R"(line 1, column 23: expected `)` or an operator behind an expression, found `=`)"},
        {R"(BOUND(1))", R"(line 1, column 21: expected a variable in BOUND, found `1))`)"},
        {R"(BOUND(?a)", R"(line 1, column 25: expected `)` or an operator behind an expression, found `}`)"},
        {R"(ABS(1, 2))", R"(line 1, column 18: ABS takes 1 argument, found 2)"},
        {R"(SUBSTR(1))", R"(line 1, column 21: SUBSTR takes 2 to 3 arguments, found 1)"},
        {R"(FOO(1))",
         R"(line 1, column 15: expected an expression: a variable, a constant, a function call or `(`, found `FOO`, which is no function of SPARQL; one of your own is called by its IRI)"},
        {R"(COUNT(?a))",
         R"(line 1, column 15: the aggregate COUNT cannot stand here: aggregates belong to SELECT, HAVING and ORDER BY, and not into each other)"},
        {R"(!!?a)",
         R"(line 1, column 16: expected an expression: a variable, a constant, a function call or `(`, found `!?a)`)"},
        {R"(?)", R"(line 1, column 15: expected a variable's name of letters, digits and `_` behind `?`)"},
        {R"(?a ?b)", R"(line 1, column 18: expected `)` or an operator behind an expression, found `?b)`)"},
        {R"("abc)", R"(line 1, column 15: the string that begins here is not closed; expected `"`)"},
        {R"("a\qb")", R"(line 1, column 17: a string has no such escape; write a backslash as \\)"},
        {R"(1 +)",
         R"(line 1, column 18: expected an expression: a variable, a constant, a function call or `(`, found `)`)"},
        {R"(NOT 1)", R"(line 1, column 19: expected EXISTS, found `1)`)"},
        {R"(q:x)", R"(line 1, column 15: the prefix `q:` is not declared; declare it: PREFIX q: <https://…>)"},
        {R"(<a b>)",
         R"(line 1, column 17: an IRI must not contain spaces, controls or any of <>"{}|^`\; percent-encode them)"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_expression(text), expected);
    }
}

}  // namespace
}  // namespace gridlore::query
