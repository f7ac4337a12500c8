#include "adapter/service/openapi/openapi_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/unit/adapter/service/documents.h"

namespace gridlore::service {
namespace {

using nlohmann::ordered_json;
using testing::HasSubstr;

ordered_json description_of(const BoundDocuments& documents) {
    constexpr const char* own = R"({"openapi": "3.1.0", "tags": [{"name": "operation"}], "paths": {"/docs": {}},
                                    "components": {"schemas": {"Problem": {}}}})";
    return ordered_json::parse(openapi_document(own, documents));
}

std::string with_id(std::string text, const std::string& id) {
    const std::size_t begin = text.find("id: ") + 4;
    return text.replace(begin, text.find('\n', begin) - begin, id);
}

const ordered_json& parameter(const ordered_json& operation, const std::string& name) {
    const auto found =
        std::ranges::find_if(operation["parameters"], [&](const ordered_json& one) { return one["name"] == name; });
    EXPECT_NE(found, operation["parameters"].end()) << name;
    return *found;
}

const std::string ask = R"(
  - serve:
      GET: /1.0/readings
      also: [ /readings data ]
      query: { ID: ?user, Kind: ?kind, Start: { from: ?time, optional: true }, Key: { authorizes: ?user } }
    as: ask
)";

TEST(OpenApiDocument, KeepsWhatTheServerHasItself) {
    const ordered_json whole = description_of({bound_document(plain_readings, ask)});
    EXPECT_TRUE(whole["paths"].contains("/docs"));
    EXPECT_EQ(whole["tags"].size(), 2U);
    EXPECT_EQ(whole["tags"][1]["name"], "test.plain");
    EXPECT_TRUE(whole["components"]["schemas"].contains("Problem"));
    EXPECT_EQ(description_of({})["paths"].size(), 1U);
}

TEST(OpenApiDocument, DescribesWhatCanBeAsked) {
    const ordered_json whole = description_of({bound_document(plain_readings, ask)});
    const ordered_json& get = whole["paths"]["/1.0/readings"]["get"];
    EXPECT_EQ(get["operationId"], "test.plain:ask");
    EXPECT_EQ(get["x-producer"], "exchange");
    EXPECT_EQ(get["x-receiver"], "caller");
    EXPECT_EQ(parameter(get, "Kind")["schema"], (ordered_json{{"enum", {"1", "2"}}}));
    EXPECT_EQ(parameter(get, "Kind")["required"], true);
    EXPECT_EQ(parameter(get, "Start")["required"], false);
    EXPECT_THAT(parameter(get, "Key")["description"].get<std::string>(), HasSubstr("data of `user`"));
    EXPECT_EQ(get["responses"]["200"]["content"]["application/json"]["schema"]["$ref"],
              "#/components/schemas/given.test.plain");
    EXPECT_TRUE(whole["components"]["schemas"].contains("given.test.plain"));
    EXPECT_TRUE(get["responses"].contains("403"));
    EXPECT_FALSE(get.contains("requestBody"));
}

TEST(OpenApiDocument, HasAnOperationForEachSpellingOfAPath) {
    const ordered_json whole = description_of({bound_document(plain_readings, ask)});
    const ordered_json& other = whole["paths"]["/readings%20data"]["get"];
    EXPECT_EQ(other["operationId"], "test.plain:ask:2");
    EXPECT_THAT(other["description"].get<std::string>(), HasSubstr("Another spelling of `/1.0/readings`."));
}

TEST(OpenApiDocument, DescribesAskingWithABody) {
    const ordered_json whole = description_of({bound_document(plain_readings, ask)});
    const ordered_json& post = whole["paths"]["/1.0/readings/query"]["post"];
    EXPECT_FALSE(post.contains("parameters"));
    const ordered_json& choice = post["requestBody"]["content"]["application/json"]["schema"]["oneOf"];
    EXPECT_EQ(choice[0]["required"], (ordered_json{"ID", "Kind", "Key"}));
    EXPECT_EQ(choice[1]["items"], choice[0]);
}

TEST(OpenApiDocument, SeveralOfOnePathAreOneOperation) {
    const std::string first = with_id(plain_readings, "test.first");
    const ordered_json whole = description_of({bound_document(first, R"(
  - serve: { GET: "/readings/{user}", query: { Type: near, Kind: ?kind } }
    as: ask
)"),
                                               bound_document(with_id(plain_readings, "test.second"), R"(
  - serve: { GET: "/readings/{user}", query: { Type: far, Kind: ?kind, Start: { from: ?time } } }
    as: ask
)")});
    const ordered_json& get = whole["paths"]["/readings/{user}"]["get"];
    EXPECT_EQ(get["tags"], (ordered_json{"test.first", "test.second"}));
    EXPECT_EQ(parameter(get, "Type")["schema"], (ordered_json{{"enum", {"near", "far"}}}));
    EXPECT_EQ(parameter(get, "Kind")["required"], true);
    EXPECT_EQ(parameter(get, "Start")["required"], false);
    EXPECT_EQ(get["responses"]["200"]["content"]["application/json"]["schema"]["anyOf"].size(), 2U);
    EXPECT_EQ(whole["paths"]["/readings/{user}/query"]["post"]["tags"].size(), 2U);
}

TEST(OpenApiDocument, PathsWhoseVariablesAreCalledOtherwiseAreTheSame) {
    const ordered_json whole = description_of({bound_document(with_id(plain_readings, "test.a"), R"(
  - serve: { GET: "/readings/{user}", query: { Kind: ?kind } }
    as: ask
)"),
                                               bound_document(with_id(plain_readings, "test.b"), R"(
  - serve: { PUT: "/readings/{kind}" }
    as: post
)")});
    const ordered_json& item = whole["paths"]["/readings/{user}"];
    EXPECT_EQ(parameter(item["put"], "user")["schema"], (ordered_json{{"enum", {"1", "2"}}}));
    EXPECT_FALSE(whole["paths"].contains("/readings/{kind}"));
}

TEST(OpenApiDocument, APathThatADocumentNamesItselfIsNotAQuery) {
    const ordered_json whole = description_of({bound_document(with_id(plain_readings, "test.a"), R"(
  - serve: { GET: /readings, query: { ID: ?user, Kind: ?kind } }
    as: ask
)"),
                                               bound_document(with_id(plain_readings, "test.b"), R"(
  - serve: { POST: /readings/query, query: { Kind: ?kind } }
    as: post
)")});
    EXPECT_EQ(whole["paths"]["/readings/query"]["post"]["tags"], (ordered_json{"test.b"}));
}

TEST(OpenApiDocument, DescribesWhatIsPostedWithItsLifeCycle) {
    const ordered_json whole = description_of({bound_document(plain_readings, R"(
  - serve: { POST: /readings, query: { Kind: ?kind }, deprecated: 2026-01-31, sunset: 2027-12-31 }
    as: post
  - serve: { POST: /readings/at-once, query: { Kind: ?kind }, answers: at-once }
    as: post
)")});
    const ordered_json& post = whole["paths"]["/readings"]["post"];
    EXPECT_EQ(post["x-producer"], "caller");
    EXPECT_EQ(post["deprecated"], true);
    EXPECT_EQ(post["requestBody"]["content"]["application/json"]["schema"]["$ref"],
              "#/components/schemas/taken.test.plain");
    const ordered_json& headers = post["responses"]["200"]["headers"];
    EXPECT_EQ(headers["Deprecation"]["schema"]["const"], "@1769817600");
    EXPECT_EQ(headers["Sunset"]["schema"]["const"], "Fri, 31 Dec 2027 00:00:00 GMT");
    EXPECT_TRUE(post["responses"].contains("502"));
    const ordered_json& at_once = whole["paths"]["/readings/at-once"]["post"];
    EXPECT_FALSE(at_once.contains("deprecated"));
    EXPECT_TRUE(at_once["responses"]["202"]["headers"].contains("Location"));
    EXPECT_FALSE(at_once["responses"].contains("200"));
}

TEST(OpenApiDocument, WhatIsCalledIsAmongTheWebhooks) {
    const ordered_json whole = description_of({bound_document(plain_readings, R"(
  - call: { GET: "/{user}", service: vendor, query: { kind: ?kind } }
    as: answer
    needs: [ ?user, ?kind ]
  - call: { POST: "/{user}/{kind}", service: vendor }
    as: react
)")});
    EXPECT_EQ(whole["paths"].size(), 1U);
    const ordered_json& get = whole["webhooks"]["vendor/{user}"]["get"];
    EXPECT_EQ(get["x-producer"], "vendor");
    EXPECT_EQ(get["x-receiver"], "exchange");
    EXPECT_EQ(parameter(get, "kind")["required"], true);
    EXPECT_EQ(get["responses"]["2XX"]["content"]["application/json"]["schema"]["$ref"],
              "#/components/schemas/taken.test.plain");
    const ordered_json& post = whole["webhooks"]["vendor/{user}/{kind}"]["post"];
    EXPECT_EQ(post["x-producer"], "exchange");
    EXPECT_EQ(post["requestBody"]["content"]["application/json"]["schema"]["$ref"],
              "#/components/schemas/given.test.plain");
}

TEST(OpenApiDocument, ShowsTheExamplesOfADocument) {
    const ordered_json whole = description_of({bound_document(R"(
id: test.examples
prefixes: { e: "urn:e:" }
graph: "?voltage e:value ?value ."
terms: { voltage: { iri: "urn:voltage:{value}" }, value: { literal: "xsd:decimal" } }
json: [ { Voltage: ?value } ]
examples: [ { json: [ { Voltage: 0.80 } ] }, { json: [] } ]
)",
                                                              R"(
  - serve: { GET: /voltage }
    as: ask
)")});
    const ordered_json& found = whole["paths"]["/voltage"]["get"]["responses"]["200"]["content"]["application/json"];
    EXPECT_EQ(found["examples"]["1"]["value"], ordered_json::parse(R"([{"Voltage": 0.80}])"));
    EXPECT_EQ(found["examples"]["2"]["value"], ordered_json::array());
    EXPECT_EQ(whole["components"]["schemas"]["given.test.examples"]["description"], "in no particular order");
}

TEST(OpenApiDocument, ANameThatComesTwiceIsShownAsText) {
    const ordered_json whole = description_of({bound_document(R"(
id: test.twice
prefixes: { e: "urn:e:" }
graph: "?voltage e:value ?value ; e:unit ?unit ."
terms:
  voltage: { iri: "urn:voltage:{value}:{unit}" }
  value:   { literal: "xsd:decimal" }
  unit:    { table: { V: e:volt } }
json: [ { $members: [ { Voltage: ?value }, { Voltage: ?unit } ] } ]
examples: [ { text: '[{"Voltage": 240, "Voltage": "V"}]' } ]
)",
                                                              R"(
  - serve: { GET: /voltage }
    as: ask
)")});
    EXPECT_THAT(whole["components"]["schemas"]["given.test.twice"]["description"].get<std::string>(),
                HasSubstr(R"([{"Voltage": 240, "Voltage": "V"}])"));
    const ordered_json& found = whole["paths"]["/voltage"]["get"]["responses"]["200"];
    EXPECT_FALSE(found["content"]["application/json"].contains("examples"));
}

}  // namespace
}  // namespace gridlore::service
