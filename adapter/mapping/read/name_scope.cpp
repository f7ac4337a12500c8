#include "adapter/mapping/read/name_scope.h"

#include <algorithm>

#include "adapter/mapping/read/braced_text.h"

namespace gridlore::mapping {

std::string member_name(const std::string& name) {
    return name.starts_with("$$") ? name.substr(1) : name;
}

std::optional<std::size_t> NameScope::find(const std::string& variable) const {
    const auto found = std::ranges::find(variables_, variable, &std::pair<std::string, std::size_t>::first);
    return found == variables_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> NameScope::enter(const YamlText& first_name, Place place) {
    const BracedText read = read_braced_text(first_name.text);
    const auto variable = read.names.size() == 1 ? variable_name("?" + read.names.front()) : std::nullopt;
    if (!variable) {
        reading_.error(first_name.position,
                       "in each name of a `$each` stands one variable in braces, as in "
                       "`power_{phase}`; found is `" +
                           first_name.text + "`");
        return std::nullopt;
    }
    if (find(*variable)) {
        reading_.error(first_name.position,
                       "the `$each` around this one has this variable, so that there is one such member at most: "
                       "write it beside the object's other members",
                       *variable);
        return std::nullopt;
    }
    const std::size_t number = builder_.variable(*variable, first_name.position);
    builder_.place_variable(number, place, first_name.position);
    builder_.document.levels[place.level].named_by = number;
    variables_.emplace_back(*variable, number);
    return number;
}

void NameScope::add_name(const YamlText& name, Member& member) {
    const std::string text = member_name(name.text);
    const BracedText read = variables_.empty() ? BracedText{{}, {text}} : read_braced_text(text);
    if (read.names.empty()) {
        member.keys.push_back(read.between.front());
        if (member.keys.size() == 1) {
            member.written_name = ',';
            append_json({JsonKind::String, member.keys.front()}, member.written_name);
            member.written_name += ':';
        }
    } else {
        const auto variable = find(read.names.front());
        if (!variable || read.names.size() > 1) {
            reading_.error(name.position,
                           "in a name within a `$each`, braces hold the variable of one that is around "
                           "it, once; a brace itself is written twice. Found is `" +
                               name.text + "`");
        }
        member.named_by = variable;
        member.keys.push_back(text);
        member.forms.push_back({read.between[0], read.between[1]});
    }
    if (!member.forms.empty() && member.forms.size() != member.keys.size()) {
        reading_.error(name.position, "either all names of a member have a variable in them, or none has");
    }
}

}  // namespace gridlore::mapping
