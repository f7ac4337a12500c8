#include "adapter/rml/lift.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "adapter/rml/read_rml.h"
#include "tests/unit/adapter/rml/support.h"

namespace gridlore::rml {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// `body` is what stands in a triples map beside its source, the JSON `a.json` with the records `$[*]`.
std::vector<std::string> lifted_json(const std::string& body, const std::string& json, const std::string& more = "") {
    return lifted(read_rml("@prefix rml: <http://w3id.org/rml/> . @prefix : <http://example.com/> . "
                           "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
                           ":m rml:logicalSource :source ; " +
                           body +
                           " . "
                           ":source rml:source \"a.json\" ; rml:iterator \"$[*]\" . " +
                           more),
                  {{"a.json", json}, {"b.json", R"([{"k": 1, "n": "x"}, {"k": [1, 2], "n": "y"}, {"n": "z"}])"}});
}

/// Of the object map alone; the subject is `:s`, the predicate `:p`.
std::vector<std::string> objects(const std::string& map, const std::string& json) {
    auto quads = lifted_json(
        "rml:subject :s ; rml:predicateObjectMap [ rml:predicate :p ; rml:objectMap [ " + map + " ] ]", json);
    for (std::string& quad : quads) {
        quad = quad.starts_with("<:s> <:p> ") ? quad.substr(10) : quad;
    }
    return quads;
}

TEST(Lift, MakesLiteralsWithTheTypesOfJson) {
    EXPECT_THAT(
        objects(R"(rml:reference "$.v")", R"([{"v": 7}, {"v": 1.50}, {"v": true}, {"v": "7"}, {"v": null}, {}])"),
        ElementsAre("\"7\"^^<xsd:integer>", "\"1.50\"^^<xsd:double>", "\"true\"^^<xsd:boolean>", "\"7\""));
    EXPECT_THAT(objects(R"(rml:reference "$.v" ; rml:datatype xsd:decimal)", R"([{"v": 1.50}])"),
                ElementsAre("\"1.50\"^^<xsd:decimal>"));
}

TEST(Lift, MakesLanguagesAndDatatypesOfTheData) {
    EXPECT_THAT(
        objects(R"(rml:reference "$.v" ; rml:languageMap [ rml:template "{$.l}-{$.r}" ])",
                R"([{"v": "a", "l": "EN", "r": "gb"}, {"v": "b", "l": "english", "r": "x"}, {"v": "c"}])"),
        ElementsAre("\"a\"@en-GB", AllOf(HasSubstr("record 2 of a.json"), HasSubstr("\"english-x\" is no language"))));
    EXPECT_THAT(objects(R"(rml:reference "$.v" ; rml:datatypeMap [ rml:reference "$.t" ])",
                        R"([{"v": 1, "t": "urn:x:t"}, {"v": 2, "t": "t"}, {"v": 3, "t": "no t"}])"),
                ElementsAre("\"1\"^^<urn:x:t>", "\"2\"^^<:t>", HasSubstr("no IRI can be made of \"no t\"")));
    EXPECT_THAT(objects(R"(rml:constant "c" ; rml:languageMap [ rml:reference "$.l" ])", R"([{"l": "nl"}])"),
                ElementsAre("\"c\"@nl"));
}

TEST(Lift, EncodesWhatStandsInTheTemplateOfAnIri) {
    constexpr auto json = R"([{"v": "a b/ç%ü"}, {"v": "\ud83d\ude00\u0080\ue000"}])";
    EXPECT_THAT(objects(R"(rml:template "http://x/{$.v}")", json),
                ElementsAre("<http://x/a%20b%2Fç%25ü>", "<http://x/😀%C2%80%EE%80%80>"));
    EXPECT_THAT(objects(R"(rml:template "http://x/{$.v}" ; rml:termType rml:URI)", R"([{"v": "a ç"}])"),
                ElementsAre("<http://x/a%20%C3%A7>"));
    EXPECT_THAT(
        objects(R"(rml:template "http://x/{$.v}" ; rml:termType rml:UnsafeIRI)", R"([{"v": "a/ç"}, {"v": "a b"}])"),
        ElementsAre("<http://x/a/ç>", HasSubstr("no IRI can be made of \"http://x/a b\"")));
    EXPECT_THAT(objects(R"(rml:template "{$.v}!" ; rml:termType rml:Literal)", R"([{"v": "a b"}])"),
                ElementsAre("\"a b!\""));
}

TEST(Lift, PutsTheBaseBeforeRelativeIris) {
    EXPECT_THAT(objects(R"(rml:reference "$.v" ; rml:termType rml:IRI)",
                        R"([{"v": "http://x/a"}, {"v": "b/../c"}, {"v": "a b"}, {"v": ""}])"),
                ElementsAre("<http://x/a>", "<:b/../c>", "<:>",
                            HasSubstr("record 3 of a.json: no IRI can be made of \"a b\"")));
    EXPECT_THAT(lifted_json(R"(rml:baseIRI <http://b/> ; rml:subjectMap [ rml:reference "$.v" ; rml:class :C ])",
                            R"([{"v": "x"}])"),
                ElementsAre("<http://b/x> <rdf:type> <:C>"));
    EXPECT_THAT(objects(R"(rml:reference "$.v" ; rml:termType rml:URI)", R"([{"v": "ç"}])"),
                ElementsAre(HasSubstr("no URI")));
}

TEST(Lift, MakesTheSameBlankNodeOfTheSameValue) {
    EXPECT_THAT(objects(R"(rml:template "{$.a}{$.b}" ; rml:termType rml:BlankNode)",
                        R"([{"a": "x", "b": "y"}, {"a": "xy", "b": ""}, {"a": "x_", "b": "y"}])"),
                ElementsAre("_:txy", "_:tx_5Fy"));
}

TEST(Lift, MakesABlankNodeForEachRecordWhereNothingIsSaid) {
    EXPECT_THAT(lifted_json(R"(rml:subjectMap [ rml:termType rml:BlankNode ; rml:class :C ] ;
                               rml:predicateObjectMap [ rml:predicate :p ; rml:objectMap [ rml:reference "$.v" ] ])",
                            R"([{"v": "a"}, {"v": "a"}])"),
                UnorderedElementsAre("_:m0r0 <rdf:type> <:C>", "_:m0r0 <:p> \"a\"", "_:m0r1 <rdf:type> <:C>",
                                     "_:m0r1 <:p> \"a\""));
}

TEST(Lift, CombinesAllValues) {
    EXPECT_THAT(
        lifted_json(R"(rml:subjectMap [ rml:template "http://x/{$.s[*]}" ] ;
                               rml:predicateObjectMap [ rml:predicate :p, :q ; rml:objectMap [ rml:template "{$.a[*]}-{$.b[*]}" ; rml:termType rml:Literal ] ])",
                    R"([{"s": ["m", "n"], "a": [1, 2], "b": ["x"]}])"),
        UnorderedElementsAre("<http://x/m> <:p> \"1-x\"", "<http://x/m> <:p> \"2-x\"", "<http://x/m> <:q> \"1-x\"",
                             "<http://x/m> <:q> \"2-x\"", "<http://x/n> <:p> \"1-x\"", "<http://x/n> <:p> \"2-x\"",
                             "<http://x/n> <:q> \"1-x\"", "<http://x/n> <:q> \"2-x\""));
}

TEST(Lift, HandsOverEachQuadOnce) {
    EXPECT_THAT(objects(R"(rml:reference "$.v")", R"([{"v": 1}, {"v": 1}, {"v": "1"}])"),
                ElementsAre("\"1\"^^<xsd:integer>", "\"1\""));
}

TEST(Lift, PutsTriplesIntoTheGraphsOfSubjectAndPredicate) {
    EXPECT_THAT(
        lifted_json(
            R"(rml:subjectMap [ rml:constant :s ; rml:class :C ; rml:graphMap [ rml:template "http://g/{$.g}" ] ] ;
                               rml:predicateObjectMap [ rml:predicate :p ; rml:object :o ; rml:graph rml:defaultGraph ],
                                                      [ rml:predicate :q ; rml:object :o ])",
            R"([{"g": 1}, {}])"),
        UnorderedElementsAre("<:s> <rdf:type> <:C> <http://g/1>", "<:s> <:p> <:o> <http://g/1>", "<:s> <:p> <:o>",
                             "<:s> <:q> <:o> <http://g/1>"));
}

constexpr std::string_view parent = R"(:n rml:logicalSource [ rml:source "b.json" ; rml:iterator "$[*]" ] ;
    rml:subjectMap [ rml:template "http://n/{$.n}" ] .)";

std::string join(const std::string& conditions) {
    return R"(rml:subjectMap [ rml:template "http://x/{$.id}" ] ; rml:predicateObjectMap [ rml:predicate :p ;
        rml:objectMap [ rml:parentTriplesMap :n ; )" +
           conditions + " ] ]";
}

TEST(Lift, JoinsRecordsWhoseValuesAreEqual) {
    EXPECT_THAT(lifted_json(join(R"(rml:joinCondition [ rml:child "$.c" ; rml:parent "$.k[*]" ])"),
                            R"([{"id": 1, "c": "2"}, {"id": 2, "c": 3}, {"id": 3}])", std::string(parent)),
                ElementsAre("<http://x/1> <:p> <http://n/y>"));
    EXPECT_THAT(
        lifted_json(
            join(
                R"(rml:joinCondition [ rml:child "$.c" ; rml:parent "$.k[*]" ], [ rml:child "$.d" ; rml:parent "$.n" ])"),
            R"([{"id": 1, "c": "2", "d": "y"}, {"id": 2, "c": "2", "d": "x"}])", std::string(parent)),
        ElementsAre("<http://x/1> <:p> <http://n/y>"));
    EXPECT_THAT(
        lifted_json(
            join(
                R"(rml:joinCondition [ rml:childMap [ rml:template "{$.c}!" ] ; rml:parentMap [ rml:constant "z!" ] ])"),
            R"([{"id": 1, "c": "z"}])", std::string(parent)),
        ElementsAre("<http://x/1> <:p> <http://n/x>", "<http://x/1> <:p> <http://n/y>",
                    "<http://x/1> <:p> <http://n/z>"));
}

TEST(Lift, NamesRecordAndReferenceWhereAJoinFindsAList) {
    EXPECT_THAT(
        lifted_json(join(R"(rml:joinCondition [ rml:child "$.c" ; rml:parent "$.k" ])"), "[]", std::string(parent)),
        ElementsAre(AllOf(HasSubstr("triples map"), HasSubstr("`$.k` finds a list"))));
}

TEST(Lift, TakesTheParentOfTheSameRecordWhereNoJoinIsSaid) {
    EXPECT_THAT(
        lifted_json(
            join(""), R"([{"id": 1, "n": "a"}, {"id": 2, "n": "b"}])",
            R"(:n rml:logicalSource :source ; rml:baseIRI <http://b/> ; rml:subjectMap [ rml:template "{$.n}" ] .)"),
        ElementsAre("<http://x/1> <:p> <http://b/a>", "<http://x/2> <:p> <http://b/b>"));
}

TEST(Lift, NamesTheRecordThatIsWrong) {
    EXPECT_THAT(
        objects(R"(rml:reference "$.v")", R"([{"v": 1}, {"v": []}])"),
        ElementsAre("\"1\"^^<xsd:integer>", AllOf(HasSubstr("triples map <http://example.com/m>: record 2 of a.json"),
                                                  HasSubstr("finds a list"))));
    EXPECT_THAT(objects(R"(rml:reference "$.v")", "[1"),
                ElementsAre(AllOf(HasSubstr("a.json: "), HasSubstr("no JSON"))));
}

TEST(Lift, BoundsTheCombinationsOfOneRecord) {
    std::string list = "0";
    for (int at = 1; at < 2000; ++at) {
        list += "," + std::to_string(at);
    }
    const auto quads =
        objects(R"(rml:template "{$.v[*]}{$.v[*]}" ; rml:termType rml:Literal)", "[{\"v\": [" + list + "]}]");
    EXPECT_THAT(quads, ElementsAre(HasSubstr("more terms of one record than the limit")));
}

TEST(Lift, PassesTheErrorsOfOthersOn) {
    const auto document = read_rml(R"(@prefix rml: <http://w3id.org/rml/> .
        <urn:m> rml:logicalSource [ rml:source "a.csv" ] ; rml:subjectMap [ rml:constant <urn:s> ; rml:class <urn:c> ] .)");
    ASSERT_TRUE(document);
    const auto none = [](const std::string&) -> Result<std::string> { return Error{ErrorKind::Unavailable, "gone"}; };
    const auto some = [](const std::string&) -> Result<std::string> { return std::string("a\n1\n"); };
    const auto refuse = [](const rdf::QuadView&) -> Result<void> { return Error{ErrorKind::Conflict, "full"}; };
    EXPECT_EQ(lift(*document, none, refuse).error().kind, ErrorKind::Unavailable);
    const auto refused = lift(*document, some, refuse);
    EXPECT_EQ(refused.error().kind, ErrorKind::Conflict);
    EXPECT_EQ(refused.error().message, "full");
}

class SourceFolder : public testing::Test {
  protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "gridlore-rml-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        root_ = name;
        std::filesystem::create_directories(root_ / "maps" / "data");
        write("secret", "s");
        write("maps/a.csv", "a");
        write("maps/data/b.csv", "b");
        std::filesystem::create_symlink(root_ / "secret", root_ / "maps" / "link");
    }
    void TearDown() override { std::filesystem::remove_all(root_); }
    void write(const std::string& name, const std::string& text) const { std::ofstream(root_ / name) << text; }

    std::filesystem::path root_;
};

TEST_F(SourceFolder, GivesTheFilesInIt) {
    const SourceResolver resolve = files_in(root_ / "maps");
    EXPECT_EQ(*resolve("a.csv"), "a");
    EXPECT_EQ(*resolve("data/b.csv"), "b");
    EXPECT_EQ(*resolve("data/../a.csv"), "a");
    EXPECT_EQ(resolve("c.csv").error().kind, ErrorKind::NotFound);
    EXPECT_EQ(resolve("data").error().kind, ErrorKind::NotFound);
    EXPECT_EQ(files_in(root_ / "none")("a").error().kind, ErrorKind::NotFound);
}

TEST_F(SourceFolder, GivesNothingElse) {
    const SourceResolver resolve = files_in(root_ / "maps");
    for (const std::string& name :
         {std::string("../secret"), std::string("data/../../secret"), (root_ / "secret").string(), std::string("link"),
          std::string(), std::string("a\0b", 3), std::string("/etc/hostname")}) {
        const auto content = resolve(name);
        ASSERT_FALSE(content) << name;
        EXPECT_EQ(content.error().kind, ErrorKind::InvalidInput) << name;
    }
    EXPECT_EQ(files_in(root_ / "maps", 0)("a.csv").error().kind, ErrorKind::LimitExceeded);
}

}  // namespace
}  // namespace gridlore::rml
