#include <gmock/gmock.h>

#include "tests/unit/adapter/mapping/read/read_documents.h"

namespace gridlore::mapping {
namespace {

using testing::HasSubstr;

struct CheckCase {
    std::string name;
    std::string body;                   ///< behind the heading
    std::vector<std::string> problems;  ///< each a piece of one; all of them, in order
};

class Checks : public testing::TestWithParam<CheckCase> {};

TEST_P(Checks, AreToldWithPlaceAndRemedy) {
    const ReadDocument read = read_document(heading + GetParam().body, "d");
    EXPECT_EQ(read.document, nullptr);
    const std::vector<std::string> found = problems_of(read);
    ASSERT_EQ(found.size(), GetParam().problems.size()) << lines(found);
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_THAT(found[i], HasSubstr(GetParam().problems[i])) << lines(found);
    }
}

/// A thing with an identifier and a value; the shape begins in line 5, column 7.
std::string shape(const std::string& json, const std::string& terms = "") {
    return "graph: \"?a ex:id ?id ; ex:v ?v\"\nterms: { a: { iri: \"urn:a:{id}\" }" + terms + " }\njson: " + json +
           "\n";
}

/// A thing with an identifier, whose value is a part; the shape begins in line 6, column 7.
std::string parts(const std::string& json, const std::string& more = "") {
    return "graph: \"?a ex:id ?id\"\nparts: { v: \"?a ex:v ?v" + more +
           "\" }\nterms: { a: { iri: \"urn:a:{id}\" } }\njson: " + json + "\n";
}

const auto name_of_case = [](const auto& param) { return param.param.name; };

INSTANTIATE_TEST_SUITE_P(
    Shapes, Checks,
    testing::Values(
        CheckCase{"NoVariable",
                  shape("{ Id: ?id, V: \"?v w\" }"),
                  {"d:5:21: `?v w` is no variable's name: letters, digits and `_`; a text that begins with `?` is "
                   "written `{ $constant: \"?…\" }`"}},
        CheckCase{"TwoShapesInAList",
                  shape("[ ?id, ?v ]"),
                  {"d:5:7: a list has one shape, that of each of its elements; found are 2"}},
        CheckCase{
            "NoShapeInAList", shape("[]"), {"d:5:7: a list has one shape, that of each of its elements; found are 0"}},
        CheckCase{"UnknownOwnName",
                  shape("{ Id: ?id, $lst: ?v }"),
                  {"d:5:18: there is no `$lst`: did you mean `$list`?; a member of that name is written `$$lst`"}},
        CheckCase{"OwnNameElsewhere",
                  shape("{ Id: ?id, V: ?v, $order: set }"),
                  {"d:5:25: `$order` has no place here; it belongs to `$list`, `$zip` or `$each`"}},
        CheckCase{"OptionalElsewhere",
                  shape("{ Id: ?id, V: ?v, $optional: true }"),
                  {"d:5:25: `$optional` has no place here; write the member as `{ $value: …, $optional: … }`"}},
        CheckCase{"ValueElsewhere",
                  shape("{ $value: ?v }"),
                  {"d:5:9: `$value` stands for the value of a member; write the shape itself here"}},
        CheckCase{"MoreInAList",
                  shape("{ $list: { Id: ?id, V: ?v }, $empy: true }"),
                  {"d:5:36: a list has no `$empy`: did you mean `$empty`?"}},
        CheckCase{"EmptyIsNoFlag",
                  shape("{ $list: { Id: ?id, V: ?v }, $empty: 1 }"),
                  {"d:5:44: `$empty` is `true` or `false`; found is `1`"}},
        CheckCase{"Order",
                  shape("{ $list: { Id: ?id, V: ?v }, $order: up }"),
                  {"d:5:44: `$order` is `set`, `position` or a variable; found is `up`"}},
        CheckCase{"NoPosition",
                  shape("{ $list: { Id: ?id, V: ?v }, $order: position }"),
                  {"d:5:44: `$order: position` needs one variable with a term as `{ position: 1 }`"}},
        CheckCase{"OrderOfAnother",
                  shape("{ V: ?v, L: { $list: ?id, $order: ?v } }"),
                  {"d:5:19: ?v: the list cannot be ordered by it, since it does not stand in the list's own elements"}},
        CheckCase{"Constant",
                  shape("{ Id: ?id, V: ?v, C: { $constant: [ 1 ] } }"),
                  {"d:5:41: a constant is a text, a number, `true`, `false` or `null`"}},
        CheckCase{"ConstantAndMore",
                  shape("{ Id: ?id, V: ?v, C: { $constant: 1, $also: x } }"),
                  {"d:5:44: a constant has no `$also`; known are `$constant`"}},
        CheckCase{"IgnoredAndMore",
                  shape("{ Id: ?id, V: ?v, C: { $ignore: 1, x: 1 } }"),
                  {"d:5:42: what is ignored has no `x`"}},
        CheckCase{"TextIsAList",
                  shape("{ Id: ?id, V: ?v, T: { $text: [ a ] } }"),
                  {"d:5:37: `$text` needs a text; found is a list"}},
        CheckCase{"TextWithoutVariable",
                  shape("{ Id: ?id, V: ?v, T: { $text: \"a {{\" } }"),
                  {"d:5:37: no variable stands in this text, as in `{quantity} {unit}`"}},
        CheckCase{"TextWithNothingBetween",
                  shape("{ $text: \"{id}{v}\" }"),
                  {"d:5:16: nothing stands before `{v}` and behind the variable before it"}},
        CheckCase{"TextWithoutName",
                  shape("{ Id: ?id, V: ?v, T: { $text: \"{i d}\" } }"),
                  {"d:5:37: `?i d` is no variable's name", "d:5:37: no variable stands in this text"}},
        CheckCase{"JoinedByNothing",
                  shape("{ Id: ?id, V: { $list: ?v, $joined: \"\" } }"),
                  {"d:5:43: nothing stands between the elements"}},
        CheckCase{"JoinedObjects",
                  shape("{ Id: ?id, V: { $list: { W: ?v }, $joined: \"_\" } }"),
                  {"d:5:30: an element of a joined list is one variable"}},
        CheckCase{"ZipIsAList",
                  shape("{ Id: ?id, V: ?v, $zip: [ a ] }"),
                  {"d:5:31: `$zip` needs members, `Name: shape`; found is a list"}},
        CheckCase{"OptionalColumn",
                  shape("{ $zip: { Ids: ?id, Vs: { $value: ?v, $optional: true } } }"),
                  {"d:5:45: a member may not be missing here, where others stand beside it by their places; `null` can "
                   "stand in its place: `$optional: null`"}},
        CheckCase{"EachIsAText",
                  shape("{ Id: ?id, $each: V }"),
                  {"d:5:25: `$each` needs members with a variable in their names, `power_{phase}: shape`, or a list of "
                   "such groups; found is `V`"}},
        CheckCase{"EachWithoutMembers",
                  shape("{ Id: ?id, V: ?v, $each: { $empty: true } }"),
                  {"d:5:32: this `$each` names no member"}},
        CheckCase{"EachWithoutVariable",
                  shape("{ Id: ?id, $each: { V: ?v } }"),
                  {"d:5:27: in each name of a `$each` stands one variable in braces, as in `power_{phase}`; found is "
                   "`V`"}},
        CheckCase{"EachWithTwoVariables",
                  shape("{ $each: { \"{id} {v}\": 1 } }"),
                  {"d:5:18: in each name of a `$each` stands one variable in braces"}},
        CheckCase{"EachWithNoName",
                  shape("{ V: ?v, $each: { \"{i d}\": 1 } }"),
                  {"d:5:25: in each name of a `$each` stands one variable in braces"}},
        CheckCase{"NamesOfEachDiffer",
                  shape("{ $each: { \"v{id}\": ?v, \"w{v}\": 1, x: 2 } }"),
                  {"d:5:31: in a name within a `$each`, braces hold the variable of one that is around it, once; a "
                   "brace itself is written twice. Found is `w{v}`",
                   "d:5:31: ?id: all names of a `$each` have the same variable in them",
                   "d:5:42: ?id: all names of a `$each` have the same variable in them"}},
        CheckCase{"SpellingsWithAndWithoutVariable",
                  shape("{ $each: { \"v{id}\": { $value: ?v, $also: [ v ] } } }"),
                  {"d:5:50: either all names of a member have a variable in them, or none has"}},
        CheckCase{"AllOfEachOptional",
                  shape("{ $each: { \"v{id}\": { $value: ?v, $optional: true } } }"),
                  {"d:5:16: one member of a `$each` must always be there: without it, a row whose other members are "
                   "missing would be lost"}},
        CheckCase{"EachWithinItself",
                  shape("{ $each: { \"v{id}\": { V: ?v, $each: { \"w{id}\": 1 } } } }"),
                  {"d:5:45: ?id: the `$each` around this one has this variable, so that there is one such member at "
                   "most: write it beside the object's other members"}},
        CheckCase{
            "EachByPlace",
            "graph: \"?a ex:id ?id ; ex:v ?v ; ex:p ?p\"\nterms: { a: { iri: \"urn:a:{id}\" }, p: { position: 1 } }"
            "\njson: { $each: { $order: position, \"v{id}\": ?v } }\n",
            {"d:5:26: members of an object have no places of their own: leave `$order` out, or name a variable"}},
        CheckCase{"NameTwiceInEach",
                  shape("{ $each: { \"v{id}\": ?v, \"w{id}\": { $value: 1, $also: [ \"v{id}\" ] } } }"),
                  {"d:5:7: `v{id}` is the name of two members here"}},
        CheckCase{
            "VariableOfNamesFurtherOut",
            shape("{ Id: ?id, $each: { \"v{id}\": ?v } }"),
            {"d:5:25: ?id: it stands in the names of a `$each` and further out, too, where it has one value only; "
             "call one of the two otherwise"}},
        CheckCase{"OwnNameInEach",
                  shape("{ $each: { \"v{id}\": ?v, $joined: x } }"),
                  {"d:5:31: `$joined` has no place here; it belongs to `$list`, `$zip` or `$each`"}},
        CheckCase{"OwnNameInAZip",
                  shape("{ $zip: { Ids: ?id, Vs: ?v, $joined: x } }"),
                  {"d:5:35: `$joined` has no place here"}},
        CheckCase{"NameTwice",
                  shape("{ Id: ?id, V: { $value: ?v, $also: [ Id ] } }"),
                  {"d:5:7: `Id` is the name of two members here; where a name comes several times in an object, write "
                   "`$members`"}},
        CheckCase{"NameTwiceWithColumns",
                  shape("{ Id: ?id, $zip: { Id: ?v } }"),
                  {"d:5:7: `Id` is the name of two members here"}},
        CheckCase{
            "MembersAreNoList",
            shape("{ $members: { A: ?id, B: ?v } }"),
            {"d:5:24: `$members` is a list, `[ { Name: shape }, { Name: shape } ]`", "d:5:32: `$members` is a list"}},
        CheckCase{"MembersAndMore",
                  shape("{ $members: [ { A: ?id }, { A: ?v } ], B: 1 }"),
                  {"d:5:46: an object with `$members` has no `B`"}},
        CheckCase{"OptionalAmongEqualNames",
                  shape("{ $members: [ { A: ?id }, { A: { $value: ?v, $optional: true } } ] }"),
                  {"d:5:52: a member may not be missing here"}},
        CheckCase{"UnknownOfAnObject",
                  shape("{ Id: ?id, V: ?v, $unknown: drop }"),
                  {"d:5:35: `$unknown` is `ignore` or `refuse`; found is `drop`"}}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    Variables, Checks,
    testing::Values(
        CheckCase{"NoOrigin",
                  shape("{ Id: ?id, W: { $ignore: 1 } }"),
                  {"d:3:29: ?v: nothing says where it comes from: put it into `json`, or give it a term that is made "
                   "of others, given or constant"}},
        CheckCase{"NoOriginOfAPart",
                  shape("{ Id: ?id, V: ?v }", ", v: { iri: \"urn:x:{w}\" }"),
                  {"d:4:36: ?w: nothing says",
                   "d:5:21: ?v: its IRI is made of other variables, and so it is not in the JSON"}},
        CheckCase{"Misspelt",
                  shape("{ Id: ?id, V: ?val }", ""),
                  {"d:3:29: ?v: nothing says where it comes from",
                   "d:5:21: ?val: it is in `json` only, so that nothing keeps its value"}},
        CheckCase{"NearestNames",
                  "graph: \"?a ex:id ?ident\"\nterms: { a: { iri: \"urn:a:{ident}\" } }\njson: { Id: ?idemt }\n",
                  {"d:4:10: ?ident: nothing says where it comes from: put it into `json`, or give it a term that is "
                   "made of others, given or constant: did you mean `?idemt`?",
                   "d:5:13: ?idemt: it is in `json` only, so that nothing keeps its value: put it into the graph or "
                   "into the braces of an IRI of the graph, or write `{ $ignore: … }` here: did you mean `?ident`?"}},
        CheckCase{"UnusedTerm",
                  shape("{ Id: ?id, V: ?v }", ", vv: { iri: true }"),
                  {"d:4:36: ?vv: `terms` has it, but neither `graph` nor `json` does; leave it out"}},
        CheckCase{"MadeInJson",
                  shape("{ Id: ?id, V: ?v, A: ?a }"),
                  {"d:5:28: ?a: its IRI is made of other variables, and so it is not in the JSON"}},
        CheckCase{"PositionInJson",
                  shape("[ { Id: ?id, V: ?v } ]", ", v: { position: 1 }"),
                  {"d:5:23: ?v: it is the place of an element in its list, and so not in the JSON itself"}},
        CheckCase{"ConstantInJson",
                  shape("[ { Id: ?id, V: ?v } ]", ", v: { constant: 1 }"),
                  {"d:5:23: ?v: it is always the same, and so not in the JSON; write the value itself here"}},
        CheckCase{"UuidInJson",
                  "direction: lift\n" + shape("[ { Id: ?id, V: ?v } ]", ", v: { uuid: \"urn:x:{}\" }"),
                  {"d:6:23: ?v: it is made anew, and so not in the JSON"}},
        CheckCase{"GivenInJson",
                  shape("[ { Id: ?id, V: ?v } ]", ", v: { literal: \"xsd:string\", given: true }"),
                  {"d:5:23: ?v: it is given, and so not in the JSON"}},
        CheckCase{"PositionOfNoList",
                  shape("[ ?id ]", ", v: { position: 1 }"),
                  {"d:4:36: ?v: it is a position, but no list has it: write `$order: ?v` there"}},
        CheckCase{"PositionOfTwoLists",
                  shape("{ A: { $list: ?id, $order: position }, B: { $list: { $ignore: 1 }, $order: ?v } }",
                        ", v: { position: 1 }"),
                  {"d:5:82: ?v: it counts the elements of another list already"}}),
    name_of_case);

INSTANTIATE_TEST_SUITE_P(
    Levels, Checks,
    testing::Values(
        CheckCase{
            "TwoPlacesBesideEachOther",
            shape("{ A: [ { Id: ?id, V: ?v } ], B: [ { V: ?v, W: x } ] }"),
            {"d:5:39: nothing tells this list's elements apart",
             "d:5:46: ?v: it stands in two lists of which neither is in the other; call one of the two otherwise"}},
        CheckCase{"ListsOfTheCoreBesideEachOther",
                  shape("{ A: [ ?id ], B: [ ?v ] }"),
                  {"?v: it stands in a list beside that of ?"}},
        CheckCase{"ListOfLists",
                  shape("{ Id: ?id, V: [ [ ?v ] ] }"),
                  {"d:5:21: nothing tells this list's elements apart: they need a variable that is always there and in "
                   "no list further in, or `$order: position`"}},
        CheckCase{"ListOfConstants",
                  shape("{ Id: ?id, V: ?v, L: [ 1 ] }"),
                  {"d:5:28: nothing tells this list's elements apart"}},
        CheckCase{"ListOfOptional",
                  parts("{ Id: ?id, L: [ { V: { $value: ?v, $optional: true } } ] }"),
                  {"d:6:21: nothing tells this list's elements apart"}},
        CheckCase{
            "OptionalCore",
            shape("{ Id: ?id, V: { $value: ?v, $optional: true } }"),
            {"d:5:31: ?v: its member may be missing, but the core needs it: move its triples from `graph` to `parts`"}},
        CheckCase{"OptionalObject",
                  shape("{ Id: ?id, O: { $value: { V: ?v }, $optional: true } }"),
                  {"d:5:36: ?v: its member may be missing, but the core needs it"}},
        CheckCase{
            "LostBesideAnother",
            parts("{ Id: ?id, V: { $value: ?v, $optional: true }, W: { $value: ?w, $optional: true } }", " ; ex:w ?w"),
            {"d:6:31: ?v: it is lost where ?w is missing; give it a part without that",
             "d:6:67: ?w: it is lost where ?v is missing; give it a part without that"}},
        CheckCase{"LostBesideAList",
                  parts("{ Id: ?id, V: ?v, W: [ ?w ] }", " ; ex:w ?w"),
                  {"d:6:21: ?v: it is lost where ?w is missing; give it a part without that"}},
        CheckCase{"PartOfTwoLists",
                  parts("{ Id: ?id, V: [ ?v ], W: [ ?w ] }", " ; ex:w ?w"),
                  {"it stands in a list beside that of ?v, and the part `v` needs both; give one of the two lists a "
                   "part of its own"}}),
    name_of_case);

}  // namespace
}  // namespace gridlore::mapping
