#include "adapter/mapping/read/document_builder.h"

#include <algorithm>
#include <utility>

#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::mapping {
namespace {

/// What the levels found say of each list, zip and family is written into the shape.
void set_may_be_empty(Shape& shape, const std::vector<Level>& levels) {
    if (auto* list = std::get_if<ListShape>(&shape.node)) {
        list->may_be_empty = levels[list->level].may_be_empty;
        set_may_be_empty(list->element.front(), levels);
    } else if (auto* object = std::get_if<ObjectShape>(&shape.node)) {
        for (Zip& zip : object->zips) {
            zip.may_be_empty = levels[zip.level].may_be_empty;
        }
        for (Member& member : object->members) {
            set_may_be_empty(member.value.front(), levels);
        }
        for (Family& family : object->families) {
            family.may_be_empty = levels[family.level].may_be_empty;
            for (Member& member : family.members) {
                set_may_be_empty(member.value.front(), levels);
            }
        }
    }
}

}  // namespace

DocumentBuilder::DocumentBuilder(DocumentUse use, const TermDefinitions& definitions,
                                 std::set<std::string, std::less<>>& used, Reading& reading)
    : use_(use), definitions_(definitions), used_(used), reading_(reading) {
    document.levels.emplace_back();
}

std::size_t DocumentBuilder::variable(const std::string& name, TextPosition position) {
    const auto [known, is_new] = numbers_.try_emplace(name, document.variables.size());
    const std::size_t number = known->second;
    if (!is_new) {
        return number;
    }
    const auto found = definitions_.find(name);
    const TermDefinition definition = found == definitions_.end() ? default_term(name) : found->second;
    document.variables.push_back(definition.variable);
    if (found == definitions_.end()) {
        document.variables.back().position = position;
    } else {
        used_.insert(name);
    }
    if (definition.is_faulty) {
        faulty_.insert(number);
    }
    std::vector<std::size_t> parts;
    for (const std::string& part : definition.made_of) {
        parts.push_back(variable(part, definition.variable.position));
    }
    document.variables[number].parts_of_iri = std::move(parts);
    if (!definition.made_for.empty()) {
        made_for_.emplace(number, variable(definition.made_for, definition.variable.position));
    }
    return number;
}

std::optional<std::string> DocumentBuilder::only_position() const {
    std::optional<std::string> only;
    for (const auto& [name, definition] : definitions_) {
        if (definition.variable.origin == Origin::Position) {
            if (only) {
                return std::nullopt;
            }
            only = name;
        }
    }
    return only;
}

Place DocumentBuilder::add_list(Place outer, bool may_be_empty, TextPosition position) {
    const std::size_t level = document.levels.size();
    Level added;
    added.parent = outer.level;
    added.may_be_empty = may_be_empty;
    document.levels.push_back(std::move(added));
    scopes_.push_back({outer.scope, level, true, false, position});
    return {level, scopes_.size() - 1};
}

Place DocumentBuilder::add_optional(Place outer) {
    scopes_.push_back({outer.scope, outer.level, false, true, {}});
    return {outer.level, scopes_.size() - 1};
}

void DocumentBuilder::place_variable(std::size_t number, Place place, TextPosition position) {
    Variable& variable = document.variables[number];
    variable.is_in_json = true;
    if (use_ != DocumentUse::Payload && variable.origin == Origin::Given) {
        variable.origin = Origin::Json;
    }
    uses_.push_back({number, place, position});
}

void DocumentBuilder::count_with(std::size_t number, std::size_t level, TextPosition position) {
    if (!counted_.emplace(number, level).second) {
        reading_.error(position, "it counts the elements of another list already; each list has a position of its own",
                       document.variables[number].name);
    }
}

void DocumentBuilder::add_part(const std::string& name, const YamlNode& text) {
    Part part;
    part.name = name;
    part.position = text.position;
    if (!text.is_text()) {
        reading_.error(text.position, "a graph pattern is a text; found is " + describe(text));
    } else if (auto pattern = pattern::parse_pattern(text.value.text, document.prefixes)) {
        part.pattern = *std::move(pattern);
        for (const std::string& variable_name : part.pattern.variables()) {
            const TextPosition place = position_of_variable(reading_, text.value, variable_name);
            part.variables.push_back(variable(variable_name, place));
            document.variables[part.variables.back()].is_in_graph = true;
        }
    } else {
        const Error& error = pattern.error();
        reading_.error(error.position ? place_in(reading_.text(), text.value, *error.position) : text.position,
                       error.message);
    }
    document.parts.push_back(std::move(part));
}

void DocumentBuilder::add_core_of_shape() {
    Part core;
    core.position = document.shape.position;
    for (std::size_t number = 0; number < document.variables.size(); ++number) {
        Variable& variable = document.variables[number];
        if (variable.is_in_json || counted_.contains(number)) {
            core.variables.push_back(number);
            variable.is_in_graph = true;
        }
    }
    document.parts.push_back(std::move(core));
}

void DocumentBuilder::finish() {
    choose_definitions();
    find_levels();
    for (Part& part : document.parts) {
        find_needed(part);
    }
    find_what_may_be_missing();
    find_read_back();
}

/// The outermost use is where a variable's value stands, and of these the first.
void DocumentBuilder::choose_definitions() {
    const auto rank = [&](const Use& use) {
        std::size_t scopes = 0;
        for (std::size_t scope = use.place.scope; scope != 0; scope = scopes_[scope].parent) {
            ++scopes;
        }
        return std::pair(depth(use.place.level), scopes);
    };
    for (const Use& use : uses_) {
        const auto [known, is_new] = defining_.emplace(use.variable, use);
        if (!is_new && rank(use) < rank(known->second)) {
            known->second = use;
        }
    }
    for (const Use& use : uses_) {
        std::vector<std::size_t>& variables = document.levels[use.place.level].variables;
        if (defining_.at(use.variable).place.level == use.place.level &&
            std::ranges::find(variables, use.variable) == variables.end()) {
            variables.push_back(use.variable);
        }
    }
}

void DocumentBuilder::find_levels() {
    std::vector<bool> seen(document.variables.size(), false);
    for (std::size_t number = 0; number < document.variables.size(); ++number) {
        Variable& variable = document.variables[number];
        variable.level = level_of(number, seen);
        if (use_ == DocumentUse::Response && variable.origin == Origin::Json && !variable.is_in_json) {
            variable.origin = Origin::Given;
        }
    }
}

/// Circles end at what was seen; they are an error elsewhere.
std::size_t DocumentBuilder::level_of(std::size_t number, std::vector<bool>& seen) {
    if (const auto defining = defining_.find(number); defining != defining_.end()) {
        return defining->second.place.level;
    }
    if (const auto counted = counted_.find(number); counted != counted_.end()) {
        return counted->second;
    }
    if (seen[number]) {
        return document.variables[number].level;
    }
    seen[number] = true;
    if (const auto made_for = made_for_.find(number); made_for != made_for_.end()) {
        return document.variables[number].level = level_of(made_for->second, seen);
    }
    std::size_t deepest = 0;
    for (const std::size_t part : document.variables[number].parts_of_iri) {
        const std::size_t level = level_of(part, seen);
        deepest = depth(level) > depth(deepest) ? level : deepest;
    }
    return document.variables[number].level = deepest;
}

void DocumentBuilder::find_needed(Part& part) const {
    part.needed = part.variables;
    for (std::size_t i = 0; i < part.needed.size(); ++i) {
        for (const std::size_t of : document.variables[part.needed[i]].parts_of_iri) {
            if (std::ranges::find(part.needed, of) == part.needed.end()) {
                part.needed.push_back(of);
            }
        }
    }
    for (const std::size_t number : part.needed) {
        const std::size_t level = document.variables[number].level;
        part.level = depth(level) > depth(part.level) ? level : part.level;
    }
}

/// A list may be empty where the core needs nothing in it.
void DocumentBuilder::find_what_may_be_missing() {
    std::vector<bool> is_in_core(document.levels.size(), false);
    is_in_core[0] = true;
    for (const std::size_t number : document.parts.front().needed) {
        for (std::size_t level = document.variables[number].level; level != 0; level = document.levels[level].parent) {
            is_in_core[level] = true;
        }
    }
    for (Scope& scope : scopes_) {
        scope.may_be_missing = scope.may_be_missing || (scope.is_list && !is_in_core[scope.level]);
    }
    for (std::size_t level = 1; level < document.levels.size(); ++level) {
        document.levels[level].may_be_empty = document.levels[level].may_be_empty || !is_in_core[level];
    }
    set_may_be_empty(document.shape, document.levels);
}

std::size_t DocumentBuilder::shared_parts(std::size_t variable) const {
    return static_cast<std::size_t>(std::ranges::count_if(document.parts, [&](const Part& part) {
        return std::ranges::find(part.variables, variable) != part.variables.end();
    }));
}

/// Of several templates that have a variable, one in the core, and of these the one that most parts have.
void DocumentBuilder::find_read_back() {
    const std::vector<std::size_t>& core = document.parts.front().variables;
    const auto rank = [&](std::size_t number) {
        return std::pair(std::ranges::find(core, number) != core.end(), shared_parts(number));
    };
    // What is in no pattern but is itself read back may be the way to others: hence until nothing is added.
    for (bool added = true; added;) {
        added = false;
        for (std::size_t made = 0; made < document.variables.size(); ++made) {
            const Variable& from = document.variables[made];
            const bool is_known = from.is_in_graph || from.read_back_from;
            for (const std::size_t number : is_known ? from.parts_of_iri : std::vector<std::size_t>{}) {
                Variable& variable = document.variables[number];
                if (variable.is_in_graph || number == made ||
                    (variable.read_back_from && rank(*variable.read_back_from) >= rank(made))) {
                    continue;
                }
                variable.read_back_from = made;
                added = true;
            }
        }
    }
}

const DocumentBuilder::Use* DocumentBuilder::definition(std::size_t variable) const {
    const auto found = defining_.find(variable);
    return found == defining_.end() ? nullptr : &found->second;
}

bool DocumentBuilder::is_within(std::size_t inner_level, std::size_t outer_level) const {
    while (inner_level > outer_level) {
        inner_level = document.levels[inner_level].parent;
    }
    return inner_level == outer_level;
}

bool DocumentBuilder::is_in_scope(std::size_t inner_scope, std::size_t outer_scope) const {
    while (inner_scope > outer_scope) {
        inner_scope = scopes_[inner_scope].parent;
    }
    return inner_scope == outer_scope;
}

std::size_t DocumentBuilder::missing_scope(std::size_t scope) const {
    while (scope != 0 && !scopes_[scope].may_be_missing) {
        scope = scopes_[scope].parent;
    }
    return scope;
}

std::size_t DocumentBuilder::scope_of_level(std::size_t level) const {
    const auto found = std::ranges::find_if(scopes_, [&](const Scope& s) { return s.is_list && s.level == level; });
    return static_cast<std::size_t>(found - scopes_.begin());
}

std::size_t DocumentBuilder::depth(std::size_t level) const {
    std::size_t depth = 0;
    for (; level != 0; level = document.levels[level].parent) {
        ++depth;
    }
    return depth;
}

TextPosition position_of_variable(const Reading& reading, const YamlText& pattern, std::string_view name) {
    const std::string_view text = pattern.text;
    for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        rdf::TokenReader tokens(text);
        tokens.advance(at);
        if (at > 0 && (text[at - 1] == '?' || text[at - 1] == '$') && tokens.variable_name() == name) {
            return place_in(reading.text(), pattern, rdf::position_in(text, at - 1));
        }
    }
    return pattern.position;
}

}  // namespace gridlore::mapping
