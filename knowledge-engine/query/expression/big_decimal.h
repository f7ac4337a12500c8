/// Exact decimal numbers that do not fit a machine word. A value type and pure functions; safe from any thread.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "knowledge-engine/rdf/number_value.h"

namespace gridlore::query {

/// `unscaled` / 10^`digits`, with as few digits behind the point as the value needs.
struct BigDecimal {
    boost::multiprecision::cpp_int unscaled;
    std::size_t digits = 0;

    /// Of a number in all: what is longer is no number that we compute with, since the time it takes grows faster than
    /// its length.
    static constexpr std::size_t digit_limit = 1000;
};

/// Nothing: too many digits.
std::optional<BigDecimal> big_decimal(const rdf::Decimal& number);
/// `value` / 10^`digits`.
BigDecimal big_decimal(std::int64_t value, std::size_t digits);

/// The value times 10^`digits`, if that is whole and fits.
std::optional<std::int64_t> scaled_to_word(const BigDecimal& number, std::size_t digits);

/// Nothing: too many digits.
std::optional<BigDecimal> add(const BigDecimal& a, const BigDecimal& b);
std::optional<BigDecimal> multiply(const BigDecimal& a, const BigDecimal& b);
/// Rounded, half away from zero, to 18 digits behind the point and at least 18 significant ones. Precondition: `b` is
/// not zero.
std::optional<BigDecimal> divide(const BigDecimal& a, const BigDecimal& b);
BigDecimal negate(BigDecimal a);
/// The greatest whole number that is not greater.
BigDecimal floor(const BigDecimal& a);

std::strong_ordering compare(const BigDecimal& a, const BigDecimal& b);

/// `-12.5`, `3`.
std::string to_text(const BigDecimal& number);

}  // namespace gridlore::query
