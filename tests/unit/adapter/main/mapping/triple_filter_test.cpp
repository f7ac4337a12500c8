#include "adapter/main/mapping/triple_filter.h"

#include <gmock/gmock.h>

#include "knowledge-engine/rdf/document_writer.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::mapping_commands {
namespace {

using rdf::Term;
using testing::HasSubstr;

const rdf::PrefixMap prefixes = {{"ex", "http://example.org/"}, {"a", "urn:a:"}, {"true", "urn:true:"}};
const rdf::Quad reading{
    Term::iri("urn:x:r"), Term::iri(std::string(rdf::rdf_type)), Term::iri("http://example.org/R"), {}};
const rdf::Quad flag{Term::iri("urn:x:r"),
                     Term::iri("http://example.org/flag"),
                     Term::literal("true", std::string(rdf::xsd_boolean)),
                     {}};

bool takes_it(const std::string& text, const rdf::Quad& quad) {
    const auto filter = parse_triple_filter(text, prefixes);
    EXPECT_TRUE(filter) << filter.error().message;
    return filter && takes(*filter, rdf::view_of(quad));
}

std::string refusal(const std::string& text) {
    const auto filter = parse_triple_filter(text, prefixes);
    EXPECT_FALSE(filter) << text;
    return filter ? "" : filter.error().message;
}

TEST(TripleFilter, TakesTermsAndAnything) {
    for (const char* text : {"_ _ _", "? ? ?", "?s $p ?o .", "<urn:x:r> a ex:R", "  _ a _  ", "_ _ ex:R"}) {
        EXPECT_TRUE(takes_it(text, reading)) << text;
    }
    for (const char* text : {"<urn:x:s> _ _", "_ ex:flag _", "_ _ true", "_ a:b _", "_ _ \"http://example.org/R\""}) {
        EXPECT_FALSE(takes_it(text, reading)) << text;
    }
    EXPECT_TRUE(takes_it("_ ex:flag true", flag));
    EXPECT_TRUE(takes_it("_ _ \"true\"^^<http://www.w3.org/2001/XMLSchema#boolean>", flag));
    EXPECT_FALSE(takes_it("_ _ \"true\"", flag));
    EXPECT_FALSE(takes_it("_ _ true:x", flag));
}

TEST(TripleFilter, SaysWhatIsNoTriple) {
    EXPECT_THAT(refusal(""), HasSubstr("a subject, a predicate and an object"));
    EXPECT_THAT(refusal("ex:a ex:b"), HasSubstr("a subject, a predicate and an object"));
    EXPECT_THAT(refusal("_ a ex:R . _ a ex:R"), HasSubstr("behind the object stands"));
    EXPECT_THAT(refusal("_:b a ex:R"), HasSubstr("column 1"));
    EXPECT_THAT(refusal("_ no:such _"), HasSubstr("column 3"));
}

TEST(TripleFilter, FitsPatternsWhoseConstantsAgree) {
    const auto filter = *parse_triple_filter("<urn:x:r> ex:flag true", prefixes);
    const auto pattern = *pattern::parse_pattern("?r ex:flag ?f . ?r ex:flag false . ?f ?r true", prefixes);
    EXPECT_TRUE(fits_constants(filter, pattern.triples[0]));
    EXPECT_FALSE(fits_constants(filter, pattern.triples[1]));
    EXPECT_TRUE(fits_constants(filter, pattern.triples[2]));
}

}  // namespace
}  // namespace gridlore::mapping_commands
