/// What the forms of inline ids mean: how a value was written. Private to this folder.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace gridlore::rdf {

inline constexpr std::array<std::int64_t, 7> powers_of_ten = {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};

inline constexpr unsigned scientific_form = 7;  ///< of a floating-point number; others are the digits behind the point
inline constexpr unsigned word_form = 0;        ///< of a boolean
inline constexpr unsigned digit_form = 1;

/// A time zone as 7 bits of a form: 0 is `Z`, others are quarters of an hour from -14:00.
inline constexpr unsigned utc_code = 0;
inline constexpr int quarter = 15;
inline constexpr int zone_code_of_zero = 14 * 60 / quarter + 1;

/// A time's form: digits of the second's fraction, and above them the zone's code.
inline constexpr unsigned fraction_form_bits = 2;
inline constexpr unsigned fraction_form_mask = (1U << fraction_form_bits) - 1;

constexpr int zone_minutes(unsigned code) {
    return code == utc_code ? 0 : (static_cast<int>(code) - zone_code_of_zero) * quarter;
}

/// The text of `scientific_form`, of a number of millionths: XML Schema's canonical form, as `canonical_double` writes
/// it.
std::string scientific_text(std::int64_t scaled);

}  // namespace gridlore::rdf
