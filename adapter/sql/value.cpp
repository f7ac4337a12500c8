#include "adapter/sql/value.h"

#include "knowledge-engine/rdf/number_value.h"
#include "knowledge-engine/rdf/time_value.h"

namespace gridlore::sql {
namespace {

// As PostgreSQL writes them for numbers and times alike.
constexpr std::string_view lowest = "-infinity";
constexpr std::string_view highest = "infinity";

constexpr std::string_view xsd = "http://www.w3.org/2001/XMLSchema#";

bool has_order(Kind kind) {
    return kind == Kind::Time || kind == Kind::Decimal || kind == Kind::Double || kind == Kind::Integer;
}

Value number(const rdf::Term& term) {
    const std::string text = term.text.starts_with('+') ? term.text.substr(1) : term.text;
    return {text.find('.') == std::string::npos ? Kind::Integer : Kind::Decimal, text};
}

Error ill_typed(const rdf::Term& term) {
    return invalid_input("'" + term.text + "' is no value of <" + term.datatype + ">.");
}

}  // namespace

Value before_all(Kind kind) {
    return {kind, std::string(lowest)};
}

Value behind_all(Kind kind) {
    return {kind, std::string(highest)};
}

bool is_before_all(const Value& value) {
    return has_order(value.kind) && value.text == lowest;
}

bool is_behind_all(const Value& value) {
    return has_order(value.kind) && value.text == highest;
}

Result<Value> to_value(const rdf::Term& term) {
    if (term.is_blank_node()) {
        return invalid_input("a blank node has no value that a database knows.");
    }
    if (term.is_iri() || !term.datatype.starts_with(xsd)) {
        return Value{Kind::Text, term.text};
    }
    if (rdf::decimal_value(term)) {
        return number(term);
    }
    if (rdf::double_value(term) || rdf::float_value(term)) {
        return Value{Kind::Double, term.text};
    }
    if (const auto time = rdf::date_time_value(term)) {
        return time->zoned ? Value{Kind::Time, rdf::canonical_date_time(*time).text} : Value{Kind::Text, term.text};
    }
    const std::string_view type = std::string_view(term.datatype).substr(xsd.size());
    if (type == "boolean") {
        const bool is_true = term.text == "true" || term.text == "1";
        if (!is_true && term.text != "false" && term.text != "0") {
            return ill_typed(term);
        }
        return Value{Kind::Boolean, is_true ? "true" : "false"};
    }
    for (const std::string_view ordered : {"decimal", "integer", "double", "float", "dateTime", "dateTimeStamp"}) {
        if (type == ordered) {
            return ill_typed(term);
        }
    }
    return Value{Kind::Text, term.text};
}

}  // namespace gridlore::sql
