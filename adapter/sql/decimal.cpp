#include "adapter/sql/decimal.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <optional>

namespace gridlore::sql {
namespace {

constexpr long digits_limit = 1000;
constexpr std::size_t digits_of_machine = 18;

boost::multiprecision::cpp_int power_of_ten(unsigned exponent) {
    return boost::multiprecision::pow(boost::multiprecision::cpp_int(10), exponent);
}

Error no_number(std::string_view text) {
    constexpr std::size_t shown = 40;
    return invalid_input("'" + std::string(text.substr(0, shown)) + (text.size() > shown ? "…" : "") +
                         "' is no number of at most " + std::to_string(digits_limit) + " digits.");
}

bool are_digits(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Of at most `digits_of_machine` digits.
std::uint64_t machine_number(std::string_view whole, std::string_view fraction) {
    std::uint64_t number = 0;
    for (const std::string_view part : {whole, fraction}) {
        for (const char digit : part) {
            number = number * 10 + static_cast<std::uint64_t>(digit - '0');
        }
    }
    return number;
}

boost::multiprecision::cpp_int long_number(const std::string& digits) {
    const std::size_t first = digits.find_first_not_of('0');  // with zeros in front it would be octal
    return first == std::string::npos ? 0 : boost::multiprecision::cpp_int(digits.substr(first));
}

/// What follows `e`; 0 if nothing does.
std::optional<long> read_exponent(std::string_view text) {
    long exponent = 0;
    const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    const bool is_whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
    return is_whole && std::abs(exponent) <= digits_limit ? std::optional(exponent) : std::nullopt;
}

}  // namespace

Result<Decimal> Decimal::read(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    const std::string_view unsigned_text = text.substr(is_negative || text.starts_with('+') ? 1 : 0);
    const std::size_t mark = unsigned_text.find_first_of("eE");
    const std::string_view mantissa = unsigned_text.substr(0, mark);
    const std::size_t point = mantissa.find('.');
    const std::string_view whole = mantissa.substr(0, point);
    const std::string_view fraction = point == std::string_view::npos ? "" : mantissa.substr(point + 1);
    const auto exponent =
        mark == std::string_view::npos ? std::optional(0L) : read_exponent(unsigned_text.substr(mark + 1));
    const std::size_t digits = whole.size() + fraction.size();
    if (digits == 0 || digits > digits_limit || !are_digits(whole) || !are_digits(fraction) || !exponent) {
        return no_number(text);
    }
    Decimal number;
    number.units_ = digits <= digits_of_machine ? Integer(machine_number(whole, fraction))
                                                : long_number(std::string(whole).append(fraction));
    const long scale = static_cast<long>(fraction.size()) - *exponent;
    if (scale < 0) {
        number.units_ *= power_of_ten(static_cast<unsigned>(-scale));
    }
    number.scale_ = static_cast<unsigned>(std::max(scale, 0L));
    if (is_negative) {
        number.units_ = -number.units_;
    }
    return number;
}

Decimal& Decimal::operator+=(const Decimal& other) {
    if (scale_ < other.scale_) {
        units_ *= power_of_ten(other.scale_ - scale_);
        scale_ = other.scale_;
    }
    units_ += scale_ == other.scale_ ? other.units_ : Integer(other.units_ * power_of_ten(scale_ - other.scale_));
    return *this;
}

Decimal Decimal::divided_by(std::uint64_t count, unsigned further) const {
    const bool is_negative = units_ < 0;
    const Integer dividend = (is_negative ? Integer(-units_) : units_) * power_of_ten(further);
    Decimal quotient;
    Integer rest;
    boost::multiprecision::divide_qr(dividend, Integer(count), quotient.units_, rest);
    const int half = Integer(rest * 2).compare(Integer(count));
    if (half > 0 || (half == 0 && bit_test(quotient.units_, 0))) {
        ++quotient.units_;
    }
    quotient.scale_ = scale_ + further;
    while (quotient.scale_ > scale_ && quotient.units_ % 10 == 0) {
        quotient.units_ /= 10;
        --quotient.scale_;
    }
    if (is_negative) {
        quotient.units_ = -quotient.units_;
    }
    return quotient;
}

std::string Decimal::text() const {
    const bool is_negative = units_ < 0;
    std::string digits = (is_negative ? Integer(-units_) : units_).str();
    if (digits.size() <= scale_) {
        digits.insert(0, scale_ + 1 - digits.size(), '0');
    }
    if (scale_ > 0) {
        digits.insert(digits.size() - scale_, ".");
    }
    return is_negative ? "-" + digits : digits;
}

}  // namespace gridlore::sql
