#include "adapter/mapping/lift/lift_messages.h"

#include <algorithm>
#include <vector>

#include "adapter/mapping/codecs/codec.h"
#include "knowledge-engine/base/nearest_name.h"

namespace gridlore::mapping {
namespace {

std::string describe_text(const Document& document, const TextShape& text) {
    std::string form = text.between.front();
    for (std::size_t number = 0; number < text.variables.size(); ++number) {
        form.append("{").append(document.variables[text.variables[number]].name).append("}");
        form += text.between[number + 1];
    }
    return "a string of the form \"" + form + "\"";
}

std::string describe_variable(const Variable& variable) {
    return "?" + variable.name + (variable.codec ? ", " + variable.codec->describe() : "");
}

}  // namespace

std::string pointer_token(std::string_view name) {
    std::string token = "/";
    for (const char c : name) {
        c == '~' ? token += "~0" : c == '/' ? token += "~1" : token += c;
    }
    return token;
}

std::string place_of(const std::string& pointer) {
    return (pointer.empty() ? "the payload" : pointer) + ": ";
}

std::string describe(const Document& document, const Shape& shape) {
    if (const auto* variable = std::get_if<VariableShape>(&shape.node)) {
        return describe_variable(document.variables[variable->variable]);
    }
    if (const auto* constant = std::get_if<ConstantShape>(&shape.node)) {
        return describe(constant->value.view()) + " exactly as it is written here";
    }
    if (const auto* text = std::get_if<TextShape>(&shape.node)) {
        return describe_text(document, *text);
    }
    if (const auto* list = std::get_if<ListShape>(&shape.node)) {
        return list->joined ? "a string of elements with \"" + *list->joined + "\" between them" : "a list";
    }
    return "an object";
}

std::string describe_unexpected(const ObjectShape& object, std::string_view name) {
    std::vector<std::string> names;
    const auto add = [&names](const Member& member) {
        names.insert(names.end(), member.keys.begin(), member.keys.end());
    };
    std::for_each(object.members.begin(), object.members.end(), add);
    for (const Family& family : object.families) {
        std::for_each(family.members.begin(), family.members.end(), add);
    }
    if (std::find(names.begin(), names.end(), name) != names.end()) {
        return "this member comes more often than the document says";
    }
    const auto nearest = nearest_name(name, names);
    return "the document has no such member" + (nearest ? ": is \"" + *nearest + "\" meant?" : "");
}

}  // namespace gridlore::mapping
