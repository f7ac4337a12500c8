#include "adapter/mapping/read/shape_reader.h"

#include <algorithm>
#include <utility>

#include "adapter/mapping/read/braced_text.h"
#include "adapter/mapping/read/shape_forms.h"

namespace gridlore::mapping {

Shape ShapeReader::read(const YamlNode& node, Place place) {
    Shape shape;
    shape.position = node.position;
    shape.node = ConstantShape{};
    if (node.is_list()) {
        shape.node = plain_list(node, place);
    } else if (node.is_map()) {
        read_map(node, place, shape);
    } else {
        read_scalar(node, place, shape);
    }
    return shape;
}

void ShapeReader::read_scalar(const YamlNode& node, Place place, Shape& shape) {
    if (node.is_text() && node.value.text.starts_with('?')) {
        if (const auto number = use(node, node.value.text, place)) {
            shape.node = VariableShape{*number};
        }
        return;
    }
    shape.node = ConstantShape{json_constant(node.value)};
}

/// The variable of that text, which stands here; nothing, and an error, if it is no variable's name.
std::optional<std::size_t> ShapeReader::use(const YamlNode& node, std::string_view text, Place place) {
    const auto name = variable_name(text);
    if (!name) {
        reading_.error(node.position, "`" + std::string(text) +
                                          "` is no variable's name: letters, digits and `_`; a text that begins "
                                          "with `?` is written `{ $constant: \"?…\" }`");
        return std::nullopt;
    }
    const std::size_t number = builder_.variable(*name, node.position);
    builder_.place_variable(number, place, node.position);
    return number;
}

void ShapeReader::read_map(const YamlNode& node, Place place, Shape& shape) {
    if (node.find("$list") != nullptr) {
        shape.node = list(node, place);
    } else if (const YamlNode* text = node.find("$text")) {
        reading_.check_members(node, "a text of several variables", {"$text"});
        shape.node = this->text(*text, place);
    } else if (const YamlNode* constant = node.find("$constant")) {
        reading_.check_members(node, "a constant", {"$constant"});
        shape.node = this->constant(*constant);
    } else if (const YamlNode* ignored = node.find("$ignore")) {
        reading_.check_members(node, "what is ignored", {"$ignore"});
        IgnoredShape written;
        append_json(*ignored, written.written);
        shape.node = std::move(written);
    } else if (node.find("$members") != nullptr) {
        shape.node = repeated_members(node, place);
    } else if (const YamlNode* value = node.find("$value")) {
        reading_.error(value->key.position, "`$value` stands for the value of a member; write the shape itself here");
    } else {
        shape.node = object(node, place);
    }
}

ConstantShape ShapeReader::constant(const YamlNode& node) {
    if (node.is_list() || node.is_map()) {
        reading_.error(node.position,
                       "a constant is a text, a number, `true`, `false` or `null`; of lists and "
                       "objects write the shape, or `{ $ignore: … }`");
        return {};
    }
    return {json_constant(node.value)};
}

ListShape ShapeReader::plain_list(const YamlNode& node, Place place) {
    if (node.children.size() != 1) {
        reading_.error(node.position, "a list has one shape, that of each of its elements; found are " +
                                          std::to_string(node.children.size()));
        return empty_list();
    }
    const Place inner = builder_.add_list(place, false, node.position);
    ListShape list;
    list.level = inner.level;
    list.element.push_back(read(node.children.front(), inner));
    return list;
}

ListShape ShapeReader::empty_list() {
    ListShape list;
    list.element.emplace_back();
    list.element.front().node = ConstantShape{};
    return list;
}

ListShape ShapeReader::list(const YamlNode& node, Place place) {
    reading_.check_members(node, "a list", {"$list", "$order", "$empty", "$joined"});
    const Place inner = builder_.add_list(place, reading_.flag_of(node, "$empty"), node.position);
    ListShape list;
    list.level = inner.level;
    list.may_be_empty = builder_.document.levels[inner.level].may_be_empty;
    list.element.push_back(read(*node.find("$list"), inner));
    list.order = order(node, inner.level);
    list.joined = reading_.text_of(node, "$joined");
    if (list.joined) {
        check_joined(list, *node.find("$joined"));
    }
    return list;
}

void ShapeReader::check_joined(const ListShape& list, const YamlNode& joined) {
    if (list.joined->empty()) {
        reading_.error(joined.position,
                       "nothing stands between the elements, so that they could not be told "
                       "apart; `$joined` needs a separator");
    }
    if (!std::holds_alternative<VariableShape>(list.element.front().node)) {
        reading_.error(list.element.front().position, "an element of a joined list is one variable");
    }
}

Order ShapeReader::order(const YamlNode& node, std::size_t level) {
    const YamlNode* said = node.find("$order");
    Order order;
    if (said == nullptr || (said->is_text() && said->value.text == "set")) {
        return order;
    }
    const auto name = said->is_text() ? ordering_variable(*said) : std::nullopt;
    if (!name) {
        return order;
    }
    order.variable = builder_.variable(*name, said->position);
    const bool counts = builder_.document.variables[order.variable].origin == Origin::Position;
    order.kind = counts ? Order::Kind::Position : Order::Kind::Variable;
    if (counts) {
        builder_.count_with(order.variable, level, said->position);
    }
    return builder_.document.levels[level].order = order;
}

std::optional<std::string> ShapeReader::ordering_variable(const YamlNode& said) {
    if (said.value.text != "position") {
        const auto name = variable_name(said.value.text);
        if (!name) {
            reading_.error(said.position, "`$order` is `set`, `position` or a variable; found is " + describe(said));
        }
        return name;
    }
    const auto only = builder_.only_position();
    if (!only) {
        reading_.error(said.position,
                       "`$order: position` needs one variable with a term as `{ position: 1 }`; where "
                       "there are several, say which: `$order: ?place`");
    }
    return only;
}

TextShape ShapeReader::text(const YamlNode& node, Place place) {
    TextShape text;
    text.between.emplace_back();
    if (!node.is_text()) {
        reading_.error(node.position, "`$text` needs a text; found is " + describe(node));
        return text;
    }
    const BracedText read = read_braced_text(node.value.text);
    text.between.back() = read.between.front();
    for (std::size_t i = 0; i < read.names.size(); ++i) {
        add_placeholder(node, read.names[i], place, text);
        text.between.back() += read.between[i + 1];
    }
    if (text.variables.empty()) {
        reading_.error(node.position,
                       "no variable stands in this text, as in `{quantity} {unit}`; a text that is "
                       "always the same is written without `$text`");
    }
    return text;
}

void ShapeReader::add_placeholder(const YamlNode& node, std::string_view name, Place place, TextShape& text) {
    if (!text.variables.empty() && text.between.back().empty()) {
        reading_.error(node.position, "nothing stands before `{" + std::string(name) +
                                          "}` and behind the variable before it, so that they could not be told "
                                          "apart");
    }
    if (const auto number = use(node, "?" + std::string(name), place)) {
        text.variables.push_back(*number);
        text.between.emplace_back();
    }
}

Shape read_shape(const YamlNode& node, bool ignores_unknown, DocumentBuilder& builder) {
    return ShapeReader(ignores_unknown, builder).read(node, {});
}

}  // namespace gridlore::mapping
