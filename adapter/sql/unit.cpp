#include <algorithm>
#include <array>
#include <cctype>

#include "adapter/sql/aggregate.h"

namespace gridlore::sql {
namespace {

using Names = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view text, Names names) {
    return std::find(names.begin(), names.end(), text) != names.end();
}

/// `kVAr·h`, `KiloW-HR` and `kilowattHour` of an IRI, without what does not matter.
std::string plain(std::string_view unit) {
    std::string text;
    for (const char c : unit.substr(unit.find_last_of("/#") + 1)) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
            text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
    }
    return text;
}

/// Of a unit without its prefix.
std::optional<Combination> combination_without_prefix(std::string_view unit) {
    const Names power = {"w", "watt", "var", "vareactive", "va", "voltampere", "voltamperereactive"};
    if (is_one_of(unit, power) || is_one_of(unit, {"v", "volt", "a", "ampere", "hz", "hertz"})) {
        return Combination::Average;
    }
    if (is_one_of(unit, {"j", "joule"})) {
        return Combination::Sum;
    }
    for (const std::string_view hour : {"hour", "hr", "h"}) {
        if (unit.ends_with(hour) && is_one_of(unit.substr(0, unit.size() - hour.size()), power)) {
            return Combination::Sum;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Combination> combination_of(std::string_view unit) {
    const std::string text = plain(unit);
    for (const std::string_view prefix : {"", "kilo", "mega", "giga", "tera", "milli", "k", "m", "g", "t"}) {
        if (!text.starts_with(prefix)) {
            continue;
        }
        if (const auto found = combination_without_prefix(std::string_view(text).substr(prefix.size()))) {
            return found;
        }
    }
    return std::nullopt;
}

}  // namespace gridlore::sql
