#include "adapter/http/quality.h"

#include <algorithm>
#include <optional>

#include "adapter/http/text.h"

namespace gridlore::http {
namespace {

constexpr std::size_t preference_limit = 100;
constexpr unsigned full_quality = 1000;

/// `0.875` in thousandths; nothing if it is no quality.
std::optional<unsigned> quality_of(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.')) {
        return std::nullopt;
    }
    unsigned thousandths = text[0] == '1' ? full_quality : 0;
    unsigned weight = 100;
    for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        thousandths += static_cast<unsigned>(c - '0') * weight;
        weight /= 10;
    }
    return thousandths <= full_quality ? std::optional(thousandths) : std::nullopt;
}

std::optional<Preference> preference_of(std::string_view text) {
    Preference preference{lower_case(trimmed(take_until(text, ';'))), full_quality};
    while (!text.empty()) {
        std::string_view parameter = trimmed(take_until(text, ';'));
        const std::string name = lower_case(trimmed(take_until(parameter, '=')));
        if (name == "q") {
            const auto quality = quality_of(parameter);
            if (!quality) {
                return std::nullopt;
            }
            preference.quality = *quality;
        }
    }
    return preference.value.empty() ? std::nullopt : std::optional(std::move(preference));
}

/// How closely `range` names `type`: 3 is it itself, 0 not at all.
unsigned closeness(std::string_view range, std::string_view type) {
    if (range == type) {
        return 3;
    }
    if (range == "*/*") {
        return 1;
    }
    const bool is_subtree = range.ends_with("/*") && type.starts_with(range.substr(0, range.size() - 1));
    return is_subtree ? 2 : 0;
}

unsigned quality_of(std::string_view type, const std::vector<Preference>& preferences) {
    unsigned closest = 0;
    unsigned quality = 0;
    for (const Preference& preference : preferences) {
        if (const unsigned close = closeness(preference.value, type); close > closest) {
            closest = close;
            quality = preference.quality;
        }
    }
    return quality;
}

}  // namespace

std::vector<Preference> preferences_of(std::string_view header) {
    std::vector<Preference> preferences;
    while (!header.empty() && preferences.size() < preference_limit) {
        if (auto preference = preference_of(take_until(header, ','))) {
            preferences.push_back(*std::move(preference));
        }
    }
    return preferences;
}

std::size_t preferred(std::string_view accept, std::span<const std::string_view> offers) {
    if (trimmed(accept).empty()) {
        return 0;
    }
    const std::vector<Preference> preferences = preferences_of(accept);
    std::size_t best = offers.size();
    unsigned best_quality = 0;
    for (std::size_t i = 0; i < offers.size(); ++i) {
        if (const unsigned quality = quality_of(offers[i], preferences); quality > best_quality) {
            best = i;
            best_quality = quality;
        }
    }
    return best;
}

}  // namespace gridlore::http
