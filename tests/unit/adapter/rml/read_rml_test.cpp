#include "adapter/rml/read_rml.h"

#include <gmock/gmock.h>

namespace gridlore::rml {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr std::string_view prefixes = R"(
    @prefix rml: <http://w3id.org/rml/> .
    @prefix rr: <http://www.w3.org/ns/r2rml#> .
    @prefix old: <http://semweb.mmlab.be/ns/rml#> .
    @prefix ql: <http://semweb.mmlab.be/ns/ql#> .
    @prefix fnml: <http://semweb.mmlab.be/ns/fnml#> .
    @prefix csvw: <http://www.w3.org/ns/csvw#> .
    @prefix : <urn:x:> .
)";

Result<RmlDocument> read(const std::string& turtle) {
    return read_rml(std::string(prefixes) + turtle);
}

/// A triples map with the rest of its properties.
std::string map(const std::string& rest, const std::string& source = R"(rml:source "a.json")") {
    return ":m rml:logicalSource [ " + source + " ; rml:referenceFormulation rml:JSONPath ] ; " + rest + " .";
}
const std::string subject = R"(rml:subjectMap [ rml:template "http://x/{$.id}" ])";

std::string refusal(const std::string& turtle) {
    const auto document = read(turtle);
    EXPECT_FALSE(document) << turtle;
    return document ? "" : placed_message(document.error());
}

TEST(ReadRml, ReadsTheNewVocabulary) {
    const auto document = read(map(R"(rml:baseIRI <http://b/> ; rml:subjectMap [
        rml:reference "$.id" ; rml:class :C, :D ; rml:graph :G ; rml:graphMap [ rml:template "http://g/{$.g}" ] ] ;
        rml:predicateObjectMap [ rml:predicate :p ; rml:object "o"@en ;
            rml:objectMap [ rml:reference "$.v" ; rml:datatypeMap [ rml:template "http://t/{$.t}" ] ],
                          [ rml:reference "$.v" ; rml:language "en" ] ])",
                                   R"(rml:source [ a rml:RelativePathSource ; rml:root rml:MappingDirectory ;
                                      rml:path "d/a.json" ; rml:null "-", "" ] ; rml:iterator "$[*]")"));
    ASSERT_TRUE(document) << document.error().message;
    ASSERT_EQ(document->triples_maps.size(), 1U);
    const TriplesMap& made = document->triples_maps.front();
    EXPECT_EQ(made.name, "triples map <urn:x:m>");
    EXPECT_EQ(made.base, "http://b/");
    EXPECT_EQ(made.source.file, "d/a.json");
    EXPECT_EQ(made.source.formulation, ReferenceFormulation::JsonPath);
    EXPECT_EQ(made.source.iterator, "$[*]");
    EXPECT_THAT(made.source.nulls, testing::ElementsAre("-", ""));
    EXPECT_TRUE(made.source.has_natural_types);
    EXPECT_EQ(made.subject.type, TermType::Iri);
    EXPECT_EQ(std::get<Reference>(made.subject.expression).text, "$.id");
    EXPECT_EQ(made.classes.size(), 2U);
    EXPECT_EQ(made.graphs.size(), 2U);
    ASSERT_EQ(made.predicate_objects.size(), 1U);
    const PredicateObjectMap& part = made.predicate_objects.front();
    ASSERT_EQ(part.objects.size(), 3U);
    EXPECT_EQ(std::get<rdf::Term>(part.objects[0].expression), rdf::Term::language_string("o", "en"));
    EXPECT_EQ(part.objects[1].type, TermType::Literal);
    EXPECT_TRUE(part.objects[1].datatype);
    EXPECT_TRUE(part.objects[2].language);
}

TEST(ReadRml, ReadsTheOlderVocabulary) {
    const auto document = read(R"(
        :m a rr:TriplesMap ; old:logicalSource [ old:source "a.csv" ; old:referenceFormulation ql:CSV ] ;
            rr:subjectMap [ rr:template "{a}{b}" ; rr:termType rr:BlankNode ; rr:graph rr:defaultGraph ] ;
            rr:predicateObjectMap [ rr:predicateMap [ rr:constant :p ] ;
                rr:objectMap [ rr:parentTriplesMap :n ; rr:joinCondition [ rr:child "a" ; rr:parent "b" ] ] ] .
        :n a rr:TriplesMap ; old:logicalSource [ old:source "b.csv" ; old:referenceFormulation ql:CSV ] ;
            rr:subjectMap [ rr:constant "http://x/n" ; rr:termType rr:IRI ] .)");
    ASSERT_TRUE(document) << document.error().message;
    ASSERT_EQ(document->triples_maps.size(), 2U);
    const TriplesMap& made = document->triples_maps.front();
    EXPECT_FALSE(made.source.has_natural_types);
    EXPECT_EQ(made.subject.type, TermType::BlankNode);
    EXPECT_EQ(std::get<rdf::Term>(made.graphs.front().expression).text, default_graph);
    const ReferencingObjectMap& reference = made.predicate_objects.front().references.front();
    EXPECT_EQ(reference.parent, 1U);
    EXPECT_EQ(std::get<Reference>(reference.conditions.front().parent).text, "b");
    EXPECT_EQ(std::get<rdf::Term>(document->triples_maps[1].subject.expression), rdf::Term::iri("http://x/n"));
}

TEST(ReadRml, KnowsTablesOfCsvwAndNamespacesOfXPath) {
    const auto document = read(R"(
        :m rml:logicalSource [ rml:source [ a csvw:Table ; csvw:url "a.csv" ; csvw:null "x" ;
                csvw:dialect [ csvw:delimiter ";" ; csvw:encoding "UTF-8" ] ] ; rml:referenceFormulation rml:CSV ] ;
            rml:subject :s .
        :n rml:logicalSource [ rml:source "a.xml" ; rml:iterator "/p:a" ; rml:referenceFormulation
                [ a rml:XPathReferenceFormulation ;
                  rml:namespace [ rml:namespacePrefix "p" ; rml:namespaceURL "urn:p" ] ] ] ; rml:subjectMap [ rml:reference "p:b" ] .)");
    ASSERT_TRUE(document) << document.error().message;
    EXPECT_EQ(document->triples_maps[0].source.delimiter, ';');
    EXPECT_THAT(document->triples_maps[0].source.nulls, testing::ElementsAre("x"));
    EXPECT_EQ(document->triples_maps[1].source.formulation, ReferenceFormulation::XPath);
    EXPECT_THAT(document->triples_maps[1].source.namespaces, testing::ElementsAre(testing::Pair("p", "urn:p")));
}

TEST(ReadRml, NamesTheTriplesMapThatIsWrong) {
    EXPECT_THAT(refusal(map("rml:predicateObjectMap [ rml:predicate :p ; rml:object :o ]")),
                AllOf(HasSubstr("triples map <urn:x:m>"), HasSubstr("no rml:subjectMap")));
}

TEST(ReadRml, RefusesWhatIsIncomplete) {
    EXPECT_THAT(refusal(""), HasSubstr("no triples map"));
    EXPECT_THAT(refusal(":m " + subject + " ."), HasSubstr("no rml:logicalSource"));
    EXPECT_THAT(refusal(map(subject, "rml:iterator \"$\"")), HasSubstr("no rml:source"));
    EXPECT_THAT(refusal(map("rml:subjectMap [ rml:class :C ]")), HasSubstr("neither constant nor reference"));
    EXPECT_THAT(refusal(map(subject + ", [ rml:template \"b\" ]")), HasSubstr("several subjects"));
    EXPECT_THAT(refusal(map(subject + "; rml:predicateObjectMap [ rml:object :o ]")), HasSubstr("no predicate"));
    EXPECT_THAT(refusal(map(subject + "; rml:predicateObjectMap [ rml:predicate :o ]")), HasSubstr("no object"));
    EXPECT_THAT(refusal(R"(:m rml:logicalSource [ rml:source "a.txt" ] ; rml:subject :s .)"),
                HasSubstr("no rml:referenceFormulation"));
}

TEST(ReadRml, RefusesTermsOfTheWrongKind) {
    const auto part = [](const std::string& rest) {
        return map(subject + "; rml:predicateObjectMap [ " + rest + " ]");
    };
    EXPECT_THAT(refusal(map(R"(rml:subjectMap [ rml:reference "$.a" ; rml:termType rml:Literal ])")),
                HasSubstr("makes literals"));
    EXPECT_THAT(refusal(map(R"(rml:subject "s")")), HasSubstr("makes literals"));
    EXPECT_THAT(refusal(map(R"(rml:subjectMap [ rml:constant "School" ; rml:termType rml:BlankNode ])")),
                HasSubstr("termType"));
    EXPECT_THAT(refusal(map(R"(rml:subjectMap [ rml:reference "$.a" ; rml:termType rml:Thing ])")),
                HasSubstr("expected rml:IRI"));
    EXPECT_THAT(refusal(map(R"(rml:subjectMap [ rml:reference "$.a" ; rml:class "C" ])")), HasSubstr("rml:class"));
    EXPECT_THAT(refusal(map(R"(rml:subjectMap [ rml:reference "$.a" ; rml:graph [ rml:reference "$.g" ] ])")),
                HasSubstr("rml:graphMap, not rml:graph"));
    EXPECT_THAT(refusal(part(R"(rml:predicate "p" ; rml:object :o)")), HasSubstr("a predicate map makes literals"));
    EXPECT_THAT(
        refusal(part(R"(rml:predicateMap [ rml:reference "$.a" ; rml:termType rml:BlankNode ] ; rml:object :o)")),
        HasSubstr("no predicate can be"));
    EXPECT_THAT(refusal(part(R"(rml:predicate :p ; rml:objectMap [ rml:reference "$.a" ; rml:language "spanish" ])")),
                HasSubstr("\"spanish\" is no language tag"));
    EXPECT_THAT(
        refusal(
            part(R"(rml:predicate :p ; rml:objectMap [ rml:reference "$.a" ; rml:language "en" ; rml:datatype :t ])")),
        HasSubstr("a literal has one of them"));
    EXPECT_THAT(refusal(part(R"(rml:predicate :p ; rml:objectMap [ rml:reference "$.a" ; rml:datatype "t" ])")),
                HasSubstr("no datatype"));
    EXPECT_THAT(
        refusal(part(
            R"(rml:predicate :p ; rml:objectMap [ rml:reference "$.a" ; rml:termType rml:IRI ; rml:language "en" ])")),
        HasSubstr("makes no literals"));
    EXPECT_THAT(refusal(part(R"(rml:predicate :p ; rml:objectMap [ rml:reference "$.a" ; rml:template "b" ])")),
                HasSubstr("several of"));
    EXPECT_THAT(refusal(part(R"(rml:predicate :p ; rml:objectMap [ rml:reference 3, 4 ])")), HasSubstr("several of"));
    EXPECT_THAT(refusal(part(R"(rml:predicate :p ; rml:objectMap [ rml:reference :r ])")),
                HasSubstr("expected a string"));
    EXPECT_THAT(refusal(map("rml:baseIRI \"b\" ; " + subject)), HasSubstr("no absolute IRI"));
}

TEST(ReadRml, RefusesReferencesThatAreNotWellFormed) {
    EXPECT_THAT(refusal(map(subject, R"(rml:source "a.json" ; rml:iterator "$.s[*]]")")),
                HasSubstr("the JSONPath `$.s[*]]`"));
    EXPECT_THAT(refusal(map(R"(rml:subjectMap [ rml:template "http://x/{$.a[}" ])")), HasSubstr("the JSONPath `$.a[`"));
    EXPECT_THAT(refusal(map(R"(rml:subjectMap [ rml:template "http://x/{{a}}" ])")),
                HasSubstr("a brace in a reference"));
    EXPECT_THAT(refusal(R"(:m rml:logicalSource [ rml:source "a.xml" ; rml:iterator "/a[" ] ; rml:subject :s .)"),
                HasSubstr("the XPath `/a[`"));
    EXPECT_THAT(refusal(R"(:m rml:logicalSource [ rml:source "a.csv" ; rml:iterator "$" ] ; rml:subject :s .)"),
                HasSubstr("has no iterator"));
}

TEST(ReadRml, RefusesJoinsThatLeadNowhere) {
    const auto joined = [](const std::string& rest) {
        return map(subject + "; rml:predicateObjectMap [ rml:predicate :p ; rml:objectMap [ " + rest + " ] ]") +
               R"( :n rml:logicalSource [ rml:source "b.json" ] ; rml:subject :s .)";
    };
    EXPECT_THAT(refusal(joined("rml:parentTriplesMap :none")), HasSubstr("<urn:x:none>, which is no triples map"));
    EXPECT_THAT(refusal(joined("rml:parentTriplesMap :n")), HasSubstr("another source"));
    EXPECT_THAT(refusal(joined("rml:parentTriplesMap :n ; rml:joinCondition [ rml:child \"$.a\" ]")),
                HasSubstr("needs rml:child and rml:parent"));
    EXPECT_THAT(
        refusal(joined("rml:parentTriplesMap :n ; rml:joinCondition [ rml:child \"$.a\" ; rml:parent \"$[\" ]")),
        HasSubstr("the JSONPath `$[`"));
    EXPECT_THAT(refusal(joined("rml:parentTriplesMap :n ; rml:reference \"$.a\"")),
                HasSubstr("a referencing object map has rml:reference"));
}

TEST(ReadRml, RefusesByNameWhatItDoesNotDo) {
    EXPECT_THAT(refusal(map("rml:subjectMap [ rml:functionExecution :f ]")), HasSubstr("functions are not supported"));
    EXPECT_THAT(refusal(map("rml:subjectMap [ fnml:functionValue :f ]")), HasSubstr("functions are not supported"));
    EXPECT_THAT(refusal(map("rml:subjectMap [ rr:column \"a\" ]")), HasSubstr("use rml:reference"));
    EXPECT_THAT(refusal(map("rml:subjectMap [ rml:reference \"$.a\" ; rml:logicalTarget :t ]")),
                HasSubstr("rml:logicalTarget"));
    EXPECT_THAT(refusal(map(subject, "rml:source \"a\" ; rml:query \"SELECT\"")), HasSubstr("rml:query"));
    EXPECT_THAT(refusal(map(subject, "rml:source <http://x/a.json>")), HasSubstr("is no file"));
    EXPECT_THAT(refusal(map(subject, "rml:source [ rml:path \"a\" ; rml:compression rml:gzip ]")), HasSubstr("unpack"));
    EXPECT_THAT(refusal(map(subject, "rml:source [ rml:path \"a\" ; rml:encoding rml:UTF-16 ]")),
                HasSubstr("expected rml:UTF-8"));
    EXPECT_THAT(refusal(map(subject, "rml:source [ rml:path \"a\" ; rml:root \"/etc\" ]")),
                HasSubstr("rml:MappingDirectory"));
    EXPECT_THAT(
        refusal(
            R"(:m rml:logicalSource [ rml:source "a.db" ; rml:referenceFormulation rml:SQL2008Query ] ; rml:subject :s .)"),
        HasSubstr("SQL2008Query"));
    EXPECT_THAT(
        refusal(
            R"(:m rml:logicalSource [ rml:source [ csvw:url "a.csv" ; csvw:dialect [ csvw:delimiter ";;" ] ] ] ; rml:subject :s .)"),
        HasSubstr("one character"));
}

TEST(ReadRml, SaysWhereADocumentIsNoTurtle) {
    const auto document = read_rml(":m\n oops");
    ASSERT_FALSE(document);
    EXPECT_TRUE(document.error().position);
}

TEST(ReadRml, RefusesFewLinesThatSayItManyTimes) {
    std::string parts = "rml:predicateObjectMap :p0";
    std::string shared;
    for (int i = 0; i < 400; ++i) {
        const std::string name = ":p" + std::to_string(i);
        parts += i == 0 ? "" : ", " + name;
        shared += name + " rml:predicate :p ; rml:object 1 .\n";
    }
    std::string maps;
    for (int i = 0; i < 400; ++i) {
        maps += ":m" + std::to_string(i) +
                " rml:logicalSource [ rml:source \"a.csv\" ; rml:referenceFormulation rml:CSV ] ; rml:subject :s ; " +
                parts + " .\n";
    }
    const auto document =
        read_rml("@prefix rml: <http://w3id.org/rml/> . @prefix : <http://example.com/> .\n" + shared + maps);
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().kind, ErrorKind::LimitExceeded);
}

}  // namespace
}  // namespace gridlore::rml
