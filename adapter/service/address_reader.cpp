#include "adapter/service/address_reader.h"

#include <array>
#include <utility>

#include "adapter/service/path_template.h"
#include "adapter/service/unknown_name.h"

namespace gridlore::service {
namespace {

constexpr std::array<std::string_view, 4> methods = {"GET", "POST", "PUT", "DELETE"};
constexpr std::array<std::pair<std::string_view, Bound>, 4> meanings = {
    {{"is", Bound::Value}, {"from", Bound::From}, {"until", Bound::Until}, {"authorizes", Bound::Authorizes}}};

}  // namespace

void AddressReader::problem(TextPosition position, std::string message, std::string variable) {
    problems_.push_back({position, std::move(variable), std::move(message)});
}

Address AddressReader::read(MemberReader& reader, TextPosition position) {
    Address address;
    read_method(reader, position, address);
    add_path_parameters(address);
    read_parameters(reader, "query", Parameter::Place::Query, address);
    read_parameters(reader, "headers", Parameter::Place::Header, address);
    return address;
}

void AddressReader::read_method(MemberReader& reader, TextPosition position, Address& address) {
    for (const std::string_view method : methods) {
        const mapping::YamlNode* const node = reader.node(method);
        if (node == nullptr) {
            continue;
        }
        if (!address.method.empty()) {
            problem(node->position, "One binding has one method; write another binding for the other.");
        }
        address.method = method;
        address.path = read_path(node->is_text() ? node->value.text : "", node->position);
    }
    if (address.method.empty()) {
        problem(position, "Here stands what is called, as `GET: /path`; of GET, POST, PUT, DELETE.");
    }
}

PathTemplate AddressReader::read_path(std::string_view text, TextPosition position) {
    auto path = parse_path(text, document_);
    if (!path) {
        problem(position, path.error().message);
        return {};
    }
    return std::move(*path);
}

std::optional<std::size_t> AddressReader::variable_of(const mapping::YamlText& text) {
    if (!text.text.starts_with('?')) {
        problem(text.position, "A variable is written with a question mark before it, as ?" + text.text + ".");
        return std::nullopt;
    }
    const std::string name = text.text.substr(1);
    const auto variable = document_.find(name);
    if (!variable) {
        problem(text.position, "The document has no such variable" + did_you_mean(name, variable_names(document_)),
                name);
    }
    return variable;
}

void AddressReader::add_path_parameters(Address& address) const {
    for (const std::size_t variable : address.path.variables) {
        Parameter parameter;
        parameter.place = Parameter::Place::Path;
        parameter.name = document_.variables[variable].name;
        parameter.variable = variable;
        address.parameters.push_back(std::move(parameter));
    }
}

void AddressReader::read_parameters(MemberReader& reader, std::string_view member, Parameter::Place place,
                                    Address& address) {
    const mapping::YamlNode* const node = reader.node(member);
    if (node == nullptr) {
        return;
    }
    if (!node->is_map()) {
        problem(node->position, "`" + std::string(member) + "` has parameters by name, as in `{ ID: ?user }`.");
    }
    for (const mapping::YamlNode& child : node->children) {
        Parameter parameter;
        parameter.place = place;
        parameter.name = child.key.text;
        read_parameter(child, parameter);
        address.parameters.push_back(std::move(parameter));
    }
}

void AddressReader::read_parameter(const mapping::YamlNode& node, Parameter& parameter) {
    if (node.is_text()) {
        read_meaning(node.value, parameter, Bound::Value);
        return;
    }
    MemberReader reader(node, "A parameter", problems_);
    unsigned found = 0;
    for (const auto& [name, bound] : meanings) {
        const mapping::YamlNode* const meaning = reader.node(name);
        if (meaning != nullptr && meaning->is_text()) {
            read_meaning(meaning->value, parameter, bound);
            ++found;
        }
    }
    if (reader.boolean("ignore").value_or(false)) {
        parameter.bound = Bound::Nothing;
        ++found;
    }
    const bool is_optional = reader.boolean("optional").value_or(false);
    parameter.is_required = !is_optional && parameter.bound != Bound::Nothing;
    for (const mapping::YamlText& other : reader.texts("also")) {
        parameter.also.push_back(other.text);
    }
    if (node.is_map() && found != 1) {
        problem(node.position,
                "A parameter is one of `?x`, `{ is: ?x }`, `{ from: ?x }`, `{ until: ?x }`, `{ authorizes: ?x }`, "
                "`{ ignore: true }` and a constant.");
    }
    reader.finish();
}

void AddressReader::read_meaning(const mapping::YamlText& text, Parameter& parameter, Bound bound) {
    parameter.bound = bound;
    if (bound == Bound::Value && !(text.is_plain && text.text.starts_with('?'))) {
        parameter.constant = text.text;
    } else if (const auto variable = variable_of(text)) {
        parameter.variable = *variable;
    }
}

}  // namespace gridlore::service
