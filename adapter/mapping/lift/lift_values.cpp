#include "adapter/mapping/lift/lift_values.h"

#include <algorithm>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <functional>

#include "adapter/mapping/json/json_events.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::mapping {
namespace {

/// Keeps the kind of the one scalar that a text is; nothing else is a scalar.
class OneScalar final : public JsonSink {
  public:
    explicit OneScalar(std::string_view text) : text_(text) {}
    std::optional<JsonKind> kind() const { return kind_; }

    bool begin_object() override { return false; }
    bool key(std::string_view) override { return false; }
    bool end_object() override { return false; }
    bool begin_list() override { return false; }
    bool end_list() override { return false; }
    bool scalar(const JsonScalar& value) override {
        if (value.text == text_) {
            kind_ = value.kind;
        }
        return true;
    }

  private:
    std::string_view text_;
    std::optional<JsonKind> kind_;
};

/// What a text without quotes is in JSON, if it is a number, a boolean or null.
std::optional<JsonKind> kind_of(std::string_view text) {
    OneScalar scalar(text);
    JsonEvents events(scalar, {.depth = 1, .value_bytes = text.size()});
    const auto written = events.write(text);
    const auto finished = written && *written ? events.finish() : written;
    return finished && *finished ? scalar.kind() : std::nullopt;
}

std::string shown(const rdf::TermView& term) {
    return term.kind == rdf::TermKind::Iri ? "<" + std::string(term.text) + ">" : "\"" + std::string(term.text) + "\"";
}

bool is_part_of(std::string_view part, std::string_view text) {
    const std::less_equal<const char*> before;
    return before(text.data(), part.data()) && before(part.data(), text.data() + text.size());
}

}  // namespace

LiftValues::LiftValues(const Document& document, const RowHandler& handler,
                       const std::map<std::size_t, rdf::Term>& given)
    : document_(document), handler_(handler), given_(given) {
    values_.resize(document.variables.size());
    levels_.resize(document.levels.size());
    place_variables();
    for (std::size_t part = 0; part < document.parts.size(); ++part) {
        place_part(part);
    }
}

void LiftValues::place_variables() {
    for (const Variable& variable : document_.variables) {
        level_of_.push_back(variable.level);
    }
    for (std::size_t level = 0; level < levels_.size(); ++level) {
        const Order& order = document_.levels[level].order;
        if (order.kind == Order::Kind::Position) {
            level_of_[order.variable] = level;
        }
    }
    for (std::size_t number = 0; number < values_.size(); ++number) {
        const Variable& variable = document_.variables[number];
        const auto given = given_.find(number);
        if (variable.origin == Origin::Constant && variable.constant) {
            values_[number].term = view_of(*variable.constant);
            values_[number].is_known = true;
        } else if (variable.origin == Origin::Given && given != given_.end()) {
            values_[number].term = view_of(given->second);
            values_[number].is_known = true;
        } else {
            levels_[level_of_[number]].variables.push_back(number);
        }
    }
}

void LiftValues::place_part(std::size_t number) {
    const Part& part = document_.parts[number];
    levels_[part.level].parts.push_back(number);
    for (std::size_t level = part.level; level > 0; level = document_.levels[level].parent) {
        const std::size_t parent = document_.levels[level].parent;
        for (const std::size_t variable : part.needed) {
            if (document_.variables[variable].origin == Origin::Json && level_of_[variable] == parent) {
                levels_[level].awaited.push_back(variable);
            }
        }
    }
}

Result<void> LiftValues::check_given() const {
    for (const Part& part : document_.parts) {
        for (const std::size_t number : part.needed) {
            const Variable& variable = document_.variables[number];
            if (variable.origin == Origin::Given && !given_.contains(number)) {
                return invalid_input("?" + variable.name +
                                     " is not in it but in what it was asked with, and was not given");
            }
        }
    }
    return {};
}

void LiftValues::begin_list(std::size_t level) {
    levels_[level].elements = 0;
    for (const std::size_t variable : levels_[level].variables) {
        values_[variable].memory = {};
    }
}

void LiftValues::begin_element(std::size_t level) {
    ++levels_[level].elements;
    for (const std::size_t variable : levels_[level].variables) {
        values_[variable].is_known = false;
        values_[variable].has_local = false;
    }
}

Result<void> LiftValues::end_element(std::size_t level) {
    for (const std::size_t part : levels_[level].parts) {
        if (Result<void> done = emit(part); !done) {
            return done;
        }
    }
    return {};
}

Result<void> LiftValues::emit(std::size_t part) {
    row_.clear();
    for (const std::size_t variable : document_.parts[part].variables) {
        if (!resolve(variable)) {
            return {};  // an optional member that is not there
        }
        row_.push_back(values_[variable].term);
    }
    return handler_(part, row_);
}

Result<void> LiftValues::set(std::size_t variable, const JsonScalar& scalar) {
    Value& value = values_[variable];
    if (value.is_known) {
        return agree(variable, scalar);
    }
    value.before = value.memory;
    Result<rdf::TermView> term = document_.variables[variable].codec->lift(scalar, value.memory, value.room);
    if (!term) {
        return std::move(term).error();
    }
    value.term = *term;
    if (is_part_of(value.term.text, scalar.text)) {
        value.room.assign(value.term.text);
        value.term.text = value.room;
    }
    value.is_known = true;
    return {};
}

Result<void> LiftValues::agree(std::size_t variable, const JsonScalar& scalar) {
    const Value& value = values_[variable];
    CodecMemory memory = value.before;
    Result<rdf::TermView> term = document_.variables[variable].codec->lift(scalar, memory, room_);
    if (!term) {
        return std::move(term).error();
    }
    if (*term != value.term) {
        return invalid_input("?" + document_.variables[variable].name + " is " + shown(*term) + " here and " +
                             shown(value.term) + " elsewhere: both places must have the same");
    }
    return {};
}

Result<void> LiftValues::set_from_text(std::size_t variable, std::string_view text) {
    return set(variable, scalar_of(variable, text));
}

Result<std::string> LiftValues::meaning_of(std::size_t variable, std::string_view text) {
    CodecMemory memory;
    const Result<rdf::TermView> term =
        document_.variables[variable].codec->lift(scalar_of(variable, text), memory, room_);
    if (!term) {
        return term.error();
    }
    std::string other_room;
    return std::string(local_text(document_.variables[variable], *term, other_room));
}

JsonScalar LiftValues::scalar_of(std::size_t variable, std::string_view text) {
    const bool is_string = !is_unquoted(variable);
    return {is_string ? JsonKind::String : kind_of(text).value_or(JsonKind::String), text};
}

bool LiftValues::is_unquoted(std::size_t variable) {
    Value& value = values_[variable];
    if (!value.is_unquoted) {
        const std::vector<std::string> types = document_.variables[variable].codec->schema().types;
        value.is_unquoted = std::find(types.begin(), types.end(), "string") == types.end();
    }
    return *value.is_unquoted;
}

bool LiftValues::is_awaited_by(std::size_t level) const {
    const auto& awaited = levels_[level].awaited;
    return std::any_of(awaited.begin(), awaited.end(),
                       [this](std::size_t variable) { return !values_[variable].is_known; });
}

bool LiftValues::resolve(std::size_t number) {
    Value& value = values_[number];
    if (value.is_known) {
        return true;
    }
    const Variable& variable = document_.variables[number];
    switch (variable.origin) {
        case Origin::Template:
            return resolve_template(number);
        case Origin::Position:
            write_position(number);
            return true;
        case Origin::Uuid: {
            const std::string uuid = boost::uuids::to_string(boost::uuids::random_generator()());
            const std::string_view own = uuid;
            value.room.clear();
            variable.iri->write({&own, 1}, value.room);
            value.term = {rdf::TermKind::Iri, value.room, {}, {}};
            value.is_known = true;
            return true;
        }
        case Origin::Json:
        case Origin::Constant:
        case Origin::Given:
            break;
    }
    return false;
}

bool LiftValues::resolve_template(std::size_t number) {
    const Variable& variable = document_.variables[number];
    for (const std::size_t part : variable.parts_of_iri) {
        if (!resolve(part)) {
            return false;
        }
    }
    locals_.clear();
    for (const std::size_t part : variable.parts_of_iri) {
        locals_.push_back(local(part));
    }
    Value& value = values_[number];
    value.room.clear();
    variable.iri->write_encoded(locals_, value.room);
    value.term = {rdf::TermKind::Iri, value.room, {}, {}};
    value.is_known = true;
    return true;
}

void LiftValues::write_position(std::size_t number) {
    Value& value = values_[number];
    const auto before = static_cast<std::int64_t>(levels_[level_of_[number]].elements) - 1;
    value.room = std::to_string(document_.variables[number].first_position + before);
    value.term = {rdf::TermKind::Literal, value.room, rdf::xsd_integer, {}};
    value.is_known = true;
}

std::string_view LiftValues::local(std::size_t number) {
    Value& value = values_[number];
    if (!value.has_local) {
        value.local.clear();
        append_percent_encoded(local_text(document_.variables[number], value.term, room_), value.local);
        value.has_local = true;
    }
    return value.local;
}

}  // namespace gridlore::mapping
