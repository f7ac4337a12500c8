#include "adapter/rest-api/json/binding_set_json.h"

#include "adapter/rest-api/json/writer.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/value.h"

namespace gridlore::rest_api {
namespace {

std::string below(std::string_view place, std::string_view step) {
    return std::string(place) + "/" + std::string(step);
}

std::string below(std::string_view place, std::size_t step) {
    return below(place, std::to_string(step));
}

Result<void> check_row(const JsonValue::Object& row, std::string_view place, std::size_t index) {
    for (const auto& [name, value] : row) {
        if (name.starts_with('?')) {
            return invalid_input(below(place, index) + ": write the variable `" + name + "` without its question mark");
        }
        if (value.text() == nullptr) {
            return invalid_input(below(below(place, index), name) +
                                 ": expected a text that holds one RDF term, found " + std::string(kind_of(value)));
        }
    }
    return {};
}

Result<rdf::Term> read_bound(const JsonValue& value, std::string_view place) {
    if (value.text() == nullptr) {
        return invalid_input(std::string(place) + ": expected a text that holds one literal, found " +
                             std::string(kind_of(value)));
    }
    auto term = rdf::parse_term(*value.text());
    if (!term) {
        return invalid_input(std::string(place) + ": " + term.error().message);
    }
    if (!term->is_literal() || !rdf::compare_values(*term, *term)) {
        return invalid_input(std::string(place) +
                             ": a bound has to be a literal whose values have an order, such as "
                             "a number, a string, a date or a time, not " +
                             rdf::to_text(*term));
    }
    return term;
}

Result<void> read_bound_into(std::optional<rdf::Term>& bound, const JsonValue::Object& object, std::string_view name,
                             std::string_view place) {
    if (const JsonValue* value = find_member(object, name)) {
        auto term = read_bound(*value, below(place, name));
        if (!term) {
            return std::move(term).error();
        }
        bound = std::move(*term);
    }
    return {};
}

Result<pattern::Range> read_range(const JsonValue& value, std::string_view place) {
    if (value.object() == nullptr) {
        return invalid_input(std::string(place) + ": expected an object with `from`, `until` or both, found " +
                             std::string(kind_of(value)));
    }
    pattern::Range range;
    if (auto from = read_bound_into(range.from, *value.object(), "from", place); !from) {
        return std::move(from).error();
    }
    if (auto until = read_bound_into(range.until, *value.object(), "until", place); !until) {
        return std::move(until).error();
    }
    if (!range.from && !range.until) {
        return invalid_input(std::string(place) + ": expected `from`, `until` or both");
    }
    if (range.from && range.until && !rdf::compare_values(*range.from, *range.until)) {
        return invalid_input(std::string(place) + ": `from` and `until` cannot be compared with each other");
    }
    return range;
}

}  // namespace

Result<void> check_binding_set(const JsonValue& value, std::string_view place) {
    if (value.array() == nullptr) {
        return invalid_input((place.empty() ? std::string("the body") : std::string(place)) +
                             ": expected a binding set, an array of objects, found " + std::string(kind_of(value)));
    }
    std::size_t index = 0;
    for (const JsonValue& row : *value.array()) {
        if (row.object() == nullptr) {
            return invalid_input(below(place, index) + ": expected a binding, an object, found " +
                                 std::string(kind_of(row)));
        }
        if (auto checked = check_row(*row.object(), place, index); !checked) {
            return checked;
        }
        ++index;
    }
    return {};
}

Result<pattern::TermRows> read_binding_set(const JsonValue& value, std::string_view place) {
    pattern::TermRows rows;
    rows.reserve(value.array()->size());
    for (const JsonValue& row : *value.array()) {
        pattern::TermRow& terms = rows.emplace_back();
        terms.reserve(row.object()->size());
        for (const auto& [name, text] : *row.object()) {
            auto term = rdf::parse_term(*text.text());
            if (!term) {
                return invalid_input(below(below(place, rows.size() - 1), name) + ": " + term.error().message);
            }
            terms.emplace_back(name, std::move(*term));
        }
    }
    return rows;
}

Result<pattern::Ranges> read_ranges(const JsonValue& value, std::string_view place) {
    if (value.object() == nullptr) {
        return invalid_input(std::string(place) + ": expected an object of ranges by variable, found " +
                             std::string(kind_of(value)));
    }
    pattern::Ranges ranges;
    for (const auto& [name, range_value] : *value.object()) {
        if (name.starts_with('?')) {
            return invalid_input(std::string(place) + ": write the variable `" + name + "` without its question mark");
        }
        auto range = read_range(range_value, below(place, name));
        if (!range) {
            return std::move(range).error();
        }
        ranges.emplace(name, std::move(*range));
    }
    return ranges;
}

void append_binding_set(std::string& out, const pattern::TermRows& rows) {
    JsonArray array(out);
    for (const pattern::TermRow& row : rows) {
        array.element();
        JsonObject object(out);
        for (const auto& [name, term] : row) {
            object.text(name, rdf::to_text(term));
        }
    }
}

void append_binding_set(std::string& out, const pattern::TermTable& rows) {
    JsonArray array(out);
    std::string room;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        array.element();
        JsonObject object(out);
        for (std::size_t column = 0; column < rows.variables().size(); ++column) {
            if (const rdf::TermId id = rows.row(i)[column]; id.is_bound()) {
                object.text(rows.variables()[column], rdf::to_text(rows.view(id, room)));
            }
        }
    }
}

void append_ranges(std::string& out, const pattern::Ranges& ranges) {
    JsonObject object(out);
    for (const auto& [name, range] : ranges) {
        object.member(name);
        JsonObject bounds(out);
        if (range.from) {
            bounds.text("from", rdf::to_text(*range.from));
        }
        if (range.until) {
            bounds.text("until", rdf::to_text(*range.until));
        }
    }
}

}  // namespace gridlore::rest_api
