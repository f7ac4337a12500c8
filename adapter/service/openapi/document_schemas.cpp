#include "adapter/service/openapi/document_schemas.h"

#include <optional>
#include <utility>

#include "adapter/mapping/json/equal_json.h"

namespace gridlore::service {
namespace {

using mapping::Traffic;
using nlohmann::ordered_json;

const mapping::Document& shape_of(const mapping::Document& document, Payload payload) {
    switch (payload) {
        case Payload::Request:
            return *document.request;
        case Payload::Response:
            return *document.response;
        case Payload::Json:
            break;
    }
    return document;
}

/// Ids may have all characters that names of components may have, so what is told apart stands before them.
std::string name_of(const mapping::Document& document, Payload payload, Traffic traffic) {
    const std::string kind = payload == Payload::Request ? "request-" : payload == Payload::Response ? "response-" : "";
    return kind + (traffic == Traffic::Taken ? "taken." : "given.") + document.id;
}

/// The example as JSON is, if it is the same then: an object with a name twice is not.
std::optional<ordered_json> as_json(const mapping::Document& shape, const mapping::Example& example) {
    ordered_json value = ordered_json::parse(example.json, nullptr, false);
    const auto is_same = mapping::equal_json(shape, example.json, value.dump());
    return is_same && *is_same ? std::optional(std::move(value)) : std::nullopt;
}

ordered_json schema_of(const mapping::Document& shape, Traffic traffic) {
    ordered_json schema = mapping::json_schema(shape, traffic);
    for (const mapping::Example& example : shape.examples) {
        if (!as_json(shape, example)) {
            schema["description"] =
                "One name stands in an object twice, which a schema cannot say: `" + example.json + "`";
            break;
        }
    }
    return schema;
}

}  // namespace

ordered_json DocumentSchemas::reference(const mapping::Document& document, Payload payload, Traffic traffic) {
    const std::string name = name_of(document, payload, traffic);
    if (!schemas_.contains(name)) {
        schemas_[name] = schema_of(shape_of(document, payload), traffic);
    }
    return {{"$ref", "#/components/schemas/" + name}};
}

ordered_json DocumentSchemas::media_type(const mapping::Document& document, Payload payload, Traffic traffic) {
    ordered_json type = {{"schema", reference(document, payload, traffic)}};
    const mapping::Document& shape = shape_of(document, payload);
    for (const mapping::Example& example : shape.examples) {
        if (auto value = as_json(shape, example)) {
            const std::string name = std::to_string(type["examples"].size() + 1);
            type["examples"][name] = {{"value", *std::move(value)}};
        }
    }
    return type;
}

}  // namespace gridlore::service
