/// Operators and functions on numbers (SPARQL 1.1 Query, 17.3 and 17.4.4).
#include <array>

#include "knowledge-engine/query/expression/function_table.h"

namespace gridlore::query {
namespace {

using Binary = std::optional<Number> (*)(const Number&, const Number&);
using Unary = std::optional<Number> (*)(const Number&);

template <Binary apply>
Value binary(Arguments arguments, ExpressionContext&) {
    const bool numbers = arguments[0].is_number() && arguments[1].is_number();
    return numbers ? Value::of(apply(arguments[0].number(), arguments[1].number())) : Value();
}

template <Unary apply>
Value unary(Arguments arguments, ExpressionContext&) {
    return arguments[0].is_number() ? Value::of(apply(arguments[0].number())) : Value();
}

std::optional<Number> itself(const Number& number) {
    return number;
}

Value random_number(Arguments, ExpressionContext& context) {
    // 53 random bits: each double of the form n / 2^53 below 1 is as likely.
    return Value::of(Number::real(static_cast<double>(context.random()() >> 11) * 0x1.0p-53));
}

constexpr std::array<FunctionEntry, 11> table = {{{Function::Add, binary<add>},
                                                  {Function::Subtract, binary<subtract>},
                                                  {Function::Multiply, binary<multiply>},
                                                  {Function::Divide, binary<divide>},
                                                  {Function::Plus, unary<itself>},
                                                  {Function::Minus, unary<negate>},
                                                  {Function::Abs, unary<absolute>},
                                                  {Function::Round, unary<round_half_up>},
                                                  {Function::Ceil, unary<round_up>},
                                                  {Function::Floor, unary<round_down>},
                                                  {Function::Rand, random_number}}};

}  // namespace

std::span<const FunctionEntry> number_functions() {
    return table;
}

}  // namespace gridlore::query
