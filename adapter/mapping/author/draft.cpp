#include "adapter/mapping/author/draft.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "adapter/mapping/author/draft_families.h"
#include "adapter/mapping/author/draft_lists.h"
#include "adapter/mapping/author/draft_terms.h"

namespace gridlore::mapping {
namespace {

using nlohmann::ordered_json;
using Samples = std::vector<ordered_json>;

constexpr int deepest = 30;

/// A JSON string is a string of YAML, too.
std::string yaml_text(const std::string& text) {
    return ordered_json(text).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

bool all(const Samples& samples, bool (ordered_json::*is)() const noexcept) {
    return std::ranges::all_of(samples, [&](const ordered_json& sample) { return (sample.*is)(); });
}

std::string capitalized(std::string name) {
    name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
    return name;
}

/// A thing of the graph: what an object of the JSON is about.
struct Entity {
    std::string variable;
    std::vector<std::string> identity;  ///< variables that its IRI is made of
};

/// Where the walk is.
struct Place {
    std::optional<Entity> entity;  ///< what members are said of
    bool is_entered = false;       ///< that is the thing that the next object is
    std::size_t part = 0;          ///< of the document; 0 is the core
    std::size_t list = 0;          ///< the innermost list that this is in; 0: none
    std::string relation;          ///< the name of the member or list that led here
    std::string indent;
    int depth = 0;
};

class Draft {
  public:
    Result<std::string> write(const ordered_json& payload, std::string_view json, const std::string& id) {
        if (!payload.is_structured() || payload.empty()) {
            return invalid_input("a payload is an object or a list with something in it; this one is " +
                                 std::string(payload.type_name()));
        }
        new_part(0);
        has_families_ = !has_number_mark(payload.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
        std::string shape = shape_of({payload}, {.entity = {}, .part = 0, .relation = "item", .indent = "  "});
        if (failure_) {
            return *failure_;
        }
        if (parts_.front().empty()) {
            return invalid_input("the payload has no value that is there in each of its elements, so nothing to map");
        }
        std::string text = "id: " + yaml_text(id) +
                           "\ntitle: " + yaml_text("A draft from one payload: choose its terms") +
                           "\nprefixes: { my: \"https://example.org/my-vocabulary#\" }\n\ngraph: |\n" + parts_.front();
        std::size_t written = 0;
        for (std::size_t part = 1; part < parts_.size(); ++part) {
            if (!parts_[part].empty()) {  // something in it is mapped
                ++written;
                text += (written == 1 ? "parts:\n" : "") + ("  part" + std::to_string(written)) + ": |\n" +
                        indented(parts_[part]);
            }
        }
        return text + "\nterms:\n" + terms_ + "\njson:" + shape +
               "\nexamples:\n  - text: " + yaml_text(std::string(json)) + "\n";
    }

  private:
    static std::string indented(const std::string& lines) {
        std::string text;
        for (std::size_t at = 0; at < lines.size();) {
            const std::size_t end = lines.find('\n', at) + 1;
            text += "  " + lines.substr(at, end - at);
            at = end;
        }
        return text;
    }

    /// A name that no other variable has.
    std::string new_variable(const std::string& name) {
        const std::string base = camel_case(name);
        std::string variable = base;
        for (int number = 2; !variables_.insert(variable).second; ++number) {
            variable = base + std::to_string(number);
        }
        return variable;
    }

    void say(std::size_t part, const std::string& triple) { parts_[part] += "  " + triple + " .\n"; }

    void add_term(const std::string& variable, const std::string& term) {
        terms_ += "  " + variable + ": " + term + "\n";
    }

    std::size_t new_part(std::size_t list) {
        parts_.emplace_back();
        last_list_.push_back(list);
        return parts_.size() - 1;
    }

    /// The lists of a part stand in each other. One that stands beside another has a part of its own, and so has one in
    /// what is not the core: it may be empty.
    void open_list(Place& place, bool may_be_empty) {
        const bool is_fresh = place.part != 0 && parts_[place.part].empty();
        if (!is_fresh && (place.part != 0 || may_be_empty || last_list_[place.part] != place.list)) {
            place.part = new_part(place.list);
        }
        place.list = last_list_[place.part] = ++lists_;
    }

    /// A name that begins with `$` is not one of ours. Within a family braces are doubled but for those of its number.
    std::string member_name(const std::string& key) const {
        std::string name = key.starts_with('$') ? "$" + key : key;
        if (numbers_.empty()) {
            return yaml_text(name);
        }
        for (std::size_t at = name.find_first_of("{}"); at != std::string::npos;
             at = name.find_first_of("{}", at + 2)) {
            name.insert(at, 1, name[at]);
        }
        for (std::size_t depth = 0; depth < numbers_.size(); ++depth) {
            const std::string mark = number_mark(depth);
            for (std::size_t at = name.find(mark); at != std::string::npos; at = name.find(mark, at + 1)) {
                name.replace(at, mark.size(), "{" + numbers_[depth] + "}");
            }
        }
        return yaml_text(name);
    }

    /// Behind a colon or a dash: begins with a blank or a line's end.
    std::string shape_of(const Samples& samples, const Place& place) {
        if (place.depth > deepest) {
            failure_ = invalid_input("the payload is nested deeper than " + std::to_string(deepest) + " levels");
            return {};
        }
        if (all(samples, &ordered_json::is_object)) {
            return object(samples, place);
        }
        if (all(samples, &ordered_json::is_array)) {
            return list(samples, place);
        }
        return have_one_term(samples) && place.entity ? value(samples, place) : " { $ignore: null }";
    }

    std::string value(const Samples& samples, const Place& place) {
        const std::string variable = new_variable(place.relation);
        add_term(variable,
                 identifier_rank(place.relation) < no_identifier ? identifier_term(samples) : guessed_term(samples));
        say(place.part, "?" + place.entity->variable + " my:" + camel_case(place.relation) + " ?" + variable);
        return " ?" + variable;
    }

    std::string list(const Samples& samples, const Place& place) {
        Samples elements;
        bool may_be_empty = false;
        for (const ordered_json& sample : samples) {
            may_be_empty = may_be_empty || sample.empty();
            elements.insert(elements.end(), sample.begin(), sample.end());
        }
        const bool has_shape = all(elements, &ordered_json::is_object) || all(elements, &ordered_json::is_array) ||
                               have_one_term(elements);
        if (elements.empty() || !has_shape) {
            return " { $ignore: [] }";
        }
        Place inside = place;
        inside.depth = place.depth + 1;
        inside.is_entered = false;
        open_list(inside, may_be_empty);
        const bool have_places = !can_tell_apart(elements, samples);
        std::string head = may_be_empty ? "\n" + place.indent + "$empty: true" : "";
        head += have_places ? "\n" + place.indent + "$order: ?" + enter_by_place(inside) : "";
        inside.indent += "  ";
        return head + "\n" + place.indent + (head.empty() ? "-" : "$list:") + shape_of(elements, inside);
    }

    bool can_tell_apart(const Samples& elements, const Samples& lists) const {
        std::vector<std::size_t> sizes;
        for (const ordered_json& list : lists) {
            sizes.push_back(list.size());
        }
        const bool are_objects = all(elements, &ordered_json::is_object);
        Samples left = elements;  // what stands in families is not the element's own
        if (are_objects && has_families_) {
            take_families(left, number_mark(numbers_.size()));
        }
        return are_told_apart(left, sizes);
    }

    /// The elements become things with a place in their list. Its variable.
    std::string enter_by_place(Place& place) {
        place.entity = numbered_thing(place, "position", "{ position: 1 }");
        place.is_entered = true;
        place.relation = "value";
        return place.entity->identity.back();
    }

    /// A thing that a number tells from its like.
    Entity numbered_thing(const Place& place, const std::string& name, const std::string& term) {
        Entity thing = new_thing(place);
        const std::string number = new_variable(name);
        add_term(number, term);
        say(place.part, "?" + thing.variable + " my:" + name + " ?" + number);
        thing.identity = place.entity ? place.entity->identity : std::vector<std::string>();
        thing.identity.push_back(number);
        add_iri(thing);
        return thing;
    }

    std::string object(const Samples& objects, const Place& place) {
        Samples samples = objects;
        const Samples tables = take_columns(samples);
        const auto families =
            has_families_ ? take_families(samples, number_mark(numbers_.size())) : std::vector<DraftFamily>();
        std::vector<std::string> keys;
        for (const ordered_json& sample : samples) {
            for (const auto& [key, ignored] : sample.items()) {
                if (std::ranges::find(keys, key) == keys.end()) {
                    keys.push_back(key);
                }
            }
        }
        if (keys.empty() && families.empty() && tables.empty()) {
            return " {}";
        }
        Place inside = place;
        inside.depth = place.depth + 1;
        std::string shape;
        std::set<std::string> done;
        const bool is_envelope = keys.size() + tables.size() + families.size() > 1;
        enter(samples, keys, inside, shape, done, is_envelope);
        for (const std::string& key : keys) {
            shape += done.contains(key) ? "" : member(samples, key, inside);
        }
        const bool says_nothing = done.empty() && !place.is_entered;
        shape += tables.empty() ? "" : zip(tables, says_nothing ? place.relation : "row", inside);
        return "\n" + shape + (families.empty() ? "" : each(families, inside));
    }

    /// Columns of a table; `name` is what a row is.
    std::string zip(const Samples& tables, const std::string& name, const Place& place) {
        const bool may_be_empty = std::ranges::any_of(tables, &ordered_json::empty);
        Samples rows;
        for (const ordered_json& table : tables) {
            rows.insert(rows.end(), table.begin(), table.end());
        }
        Place row = place;
        row.relation = name;
        row.indent += "  ";
        open_list(row, may_be_empty);
        std::string text = place.indent + "$zip:\n" + (may_be_empty ? row.indent + "$empty: true\n" : "");
        const bool had_families = std::exchange(has_families_, false);  // a column has its own name
        if (!can_tell_apart(rows, tables)) {
            const std::string position = enter_by_place(row);
            text += row.indent + "$order: ?" + position + "\n";
        }
        text += object(rows, row).substr(1);
        has_families_ = had_families;
        return text;
    }

    std::string each(const std::vector<DraftFamily>& families, const Place& place) {
        std::string text = place.indent + "$each:\n";
        for (const DraftFamily& one : families) {
            Place row = place;
            row.indent += families.size() == 1 ? "  " : "    ";
            text += (families.size() == 1 ? "" : place.indent + "  -\n") + family(one, row);
        }
        return text;
    }

    /// A row is a thing with a number.
    std::string family(const DraftFamily& family, Place row) {
        open_list(row, !family.is_in_all);
        row.relation = family.members.front().name;
        Entity thing = numbered_thing(row, "number", R"({ literal: "xsd:integer" })");
        const std::string number = thing.identity.back();
        row.entity = std::move(thing);
        numbers_.push_back(number);
        std::string text;
        for (const DraftFamily::Member& member : family.members) {
            text += named_member(member, row);
        }
        numbers_.pop_back();
        return text;
    }

    std::string named_member(const DraftFamily::Member& member, const Place& row) {
        Place inside = row;
        inside.relation = member.name;
        inside.indent += "  ";
        const std::string shape = shape_of(member.values, inside);
        return row.indent + member_name(member.name) + ":" + shape + (shape.ends_with('\n') ? "" : "\n");
    }

    static Samples of_member(const Samples& samples, const std::string& key) {
        Samples values;
        for (const ordered_json& sample : samples) {
            if (const auto found = sample.find(key); found != sample.end()) {
                values.push_back(*found);
            }
        }
        return values;
    }

    static bool is_scalar_of_all(const Samples& samples, const Samples& values) {
        return values.size() == samples.size() && have_one_term(values);
    }

    /// If the object says something itself, it is a thing: `place` becomes that thing's, and what names it is written.
    void enter(const Samples& samples, const std::vector<std::string>& keys, Place& place, std::string& shape,
               std::set<std::string>& done, bool is_envelope) {
        std::vector<std::string> always;
        std::vector<std::string> names;
        for (const std::string& key : keys) {
            const Samples values = of_member(samples, key);
            if (is_scalar_of_all(samples, values)) {
                always.push_back(key);
                if (std::set<ordered_json>(values.begin(), values.end()).size() == values.size()) {
                    names.push_back(key);
                }
            }
        }
        std::ranges::stable_sort(names, {}, identifier_rank);
        const bool is_entered = std::exchange(place.is_entered, false);
        if (always.empty()) {
            if (!place.entity && is_envelope) {
                place.entity = given_thing(place);
            }
            return;
        }
        if (!is_entered) {
            const Entity thing = new_thing(place);
            const Entity parent = std::exchange(place.entity, thing).value_or(Entity{});
            place.entity->identity = parent.identity;
        }
        // All values together, in the object's own sequence, as long as none tells one element from the others.
        for (const std::string& key : always) {
            Place at = place;
            at.relation = key;
            at.indent += "  ";
            const std::string written = value(of_member(samples, key), at);
            shape += place.indent + member_name(key) + ":" + written + "\n";
            done.insert(key);
            if (!is_entered && (names.empty() || names.front() == key)) {
                place.entity->identity.push_back(written.substr(2));
            }
        }
        if (!is_entered) {
            add_iri(*place.entity);
        }
    }

    void add_iri(const Entity& thing) {
        std::string iri = "urn:my:" + thing.variable;
        for (const std::string& variable : thing.identity) {
            iri += ":{" + variable + "}";
        }
        add_term(thing.variable, "{ iri: " + yaml_text(iri) + " }");
    }

    /// An envelope: what is in it belongs together, but nothing in it names it. Whoever has it must say what it is.
    Entity given_thing(const Place& place) {
        Entity thing = new_thing(place);
        add_term(thing.variable, "{ iri: \"urn:my:" + thing.variable + ":{}\", given: true }");
        thing.identity.push_back(thing.variable);
        return thing;
    }

    Entity new_thing(const Place& place) {
        Entity thing{new_variable(place.relation), {}};
        say(place.part, "?" + thing.variable + " a my:" + capitalized(camel_case(place.relation)));
        if (place.entity) {
            say(place.part, "?" + place.entity->variable + " my:" + camel_case(place.relation) + " ?" + thing.variable);
        }
        return thing;
    }

    std::string member(const Samples& samples, const std::string& key, const Place& place) {
        Samples values = of_member(samples, key);
        const bool is_nullable = std::erase_if(values, [](const ordered_json& value) { return value.is_null(); }) > 0;
        const bool is_optional = values.size() < samples.size();
        Place inside = place;
        inside.relation = key;
        inside.indent += is_optional ? "    " : "  ";
        inside.part = is_optional ? new_part(place.list) : place.part;
        const std::string shape = values.empty() ? " { $ignore: null }" : shape_of(values, inside);
        const std::string name = place.indent + member_name(key) + ":";
        return is_optional ? name + "\n" + place.indent + "  $optional: " + (is_nullable ? "null" : "true") + "\n" +
                                 place.indent + "  $value:" + shape + (shape.ends_with('\n') ? "" : "\n")
                           : name + shape + (shape.ends_with('\n') ? "" : "\n");
    }

    std::vector<std::string> parts_;      ///< their patterns
    std::vector<std::size_t> last_list_;  ///< that was opened in each of them
    std::size_t lists_ = 0;
    std::string terms_;
    std::set<std::string> variables_;
    bool has_families_ = false;
    std::vector<std::string> numbers_;  ///< variables of the families that the walk is in
    std::optional<Error> failure_;
};

/// A tree of JSON keeps one of two members with a name: such a payload must not be drafted as if it were well.
class Repetitions {
  public:
    bool operator()(int, ordered_json::parse_event_t event, ordered_json& value) {
        using Event = ordered_json::parse_event_t;
        if (event == Event::object_start) {
            names_.emplace_back();
        } else if (event == Event::object_end) {
            names_.pop_back();
        } else if (event == Event::key && !names_.back().insert(value.get<std::string>()).second) {
            repeated_ = value.get<std::string>();
        }
        return true;
    }
    const std::optional<std::string>& repeated() const { return repeated_; }

  private:
    std::vector<std::set<std::string>> names_;
    std::optional<std::string> repeated_;
};

}  // namespace

Result<std::string> draft_document(std::string_view json, const std::string& id) {
    Repetitions repetitions;
    ordered_json payload;
    try {
        payload = ordered_json::parse(json, std::ref(repetitions));
    } catch (const ordered_json::exception& problem) {
        return invalid_input(std::string("the payload is no JSON: ") + problem.what());
    }
    if (repetitions.repeated()) {
        return invalid_input("the member " + yaml_text(*repetitions.repeated()) +
                             " comes twice in one object; begin with a payload in which it does not, and write both "
                             "with $members afterwards");
    }
    return Draft().write(payload, json, id);
}

}  // namespace gridlore::mapping
