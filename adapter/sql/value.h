/// What goes into a database and comes out of it. Value types.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::sql {

enum class Kind : std::uint8_t {
    Null,
    Boolean,  ///< `true` or `false`
    Integer,  ///< its digits
    Decimal,  ///< its digits, all of them
    Double,   ///< the shortest text that is read as the same double; may have an exponent
    Text,     ///< UTF-8
    Time,     ///< an instant in UTC: `2021-09-27T10:00:00Z`, with a fraction of a second if there is one
};

/// A named parameter's value.
struct Value {
    Kind kind = Kind::Null;
    std::string text;
    friend bool operator==(const Value&, const Value&) = default;
};

/// A column's value in one row. Its text lives until the next row is read. The kinds of numbers have a text that is a
/// number in JSON, too: what is infinite or not a number is Text.
struct Cell {
    Kind kind = Kind::Null;
    std::string_view text;
    /// What the text of a Time says, as far as it is known: of one with a fraction it is not.
    std::optional<std::chrono::sys_seconds> time = {};
    friend bool operator==(const Cell& a, const Cell& b) { return a.kind == b.kind && a.text == b.text; }
};

/// What is before, and what is behind, all values of a kind that has an order: where a range has no bound. Of the kinds
/// Time, Decimal, Double and Integer; an integer column is to be compared with `CAST(:x_from AS numeric)`.
Value before_all(Kind kind);
Value behind_all(Kind kind);
/// Both are what the functions above give, and nothing else is.
bool is_before_all(const Value& value);
bool is_behind_all(const Value& value);

/// A literal by its datatype: numbers, booleans, xsd:dateTime with a zone; any other as its text, and so is an IRI.
/// InvalidInput: the text is none of the datatype's, or the term is a blank node.
Result<Value> to_value(const rdf::Term& term);

}  // namespace gridlore::sql
