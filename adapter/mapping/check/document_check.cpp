#include "adapter/mapping/check/document_check.h"

#include <algorithm>
#include <map>
#include <utility>

namespace gridlore::mapping {
namespace {

/// One check after the other; each tells all that it finds.
class Checks {
  public:
    explicit Checks(const DocumentBuilder& builder)
        : builder_(builder), document_(builder.document), reading_(builder.reading()) {}

    void run() {
        for (std::size_t number = 0; number < document_.variables.size(); ++number) {
            if (!builder_.is_faulty(number)) {
                check_variable(number);
            }
        }
        check_places();
        for (std::size_t level = 1; level < document_.levels.size(); ++level) {
            check_level(level);
        }
        check_parts();
    }

  private:
    void error(std::size_t variable, std::string message) {
        error(variable, document_.variables[variable].position, std::move(message));
    }

    void error(std::size_t variable, TextPosition position, std::string message) {
        reading_.error(position, std::move(message), document_.variables[variable].name);
    }

    void check_variable(std::size_t number) {
        const Variable& variable = document_.variables[number];
        if (variable.is_in_json) {
            check_in_json(number);
        } else {
            check_origin(number);
        }
        if (variable.origin == Origin::Uuid && document_.direction != Direction::Lift) {
            error(number, "a uuid cannot be read back; make the IRI of values in the JSON, or say `direction: lift`");
        }
    }

    void check_in_json(std::size_t number) {
        const Variable& variable = document_.variables[number];
        const TextPosition place = builder_.definition(number)->position;
        switch (variable.origin) {
            case Origin::Json:
                break;
            case Origin::Template:
                return error(number, place,
                             "its IRI is made of other variables, and so it is not in the JSON; put "
                             "those there, or give it a template with `{}`");
            case Origin::Position:
                return error(number, place,
                             "it is the place of an element in its list, and so not in the JSON itself; "
                             "give it another term, or leave it out here");
            case Origin::Constant:
                return error(number, place,
                             "it is always the same, and so not in the JSON; write the value itself here");
            case Origin::Uuid:
                return error(number, place, "it is made anew, and so not in the JSON; give it a template with `{}`");
            case Origin::Given:
                return error(number, place,
                             "it is given, and so not in the JSON; leave out `given`, or leave it out "
                             "here");
        }
        const bool is_written =
            variable.is_in_graph || variable.read_back_from || document_.direction == Direction::Lift;
        if (!is_written) {
            error(number, place,
                  "it is in `json` only, so that nothing keeps its value: put it into the graph or into "
                  "the braces of an IRI of the graph, or write `{ $ignore: … }` here" +
                      suggestion(variable.name, names_in_graph(), "?"));
        }
    }

    std::vector<std::string> names_in_graph() const {
        std::vector<std::string> names;
        for (const Variable& variable : document_.variables) {
            if (variable.is_in_graph && !variable.is_in_json && variable.origin == Origin::Json) {
                names.push_back(variable.name);
            }
        }
        return names;
    }

    std::vector<std::string> names_in_json() const {
        std::vector<std::string> names;
        for (const Variable& variable : document_.variables) {
            if (variable.is_in_json) {
                names.push_back(variable.name);
            }
        }
        return names;
    }

    void check_origin(std::size_t number) {
        const Variable& variable = document_.variables[number];
        const bool is_counted = std::ranges::any_of(document_.levels, [&](const Level& level) {
            return level.order.kind == Order::Kind::Position && level.order.variable == number;
        });
        if (variable.origin == Origin::Position && !is_counted) {
            error(number, "it is a position, but no list has it: write `$order: ?" + variable.name + "` there");
        }
        if (variable.origin == Origin::Json && document_.direction != Direction::Lower) {
            error(number,
                  "nothing says where it comes from: put it into `json`, or give it a term that is made of "
                  "others, given or constant" +
                      suggestion(variable.name, names_in_json(), "?"));
        }
    }

    /// A value that stands at several places is that of the outermost.
    void check_places() {
        for (const DocumentBuilder::Use& use : builder_.uses()) {
            const DocumentBuilder::Use& defining = *builder_.definition(use.variable);
            if (!builder_.is_within(use.place.level, defining.place.level)) {
                error(use.variable, use.position,
                      "it stands in two lists of which neither is in the other; call one of the two otherwise");
            }
        }
    }

    void check_level(std::size_t number) {
        const Level& level = document_.levels[number];
        const auto stands_in = [&](std::size_t variable) {
            return std::ranges::find(level.variables, variable) != level.variables.end();
        };
        const TextPosition position = position_of_level(number);
        if (level.order.kind == Order::Kind::Variable && !stands_in(level.order.variable)) {
            error(level.order.variable, position,
                  "the list cannot be ordered by it, since it does not stand in the list's own elements");
        }
        if (level.named_by && document_.variables[*level.named_by].level != number) {
            error(*level.named_by, position,
                  "it stands in the names of a `$each` and further out, too, where it has one value only; call one of "
                  "the two otherwise");
        }
        const bool is_told_apart =
            level.order.kind == Order::Kind::Position ||
            std::ranges::any_of(level.variables, [&](std::size_t variable) { return is_always_in(variable, number); });
        if (!is_told_apart) {
            reading_.error(position,
                           "nothing tells this list's elements apart: they need a variable that is always "
                           "there and in no list further in, or `$order: position`");
        }
    }

    /// Whether an element of the level has the variable, if it is there at all.
    bool is_always_in(std::size_t variable, std::size_t level) const {
        const Place place = builder_.definition(variable)->place;
        return builder_.missing_scope(place.scope) == builder_.missing_scope(builder_.scope_of_level(level));
    }

    TextPosition position_of_level(std::size_t level) const { return builder_.position_of_level(level); }

    void check_parts() {
        const std::size_t errors = reading_.count_errors();
        for (const Part& part : document_.parts) {
            check_chain(part);
            if (!part.pattern.triples.empty()) {
                check_connected(part);
            }
        }
        check_core_is_there();
        check_parts_meet();
        if (document_.direction == Direction::Both && reading_.count_errors() == errors) {
            check_nothing_is_lost();
        }
    }

    static std::string called(const Part& part) {
        return part.name.empty() ? "the core" : "the part `" + part.name + "`";
    }

    void check_chain(const Part& part) {
        const auto deepest = std::ranges::find_if(
            part.needed, [&](std::size_t number) { return document_.variables[number].level == part.level; });
        for (const std::size_t number : part.needed) {
            if (!builder_.is_within(part.level, document_.variables[number].level)) {
                error(number, place_of(number),
                      "it stands in a list beside that of ?" + document_.variables[*deepest].name + ", and " +
                          called(part) + " needs both; give one of the two lists a part of its own");
            }
        }
    }

    TextPosition place_of(std::size_t number) const {
        const DocumentBuilder::Use* use = builder_.definition(number);
        return use == nullptr ? document_.variables[number].position : use->position;
    }

    std::size_t missing_scope_of(std::size_t number) const {
        const DocumentBuilder::Use* use = builder_.definition(number);
        return use == nullptr ? 0 : builder_.missing_scope(use->place.scope);
    }

    void check_core_is_there() {
        for (const std::size_t number : document_.parts.front().needed) {
            if (missing_scope_of(number) == 0) {
                continue;
            }
            error(number, place_of(number),
                  builder_.use() == DocumentUse::Payload
                      ? "its member may be missing, but the core needs it: move its triples from `graph` to `parts`"
                      : "its member may be missing, which cannot be here; leave out `$optional`");
        }
    }

    /// What may be missing is lost where no part keeps it without needing more.
    void check_nothing_is_lost() {
        for (std::size_t number = 0; number < document_.variables.size(); ++number) {
            const Variable& variable = document_.variables[number];
            if (!variable.is_in_json || !(variable.is_in_graph || variable.read_back_from)) {
                continue;
            }
            std::optional<std::size_t> missing;
            const bool is_kept = std::ranges::any_of(document_.parts, [&](const Part& part) {
                return std::ranges::find(part.needed, number) != part.needed.end() && keeps(part, number, missing);
            });
            if (!is_kept && missing) {
                error(number, place_of(number),
                      "it is lost where ?" + document_.variables[*missing].name +
                          " is missing; give it a part without that");
            }
        }
    }

    /// Whether rows of the part are there wherever the variable is; else which variable may be missing.
    bool keeps(const Part& part, std::size_t number, std::optional<std::size_t>& missing) const {
        const std::size_t scope = missing_scope_of(number);
        for (const std::size_t other : part.needed) {
            if (!builder_.is_in_scope(scope, missing_scope_of(other))) {
                missing = other;
                return false;
            }
        }
        return true;
    }

    /// Sets of variables that triples connect: each has the number of its set.
    class Connected {
      public:
        void connect(const std::string& a, const std::string& b) { sets_[find(a)] = find(b); }
        std::string find(const std::string& name) {
            const auto [at, is_new] = sets_.emplace(name, name);
            if (is_new || at->second == name) {
                return name;
            }
            return at->second = find(std::string(at->second));
        }

      private:
        std::map<std::string, std::string> sets_;
    };

    static std::vector<std::string> variables_of(const pattern::TriplePattern& triple) {
        return pattern::GraphPattern{{triple}}.variables();
    }

    /// By the variables of its triples, and by those that other parts have too.
    void check_connected(const Part& part) {
        Connected connected;
        const std::string hub = "?";  // no variable's name
        for (const std::size_t number : part.variables) {
            if (is_shared(part, number)) {
                connected.connect(hub, document_.variables[number].name);
            }
        }
        for (const pattern::TriplePattern& triple : part.pattern.triples) {
            const std::vector<std::string> names = variables_of(triple);
            for (const std::string& name : names) {
                connected.connect(name, names.front());
            }
        }
        for (const pattern::TriplePattern& triple : part.pattern.triples) {
            const std::vector<std::string> first = variables_of(part.pattern.triples.front());
            const std::vector<std::string> names = variables_of(triple);
            if (names.empty() || first.empty() || connected.find(names.front()) != connected.find(first.front())) {
                reading_.error(part.position, "the triple `" + to_string(triple) + "` of " + called(part) +
                                                  " is not connected with `" + to_string(part.pattern.triples.front()) +
                                                  "`: no variable leads from one to the other");
            }
        }
    }

    bool is_shared(const Part& part, std::size_t number) const {
        return std::ranges::any_of(document_.parts, [&](const Part& other) {
            return &other != &part && std::ranges::find(other.variables, number) != other.variables.end();
        });
    }

    /// From the core each part is reached, over others too.
    void check_parts_meet() {
        Connected connected;
        for (const Part& part : document_.parts) {
            for (const std::size_t number : part.variables) {
                connected.connect(document_.variables[part.variables.front()].name, document_.variables[number].name);
            }
        }
        const Part& core = document_.parts.front();
        for (const Part& part : document_.parts) {
            if (part.variables.empty() || core.variables.empty()) {
                continue;
            }
            if (connected.find(document_.variables[part.variables.front()].name) !=
                connected.find(document_.variables[core.variables.front()].name)) {
                reading_.error(part.position, called(part) +
                                                  " shares no variable with the core, so that its rows "
                                                  "belong to nothing; name one of the core's in it");
            }
        }
    }

    const DocumentBuilder& builder_;
    const Document& document_;
    Reading& reading_;
};

}  // namespace

void check_document(const DocumentBuilder& builder) {
    Checks(builder).run();
}

}  // namespace gridlore::mapping
