#include "knowledge-engine/query/expression/regular_expression.h"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <utility>
#include <vector>

#include "knowledge-engine/query/expression/pattern_text.h"

namespace gridlore::query {
namespace {

constexpr std::size_t pattern_limit = 10'000;  ///< bytes
constexpr int32_t stack_limit = 8 << 20;       ///< bytes that one match may take to remember where to go back to
constexpr int32_t time_limit = 20'000;         ///< of one match, in ICU's steps of about a millisecond

icu::UnicodeString utf16(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

uint32_t icu_flags(const PatternFlags& flags) {
    const auto flag_if = [](bool given, URegexpFlag flag) { return given ? static_cast<uint32_t>(flag) : 0U; };
    return static_cast<uint32_t>(UREGEX_UNIX_LINES) |  // a line ends with U+000A only
           flag_if(flags.any_character, UREGEX_DOTALL) | flag_if(flags.lines, UREGEX_MULTILINE) |
           flag_if(flags.ignores_case, UREGEX_CASE_INSENSITIVE) | flag_if(flags.is_literal, UREGEX_LITERAL);
}

UBool go_on(const void* interrupted, int32_t) {
    return !(*static_cast<const RegularExpression::Interrupted*>(interrupted))();
}

Error limit_reached() {
    return {ErrorKind::LimitExceeded, "a regular expression took more time or memory than the query has"};
}

Error too_long(std::size_t limit) {
    return {ErrorKind::LimitExceeded,
            "a string that the query makes is longer than the limit of " + std::to_string(limit) + " bytes"};
}

}  // namespace

struct RegularExpression::State {
    std::string plain;  ///< the pattern, if it is not empty and every character stands for itself
    bool is_literal = false;
    std::unique_ptr<icu::RegexMatcher> matcher;  ///< null: plain
    icu::UnicodeString text;                     ///< what `matcher` looks at
    std::optional<bool> matches_empty;

    void prepare(std::string_view input, const Interrupted& interrupted) {
        text = utf16(input);
        matcher->reset(text);
        UErrorCode status = U_ZERO_ERROR;
        matcher->setMatchCallback(interrupted ? go_on : nullptr, interrupted ? &interrupted : nullptr, status);
    }
    Result<bool> find_next() {
        UErrorCode status = U_ZERO_ERROR;
        const bool found = matcher->find(status);
        if (U_FAILURE(status)) {
            return limit_reached();
        }
        return found;
    }
    Result<bool> accepts_empty(const Interrupted& interrupted) {
        if (!matches_empty) {
            prepare({}, interrupted);
            auto found = find_next();
            if (!found) {
                return std::move(found).error();
            }
            matches_empty = *found;
        }
        return *matches_empty;
    }
    Result<std::string> replace_matches(const std::vector<ReplacementPart>& parts, std::size_t limit);
};

RegularExpression::RegularExpression(std::unique_ptr<State> state) : state_(std::move(state)) {}
RegularExpression::RegularExpression(RegularExpression&&) noexcept = default;
RegularExpression& RegularExpression::operator=(RegularExpression&&) noexcept = default;
RegularExpression::~RegularExpression() = default;

Result<std::optional<RegularExpression>> RegularExpression::compile(std::string_view pattern, std::string_view flags) {
    if (pattern.size() > pattern_limit) {
        return Error{ErrorKind::LimitExceeded,
                     "a regular expression is longer than the limit of " + std::to_string(pattern_limit) + " bytes"};
    }
    using Compiled = std::optional<RegularExpression>;
    const auto read = read_flags(flags);
    if (!read) {
        return Compiled();
    }
    auto state = std::make_unique<State>();
    state->is_literal = read->is_literal;
    const bool same_space = !read->ignores_space || read->is_literal;
    if (!pattern.empty() && !read->ignores_case && (read->is_literal || (same_space && is_plain(pattern)))) {
        state->plain = pattern;
        return Compiled(RegularExpression(std::move(state)));
    }
    const auto translated = read->is_literal ? std::optional(std::string(pattern)) : to_icu_pattern(pattern, *read);
    if (!translated) {
        return Compiled();
    }
    UErrorCode status = U_ZERO_ERROR;
    state->matcher = std::make_unique<icu::RegexMatcher>(utf16(*translated), icu_flags(*read), status);
    if (U_SUCCESS(status)) {
        state->matcher->setStackLimit(stack_limit, status);
        state->matcher->setTimeLimit(time_limit, status);
    }
    return U_SUCCESS(status) ? Compiled(RegularExpression(std::move(state))) : Compiled();
}

Result<bool> RegularExpression::is_found_in(std::string_view text, const Interrupted& interrupted) {
    if (!state_->matcher) {
        return text.find(state_->plain) != std::string_view::npos;
    }
    state_->prepare(text, interrupted);
    return state_->find_next();
}

namespace {

std::optional<std::string> replace_plain(std::string_view text, std::string_view part, const std::string& replacement,
                                         std::size_t limit) {
    std::string result;
    std::size_t from = 0;
    for (std::size_t at = 0; (at = text.find(part, from)) != std::string_view::npos; from = at + part.size()) {
        result.append(text.substr(from, at - from)).append(replacement);
        if (result.size() > limit) {
            return std::nullopt;
        }
    }
    result.append(text.substr(from));
    return result.size() > limit ? std::nullopt : std::optional(std::move(result));
}

/// Of a plain pattern: only `$0`, the match itself, is a group that has something.
std::string plain_replacement(const std::vector<ReplacementPart>& parts, const std::string& match) {
    std::string result;
    for (const ReplacementPart& part : parts) {
        result += part.group == std::size_t{0} ? match : part.text;
    }
    return result;
}

}  // namespace

Result<std::string> RegularExpression::State::replace_matches(const std::vector<ReplacementPart>& parts,
                                                              std::size_t limit) {
    std::string result;
    int32_t from = 0;
    while (true) {
        auto found = find_next();
        if (!found) {
            return std::move(found).error();
        }
        UErrorCode status = U_ZERO_ERROR;
        const int32_t end = *found ? matcher->start(status) : text.length();
        text.tempSubStringBetween(from, end).toUTF8String(result);
        if (!*found) {
            return result.size() > limit ? Result<std::string>(too_long(limit)) : std::move(result);
        }
        for (const ReplacementPart& part : parts) {
            result += part.text;
            if (part.group && static_cast<int32_t>(*part.group) <= matcher->groupCount()) {
                matcher->group(static_cast<int32_t>(*part.group), status).toUTF8String(result);
            }
        }
        from = matcher->end(status);
        if (U_FAILURE(status)) {
            return limit_reached();
        }
        if (result.size() > limit) {
            return too_long(limit);
        }
    }
}

Result<std::optional<std::string>> RegularExpression::replace(std::string_view text, std::string_view replacement,
                                                              std::size_t limit, const Interrupted& interrupted) {
    std::optional<std::string> nothing;
    const auto groups = state_->matcher ? static_cast<std::size_t>(state_->matcher->groupCount()) : 0;
    const auto parts = state_->is_literal
                           ? std::optional(std::vector<ReplacementPart>{{std::string(replacement), std::nullopt}})
                           : read_replacement(replacement, groups);
    if (!parts) {
        return nothing;
    }
    if (!state_->matcher) {
        auto plain = replace_plain(text, state_->plain, plain_replacement(*parts, state_->plain), limit);
        return plain ? Result<std::optional<std::string>>(std::move(plain)) : too_long(limit);
    }
    auto empty = state_->accepts_empty(interrupted);
    if (!empty) {
        return std::move(empty).error();
    }
    if (*empty) {
        return nothing;
    }
    state_->prepare(text, interrupted);
    auto replaced = state_->replace_matches(*parts, limit);
    if (!replaced) {
        return std::move(replaced).error();
    }
    return std::optional(*std::move(replaced));
}

}  // namespace gridlore::query
