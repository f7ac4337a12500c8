#include "adapter/service/openapi/parameters.h"

#include <algorithm>
#include <utility>

#include "adapter/mapping/json_schema.h"
#include "adapter/service/bind_check.h"
#include "adapter/service/question_reader.h"
#include "adapter/service/written_parameters.h"

namespace gridlore::service {
namespace {

using mapping::Traffic;
using nlohmann::ordered_json;
using Place = Parameter::Place;

ordered_json value_schema(const mapping::Document& document, const Parameter& parameter, Traffic traffic) {
    if (parameter.constant) {
        return {{"const", *parameter.constant}};
    }
    if (parameter.bound == Bound::Nothing) {
        return ordered_json::object();
    }
    if (!parameter.has_variable()) {
        return ordered_json::object();
    }
    return parameter.bound == Bound::Authorizes ? ordered_json{{"type", "string"}}
                                                : mapping::json_schema(document.variables[parameter.variable], traffic);
}

std::string meaning_of(const mapping::Document& document, const Parameter& parameter) {
    if (parameter.bound == Bound::Nothing) {
        return "It is taken, and says nothing.";
    }
    if (!parameter.has_variable()) {
        return parameter.constant ? "" : "It may be there, and says nothing.";
    }
    const std::string variable = "`" + document.variables[parameter.variable].name + "`";
    switch (parameter.bound) {
        case Bound::From:
            return "The first " + variable + " that is asked for.";
        case Bound::Until:
            return "The first " + variable + " behind those that are asked for.";
        case Bound::Authorizes:
            return "The token that allows to see the data of " + variable + ".";
        case Bound::Value:
        case Bound::Nothing:
            break;
    }
    return "";
}

std::string description_of(const mapping::Document& document, const Parameter& parameter) {
    std::string text = meaning_of(document, parameter);
    for (const std::string& name : parameter.also) {
        text += (text.empty() ? "Also read as `" : " Also read as `") + name + "`.";
    }
    return text;
}

ordered_json parameter_json(const std::string& name, Place place, bool is_required, const std::string& description,
                            ordered_json schema) {
    const char* const in = place == Place::Path ? "path" : place == Place::Query ? "query" : "header";
    ordered_json json = {{"name", name}, {"in", in}, {"required", is_required}};
    if (!description.empty()) {
        json["description"] = description;
    }
    json["schema"] = std::move(schema);
    return json;
}

/// Whether a call always has it.
bool is_always_sent(const Bind& bind, const Parameter& parameter) {
    return parameter.constant || parameter.place == Place::Path || bind.way == Way::React ||
           (parameter.bound == Bound::Value && std::ranges::find(bind.needs, parameter.variable) != bind.needs.end());
}

}  // namespace

ordered_json served_parameters(const mapping::Document& document, const Bind& bind,
                               const std::vector<std::string>& path_names,
                               const std::function<bool(const Parameter&)>& is_there) {
    ordered_json list = ordered_json::array();
    const std::set<std::size_t> of_request = variables_of_request(document);
    auto path_name = path_names.begin();
    for (const Parameter& parameter : parameters_of(bind)) {
        ordered_json schema = value_schema(document, parameter, Traffic::Taken);
        if (parameter.place == Place::Path) {
            list.push_back(parameter_json(*path_name++, Place::Path, true, "", std::move(schema)));
        } else if (is_there(parameter)) {
            if (may_be_repeated(parameter, of_request)) {
                schema = {{"type", "array"}, {"minItems", 1}, {"items", std::move(schema)}};
            }
            list.push_back(parameter_json(parameter.name, parameter.place, parameter.is_required,
                                          description_of(document, parameter), std::move(schema)));
        }
    }
    return list;
}

ordered_json called_parameters(const mapping::Document& document, const Bind& bind) {
    ordered_json list = ordered_json::array();
    for (const Parameter& parameter : parameters_of(bind)) {
        list.push_back(parameter_json(parameter.name, parameter.place, is_always_sent(bind, parameter),
                                      meaning_of(document, parameter),
                                      value_schema(document, parameter, Traffic::Given)));
    }
    return list;
}

ordered_json parameters_schema(const mapping::Document& document, const Serve& serve) {
    ordered_json properties = ordered_json::object();
    ordered_json required = ordered_json::array();
    for (const Parameter& parameter : serve.parameters) {
        if (parameter.place == Place::Path) {
            continue;
        }
        properties[parameter.name] = value_schema(document, parameter, Traffic::Taken);
        if (const std::string description = description_of(document, parameter); !description.empty()) {
            properties[parameter.name]["description"] = description;
        }
        if (parameter.is_required) {
            required.push_back(parameter.name);
        }
    }
    const ordered_json question = {{"type", "object"},
                                   {"properties", std::move(properties)},
                                   {"required", std::move(required)},
                                   {"additionalProperties", false}};
    const ordered_json questions = {{"type", "array"}, {"items", question}, {"maxItems", most_questions}};
    return {{"oneOf", {question, questions}}};
}

bool has_required_parameter(const Serve& serve) {
    return std::ranges::any_of(serve.parameters, [](const Parameter& parameter) {
        return parameter.place != Place::Path && parameter.is_required;
    });
}

}  // namespace gridlore::service
