#include "adapter/service/openapi/merged_operation.h"

#include <algorithm>
#include <string>
#include <utility>

namespace gridlore::service {
namespace {

using nlohmann::ordered_json;

/// The values of a schema that does nothing but list them; empty: it says something else.
ordered_json values_of(const ordered_json& schema) {
    ordered_json values = ordered_json::array();
    if (schema.size() == 1 && schema.contains("const")) {
        values.push_back(schema["const"]);
    } else if (schema.size() == 1 && schema.contains("enum")) {
        values = schema["enum"];
    }
    return values;
}

void add_new(const ordered_json& elements, ordered_json& list) {
    for (const ordered_json& element : elements) {
        if (std::ranges::find(list, element) == list.end()) {
            list.push_back(element);
        }
    }
}

/// What is valid for either.
ordered_json either(const ordered_json& one, const ordered_json& other) {
    if (one == other) {
        return one;
    }
    ordered_json values = values_of(one);
    const ordered_json further = values_of(other);
    if (!values.empty() && !further.empty()) {
        add_new(further, values);
        return {{"enum", std::move(values)}};
    }
    const auto choices = [](const ordered_json& schema) {
        return schema.size() == 1 && schema.contains("anyOf") ? schema["anyOf"] : ordered_json::array({schema});
    };
    ordered_json all = choices(one);
    add_new(choices(other), all);
    return {{"anyOf", std::move(all)}};
}

bool is_same_parameter(const ordered_json& one, const ordered_json& other) {
    return one["name"] == other["name"] && one["in"] == other["in"];
}

const ordered_json* find_parameter(const ordered_json& list, const ordered_json& wanted) {
    const auto found =
        std::ranges::find_if(list, [&](const ordered_json& one) { return is_same_parameter(one, wanted); });
    return found == list.end() ? nullptr : &*found;
}

ordered_json parameters_of(const ordered_json& operation) {
    return operation.value("parameters", ordered_json::array());
}

ordered_json merged_parameters(const ordered_json& one, const ordered_json& other) {
    ordered_json list = ordered_json::array();
    for (ordered_json parameter : one) {
        const ordered_json* const twin = find_parameter(other, parameter);
        parameter["required"] = twin != nullptr && parameter["required"] == true && (*twin)["required"] == true;
        if (twin != nullptr) {
            parameter["schema"] = either(parameter["schema"], (*twin)["schema"]);
        }
        list.push_back(std::move(parameter));
    }
    for (ordered_json parameter : other) {
        if (find_parameter(one, parameter) == nullptr) {
            parameter["required"] = false;
            list.push_back(std::move(parameter));
        }
    }
    return list;
}

/// Of bodies; the examples get further numbers.
void merge_media_type(ordered_json& one, const ordered_json& other) {
    if (one.is_null()) {
        one = other;
        return;
    }
    one["schema"] = either(one["schema"], other["schema"]);
    for (const ordered_json& example : other.value("examples", ordered_json::object())) {
        ordered_json& examples = one["examples"];
        examples[std::to_string(examples.size() + 1)] = example;
    }
}

/// A header that only one has, or that is another there, is there for some.
void merge_headers(ordered_json& one, const ordered_json& other) {
    const ordered_json none = ordered_json::object();
    const ordered_json theirs = other.value("headers", none);
    const ordered_json ours = one.value("headers", none);
    for (const ordered_json& headers : {ours, theirs}) {
        for (const auto& [name, header] : headers.items()) {
            const bool is_same = ours.contains(name) && theirs.contains(name) && ours[name] == theirs[name];
            const ordered_json shared = {{"$ref", "#/components/headers/" + name}};
            one["headers"][name] = is_same ? header : shared;
        }
    }
}

void merge_response(ordered_json& one, const ordered_json& other) {
    if (one.contains("$ref") || other.contains("$ref")) {
        return;  // refusals are the same for all
    }
    merge_headers(one, other);
    const ordered_json content = other.value("content", ordered_json::object());
    for (const auto& [type, media_type] : content.items()) {
        merge_media_type(one["content"][type], media_type);
    }
}

}  // namespace

ordered_json merged(ordered_json one, const ordered_json& other) {
    add_new(other["tags"], one["tags"]);
    one["summary"] = one["summary"].get<std::string>() + "; or: " + other["summary"].get<std::string>();
    one["description"] = one["description"].get<std::string>() + "\n\nOr, " + other["summary"].get<std::string>() +
                         ":\n\n" + other["description"].get<std::string>();
    if (!other.contains("deprecated")) {
        one.erase("deprecated");
    }
    const ordered_json ours = parameters_of(one);
    const ordered_json theirs = parameters_of(other);
    if (!ours.empty() || !theirs.empty()) {
        one["parameters"] = merged_parameters(ours, theirs);
    }
    if (one.contains("requestBody") && other.contains("requestBody")) {
        merge_media_type(one["requestBody"]["content"]["application/json"],
                         other["requestBody"]["content"]["application/json"]);
    }
    for (const auto& [status, response] : other["responses"].items()) {
        if (one["responses"].contains(status)) {
            merge_response(one["responses"][status], response);
        } else {
            one["responses"][status] = response;
        }
    }
    return one;
}

}  // namespace gridlore::service
