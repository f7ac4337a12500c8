/// The numbers of SPARQL and their arithmetic (SPARQL 1.1 Query, 17.3; XPath and XQuery Functions and Operators, 6).
/// Value types and pure functions; safe from any thread.
///
/// Integers and decimals are exact. Those that fit are held in 64 bits (a decimal as millionths) and need no memory of
/// their own; others are `BigDecimal`s, of at most `BigDecimal::digit_limit` digits.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/rdf/term_id.h"

namespace gridlore::query {

struct BigDecimal;

/// In the order of promotion.
enum class NumericType : std::uint8_t { Integer, Decimal, Float, Double };

class Number {
  public:
    static constexpr std::int64_t scale = 1'000'000;

    static Number integer(std::int64_t value) { return Number(NumericType::Integer, value); }
    /// `millionths` / 10^6.
    static Number decimal(std::int64_t millionths) { return Number(NumericType::Decimal, millionths); }
    static Number single(float value) { return Number(value); }
    static Number real(double value) { return Number(value); }
    /// Precondition: `type` is Integer (then there is no fraction) or Decimal.
    static Number exact(NumericType type, BigDecimal value);

    /// What a literal of a numeric datatype denotes; nothing: it is none, is ill-typed or has too many digits.
    static std::optional<Number> of(const rdf::Term& term);
    /// Of an inline id; nothing: it is no number.
    static std::optional<Number> of_inline(rdf::TermId id);

    NumericType type() const { return type_; }
    bool is_exact() const { return type_ <= NumericType::Decimal; }
    bool is_nan() const;
    bool is_zero() const;

    double to_double() const;
    float to_float() const;
    /// With as few digits behind the point as identify the number; nothing: NaN, an infinity.
    std::optional<Number> to_decimal() const;
    /// Without its fraction; nothing: as above.
    std::optional<Number> to_integer() const;

    /// The literal: `3`, `2.5`, `3.0`, `1.0E0`.
    rdf::Term term() const;
    /// What XPath's cast to a string gives: `3` for a decimal `3.0` and for a double, `1.0E10` beyond a million.
    std::string cast_text() const;

    /// Memory beside the object.
    std::size_t bytes() const;

    friend std::optional<Number> add(const Number& a, const Number& b);
    friend std::optional<Number> subtract(const Number& a, const Number& b);
    friend std::optional<Number> multiply(const Number& a, const Number& b);
    friend std::optional<Number> divide(const Number& a, const Number& b);
    friend std::optional<Number> negate(const Number& a);
    friend std::optional<Number> round_half_up(const Number& a);
    friend std::optional<Number> round_up(const Number& a);
    friend std::optional<Number> round_down(const Number& a);
    friend std::partial_ordering compare_promoted(const Number& a, const Number& b);
    friend std::strong_ordering compare_exactly(const Number& a, const Number& b);

  private:
    Number(NumericType type, std::int64_t small) : type_(type), small_(small) {}
    explicit Number(float value) : type_(NumericType::Float), floating_(static_cast<double>(value)) {}
    explicit Number(double value) : type_(NumericType::Double), floating_(value) {}

    bool is_small() const { return is_exact() && big_ == nullptr; }
    BigDecimal to_big() const;

    NumericType type_;
    union {
        std::int64_t small_;  ///< of an exact number without `big_`: its value, of a decimal in millionths
        double floating_;
    };
    std::shared_ptr<const BigDecimal> big_;
};

/// The operators, after promotion to the wider type. Nothing: an error (a division by an exact zero, too many digits).
std::optional<Number> add(const Number& a, const Number& b);
std::optional<Number> subtract(const Number& a, const Number& b);
std::optional<Number> multiply(const Number& a, const Number& b);
/// Integers make a decimal. An exact quotient is rounded to 18 digits or more.
std::optional<Number> divide(const Number& a, const Number& b);
std::optional<Number> negate(const Number& a);
/// ROUND, CEIL and FLOOR: of the same type.
std::optional<Number> round_half_up(const Number& a);
std::optional<Number> round_up(const Number& a);
std::optional<Number> round_down(const Number& a);
std::optional<Number> absolute(const Number& a);

/// As `=` and `<` compare, after promotion: unordered with NaN.
std::partial_ordering compare_promoted(const Number& a, const Number& b);
/// As numbers, whatever their types: transitive. NaN is less than all others.
std::strong_ordering compare_exactly(const Number& a, const Number& b);

}  // namespace gridlore::query
