#include "adapter/mapping/codecs/number_text.h"

#include <algorithm>

#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::mapping {
namespace {

std::string_view take_digits(std::string_view& text) {
    const std::string_view digits = text.substr(0, rdf::count_ascii_digits(text));
    text.remove_prefix(digits.size());
    return digits;
}

char take_sign(std::string_view& text) {
    const char sign = !text.empty() && (text.front() == '+' || text.front() == '-') ? text.front() : '\0';
    text.remove_prefix(sign != '\0' ? 1 : 0);
    return sign;
}

/// True if `text` is empty, or is an exponent.
bool is_exponent(std::string_view text) {
    if (text.empty()) {
        return true;
    }
    if (rdf::to_ascii_lower(text.front()) != 'e') {
        return false;
    }
    text.remove_prefix(1);
    take_sign(text);
    return !take_digits(text).empty() && text.empty();
}

}  // namespace

std::optional<NumberText> read_number_text(std::string_view text, char point) {
    std::optional<NumberText> read(std::in_place);  // where it is returned: there is no copy
    NumberText& number = *read;
    number.sign = take_sign(text);
    number.whole = take_digits(text);
    number.has_point = rdf::take(text, point);
    if (number.has_point) {
        number.fraction = take_digits(text);
    }
    number.exponent = text;
    if ((number.whole.empty() && number.fraction.empty()) || !is_exponent(text)) {
        read.reset();
    }
    return read;
}

void append_json_number(const NumberText& number, std::string& out) {
    out.append(number.sign == '-' ? "-" : "");
    const std::size_t zeros = std::min(number.whole.find_first_not_of('0'), number.whole.size());
    out.append(zeros == number.whole.size() ? "0" : number.whole.substr(zeros));
    if (!number.fraction.empty()) {
        out.append(".").append(number.fraction);
    }
    out.append(number.exponent);
}

}  // namespace gridlore::mapping
