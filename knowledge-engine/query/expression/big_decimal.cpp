#include "knowledge-engine/query/expression/big_decimal.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace gridlore::query {
namespace {

using boost::multiprecision::cpp_int;

constexpr std::size_t quotient_digits = 18;

cpp_int power_of_ten(std::size_t exponent) {
    return boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(exponent));
}

/// How many decimal digits a number has, or one less.
std::size_t decimal_digits(const cpp_int& number) {
    return number.is_zero() ? 0 : boost::multiprecision::msb(abs(number)) * 30103 / 100000 + 1;
}

BigDecimal without_trailing_zeros(BigDecimal number) {
    cpp_int quotient;
    cpp_int remainder;
    while (number.digits > 0) {
        divide_qr(number.unscaled, cpp_int(10), quotient, remainder);
        if (!remainder.is_zero()) {
            break;
        }
        number.unscaled = quotient;
        --number.digits;
    }
    return number;
}

std::optional<BigDecimal> bounded(BigDecimal number) {
    number = without_trailing_zeros(std::move(number));
    if (number.digits > BigDecimal::digit_limit || decimal_digits(number.unscaled) > BigDecimal::digit_limit) {
        return std::nullopt;
    }
    return number;
}

cpp_int scaled_up(const BigDecimal& number, std::size_t digits) {
    return digits == number.digits ? number.unscaled : number.unscaled * power_of_ten(digits - number.digits);
}

}  // namespace

std::optional<BigDecimal> big_decimal(const rdf::Decimal& number) {
    if (number.whole.size() + number.fraction.size() > BigDecimal::digit_limit) {
        return std::nullopt;
    }
    std::string digits(number.whole);
    digits.append(number.fraction);
    digits.erase(0, digits.find_first_not_of('0'));  // a zero in front would make it octal
    BigDecimal result{digits.empty() ? cpp_int(0) : cpp_int(digits), number.fraction.size()};
    return number.negative ? negate(std::move(result)) : result;
}

BigDecimal big_decimal(std::int64_t value, std::size_t digits) {
    return without_trailing_zeros({cpp_int(value), digits});
}

std::optional<std::int64_t> scaled_to_word(const BigDecimal& number, std::size_t digits) {
    if (number.digits > digits) {
        return std::nullopt;
    }
    const cpp_int scaled = scaled_up(number, digits);
    if (scaled < std::numeric_limits<std::int64_t>::min() || scaled > std::numeric_limits<std::int64_t>::max()) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(scaled);
}

std::optional<BigDecimal> add(const BigDecimal& a, const BigDecimal& b) {
    const std::size_t digits = std::max(a.digits, b.digits);
    return bounded({scaled_up(a, digits) + scaled_up(b, digits), digits});
}

std::optional<BigDecimal> multiply(const BigDecimal& a, const BigDecimal& b) {
    return bounded({a.unscaled * b.unscaled, a.digits + b.digits});
}

std::optional<BigDecimal> divide(const BigDecimal& a, const BigDecimal& b) {
    // a.unscaled * 10^shift / b.unscaled has `digits` digits behind the point.
    const std::size_t small_quotient =
        std::max(decimal_digits(b.unscaled) + a.digits, decimal_digits(a.unscaled) + b.digits) -
        (decimal_digits(a.unscaled) + b.digits);
    const std::size_t digits = std::max(quotient_digits + small_quotient, a.digits);
    const cpp_int numerator = a.unscaled * power_of_ten(digits + b.digits - a.digits);
    cpp_int quotient;
    cpp_int remainder;
    divide_qr(numerator, b.unscaled, quotient, remainder);
    if (abs(remainder) * 2 >= abs(b.unscaled)) {
        quotient += (numerator.sign() < 0) == (b.unscaled.sign() < 0) ? 1 : -1;
    }
    return bounded({std::move(quotient), digits});
}

BigDecimal negate(BigDecimal a) {
    a.unscaled.backend().negate();
    return a;
}

BigDecimal floor(const BigDecimal& a) {
    cpp_int quotient;
    cpp_int remainder;
    divide_qr(a.unscaled, power_of_ten(a.digits), quotient, remainder);
    if (remainder.sign() < 0) {
        --quotient;
    }
    return {std::move(quotient), 0};
}

std::strong_ordering compare(const BigDecimal& a, const BigDecimal& b) {
    const std::size_t digits = std::max(a.digits, b.digits);
    return scaled_up(a, digits).compare(scaled_up(b, digits)) <=> 0;
}

std::string to_text(const BigDecimal& number) {
    std::string text = cpp_int(abs(number.unscaled)).str();
    if (number.digits > 0) {
        text.insert(0, text.size() > number.digits ? 0 : number.digits + 1 - text.size(), '0');
        text.insert(text.size() - number.digits, 1, '.');
    }
    return number.unscaled.sign() < 0 ? "-" + text : text;
}

}  // namespace gridlore::query
