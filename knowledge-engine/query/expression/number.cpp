#include "knowledge-engine/query/expression/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "knowledge-engine/query/expression/big_decimal.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/number_value.h"

namespace gridlore::query {
namespace {

constexpr std::size_t scale_digits = 6;
__extension__ using Wide = __int128;

std::size_t digits_of(NumericType type) {
    return type == NumericType::Integer ? 0 : scale_digits;
}

bool fits(Wide value) {
    return value >= std::numeric_limits<std::int64_t>::min() && value <= std::numeric_limits<std::int64_t>::max();
}

NumericType wider(const Number& a, const Number& b) {
    return std::max(a.type(), b.type());
}

/// The number that its shortest text denotes.
Number exact_of_text(std::string text) {
    const auto term = rdf::Term::literal(std::move(text), std::string(rdf::xsd_decimal));
    return *Number::of(term);
}

template <typename Float>
std::string plain_text(Float value) {
    std::array<char, 512> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
    return {buffer.data(), end.ptr};
}

template <typename Float>
Float read_floating(const std::string& text) {
    Float value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc::result_out_of_range) {
        // An exact number of many digits: too great, since one that is too small is as good as zero.
        const bool small = text.find_first_of("123456789") > text.find('.');
        value = small ? Float{0} : std::numeric_limits<Float>::infinity();
        return text.front() == '-' ? -value : value;
    }
    return value;
}

std::optional<Number> from_big(NumericType type, std::optional<BigDecimal> value) {
    return value ? std::optional(Number::exact(type, *std::move(value))) : std::nullopt;
}

/// Applies one operator of the machine's to two numbers of type Float or Double.
template <typename Operator>
Number floating(NumericType type, const Number& a, const Number& b, Operator apply) {
    return type == NumericType::Float ? Number::single(apply(a.to_float(), b.to_float()))
                                      : Number::real(apply(a.to_double(), b.to_double()));
}

/// XPath: to the nearest whole number, of two equally near the greater.
double round_half_up(double value) {
    const double below = std::floor(value);
    return value - below >= 0.5 ? below + 1 : below;
}

/// `-12.5`, `3`.
std::string small_text(NumericType type, std::int64_t value) {
    if (type == NumericType::Integer) {
        return std::to_string(value);
    }
    // Unsigned, since the least number has no positive one.
    const auto magnitude = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    const auto unit = static_cast<std::uint64_t>(Number::scale);
    std::string text = (value < 0 ? "-" : "") + std::to_string(magnitude / unit);
    if (magnitude % unit != 0) {
        const std::string fraction = std::to_string(unit + magnitude % unit);
        text.append(1, '.').append(fraction, 1, fraction.find_last_not_of('0'));
    }
    return text;
}

/// Whole numbers of a small number whose fraction is `scale` wide.
std::int64_t floor_of(std::int64_t millionths) {
    const std::int64_t quotient = millionths / Number::scale;
    return millionths % Number::scale < 0 ? quotient - 1 : quotient;
}

}  // namespace

Number Number::exact(NumericType type, BigDecimal value) {
    if (const auto small = scaled_to_word(value, digits_of(type))) {
        return Number(type, *small);
    }
    Number number(type, std::int64_t{0});
    number.big_ = std::make_shared<const BigDecimal>(std::move(value));
    return number;
}

std::optional<Number> Number::of(const rdf::Term& term) {
    if (const auto decimal = rdf::decimal_value(term)) {
        auto value = big_decimal(*decimal);
        const auto type = term.datatype == rdf::xsd_decimal ? NumericType::Decimal : NumericType::Integer;
        return from_big(type, std::move(value));
    }
    if (const auto value = rdf::double_value(term)) {
        return real(*value);
    }
    if (const auto value = rdf::float_value(term)) {
        return single(*value);
    }
    return std::nullopt;
}

std::optional<Number> Number::of_inline(rdf::TermId id) {
    switch (rdf::inline_space(id)) {
        case rdf::InlineSpace::Integer:
            return integer(rdf::inline_integer(id));
        case rdf::InlineSpace::Decimal:
            return decimal(rdf::inline_scaled(id));
        case rdf::InlineSpace::Double:
            return real(decimal(rdf::inline_scaled(id)).to_double());
        case rdf::InlineSpace::Float:
            return single(decimal(rdf::inline_scaled(id)).to_float());
        default:
            return std::nullopt;
    }
}

bool Number::is_nan() const {
    return !is_exact() && std::isnan(floating_);
}

bool Number::is_zero() const {
    return is_exact() ? big_ == nullptr && small_ == 0 : floating_ == 0;
}

BigDecimal Number::to_big() const {
    return big_ ? *big_ : big_decimal(small_, digits_of(type_));
}

double Number::to_double() const {
    constexpr std::int64_t exact_bound = std::int64_t{1} << 53;
    if (!is_exact()) {
        return floating_;
    }
    if (is_small() && type_ == NumericType::Integer) {
        return static_cast<double>(small_);
    }
    if (is_small() && small_ >= -exact_bound && small_ <= exact_bound) {
        return static_cast<double>(small_) / static_cast<double>(scale);  // both exact: rounded once, correctly
    }
    return read_floating<double>(to_text(to_big()));
}

float Number::to_float() const {
    // A double is rounded to a float correctly unless it lies, itself rounded, just between two floats.
    constexpr std::uint64_t below_float = (std::uint64_t{1} << 29) - 1;
    constexpr std::uint64_t midway = std::uint64_t{1} << 28;
    const double value = to_double();
    std::uint64_t bits = 0;
    static_assert(sizeof bits == sizeof value);
    __builtin_memcpy(&bits, &value, sizeof bits);
    const bool certain = !is_exact() || ((bits & below_float) != midway && std::abs(value) > 1e-30);
    if (certain) {
        return static_cast<float>(value);
    }
    return read_floating<float>(to_text(to_big()));
}

std::optional<Number> Number::to_decimal() const {
    if (is_exact()) {
        Number result = *this;
        if (type_ == NumericType::Integer) {
            result = exact(NumericType::Decimal, to_big());
        }
        return result;
    }
    if (!std::isfinite(floating_)) {
        return std::nullopt;
    }
    return exact_of_text(type_ == NumericType::Float ? plain_text(to_float()) : plain_text(floating_));
}

std::optional<Number> Number::to_integer() const {
    auto decimal = to_decimal();
    if (!decimal) {
        return std::nullopt;
    }
    BigDecimal value = decimal->to_big();
    const bool negative = value.unscaled.sign() < 0;
    value = floor(negative ? negate(std::move(value)) : value);
    return exact(NumericType::Integer, negative ? negate(std::move(value)) : std::move(value));
}

rdf::Term Number::term() const {
    switch (type_) {
        case NumericType::Integer:
            return rdf::Term::literal(cast_text(), std::string(rdf::xsd_integer));
        case NumericType::Decimal: {
            std::string text = cast_text();
            text += text.find('.') == std::string::npos ? ".0" : "";
            return rdf::Term::literal(std::move(text), std::string(rdf::xsd_decimal));
        }
        case NumericType::Float:
            return rdf::canonical_float(static_cast<float>(floating_));
        case NumericType::Double:
            break;
    }
    return rdf::canonical_double(floating_);
}

std::string Number::cast_text() const {
    if (is_exact()) {
        return big_ ? to_text(*big_) : small_text(type_, small_);
    }
    const double magnitude = std::abs(floating_);
    if (magnitude == 0) {
        return "0";
    }
    const bool plain = magnitude >= 1e-6 && magnitude < 1e6;
    if (!plain) {
        return term().text;
    }
    return type_ == NumericType::Float ? plain_text(to_float()) : plain_text(floating_);
}

std::size_t Number::bytes() const {
    return big_ ? sizeof(BigDecimal) + big_->unscaled.backend().size() * sizeof(boost::multiprecision::limb_type) : 0;
}

std::optional<Number> add(const Number& a, const Number& b) {
    const NumericType type = wider(a, b);
    if (type > NumericType::Decimal) {
        return floating(type, a, b, [](auto x, auto y) { return x + y; });
    }
    std::int64_t sum = 0;
    if (a.is_small() && b.is_small() && a.type_ == b.type_ && !__builtin_add_overflow(a.small_, b.small_, &sum)) {
        return Number(type, sum);
    }
    return from_big(type, add(a.to_big(), b.to_big()));
}

std::optional<Number> subtract(const Number& a, const Number& b) {
    const NumericType type = wider(a, b);
    if (type > NumericType::Decimal) {
        return floating(type, a, b, [](auto x, auto y) { return x - y; });
    }
    std::int64_t difference = 0;
    if (a.is_small() && b.is_small() && a.type_ == b.type_ &&
        !__builtin_sub_overflow(a.small_, b.small_, &difference)) {
        return Number(type, difference);
    }
    return from_big(type, add(a.to_big(), negate(b.to_big())));
}

std::optional<Number> multiply(const Number& a, const Number& b) {
    const NumericType type = wider(a, b);
    if (type > NumericType::Decimal) {
        return floating(type, a, b, [](auto x, auto y) { return x * y; });
    }
    if (a.is_small() && b.is_small()) {
        const bool both_decimal = a.type_ == NumericType::Decimal && b.type_ == NumericType::Decimal;
        const Wide product = Wide{a.small_} * b.small_;
        const Wide unit = both_decimal ? Number::scale : 1;
        if (product % unit == 0 && fits(product / unit)) {
            return Number(type, static_cast<std::int64_t>(product / unit));
        }
    }
    return from_big(type, multiply(a.to_big(), b.to_big()));
}

std::optional<Number> divide(const Number& a, const Number& b) {
    const NumericType type = std::max(wider(a, b), NumericType::Decimal);
    if (type > NumericType::Decimal) {
        return floating(type, a, b, [](auto x, auto y) { return x / y; });
    }
    if (b.is_zero()) {
        return std::nullopt;
    }
    if (a.is_small() && b.is_small()) {
        const Wide numerator = Wide{a.small_} * (a.type_ == NumericType::Integer ? Number::scale : 1);
        const Wide denominator = Wide{b.small_} * (b.type_ == NumericType::Integer ? Number::scale : 1);
        const Wide scaled = numerator * Number::scale;
        if (scaled % denominator == 0 && fits(scaled / denominator)) {
            return Number(type, static_cast<std::int64_t>(scaled / denominator));
        }
    }
    return from_big(type, divide(a.to_big(), b.to_big()));
}

std::optional<Number> negate(const Number& a) {
    if (!a.is_exact()) {
        return a.type_ == NumericType::Float ? Number::single(-a.to_float()) : Number::real(-a.floating_);
    }
    std::int64_t negative = 0;
    if (a.is_small() && !__builtin_sub_overflow(std::int64_t{0}, a.small_, &negative)) {
        return Number(a.type_, negative);
    }
    return Number::exact(a.type_, negate(a.to_big()));
}

std::optional<Number> round_down(const Number& a) {
    if (!a.is_exact()) {
        const double whole = std::floor(a.floating_);
        return a.type_ == NumericType::Float ? Number::single(static_cast<float>(whole)) : Number::real(whole);
    }
    if (a.type_ == NumericType::Integer) {
        return a;
    }
    if (a.is_small()) {
        const Wide whole = Wide{floor_of(a.small_)} * Number::scale;
        if (fits(whole)) {
            return Number(a.type_, static_cast<std::int64_t>(whole));
        }
    }
    return Number::exact(a.type_, floor(a.to_big()));
}

std::optional<Number> round_up(const Number& a) {
    const auto negative = negate(a);
    const auto down = negative ? round_down(*negative) : std::nullopt;
    return down ? negate(*down) : std::nullopt;
}

std::optional<Number> round_half_up(const Number& a) {
    if (!a.is_exact()) {
        const double whole = round_half_up(a.floating_);
        return a.type_ == NumericType::Float ? Number::single(static_cast<float>(whole)) : Number::real(whole);
    }
    if (a.type_ == NumericType::Integer) {
        return a;
    }
    const auto more = add(a, Number::decimal(Number::scale / 2));
    return more ? round_down(*more) : std::nullopt;
}

std::optional<Number> absolute(const Number& a) {
    return compare_exactly(a, Number::integer(0)) < 0 && !a.is_nan() ? negate(a) : a;
}

std::partial_ordering compare_promoted(const Number& a, const Number& b) {
    const NumericType type = wider(a, b);
    if (type == NumericType::Double) {
        return a.to_double() <=> b.to_double();
    }
    if (type == NumericType::Float) {
        return a.to_float() <=> b.to_float();
    }
    if (a.is_small() && b.is_small()) {
        if (a.type_ == b.type_) {
            return a.small_ <=> b.small_;
        }
        const Wide x = Wide{a.small_} * (a.type_ == NumericType::Integer ? Number::scale : 1);
        const Wide y = Wide{b.small_} * (b.type_ == NumericType::Integer ? Number::scale : 1);
        return x < y   ? std::partial_ordering::less
               : x > y ? std::partial_ordering::greater
                       : std::partial_ordering::equivalent;
    }
    return compare(a.to_big(), b.to_big());
}

namespace {

/// Precondition: `number` is not NaN.
std::strong_ordering compare_with_double(const BigDecimal& exact, double rounded, double number) {
    // Rounding keeps order, so only a tie has to be looked at in full.
    if (rounded != number) {
        return rounded < number ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    const auto term = rdf::Term::literal(to_text(exact), std::string(rdf::xsd_decimal));
    return rdf::compare(*rdf::decimal_value(term), number);
}

}  // namespace

std::strong_ordering compare_exactly(const Number& a, const Number& b) {
    if (a.is_nan() || b.is_nan()) {
        return static_cast<int>(b.is_nan()) <=> static_cast<int>(a.is_nan());
    }
    if (a.is_exact() == b.is_exact()) {
        const auto order = a.is_exact() ? compare_promoted(a, b) : a.floating_ <=> b.floating_;
        return order < 0   ? std::strong_ordering::less
               : order > 0 ? std::strong_ordering::greater
                           : std::strong_ordering::equal;
    }
    if (a.is_exact()) {
        return compare_with_double(a.to_big(), a.to_double(), b.floating_);
    }
    return 0 <=> compare_with_double(b.to_big(), b.to_double(), a.floating_);
}

}  // namespace gridlore::query
