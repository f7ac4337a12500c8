/// The functions that are applied to the values of their arguments, as tables. Confined to the thread that runs the
/// query.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/expression/expression_context.h"
#include "knowledge-engine/query/expression/value.h"

namespace gridlore::query {

using Arguments = std::span<const Value>;

/// No argument is an error, and there are as many as the grammar allows.
using StrictFunction = Value (*)(Arguments arguments, ExpressionContext& context);

struct FunctionEntry {
    Function function;
    StrictFunction apply;
};

/// By the sections of SPARQL 1.1 Query, 17.4.
std::span<const FunctionEntry> term_functions();
std::span<const FunctionEntry> string_functions();
std::span<const FunctionEntry> number_functions();
std::span<const FunctionEntry> time_functions();
std::span<const FunctionEntry> hash_functions();

/// Null: a form of its own (expression_node.h).
StrictFunction find_function(Function function);

/// The cast (17.5) to a datatype, if there is one: those of the specification, xsd:date and the types derived from
/// xsd:integer.
using Cast = Value (*)(const Value& value, std::string_view datatype, ExpressionContext& context);
Cast find_cast(std::string_view datatype);

/// A string that a function made; an error that ends the query if it is longer than the context allows.
Value made_string(std::string text, ExpressionContext& context);
/// The same with the language of `model`, a string.
Value made_text(std::string text, const Value& model, ExpressionContext& context);
/// True, and the query ends, if `bytes` are more than a string that a function makes may have.
bool is_too_long(std::size_t bytes, ExpressionContext& context);

/// Ends the query: a number that it makes has too many digits.
void fail_for_digits(ExpressionContext& context);
/// What arithmetic gave of numbers for which it is defined: nothing only for too many digits.
Value made_number(const std::optional<Number>& number, ExpressionContext& context);

}  // namespace gridlore::query
