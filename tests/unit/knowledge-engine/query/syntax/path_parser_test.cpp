#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/unit/knowledge-engine/query/syntax/algebra_of.h"

namespace gridlore::query {
namespace {

TEST(PathParser, MakesTriplesOfWhatNeedsNoPath) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?s :p/:q ?o)", R"((bgp (triple ?s <e:p> ?.0) (triple ?.0 <e:q> ?o)))"},
        {R"(?s ^:p ?o)", R"((bgp (triple ?o <e:p> ?s)))"},
        {R"(?s ^(:p/^:q) ?o)", R"((bgp (triple ?o <e:p> ?.0) (triple ?s <e:q> ?.0)))"},
        {R"(?s ^:p/^:q ?o)", R"((bgp (triple ?.0 <e:p> ?s) (triple ?o <e:q> ?.0)))"},
        {R"(?s (((:p))) ?o)", R"((bgp (triple ?s <e:p> ?o)))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(PathParser, ReadsPaths) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?s (:p|:q)/:r* ?o)", R"((bgp (path ?s (alternative <e:p> <e:q>) ?.0) (path ?.0 (zero-or-more <e:r>) ?o)))"},
        {R"(?s :p+ ?o ; :q? ?x)", R"((bgp (path ?s (one-or-more <e:p>) ?o) (path ?s (zero-or-one <e:q>) ?x)))"},
        {R"(?s a/:p? ?x)", R"((bgp (triple ?s rdf:type ?.0) (path ?.0 (zero-or-one <e:p>) ?x)))"},
        {R"(?s (:a/:b/:c/:d)* ?o)",
         R"((bgp (path ?s (zero-or-more (sequence (sequence <e:a> <e:b>) (sequence <e:c> <e:d>))) ?o)))"},
        {R"(?s :p|:q|:r ?o)", R"((bgp (path ?s (alternative (alternative <e:p> <e:q>) <e:r>) ?o)))"},
        {R"(?s ^:p* ?o)", R"((bgp (path ?o (zero-or-more <e:p>) ?s)))"},
        {R"(?s (^:p)* ?o)", R"((bgp (path ?s (zero-or-more (inverse <e:p>)) ?o)))"},
        {R"(?s :p/:q|:r/^:q ?o)",
         R"((bgp (path ?s (alternative (sequence <e:p> <e:q>) (sequence <e:r> (inverse <e:q>))) ?o)))"},
        {R"(?s :p* [ :q+ ?x ])", R"((bgp (path ?.0 (one-or-more <e:q>) ?x) (path ?s (zero-or-more <e:p>) ?.0)))"},
        {R"((:a) :p* (:b))",
         R"((bgp (triple ?.0 rdf:first <e:a>) (triple ?.0 rdf:rest rdf:nil) (triple ?.1 rdf:first <e:b>) (triple ?.1 rdf:rest rdf:nil) (path ?.0 (zero-or-more <e:p>) ?.1)))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(PathParser, ReadsNegatedSets) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?s !:p ?a ; !(:p|^:q|a|^a) ?b ; !^:r ?c ; !() ?d)",
         R"((bgp (path ?s (negated-set <e:p>) ?a) (path ?s (negated-set <e:p> rdf:type ^<e:q> ^rdf:type) ?b) (path ?s (negated-set ^<e:r>) ?c) (path ?s (negated-set) ?d)))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(PathParser, TakesTheLongestToken) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?s :p+5)", R"((bgp (triple ?s <e:p> +5)))"},
        {R"(?s :p* 5)", R"((bgp (path ?s (zero-or-more <e:p>) 5)))"},
        {R"(?s :p?x)", R"((bgp (triple ?s <e:p> ?x)))"},
        {R"(?s :p ?x)", R"((bgp (triple ?s <e:p> ?x)))"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

TEST(PathParser, SaysWhatIsWrong) {
    const std::pair<const char*, const char*> cases[] = {
        {R"(?x !(:p/:q) 1)", R"(line 1, column 14: expected `)` or `|` in a negated set of predicates, found `/:q)`)"},
        {R"(?x :p/ 1)", R"(line 1, column 14: expected a predicate: an IRI or `a`, found `1`)"},
        {R"(?x :p** 1)",
         R"(line 1, column 13: expected a variable, an IRI, a literal, a blank node or a collection, found `*`)"},
        {R"(?x :p|?y 1)", R"(line 1, column 13: expected a predicate: an IRI or `a`, found `?y`)"},
        {R"(?x (:p 1)", R"(line 1, column 14: expected `)` or an operator of paths behind a path, found `1`)"},
        {R"(?x ^^:p 1)", R"(line 1, column 11: expected a predicate: an IRI or `a`, found `^:p`)"},
    };
    for (const auto& [text, expected] : cases) {
        SCOPED_TRACE(text);
        EXPECT_EQ(algebra_of_group(text), expected);
    }
}

}  // namespace
}  // namespace gridlore::query
