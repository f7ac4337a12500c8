#include "knowledge-engine/query/expression/pattern_text.h"

#include <algorithm>

#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::query {
namespace {

/// XML's characters of names (XML 1.0, 2.3), as the inside of a set.
constexpr std::string_view name_start =
    R"(\:A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F)"
    R"(\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF)";
constexpr std::string_view name_more = R"(\-.0-9\u00B7\u0300-\u036F\u203F-\u2040)";

constexpr std::string_view escapes = "nrtdDwWsSpPbB";

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Rewrites a pattern, character by character.
class Translation {
  public:
    Translation(std::string_view pattern, const PatternFlags& flags) : rest_(pattern), flags_(flags) {}

    std::optional<std::string> run() {
        while (!rest_.empty()) {
            const char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '\\') {
                if (!escape()) {
                    return std::nullopt;
                }
            } else if (depth_ > 0) {
                in_set(c);
            } else {
                outside(c);
            }
        }
        return std::move(out_);
    }

  private:
    bool escape() {
        if (rest_.empty()) {
            return false;
        }
        const char c = rest_.front();
        rest_.remove_prefix(1);
        const bool names = c == 'i' || c == 'I' || c == 'c' || c == 'C';
        if (names) {
            const bool negated = c == 'I' || c == 'C';
            out_.append(negated ? "[^" : "[").append(name_start);
            out_.append(rdf::to_ascii_lower(c) == 'c' ? name_more : "").append("]");
            return true;
        }
        if (rdf::is_ascii_letter(c) && escapes.find(c) == std::string_view::npos) {
            return false;
        }
        out_.append({'\\', c});
        if ((c == 'p' || c == 'P') && rest_.starts_with("{Is")) {
            rest_.remove_prefix(3);
            out_ += "{In";  // a block of characters
        }
        return true;
    }

    void in_set(char c) {
        if (c == ']') {
            --depth_;
            out_ += c;
        } else if (c == '-' && rest_.starts_with('[')) {
            rest_.remove_prefix(1);
            out_ += "--";
            open_set();
        } else {
            // These have a meaning of their own in ICU's sets.
            out_.append(std::string_view("[&{}$:^").find(c) == std::string_view::npos ? "" : "\\").append(1, c);
        }
    }

    void open_set() {
        ++depth_;
        out_ += '[';
        if (rest_.starts_with('^')) {
            rest_.remove_prefix(1);
            out_ += '^';
        }
    }

    void outside(char c) {
        if (c == '[') {
            open_set();
        } else if (c == '$' && !flags_.lines) {
            out_ += "\\z";  // ICU's $ matches before a line end at the end, too
        } else if (!flags_.ignores_space || !is_space(c)) {
            out_ += c;
        }
    }

    std::string_view rest_;
    const PatternFlags& flags_;
    std::string out_;
    std::size_t depth_ = 0;
};

}  // namespace

std::optional<PatternFlags> read_flags(std::string_view flags) {
    PatternFlags result;
    for (const char c : flags) {
        switch (c) {
            case 's':
                result.any_character = true;
                break;
            case 'm':
                result.lines = true;
                break;
            case 'i':
                result.ignores_case = true;
                break;
            case 'x':
                result.ignores_space = true;
                break;
            case 'q':
                result.is_literal = true;
                break;
            default:
                return std::nullopt;
        }
    }
    return result;
}

std::optional<std::string> to_icu_pattern(std::string_view pattern, const PatternFlags& flags) {
    return Translation(pattern, flags).run();
}

bool is_plain(std::string_view pattern) {
    return pattern.find_first_of(R"(\.[]{}()*+?|^$)") == std::string_view::npos;
}

std::optional<std::vector<ReplacementPart>> read_replacement(std::string_view text, std::size_t groups) {
    std::vector<ReplacementPart> parts(1);
    while (!text.empty()) {
        const char c = text.front();
        text.remove_prefix(1);
        if (c != '\\' && c != '$') {
            parts.back().text += c;
            continue;
        }
        if (c == '\\') {
            if (text.empty() || (text.front() != '\\' && text.front() != '$')) {
                return std::nullopt;
            }
            parts.back().text += text.front();
            text.remove_prefix(1);
            continue;
        }
        if (text.empty() || !rdf::is_ascii_digit(text.front())) {
            return std::nullopt;
        }
        std::size_t group = static_cast<std::size_t>(text.front() - '0');
        text.remove_prefix(1);
        while (!text.empty() && rdf::is_ascii_digit(text.front()) &&
               group * 10 + static_cast<std::size_t>(text.front() - '0') <= groups) {
            group = group * 10 + static_cast<std::size_t>(text.front() - '0');
            text.remove_prefix(1);
        }
        parts.push_back({{}, group});
        parts.emplace_back();
    }
    return parts;
}

}  // namespace gridlore::query
