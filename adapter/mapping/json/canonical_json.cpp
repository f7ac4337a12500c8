#include "adapter/mapping/json/canonical_json.h"

#include <algorithm>
#include <utility>

#include "adapter/mapping/member_names.h"

namespace gridlore::mapping {
namespace {

std::string text_of(const JsonValue& value) {
    std::string text;
    append_json(value, text);
    return text;
}

std::string in_brackets(std::vector<std::string> elements, bool in_order) {
    if (!in_order) {
        std::ranges::sort(elements);
    }
    std::string text = "[";
    for (const std::string& element : elements) {
        text.append(element).append(",");
    }
    return text + "]";
}

JsonConstant string_constant(std::string_view text) {
    return {JsonKind::String, std::string(text)};
}

class CanonicalText {
  public:
    explicit CanonicalText(const Document& document) : document_(document) {}

    std::string of(const Shape& shape, const JsonValue& value) const {
        return std::visit([&](const auto& node) { return of(node, value); }, shape.node);
    }

    std::string row(const ObjectShape& shape, const Columns& columns, std::size_t row) const {
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < columns.members.size(); ++i) {
            cells.push_back(of(shape.members[columns.members[i]].value.front(), columns.lists[i]->children[row]));
        }
        return in_brackets(std::move(cells), true);
    }

  private:
    std::string of(const VariableShape& shape, const JsonValue& value) const {
        return value.kind == JsonValue::Kind::Scalar ? of(shape.variable, value.scalar) : text_of(value);
    }

    /// As the codec writes what it has read.
    std::string of(std::size_t variable, const JsonConstant& value) const {
        std::string text;
        append_json(value.view(), text);
        const Codec* codec = document_.variables[variable].codec.get();
        if (codec == nullptr) {
            return text;
        }
        CodecMemory memory;
        std::string room;
        const auto term = codec->lift(value.view(), memory, room);
        if (!term) {
            return text;
        }
        std::string other_room;
        const auto written = codec->lower(*term, other_room);
        if (written) {
            text.clear();
            append_json(*written, text);
        }
        return text;
    }

    std::string of(const ConstantShape&, const JsonValue& value) const { return text_of(value); }
    std::string of(const IgnoredShape& shape, const JsonValue&) const { return shape.written; }

    std::string of(const TextShape& shape, const JsonValue& value) const {
        std::string_view rest = value.scalar.text;
        if (value.scalar.kind != JsonKind::String || !rest.starts_with(shape.between.front())) {
            return text_of(value);
        }
        rest.remove_prefix(shape.between.front().size());
        std::vector<std::string> parts;
        for (std::size_t i = 0; i < shape.variables.size(); ++i) {
            const std::string& next = shape.between[i + 1];
            const bool is_last = i + 1 == shape.variables.size();
            const std::size_t end = is_last && rest.ends_with(next) ? rest.size() - next.size() : rest.find(next);
            if (end == std::string_view::npos) {
                return text_of(value);
            }
            parts.push_back(of(shape.variables[i], string_constant(rest.substr(0, end))));
            rest.remove_prefix(end + next.size());
        }
        return in_brackets(std::move(parts), true);
    }

    std::string of(const ListShape& shape, const JsonValue& value) const {
        std::vector<std::string> elements;
        if (shape.joined && value.scalar.kind == JsonKind::String) {
            elements = joined_elements(shape, value.scalar.text);
        } else if (!value.is_list()) {
            return text_of(value);
        }
        for (const JsonValue& child : value.children) {
            elements.push_back(of(shape.element.front(), child));
        }
        return in_brackets(std::move(elements), is_in_order(shape.order));
    }

    std::vector<std::string> joined_elements(const ListShape& shape, std::string_view rest) const {
        std::vector<std::string> elements;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(*shape.joined), rest.size());
            JsonValue element;
            element.scalar = string_constant(rest.substr(0, end));
            elements.push_back(of(shape.element.front(), element));
            rest.remove_prefix(std::min(end + shape.joined->size(), rest.size()));
        }
        return elements;
    }

    std::string of(const ObjectShape& shape, const JsonValue& value) const {
        if (!value.is_object()) {
            return text_of(value);
        }
        const auto columns = columns_of(shape, value);
        const auto assigned = assign_members(shape, value);
        std::vector<std::string> members = texts_of_families(shape, value);
        for (std::size_t i = 0; i < assigned.size(); ++i) {
            const JsonValue& child = value.children[i];
            if (!assigned[i]) {
                if (!shape.ignores_unknown && !is_of_family(shape, child.name)) {
                    members.push_back(named(child.name, text_of(child)));
                }
                continue;
            }
            const Member& member = shape.members[*assigned[i]];
            if (!says_missing(member, child) && (!columns || member.column_of == 0)) {
                members.push_back(std::to_string(*assigned[i]) +
                                  named(member.keys.front(),
                                        member.column_of == 0 ? of(member.value.front(), child) : text_of(child)));
            }
        }
        return in_brackets(std::move(members), false) + (columns ? rows(shape, *columns) : "");
    }

    static bool is_of_family(const ObjectShape& shape, std::string_view name) {
        const auto found = find_named(shape, name);
        return found && found->family;
    }

    /// Of each member its place in the row, and what it has.
    std::vector<std::string> texts_of_families(const ObjectShape& shape, const JsonValue& value) const {
        std::vector<std::string> texts;
        for (const auto& [place, member] : family_members(document_, shape, value)) {
            const Member& said = shape.families[place.family].members[place.member];
            texts.push_back(in_brackets(
                {std::to_string(place.family), place.row, named(said.keys.front(), of(said.value.front(), *member))},
                true));
        }
        return texts;
    }

    static std::string named(std::string_view name, const std::string& text) {
        std::string result;
        append_json(string_constant(name).view(), result);
        return result.append(":").append(text);
    }

    std::string rows(const ObjectShape& shape, const Columns& columns) const {
        std::vector<std::string> rows;
        for (std::size_t i = 0; i < columns.rows; ++i) {
            rows.push_back(row(shape, columns, i));
        }
        return in_brackets(std::move(rows), is_in_order(shape.zips.front().order));
    }

    const Document& document_;
};

bool has_name(const ObjectShape& shape, std::size_t member, std::string_view name) {
    if (!shape.members[member].named_by) {
        return has_key(shape.members[member], name);
    }
    const auto found = find_named(shape, name);
    return found && !found->family && found->member == member;
}

}  // namespace

std::vector<std::optional<std::size_t>> assign_members(const ObjectShape& shape, const JsonValue& object) {
    std::vector<std::optional<std::size_t>> assigned;
    std::vector<bool> is_taken(shape.members.size(), false);
    for (const JsonValue& child : object.children) {
        std::optional<std::size_t> found;
        for (std::size_t i = 0; i < shape.members.size() && !found; ++i) {
            if (!is_taken[i] && has_name(shape, i, child.name)) {
                found = i;
                is_taken[i] = true;
            }
        }
        assigned.push_back(found);
    }
    return assigned;
}

std::multimap<FamilyPlace, const JsonValue*> family_members(const Document& document, const ObjectShape& shape,
                                                            const JsonValue& object) {
    std::multimap<FamilyPlace, const JsonValue*> members;
    for (const JsonValue& child : object.children) {
        const auto found = shape.families.empty() ? std::nullopt : find_named(shape, child.name);
        if (found && found->family && !says_missing(shape.families[*found->family].members[found->member], child)) {
            Shape text;
            text.node = VariableShape{shape.families[*found->family].variable};
            JsonValue value;
            value.scalar = string_constant(found->text);
            members.emplace(FamilyPlace{*found->family, canonical_text(document, text, value), found->member}, &child);
        }
    }
    return members;
}

std::optional<Columns> columns_of(const ObjectShape& shape, const JsonValue& object) {
    if (shape.zips.empty() || !object.is_object()) {
        return std::nullopt;
    }
    Columns columns;
    const auto assigned = assign_members(shape, object);
    for (std::size_t member = 0; member < shape.members.size(); ++member) {
        if (shape.members[member].column_of == 0) {
            continue;
        }
        const auto found = std::ranges::find(assigned, std::optional(member));
        const JsonValue* list =
            found == assigned.end() ? nullptr : &object.children[static_cast<std::size_t>(found - assigned.begin())];
        if (list == nullptr || !list->is_list() || (!columns.lists.empty() && list->children.size() != columns.rows)) {
            return std::nullopt;
        }
        columns.members.push_back(member);
        columns.lists.push_back(list);
        columns.rows = list->children.size();
    }
    return columns;
}

bool says_missing(const Member& member, const JsonValue& value) {
    const bool is_null = value.kind == JsonValue::Kind::Scalar && value.scalar.kind == JsonKind::Null;
    const bool is_empty = value.is_list() && value.children.empty();
    const bool is_ignored = std::holds_alternative<IgnoredShape>(member.value.front().node);
    return member.is_optional && (is_empty || is_ignored || (is_null && member.is_nullable));
}

bool is_in_order(const Order& order) {
    return order.kind == Order::Kind::Position;
}

std::string canonical_text(const Document& document, const Shape& shape, const JsonValue& value) {
    return CanonicalText(document).of(shape, value);
}

std::string canonical_row(const Document& document, const ObjectShape& shape, const Columns& columns, std::size_t row) {
    return CanonicalText(document).row(shape, columns, row);
}

}  // namespace gridlore::mapping
