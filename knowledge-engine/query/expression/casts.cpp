/// Casts (SPARQL 1.1 Query, 17.5; XPath and XQuery Functions and Operators, 17).
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "knowledge-engine/query/expression/function_table.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/number_value.h"

namespace gridlore::query {
namespace {

/// The lexical form of a datatype may have white space around it where it is read.
std::string_view collapsed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}

/// A string as a literal of `datatype`, if it is well-typed.
Value read_as(const Value& value, std::string_view datatype, Value::Kind kind) {
    Value read = Value::of(rdf::Term::literal(std::string(collapsed(value.text())), std::string(datatype)));
    return read.kind() == kind ? read : Value();
}

Value to_string(const Value& value, std::string_view, ExpressionContext& context) {
    switch (value.kind()) {
        case Value::Kind::BlankNode:
            return {};
        case Value::Kind::String:
            return value;
        case Value::Kind::Number:
            return Value::string(value.number().cast_text());
        case Value::Kind::Boolean:
            return Value::string(value.boolean() ? "true" : "false");
        default:
            return Value::string(value.term(context.terms())->text);
    }
}

Value to_boolean(const Value& value, std::string_view datatype, ExpressionContext&) {
    switch (value.kind()) {
        case Value::Kind::Boolean:
            return Value::of(value.boolean());
        case Value::Kind::Number:
            return Value::of(value.effective_boolean());
        case Value::Kind::String: {
            const Value read = read_as(value, datatype, Value::Kind::Boolean);
            return read.is_error() ? read : Value::of(read.boolean());
        }
        default:
            return {};
    }
}

using Convert = std::optional<Number> (*)(const Number&);

/// The number of a value that can be cast to one; a string is read as a literal of `datatype`.
std::optional<Number> number_of(const Value& value, std::string_view datatype) {
    switch (value.kind()) {
        case Value::Kind::Boolean:
            return Number::integer(value.boolean() ? 1 : 0);
        case Value::Kind::Number:
            return value.number();
        case Value::Kind::String: {
            const Value read = read_as(value, datatype, Value::Kind::Number);
            return read.is_error() ? std::nullopt : std::optional(read.number());
        }
        default:
            return std::nullopt;
    }
}

template <Convert convert>
Value to_number(const Value& value, std::string_view datatype, ExpressionContext&) {
    const auto number = number_of(value, datatype);
    return number ? Value::of(convert(*number)) : Value();
}

std::optional<Number> as_double(const Number& number) {
    return Number::real(number.to_double());
}
std::optional<Number> as_float(const Number& number) {
    return Number::single(number.to_float());
}
std::optional<Number> as_decimal(const Number& number) {
    return number.to_decimal();
}
std::optional<Number> as_integer(const Number& number) {
    return number.to_integer();
}

/// To a type derived from xsd:integer, within its range.
Value to_derived_integer(const Value& value, std::string_view datatype, ExpressionContext&) {
    const auto number = number_of(value, datatype);
    const auto whole = number ? number->to_integer() : std::nullopt;
    if (!whole) {
        return {};
    }
    Value result = Value::of(rdf::Term::literal(whole->term().text, std::string(datatype)));
    return result.is_number() ? result : Value();
}

constexpr std::string_view xsd_date = "http://www.w3.org/2001/XMLSchema#date";

/// Where the zone is written, or the end.
std::size_t zone_of_date(std::string_view text) {
    const std::size_t day = text.find('-', text.find('-', 1) + 1);
    return day + 3;
}

Value to_date_time(const Value& value, std::string_view datatype, ExpressionContext& context) {
    switch (value.kind()) {
        case Value::Kind::DateTime:
            return value.term(context.terms())->datatype == datatype
                       ? value
                       : Value::of(rdf::Term::literal(value.term(context.terms())->text, std::string(datatype)));
        case Value::Kind::Date: {
            std::string text = value.term(context.terms())->text;
            text.insert(zone_of_date(text), "T00:00:00");
            return Value::of(rdf::Term::literal(std::move(text), std::string(datatype)));
        }
        case Value::Kind::String:
            return read_as(value, datatype, Value::Kind::DateTime);
        default:
            return {};
    }
}

Value to_date(const Value& value, std::string_view datatype, ExpressionContext& context) {
    switch (value.kind()) {
        case Value::Kind::Date:
            return value;
        case Value::Kind::DateTime: {
            std::string text = value.term(context.terms())->text;
            const std::size_t clock = text.find('T');
            text.erase(clock, std::min(text.find_first_of("Z+-", clock), text.size()) - clock);
            Value date = Value::of(rdf::Term::literal(std::move(text), std::string(datatype)));
            return date.kind() == Value::Kind::Date ? date : Value();
        }
        case Value::Kind::String:
            return read_as(value, datatype, Value::Kind::Date);
        default:
            return {};
    }
}

struct CastEntry {
    std::string_view name;  ///< behind XML Schema's namespace
    Cast cast;
};
constexpr std::array<CastEntry, 20> table = {{{"string", to_string},
                                              {"boolean", to_boolean},
                                              {"double", to_number<as_double>},
                                              {"float", to_number<as_float>},
                                              {"decimal", to_number<as_decimal>},
                                              {"integer", to_number<as_integer>},
                                              {"dateTime", to_date_time},
                                              {"date", to_date},
                                              {"int", to_derived_integer},
                                              {"long", to_derived_integer},
                                              {"short", to_derived_integer},
                                              {"byte", to_derived_integer},
                                              {"nonNegativeInteger", to_derived_integer},
                                              {"positiveInteger", to_derived_integer},
                                              {"nonPositiveInteger", to_derived_integer},
                                              {"negativeInteger", to_derived_integer},
                                              {"unsignedLong", to_derived_integer},
                                              {"unsignedInt", to_derived_integer},
                                              {"unsignedShort", to_derived_integer},
                                              {"unsignedByte", to_derived_integer}}};

}  // namespace

Cast find_cast(std::string_view datatype) {
    if (datatype.starts_with(rdf::xsd_ns)) {
        for (const CastEntry& entry : table) {
            if (entry.name == datatype.substr(rdf::xsd_ns.size())) {
                return entry.cast;
            }
        }
    }
    return nullptr;
}

}  // namespace gridlore::query
