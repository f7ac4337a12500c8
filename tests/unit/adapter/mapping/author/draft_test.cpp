#include "adapter/mapping/author/draft.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "adapter/mapping/author/draft_terms.h"
#include "tests/unit/adapter/mapping/read/read_documents.h"

namespace gridlore::mapping {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;

/// A draft is a document: it is read without an error, and its example goes there and back.
void expect_good_draft(const std::string& payload) {
    SCOPED_TRACE(payload);
    const auto draft = draft_document(payload, "a-draft");
    ASSERT_TRUE(draft) << draft.error().message;
    SCOPED_TRACE(*draft);
    const auto document = good_document(*draft);
    ASSERT_NE(document, nullptr);
    EXPECT_EQ(document->examples.size(), 1U);
}

TEST(Draft, IsADocumentForPayloadsOfAnyForm) {
    for (
        const char* payload : {
            R"x({"Authorization Token": "49d259db-755c-4929-8410-15ede30dbc2d"})x",
            R"x([{"User/Zone": "U123456", "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 890, "Unit": "kW"},
                 {"Time": "2021/09/27 10:15", "Measurement": 890.50, "Unit": "kW"}]}])x",
            R"x([{"Request ID": 1, "Price (€/kWh)": "0,1", "Meter IDs": ["ID Meter1", "ID Meter2"]}])x",
            R"x({"Voltage_Monitoring": [{"Hems_ID": "ID1234", "Abnormal_Voltage": "Yes",
                 "timestamp": "2021-12-03T15:11:20Z"}]})x",
            R"x({"opportunities": [{"zip_code": "4200-013", "message": ["a", "b"]},
                 {"zip_code": "4260-339", "message": ["c"]}]})x",
            R"x({"id": "x", "first": [1, 2], "second": [{"a": true}, {"a": false}], "none": null, "empty": {}})x",
            R"x([{"id": 1, "note": "there"}, {"id": 2}, {"id": 3, "more": {"deep": [1.5]}}])x",
            R"x([{"id": 1, "list": [{"k": "x"}]}, {"id": 2, "list": []}])x",
            R"x({"id": "x", "a": [1, 2], "b": [{"k": 1, "c": [2, 3]}]})x",
            R"x({"id": "x", "L1": 1.5, "L2": 2, "L3": 3, "line 1": null, "line 2": null, "line 3": null, "N1": 1, "N2": 2})x",
            R"x([{"id": 1, "p1": 1, "p2": 2, "p3": 3}, {"id": 2}, {"id": 3, "p1": 1, "p2": 2, "p3": [3]}])x",
            R"x({"m": "x", "{a1}": {"a1": {"p1": 1, "p2": 2, "p3": 3, "1": 4}}, "{a2}": {"a2": {"p1": 1, "p2": 2, "p3": 3,
                 "2": 4}}, "{a3}": {"a3": {"p1": 1, "p2": 2, "p3": 3, "3": 4}}})x",
            R"x({"id": "x", "1": [{"h1": 7}], "2": [{"h2": 7}, {"h2": 8}], "3": [], "p\ue000": 1})x",
            R"x({"id": "x", "1": [{"h1": 7}], "2": [{"h2": 7}, {"h2": 8}], "3": [{"h3": 1}], "r": [{"k": 1, "i1": 1, "i2": 2,
                 "i3": 3}]})x",
            R"x({"$price": 1, "0": 2, "größe": "\"\\\n", "a": {"a": {"a": "x"}}})x",
            R"x([1, 1, 2.5])x",
            R"x([[3.72, 51.04], [3.73, 51.04], []])x",
            R"x({"words": ["a", "a"], "same": [{"a": 1}, {"a": 1}], "inner": [{"l": [1]}, {"l": [2]}]})x",
            R"x([{"id": 1, "limit": null}, {"id": 2, "limit": 5}, {"id": 3}])x",
            R"x([{"id": 1, "l": []}, {"id": 2}, {"id": 3, "l": [{"k": 1, "v": null}, {"k": 1, "v": 2}]}])x",
            R"x({"id": "x", "odd": [1, true, "a"], "odder": [{"v": 1}, {"v": true}]})x",
            R"x([{"meter": "a", "time": ["t", "u", "w"], "v": [1, 1, 1]}, {"meter": "b", "time": [], "v": []}])x",
            R"x({"id": "x", "list": [1], "table": {"L1": [1, 1], "L2": [0, 0], "L3": [2, 2]}})x",
        }) {
        expect_good_draft(payload);
    }
}

TEST(Draft, ReadsMembersThatDifferInANumberAsRows) {
    const auto draft = draft_document(R"x({"user": "U", "hours": [{"hour": 7, "y_i1": 2.1, "y_i1_unit": "kW", "y_i2": 2,
        "y_i2_unit": "kW", "y_i24": 3, "y_i24_unit": "kW"}], "trust_i1": [{"i1_value": 1}], "trust_i2": [{"i2_value": 2}],
        "trust_i3": [{"i3_value": 2}]})x",
                                      "a-draft");
    ASSERT_TRUE(draft) << draft.error().message;
    EXPECT_THAT(*draft, HasSubstr("json:\n"
                                  "  \"user\": ?user\n"
                                  "  \"hours\":\n"
                                  "    -\n"
                                  "      \"hour\": ?hour\n"
                                  "      $each:\n"
                                  "        \"y_i{number}\": ?yi2\n"
                                  "        \"y_i{number}_unit\": ?yIUnit\n"
                                  "  $each:\n"
                                  "    \"trust_i{number2}\":\n"
                                  "      -\n"
                                  "        \"i{number2}_value\": ?iValue\n"));
    EXPECT_THAT(*draft, HasSubstr("  ?yi my:number ?number .\n"));
}

TEST(Draft, ReadsListsOfTheSameLengthAsColumns) {
    const auto draft =
        draft_document(R"x({"place": "P", "hourly": {"time": ["00:00", "01:00", "02:00"], "power": [2, 2.5, 2],
        "names": ["a"]}})x",
                       "a-draft");
    ASSERT_TRUE(draft) << draft.error().message;
    EXPECT_THAT(*draft, HasSubstr("  \"hourly\":\n"
                                  "    \"names\":\n"
                                  "      - ?names\n"
                                  "    $zip:\n"
                                  "      \"time\": ?time\n"
                                  "      \"power\": ?power\n"));
    EXPECT_THAT(*draft, HasSubstr("hourly: { iri: \"urn:my:hourly:{place}:{time}\" }"));
}

TEST(Draft, KeepsTheOrderWhereItMayMeanSomething) {
    const auto draft = draft_document(R"x({"name": "line", "coordinates": [3.72, 51.04], "tags": ["a", "b"]})x", "d");
    ASSERT_TRUE(draft) << draft.error().message;
    EXPECT_THAT(*draft, HasSubstr("  \"coordinates\":\n    $order: ?position\n    $list: ?value\n"));
    EXPECT_THAT(*draft, HasSubstr("  \"tags\":\n    - ?tags\n"));
    EXPECT_THAT(*draft, HasSubstr("  ?coordinates my:position ?position .\n"));
}

TEST(Draft, NamesThingsByWhatIdentifiesThem) {
    const auto draft = draft_document(
        R"x([{"country": "DE", "party_id": "P1", "id": "1"}, {"country": "PT", "party_id": "P2", "id": "2"}])x", "d");
    ASSERT_TRUE(draft) << draft.error().message;
    EXPECT_THAT(*draft, HasSubstr("item: { iri: \"urn:my:item:{id}\" }"));
    EXPECT_THAT(*draft, HasSubstr("id: { literal: \"xsd:string\" }"));
}

TEST(Draft, OfAnEnvelopeWantsToBeToldWhatItIs) {
    const auto draft = draft_document(R"x({"meters": [{"id": "a"}], "lines": [{"id": "b"}]})x", "d");
    ASSERT_TRUE(draft) << draft.error().message;
    EXPECT_THAT(*draft, HasSubstr("item: { iri: \"urn:my:item:{}\", given: true }"));
    EXPECT_THAT(*draft, HasSubstr("  ?item my:meters ?meters .\n"));
}

/// Payloads as services have them: lists of like objects in which members may lack or be null, tables, lists of values.
class Payloads {
  public:
    explicit Payloads(unsigned seed) : random_(seed) {}

    ordered_json object(int depth) {
        ordered_json made = {{"name", text()}};
        for (const char* key : {"a", "b", "c", "d"}) {
            if (below(2) == 0) {
                made[key] = depth > 0 ? any(depth - 1) : scalar(below(4));
            }
        }
        if (below(4) == 0) {
            for (const char* column : {"time", "value"}) {
                made[column] = ordered_json::array();
            }
            for (int rows = below(4); rows > 0; --rows) {
                made["time"].push_back(text());
                made["value"].push_back(below(3));
            }
        }
        return made;
    }

  private:
    int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

    std::string text() { return std::string(1, static_cast<char>('a' + below(4))); }

    ordered_json scalar(int kind) {
        return kind == 0   ? ordered_json(below(3))
               : kind == 1 ? ordered_json(below(2) == 0)
               : kind == 2 ? ordered_json("2021-12-03T15:11:20Z")
                           : ordered_json(text());
    }

    ordered_json any(int depth) {
        switch (below(4)) {
            case 0:
                return object(depth);
            case 1:
                return list_of_scalars();
            case 2:
                return list_of_objects(depth);
            default:
                return scalar(below(4));
        }
    }

    ordered_json list_of_scalars() {
        ordered_json list = ordered_json::array();
        for (int kind = below(4), size = below(4); size > 0; --size) {
            list.push_back(scalar(kind));
        }
        return list;
    }

    /// Members of one name have one form in all of them.
    ordered_json list_of_objects(int depth) {
        const ordered_json like = object(depth);
        ordered_json list = ordered_json::array();
        for (int size = below(4); size > 0; --size) {
            ordered_json element = like;
            for (auto& [key, value] : element.items()) {
                if (value.is_string()) {
                    value = text();
                } else if (value.is_number()) {
                    value = below(2) == 0 ? ordered_json(below(3)) : ordered_json();
                }
            }
            if (below(3) == 0) {
                element.erase("a");
            }
            list.push_back(element);
        }
        return list;
    }

    std::mt19937 random_;
};

TEST(Draft, IsADocumentForAnyPayload) {
    for (unsigned seed = 0; seed < 300; ++seed) {
        expect_good_draft(Payloads(seed).object(3).dump());
    }
}

TEST(Draft, RefusesWhatItWouldGetWrong) {
    const std::pair<const char*, const char*> cases[] = {
        {"{", "no JSON"},
        {"3", "object or a list"},
        {"[]", "object or a list"},
        {R"({"a": null})", "no value"},
        {R"({"a": {"b": 1, "b": 2}})", "\"b\" comes twice"},
        {R"(["a", "b"])", "no value"},
    };
    for (const auto& [payload, message] : cases) {
        const auto draft = draft_document(payload, "a-draft");
        ASSERT_FALSE(draft) << *draft;
        EXPECT_THAT(draft.error().message, HasSubstr(message));
    }
    std::string deep;
    for (int i = 0; i < 100; ++i) {
        deep += "{\"a\":";
    }
    const auto draft = draft_document(deep + "1" + std::string(100, '}'), "a-draft");
    ASSERT_FALSE(draft);
    EXPECT_THAT(draft.error().message, HasSubstr("deeper than"));
}

TEST(Draft, GuessesTermsByAllValues) {
    const std::pair<std::vector<ordered_json>, const char*> cases[] = {
        {{1, 2}, R"({ literal: "xsd:integer" })"},
        {{1, 2.5}, R"({ literal: "xsd:decimal" })"},
        {{true}, R"({ literal: "xsd:boolean" })"},
        {{"1", 2}, R"({ literal: "xsd:decimal", json: [number, string] })"},
        {{"3"}, R"({ literal: "xsd:decimal", json: string })"},
        {{"007"}, R"({ literal: "xsd:string" })"},
        {{"0,1"}, R"({ literal: "xsd:decimal", json: string, decimal: "," })"},
        {{"Yes", "No"}, R"({ boolean: ["Yes", "No"] })"},
        {{"2021-12-03T15:11:20Z"}, "{ dateTime: iso }"},
        {{"2021/09/27"}, R"({ date: "%Y/%m/%d" })"},
        {{"2021/09/27", "soon"}, R"({ literal: "xsd:string" })"},
    };
    for (const auto& [values, term] : cases) {
        EXPECT_EQ(guessed_term(values), term);
    }
}

TEST(Draft, MakesNamesOfMembers) {
    EXPECT_EQ(camel_case("Start time"), "startTime");
    EXPECT_EQ(camel_case("ID"), "id");
    EXPECT_EQ(camel_case("Hems_ID"), "hemsID");
    EXPECT_EQ(camel_case("0"), "value0");
    EXPECT_EQ(camel_case("€"), "value");
}

}  // namespace
}  // namespace gridlore::mapping
