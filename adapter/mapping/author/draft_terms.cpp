#include "adapter/mapping/author/draft_terms.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>
#include <string_view>

#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::mapping {
namespace {

using nlohmann::ordered_json;

struct TimePattern {
    std::string_view digits;  ///< `9` stands for a digit, other characters for themselves
    std::string_view term;
};

constexpr std::array<TimePattern, 7> time_patterns = {{
    {"9999/99/99 99:99", R"({ dateTime: "%Y/%m/%d %H:%M", zone: Europe/Lisbon })"},
    {"9999-99-99 99:99", R"({ dateTime: "%Y-%m-%d %H:%M", zone: Europe/Lisbon })"},
    {"99.99.9999 99:99", R"({ dateTime: "%d.%m.%Y %H:%M", zone: Europe/Lisbon })"},
    {"9999-99-99T99:99:99Z", "{ dateTime: iso }"},
    {"9999/99/99", R"({ date: "%Y/%m/%d" })"},
    {"9999-99-99", R"({ date: "%Y-%m-%d" })"},
    {"99.99.9999", R"({ date: "%d.%m.%Y" })"},
}};

bool has_pattern(std::string_view text, std::string_view digits) {
    return std::ranges::equal(text, digits, [](char c, char pattern) {
        return pattern == '9' ? std::isdigit(static_cast<unsigned char>(c)) != 0 : c == pattern;
    });
}

bool all_texts(const std::vector<ordered_json>& values, const auto& condition) {
    return std::ranges::all_of(values, [&](const ordered_json& value) {
        return value.is_string() && condition(std::string_view(value.get_ref<const std::string&>()));
    });
}

std::optional<std::string> time_term(const std::vector<ordered_json>& values) {
    for (const auto& [digits, term] : time_patterns) {
        if (all_texts(values, [&digits = digits](std::string_view text) { return has_pattern(text, digits); })) {
            return std::string(term);
        }
    }
    return std::nullopt;
}

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
}

/// Digits, and perhaps `mark` with more of them behind it.
bool is_number(std::string_view text, char mark) {
    text.remove_prefix(text.starts_with('-') ? 1 : 0);
    const auto at = text.find(mark);
    return at == std::string_view::npos ? is_digits(text)
                                        : is_digits(text.substr(0, at)) && is_digits(text.substr(at + 1));
}

/// Without zeros before it, which are no number's.
bool is_plain_number(std::string_view text, char mark) {
    const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
    return is_number(text, mark) && (digits.size() < 2 || digits[0] != '0' || digits[1] == mark);
}

std::string text_term(const std::vector<ordered_json>& values) {
    if (const auto time = time_term(values)) {
        return *time;
    }
    if (all_texts(values, [](std::string_view text) { return text == "Yes" || text == "No"; })) {
        return R"({ boolean: ["Yes", "No"] })";
    }
    if (all_texts(values, [](std::string_view text) { return is_plain_number(text, '.'); })) {
        return R"({ literal: "xsd:decimal", json: string })";
    }
    if (all_texts(values, [](std::string_view text) { return is_plain_number(text, ','); })) {
        return R"({ literal: "xsd:decimal", json: string, decimal: "," })";
    }
    return R"({ literal: "xsd:string" })";
}

}  // namespace

bool have_one_term(const std::vector<ordered_json>& values) {
    const auto all = [&](auto is) { return std::ranges::all_of(values, is); };
    return all([](const ordered_json& value) { return value.is_boolean(); }) ||
           all([](const ordered_json& value) { return value.is_string(); }) || all([](const ordered_json& value) {
               return value.is_number() ||
                      (value.is_string() && is_plain_number(value.get_ref<const std::string&>(), '.'));
           });
}

std::string guessed_term(const std::vector<ordered_json>& values) {
    const auto all = [&](auto is) { return std::ranges::all_of(values, is); };
    if (all([](const ordered_json& value) { return value.is_boolean(); })) {
        return R"({ literal: "xsd:boolean" })";
    }
    if (all([](const ordered_json& value) { return value.is_number_integer(); })) {
        return R"({ literal: "xsd:integer" })";
    }
    if (all([](const ordered_json& value) { return value.is_number(); })) {
        return R"({ literal: "xsd:decimal" })";
    }
    if (all([](const ordered_json& value) { return value.is_string() || value.is_number(); }) &&
        !all([](const ordered_json& value) { return value.is_string(); })) {
        return R"({ literal: "xsd:decimal", json: [number, string] })";
    }
    return text_term(values);
}

int identifier_rank(const std::string& name) {
    constexpr std::array<std::string_view, 6> words = {"id", "uid", "uuid", "guid", "mrid", "identifier"};
    constexpr std::array<std::string_view, 4> endings = {"Id", "ID", "_id", " id"};
    std::string lower(name.size(), '\0');
    std::ranges::transform(name, lower.begin(), rdf::to_ascii_lower);
    if (std::ranges::find(words, lower) != words.end()) {
        return 0;
    }
    return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); })
               ? 1
               : no_identifier;
}

std::string identifier_term(const std::vector<ordered_json>& values) {
    return all_texts(values, [](std::string_view) { return true; }) ? R"({ literal: "xsd:string" })"
                                                                    : guessed_term(values);
}

std::string camel_case(const std::string& name) {
    std::string text;
    bool starts_word = false;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) == 0) {
            starts_word = !text.empty();
            continue;
        }
        text += static_cast<char>(starts_word ? std::toupper(byte) : text.empty() ? std::tolower(byte) : c);
        starts_word = false;
    }
    if (text.empty() || std::isdigit(static_cast<unsigned char>(text.front())) != 0) {
        text.insert(0, "value");
    }
    // `ID` and `URL` are one word.
    if (std::ranges::all_of(text.substr(1), [](char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; })) {
        std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    }
    return text;
}

}  // namespace gridlore::mapping
