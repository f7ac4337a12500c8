#include "adapter/mapping/json_schema.h"

#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "adapter/mapping/name_patterns.h"

namespace gridlore::mapping {
namespace {

using nlohmann::ordered_json;

ordered_json parsed(const JsonScalar& scalar) {
    std::string text;
    append_json(scalar, text);
    return ordered_json::parse(text);
}

class Writer {
  public:
    Writer(const Document& document, Traffic traffic) : document_(document), traffic_(traffic) {}

    ordered_json schema(const Shape& shape) const {
        return std::visit([this](const auto& node) { return schema_of(node); }, shape.node);
    }

  private:
    ordered_json schema_of(const VariableShape& node) const {
        return json_schema(document_.variables[node.variable], traffic_);
    }
    ordered_json schema_of(const ConstantShape& node) const { return {{"const", parsed(node.value.view())}}; }
    ordered_json schema_of(const IgnoredShape&) const { return ordered_json::object(); }
    ordered_json schema_of(const TextShape& node) const {
        std::string form = node.between.front();
        for (std::size_t i = 0; i < node.variables.size(); ++i) {
            form += "{" + document_.variables[node.variables[i]].name + "}" + node.between[i + 1];
        }
        return {{"type", "string"}, {"description", form}};
    }
    ordered_json schema_of(const ListShape& node) const {
        if (node.joined) {
            return {{"type", "string"}, {"description", "values with `" + *node.joined + "` between them"}};
        }
        return list_of(schema(node.element.front()), node.order, node.may_be_empty, node.level);
    }

    /// The outermost list may always be empty; of one further in, what it stands in would be lost.
    ordered_json list_of(ordered_json items, const Order& order, bool may_be_empty, std::size_t level) const {
        ordered_json list = {{"type", "array"}, {"items", std::move(items)}};
        if (!may_be_empty && document_.levels[level].parent != 0) {
            list["minItems"] = 1;
        }
        if (order.kind == Order::Kind::Set) {
            list["description"] = "in no particular order";
        }
        return list;
    }

    ordered_json schema_of(const ObjectShape& node) const {
        ordered_json properties = ordered_json::object();
        ordered_json required = ordered_json::array();
        for (const Member& member : node.members) {
            if (member.named_by) {
                continue;
            }
            ordered_json value = schema_of(node, member);
            add_property(properties, member.keys.front(), value);
            for (std::size_t i = 1; i < member.keys.size() && traffic_ == Traffic::Taken; ++i) {
                add_property(properties, member.keys[i], value);
            }
            const bool has_one_name = member.keys.size() == 1 || traffic_ == Traffic::Given;
            const bool is_new = std::find(required.begin(), required.end(), member.keys.front()) == required.end();
            if (!member.is_optional && has_one_name && is_new) {
                required.push_back(member.keys.front());
            }
        }
        ordered_json object = {{"type", "object"}, {"properties", std::move(properties)}};
        for (const NamePattern& name : name_patterns(document_, node, traffic_ == Traffic::Taken)) {
            object["patternProperties"][name.pattern] = schema_of(node, *name.member);
        }
        if (!required.empty()) {
            object["required"] = std::move(required);
        }
        object["additionalProperties"] = node.ignores_unknown && traffic_ == Traffic::Taken;
        return object;
    }

    ordered_json schema_of(const ObjectShape& node, const Member& member) const {
        ordered_json value = schema(member.value.front());
        if (member.is_nullable) {
            value = {{"anyOf", {value, {{"type", "null"}}}}};
        }
        if (member.column_of == 0) {
            return value;
        }
        const Zip& zip = node.zips[member.column_of - 1];
        return list_of(std::move(value), zip.order, zip.may_be_empty, zip.level);
    }

    static void add_property(ordered_json& properties, const std::string& key, const ordered_json& value) {
        const auto found = properties.find(key);
        if (found == properties.end()) {
            properties[key] = value;
        } else if (*found != value) {
            properties[key] = {{"anyOf", {*found, value}}};
        }
    }

    const Document& document_;
    Traffic traffic_;
};

}  // namespace

ordered_json json_schema(const Variable& variable, Traffic traffic) {
    const Codec::Schema schema = variable.codec->schema();
    ordered_json json = ordered_json::object();
    if (!schema.values.empty()) {
        for (const JsonConstant& value : schema.values) {
            json["enum"].push_back(parsed(value.view()));
        }
        return json;
    }
    // What could be a number is given as a string where only that is read back as the same: `+1`.
    const bool is_string = traffic == Traffic::Given && !schema.types.empty() && schema.types.front() == "string";
    if (is_string || schema.types.size() == 1) {
        json["type"] = schema.types.front();
    } else if (!schema.types.empty()) {
        json["type"] = schema.types;
    }
    if (!schema.format.empty()) {
        json["format"] = schema.format;
    }
    if (!schema.pattern.empty()) {
        json["pattern"] = schema.pattern;
    }
    if (!schema.example.empty()) {
        json["examples"].push_back(ordered_json::parse(schema.example));
    }
    return json;
}

ordered_json json_schema(const Document& document, Traffic traffic) {
    return Writer(document, traffic).schema(document.shape);
}

}  // namespace gridlore::mapping
