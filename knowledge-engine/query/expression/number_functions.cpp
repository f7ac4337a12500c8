/// Operators and functions on numbers (SPARQL 1.1 Query, 17.3 and 17.4.4).
#include <array>

#include "knowledge-engine/query/expression/function_table.h"

namespace gridlore::query {
namespace {

using Binary = std::optional<Number> (*)(const Number&, const Number&);
using Unary = std::optional<Number> (*)(const Number&);

template <Binary apply>
Value binary(Arguments arguments, ExpressionContext& context) {
    const bool numbers = arguments[0].is_number() && arguments[1].is_number();
    return numbers ? made_number(apply(arguments[0].number(), arguments[1].number()), context) : Value();
}

Value quotient(Arguments arguments, ExpressionContext& context) {
    const bool by_nothing = arguments[1].is_number() && arguments[1].number().is_zero();
    if (by_nothing && arguments[0].is_number() && arguments[0].number().is_exact() &&
        arguments[1].number().is_exact()) {
        return {};
    }
    return binary<divide>(arguments, context);
}

template <Unary apply>
Value unary(Arguments arguments, ExpressionContext& context) {
    return arguments[0].is_number() ? made_number(apply(arguments[0].number()), context) : Value();
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
                                                  {Function::Divide, quotient},
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
