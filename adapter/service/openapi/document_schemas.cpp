#include "adapter/service/openapi/document_schemas.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "adapter/mapping/json/json_value.h"

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

bool has_a_name_twice(const mapping::JsonValue& value) {
    std::set<std::string_view> names;
    return std::ranges::any_of(value.children, [&](const mapping::JsonValue& child) {
        return (value.is_object() && !names.insert(child.name).second) || has_a_name_twice(child);
    });
}

/// Nothing: an object has a name twice, which this JSON cannot hold.
std::optional<ordered_json> as_json(const mapping::Example& example) {
    const auto value = mapping::read_json(example.json);
    return value && !has_a_name_twice(*value) ? std::optional(ordered_json::parse(example.json, nullptr, false))
                                              : std::nullopt;
}

ordered_json schema_of(const mapping::Document& shape, Traffic traffic) {
    ordered_json schema = mapping::json_schema(shape, traffic);
    for (const mapping::Example& example : shape.examples) {
        if (!as_json(example)) {
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
        if (auto value = as_json(example)) {
            const std::string name = std::to_string(type["examples"].size() + 1);
            type["examples"][name] = {{"value", *std::move(value)}};
        }
    }
    return type;
}

}  // namespace gridlore::service
