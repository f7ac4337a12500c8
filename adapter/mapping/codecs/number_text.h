/// The digits of numbers as JSON (RFC 8259, 6) and XML Schema's datatypes write them. Private to this folder. Pure
/// functions; one pass over the text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gridlore::mapping {

/// A number of either grammar, as it is written; not NaN or INF. Views its text.
struct NumberText {
    char sign = '\0';  ///< `+`, `-` or none
    std::string_view whole;
    bool has_point = false;
    std::string_view fraction;
    std::string_view exponent;  ///< from its letter on; empty: none

    bool is_integer() const { return !has_point && exponent.empty(); }
    bool is_decimal() const { return exponent.empty(); }
    /// JSON has no `+1`, `007`, `.5` and `5.`.
    bool is_json() const {
        return sign != '+' && !whole.empty() && (whole.front() != '0' || whole.size() == 1) &&
               has_point == !fraction.empty();
    }
};

/// All of `text`; nothing if it is no number. `point` stands before the fraction.
std::optional<NumberText> read_number_text(std::string_view text, char point = '.');

/// Appends the same value with the same digits, as JSON writes it.
void append_json_number(const NumberText& number, std::string& out);

inline bool is_json_number(std::string_view text) {
    const auto number = read_number_text(text);
    return number && number->is_json();
}

}  // namespace gridlore::mapping
