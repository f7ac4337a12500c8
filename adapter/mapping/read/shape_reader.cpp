#include "adapter/mapping/read/shape_reader.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "adapter/mapping/read/braced_text.h"
#include "adapter/mapping/read/name_scope.h"

namespace gridlore::mapping {
namespace {

const std::vector<std::string>& own_names() {
    static const std::vector<std::string> names = {"$list",    "$order",  "$empty",    "$joined", "$text",
                                                   "$value",   "$also",   "$optional", "$zip",    "$each",
                                                   "$members", "$ignore", "$constant", "$unknown"};
    return names;
}

bool is_own(std::string_view name) {
    return name.starts_with('$') && !name.starts_with("$$");
}

class ShapeReader {
  public:
    ShapeReader(bool ignores_unknown, DocumentBuilder& builder)
        : ignores_unknown_(ignores_unknown), builder_(builder), reading_(builder.reading()), names_(builder) {}

    Shape read(const YamlNode& node, Place place) {
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

  private:
    void read_scalar(const YamlNode& node, Place place, Shape& shape) {
        if (node.is_text() && node.value.text.starts_with('?')) {
            if (const auto number = use(node, node.value.text, place)) {
                shape.node = VariableShape{*number};
            }
            return;
        }
        shape.node = ConstantShape{json_constant(node.value)};
    }

    /// The variable of that text, which stands here; nothing, and an error, if it is no variable's name.
    std::optional<std::size_t> use(const YamlNode& node, std::string_view text, Place place) {
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

    void read_map(const YamlNode& node, Place place, Shape& shape) {
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
            reading_.error(value->key.position,
                           "`$value` stands for the value of a member; write the shape itself here");
        } else {
            shape.node = object(node, place);
        }
    }

    ConstantShape constant(const YamlNode& node) {
        if (node.is_list() || node.is_map()) {
            reading_.error(node.position,
                           "a constant is a text, a number, `true`, `false` or `null`; of lists and "
                           "objects write the shape, or `{ $ignore: … }`");
            return {};
        }
        return {json_constant(node.value)};
    }

    ListShape plain_list(const YamlNode& node, Place place) {
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

    static ListShape empty_list() {
        ListShape list;
        list.element.emplace_back();
        list.element.front().node = ConstantShape{};
        return list;
    }

    ListShape list(const YamlNode& node, Place place) {
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

    void check_joined(const ListShape& list, const YamlNode& joined) {
        if (list.joined->empty()) {
            reading_.error(joined.position,
                           "nothing stands between the elements, so that they could not be told "
                           "apart; `$joined` needs a separator");
        }
        if (!std::holds_alternative<VariableShape>(list.element.front().node)) {
            reading_.error(list.element.front().position, "an element of a joined list is one variable");
        }
    }

    Order order(const YamlNode& node, std::size_t level) {
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

    std::optional<std::string> ordering_variable(const YamlNode& said) {
        if (said.value.text != "position") {
            const auto name = variable_name(said.value.text);
            if (!name) {
                reading_.error(said.position,
                               "`$order` is `set`, `position` or a variable; found is " + describe(said));
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

    TextShape text(const YamlNode& node, Place place) {
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

    void add_placeholder(const YamlNode& node, std::string_view name, Place place, TextShape& text) {
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

    ObjectShape object(const YamlNode& node, Place place) {
        ObjectShape object;
        object.ignores_unknown = ignores_unknown(node);
        for (const YamlNode& child : node.children) {
            if (child.key.text == "$zip") {
                zip(child, place, object);
            } else if (child.key.text == "$each") {
                families(child, place, object);
            } else if (is_own(child.key.text)) {
                check_own_name(child);
            } else {
                object.members.push_back(member(child, place, true));
            }
        }
        check_names(node, object);
        return object;
    }

    bool ignores_unknown(const YamlNode& node) {
        const auto said = reading_.text_of(node, "$unknown");
        if (said && *said != "ignore" && *said != "refuse") {
            reading_.error(node.find("$unknown")->position,
                           "`$unknown` is `ignore` or `refuse`; found is `" + *said + "`");
        }
        return said ? *said == "ignore" : ignores_unknown_;
    }

    void check_own_name(const YamlNode& child) {
        const std::string& name = child.key.text;
        if (name == "$unknown") {
            return;
        }
        const auto& known = own_names();
        const bool is_known = std::ranges::find(known, name) != known.end();
        reading_.error(child.key.position, is_known ? "`" + name + "` has no place here" + help_with(name)
                                                    : "there is no `" + name + "`" + suggestion(name, known) +
                                                          "; a member of that name is written `$" + name + "`");
    }

    static std::string help_with(const std::string& name) {
        if (name == "$optional" || name == "$also") {
            return "; write the member as `{ $value: …, " + name + ": … }`";
        }
        return "; it belongs to `$list`, `$zip` or `$each`";
    }

    Member member(const YamlNode& child, Place place, bool may_be_optional) {
        Member member;
        names_.add_name(child.key, member);
        const YamlNode* value = child.find("$value");
        if (value == nullptr) {
            member.value.push_back(read(child, place));
            return member;
        }
        reading_.check_members(child, "a member", {"$value", "$optional", "$also"});
        member.is_optional = reading_.flag_of(child, "$optional");
        if (member.is_optional && !may_be_optional) {
            reading_.error(child.find("$optional")->key.position,
                           "a member may not be missing here, where others stand beside it by their places");
        }
        if (const YamlNode* also = child.find("$also")) {
            for (const YamlText& text : texts_of(*also, reading_)) {
                names_.add_name(text, member);
            }
        }
        member.value.push_back(read(*value, member.is_optional ? builder_.add_optional(place) : place));
        return member;
    }

    void zip(const YamlNode& node, Place place, ObjectShape& object) {
        if (!node.is_map()) {
            reading_.error(node.position, "`$zip` needs members, `Name: shape`; found is " + describe(node));
            return;
        }
        const Place inner = builder_.add_list(place, reading_.flag_of(node, "$empty"), node.position);
        for (const YamlNode& child : node.children) {
            if (child.key.text == "$order" || child.key.text == "$empty") {
                continue;
            }
            if (is_own(child.key.text)) {
                check_own_name(child);
                continue;
            }
            object.members.push_back(member(child, inner, false));
            object.members.back().column_of = object.zips.size() + 1;
        }
        Zip zip;
        zip.level = inner.level;
        zip.may_be_empty = builder_.document.levels[inner.level].may_be_empty;
        zip.order = order(node, inner.level);
        object.zips.push_back(zip);
    }

    /// One group of members whose names have a variable in them, or a list of such groups.
    void families(const YamlNode& node, Place place, ObjectShape& object) {
        const bool is_of_maps =
            node.is_map() ||
            (node.is_list() && std::ranges::all_of(node.children, [](const auto& child) { return child.is_map(); }));
        if (!is_of_maps || node.children.empty()) {
            reading_.error(node.position,
                           "`$each` needs members with a variable in their names, `power_{phase}: "
                           "shape`, or a list of such groups; found is " +
                               describe(node));
            return;
        }
        if (node.is_map()) {
            return family(node, place, object);
        }
        for (const YamlNode& group : node.children) {
            family(group, place, object);
        }
    }

    void family(const YamlNode& node, Place place, ObjectShape& object) {
        std::vector<const YamlNode*> members;
        for (const YamlNode& child : node.children) {
            if (!is_own(child.key.text)) {
                members.push_back(&child);
            } else if (child.key.text != "$order" && child.key.text != "$empty") {
                check_own_name(child);
            }
        }
        if (members.empty()) {
            reading_.error(node.position, "this `$each` names no member");
            return;
        }
        const Place inner = builder_.add_list(place, reading_.flag_of(node, "$empty"), node.position);
        const auto variable = names_.enter(members.front()->key, inner);
        if (!variable) {
            return;
        }
        Family family;
        family.variable = *variable;
        family.level = inner.level;
        family.may_be_empty = builder_.document.levels[inner.level].may_be_empty;
        for (const YamlNode* child : members) {
            family.members.push_back(member(*child, inner, true));
            if (family.members.back().named_by != variable) {
                reading_.error(child->key.position, "all names of a `$each` have the same variable in them",
                               builder_.document.variables[*variable].name);
            }
        }
        names_.leave();
        if (std::ranges::all_of(family.members, &Member::is_optional)) {
            reading_.error(node.position,
                           "one member of a `$each` must always be there: without it, a row whose other "
                           "members are missing would be lost");
        }
        family.order = order(node, inner.level);
        if (family.order.kind == Order::Kind::Position) {
            reading_.error(node.find("$order")->position,
                           "members of an object have no places of their own: leave `$order` out, or name a variable");
        }
        object.families.push_back(std::move(family));
    }

    ObjectShape repeated_members(const YamlNode& node, Place place) {
        reading_.check_members(node, "an object with `$members`", {"$members", "$unknown"});
        ObjectShape object;
        object.ignores_unknown = ignores_unknown(node);
        const YamlNode& members = *node.find("$members");
        for (const YamlNode& group : members.children) {
            if (!members.is_list() || !group.is_map()) {
                reading_.error(group.position, "`$members` is a list, `[ { Name: shape }, { Name: shape } ]`");
                continue;
            }
            for (const YamlNode& child : group.children) {
                if (is_own(child.key.text)) {
                    check_own_name(child);
                } else {
                    object.members.push_back(member(child, place, false));
                }
            }
        }
        return object;
    }

    /// A name tells which member it is, but in `$members`, where the order does.
    void check_names(const YamlNode& node, const ObjectShape& object) {
        std::set<std::string_view> names;
        const auto check = [&](const Member& member) {
            for (const std::string& key : member.keys) {
                if (!names.insert(key).second) {
                    reading_.error(node.position, "`" + key +
                                                      "` is the name of two members here; where a name comes "
                                                      "several times in an object, write `$members`");
                }
            }
        };
        std::ranges::for_each(object.members, check);
        for (const Family& family : object.families) {
            std::ranges::for_each(family.members, check);
        }
    }

    bool ignores_unknown_;
    DocumentBuilder& builder_;
    Reading& reading_;
    NameScope names_;
};

}  // namespace

Shape read_shape(const YamlNode& node, bool ignores_unknown, DocumentBuilder& builder) {
    return ShapeReader(ignores_unknown, builder).read(node, {});
}

}  // namespace gridlore::mapping
