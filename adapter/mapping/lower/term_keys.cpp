#include "adapter/mapping/lower/term_keys.h"

#include <algorithm>
#include <cmath>
#include <compare>
#include <optional>
#include <tuple>

#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/number_value.h"
#include "knowledge-engine/rdf/time_value.h"
#include "knowledge-engine/rdf/value.h"

namespace gridlore::mapping {
namespace {

constexpr unsigned bits_of_inline_value = 56;  // rdf/inline_term.h: above them stand the datatype and its like

/// Terms of one space are compared with each other; those of others come before or after all of them.
enum class Space { Boolean, Number, ZonedTime, LocalTime, ZonedDate, LocalDate, Text, Iri };

std::optional<Space> number_space(const rdf::Term& term) {
    if (rdf::decimal_value(term)) {
        return Space::Number;
    }
    const auto wide = rdf::double_value(term);
    const auto narrow = rdf::float_value(term);
    const bool is_number = (wide && !std::isnan(*wide)) || (narrow && !std::isnan(*narrow));
    return is_number ? std::optional(Space::Number) : std::nullopt;
}

Space space_of(const rdf::Term& term) {
    if (!term.is_literal()) {
        return Space::Iri;
    }
    if (term.datatype == rdf::xsd_boolean) {
        return rdf::compare_values(term, term) ? Space::Boolean : Space::Text;
    }
    if (const auto number = number_space(term)) {
        return *number;
    }
    if (const auto time = rdf::date_time_value(term)) {
        return time->zoned ? Space::ZonedTime : Space::LocalTime;
    }
    if (const auto date = rdf::date_value(term)) {
        return date->zoned ? Space::ZonedDate : Space::LocalDate;
    }
    return Space::Text;
}

struct Ranked {
    std::uint64_t key = 0;
    rdf::Term term;
    Space space = Space::Iri;
};

bool is_before(const Ranked& a, const Ranked& b) {
    if (a.space != b.space) {
        return a.space < b.space;
    }
    if (a.space < Space::Text) {
        const auto by_value = rdf::compare_values(a.term, b.term);
        if (by_value && *by_value != 0) {
            return *by_value < 0;
        }
    }
    return std::tie(a.term.text, a.term.datatype, a.term.language) <
           std::tie(b.term.text, b.term.datatype, b.term.language);
}

}  // namespace

std::uint64_t TermKeys::key(const rdf::TermView& term, rdf::TermId id) {
    if (!id.is_bound() && term.kind == rdf::TermKind::Literal && term.language.empty()) {
        id = rdf::inline_id(term.text, term.datatype).value_or(id);
    }
    if (id.is_bound()) {
        const bool keeps_digits = rdf::inline_space(id) <= rdf::InlineSpace::Double;
        return (keeps_digits ? id : rdf::inline_value(id)).bits();
    }
    const auto [number, is_new] = numbers_.try_emplace(term, numbered_.size() + 1);
    if (is_new) {
        numbered_.push_back(term);
    }
    return number->second;
}

rdf::Term TermKeys::term_of(std::uint64_t key) const {
    if (const rdf::TermId id(key); id.is_inline()) {
        return rdf::inline_term(id);
    }
    const rdf::TermView& term = numbered_[key - 1];
    return {term.kind, std::string(term.text), std::string(term.datatype), std::string(term.language)};
}

/// Ids of one kind are in the order of their values.
bool TermKeys::is_in_order(std::uint64_t first, std::uint64_t differing) {
    return differing == 0 || ((differing >> bits_of_inline_value) == 0 && rdf::TermId(first).is_inline());
}

void TermKeys::put_in_order(std::vector<std::uint64_t>& keys) const {
    std::vector<std::uint64_t> different = keys;
    if (!std::ranges::is_sorted(different)) {
        std::ranges::sort(different);
    }
    different.erase(std::unique(different.begin(), different.end()), different.end());
    std::vector<Ranked> ranked;
    ranked.reserve(different.size());
    for (const std::uint64_t key : different) {
        rdf::Term term = term_of(key);
        const Space space = space_of(term);
        ranked.push_back({key, std::move(term), space});
    }
    if (!std::ranges::is_sorted(ranked, is_before)) {
        std::ranges::sort(ranked, is_before);
    }
    boost::unordered_flat_map<std::uint64_t, std::uint64_t> rank_of;
    rank_of.reserve(ranked.size());
    for (const Ranked& one : ranked) {
        rank_of.emplace(one.key, rank_of.size());
    }
    std::ranges::transform(keys, keys.begin(), [&](std::uint64_t key) { return rank_of.find(key)->second; });
}

}  // namespace gridlore::mapping
