#include "knowledge-engine/query/expression/regular_expression.h"

#include <utility>
#include <vector>

#include "knowledge-engine/query/expression/icu.h"
#include "knowledge-engine/query/expression/pattern_text.h"

namespace gridlore::query {
namespace {

constexpr std::size_t pattern_limit = 10'000;  ///< bytes
constexpr int32_t stack_limit = 8 << 20;       ///< bytes that one match may take to remember where to go back to
constexpr int32_t time_limit = 20'000;         ///< of one match, in ICU's steps of about a millisecond

uint32_t icu_flags(const PatternFlags& flags) {
    const auto flag_if = [](bool given, URegexpFlag flag) { return given ? static_cast<uint32_t>(flag) : 0U; };
    return uint32_t{UREGEX_UNIX_LINES} |  // a line ends with U+000A only
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

struct CloseExpression {
    void operator()(URegularExpression* expression) const { icu().uregex_close(expression); }
};

struct RegularExpression::State {
    std::string plain;  ///< the pattern, if it is not empty and every character stands for itself
    bool is_literal = false;
    std::unique_ptr<URegularExpression, CloseExpression> matcher;  ///< null: plain
    std::size_t groups = 0;
    std::u16string text;  ///< what `matcher` looks at
    std::optional<bool> matches_empty;

    bool open(const std::string& pattern, const PatternFlags& flags);
    /// Finds the first match in `input`, if there is one.
    Result<bool> find(std::string_view input, const Interrupted& interrupted) {
        text = to_utf16(input);
        UErrorCode status = U_ZERO_ERROR;
        icu().uregex_setText(matcher.get(), text.data(), static_cast<int32_t>(text.size()), &status);
        icu().uregex_setMatchCallback(matcher.get(), interrupted ? go_on : nullptr,
                                      interrupted ? &interrupted : nullptr, &status);
        const UBool any = icu().uregex_find(matcher.get(), 0, &status);
        return found(any, status);
    }
    Result<bool> find_next() {
        UErrorCode status = U_ZERO_ERROR;
        const UBool any = icu().uregex_findNext(matcher.get(), &status);
        return found(any, status);
    }
    static Result<bool> found(UBool yes, UErrorCode status) {
        return U_FAILURE(status) ? Result<bool>(limit_reached()) : Result<bool>(yes != 0);
    }
    std::u16string_view group(std::size_t number) const {
        UErrorCode status = U_ZERO_ERROR;
        const int32_t start = icu().uregex_start(matcher.get(), static_cast<int32_t>(number), &status);
        const int32_t end = icu().uregex_end(matcher.get(), static_cast<int32_t>(number), &status);
        return U_FAILURE(status) || start < 0 ? std::u16string_view() : between(start, end);
    }
    std::u16string_view between(int32_t start, int32_t end) const {
        return std::u16string_view(text).substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start));
    }
    Result<bool> accepts_empty(const Interrupted& interrupted) {
        if (!matches_empty) {
            auto matched = find({}, interrupted);
            if (!matched) {
                return std::move(matched).error();
            }
            matches_empty = *matched;
        }
        return *matches_empty;
    }
    /// Precondition: `find` was called, and said `any`.
    Result<std::string> replace_matches(bool any, const std::vector<ReplacementPart>& parts, std::size_t limit);
};

bool RegularExpression::State::open(const std::string& pattern, const PatternFlags& flags) {
    const std::u16string wide = to_utf16(pattern.empty() ? "(?:)" : pattern);  // ICU refuses an empty one
    UErrorCode status = U_ZERO_ERROR;
    matcher.reset(
        icu().uregex_open(wide.data(), static_cast<int32_t>(wide.size()), icu_flags(flags), nullptr, &status));
    if (U_FAILURE(status)) {
        return false;
    }
    icu().uregex_setStackLimit(matcher.get(), stack_limit, &status);
    icu().uregex_setTimeLimit(matcher.get(), time_limit, &status);
    groups = static_cast<std::size_t>(icu().uregex_groupCount(matcher.get(), &status));
    return U_SUCCESS(status);
}

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
    if (auto found = find_icu(); !found) {
        return std::move(found).error();
    }
    const auto translated = read->is_literal ? std::optional(std::string(pattern)) : to_icu_pattern(pattern, *read);
    const bool opened = translated && state->open(*translated, *read);
    return opened ? Compiled(RegularExpression(std::move(state))) : Compiled();
}

Result<bool> RegularExpression::is_found_in(std::string_view text, const Interrupted& interrupted) {
    if (!state_->matcher) {
        return text.find(state_->plain) != std::string_view::npos;
    }
    return state_->find(text, interrupted);
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

Result<std::string> RegularExpression::State::replace_matches(bool any, const std::vector<ReplacementPart>& parts,
                                                              std::size_t limit) {
    std::string result;
    int32_t from = 0;
    for (Result<bool> more = any; true; more = find_next()) {
        if (!more) {
            return std::move(more).error();
        }
        UErrorCode status = U_ZERO_ERROR;
        const int32_t start = *more ? icu().uregex_start(matcher.get(), 0, &status) : static_cast<int32_t>(text.size());
        append_as_utf8(result, between(from, start));
        for (std::size_t i = 0; *more && i < parts.size(); ++i) {
            result += parts[i].text;
            if (parts[i].group) {
                append_as_utf8(result, group(*parts[i].group));
            }
        }
        if (result.size() > limit) {
            return too_long(limit);
        }
        if (!*more) {
            return result;
        }
        from = icu().uregex_end(matcher.get(), 0, &status);
    }
}

Result<std::optional<std::string>> RegularExpression::replace(std::string_view text, std::string_view replacement,
                                                              std::size_t limit, const Interrupted& interrupted) {
    std::optional<std::string> nothing;
    const auto parts = state_->is_literal
                           ? std::optional(std::vector<ReplacementPart>{{std::string(replacement), std::nullopt}})
                           : read_replacement(replacement, state_->groups);
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
    auto any = state_->find(text, interrupted);
    if (!any) {
        return std::move(any).error();
    }
    auto replaced = state_->replace_matches(*any, *parts, limit);
    if (!replaced) {
        return std::move(replaced).error();
    }
    return std::optional(*std::move(replaced));
}

}  // namespace gridlore::query
