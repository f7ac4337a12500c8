/// XPath's regular expressions (XQuery 1.0 and XPath 2.0 Functions and Operators, 7.6.1) in the words of ICU's. Pure
/// functions; safe from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gridlore::query {

struct PatternFlags {
    bool any_character = false;  ///< s: a point matches line ends
    bool lines = false;          ///< m: ^ and $ match at lines
    bool ignores_case = false;   ///< i
    bool ignores_space = false;  ///< x: white space in the pattern means nothing
    bool is_literal = false;     ///< q: no character means more than itself
};

/// Nothing: an unknown flag.
std::optional<PatternFlags> read_flags(std::string_view flags);

/// Nothing: an escape that there is not. What else is wrong with a pattern is ICU's to find. Groups that look around,
/// and `\b`, which XPath has not, are let through.
std::optional<std::string> to_icu_pattern(std::string_view pattern, const PatternFlags& flags);

/// True if every character of `pattern` stands for itself.
bool is_plain(std::string_view pattern);

/// What REPLACE puts in the place of a match: text, or a group of the match.
struct ReplacementPart {
    std::string text;
    std::optional<std::size_t> group;
};
/// `$2` is a group (of as many digits as make one of `groups`), `\$` and `\\` are characters. Nothing: another use of
/// these two.
std::optional<std::vector<ReplacementPart>> read_replacement(std::string_view text, std::size_t groups);

}  // namespace gridlore::query
