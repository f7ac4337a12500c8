// Of `ShapeReader`: objects and their members.

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "adapter/mapping/read/shape_forms.h"

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

}  // namespace

ObjectShape ShapeReader::object(const YamlNode& node, Place place) {
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
            object.members.push_back(member(child, place, MayLack::Yes));
        }
    }
    check_names(node, object);
    return object;
}

bool ShapeReader::ignores_unknown(const YamlNode& node) {
    const auto said = reading_.text_of(node, "$unknown");
    if (said && *said != "ignore" && *said != "refuse") {
        reading_.error(node.find("$unknown")->position, "`$unknown` is `ignore` or `refuse`; found is `" + *said + "`");
    }
    return said ? *said == "ignore" : ignores_unknown_;
}

void ShapeReader::check_own_name(const YamlNode& child) {
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

std::string ShapeReader::help_with(const std::string& name) {
    if (name == "$optional" || name == "$also") {
        return "; write the member as `{ $value: …, " + name + ": … }`";
    }
    return "; it belongs to `$list`, `$zip` or `$each`";
}

Member ShapeReader::member(const YamlNode& child, Place place, MayLack may_lack) {
    Member member;
    names_.add_name(child.key, member);
    const YamlNode* value = child.find("$value");
    if (value == nullptr) {
        member.value.push_back(read(child, place));
        return member;
    }
    reading_.check_members(child, "a member", {"$value", "$optional", "$also"});
    read_optional(child, member);
    if (member.is_optional && (may_lack == MayLack::No || (may_lack == MayLack::AsNull && !member.is_nullable))) {
        reading_.error(child.find("$optional")->key.position,
                       std::string("a member may not be missing here, where others stand beside it by their places") +
                           (may_lack == MayLack::AsNull ? "; `null` can stand in its place: `$optional: null`" : ""));
    }
    if (const YamlNode* also = child.find("$also")) {
        for (const YamlText& text : texts_of(*also, reading_)) {
            names_.add_name(text, member);
        }
    }
    member.value.push_back(read(*value, member.is_optional ? builder_.add_optional(place) : place));
    return member;
}

void ShapeReader::read_optional(const YamlNode& child, Member& member) {
    const YamlNode* optional = child.find("$optional");
    member.is_nullable = optional != nullptr && optional->is_null();
    member.is_optional = member.is_nullable || reading_.flag_of(child, "$optional", "`true`, `false` or `null`");
}

void ShapeReader::zip(const YamlNode& node, Place place, ObjectShape& object) {
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
        object.members.push_back(member(child, inner, MayLack::AsNull));
        object.members.back().column_of = object.zips.size() + 1;
        object.members.back().is_optional = false;
    }
    Zip zip;
    zip.level = inner.level;
    zip.may_be_empty = builder_.document.levels[inner.level].may_be_empty;
    zip.order = order(node, inner.level);
    object.zips.push_back(zip);
}

/// One group of members whose names have a variable in them, or a list of such groups.
void ShapeReader::families(const YamlNode& node, Place place, ObjectShape& object) {
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

void ShapeReader::family(const YamlNode& node, Place place, ObjectShape& object) {
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
        family.members.push_back(member(*child, inner, MayLack::Yes));
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

ObjectShape ShapeReader::repeated_members(const YamlNode& node, Place place) {
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
                object.members.push_back(member(child, place, MayLack::No));
            }
        }
    }
    return object;
}

/// A name tells which member it is, but in `$members`, where the order does.
void ShapeReader::check_names(const YamlNode& node, const ObjectShape& object) {
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

}  // namespace gridlore::mapping
