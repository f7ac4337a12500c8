#include <algorithm>
#include <compare>
#include <cstdlib>

#include "knowledge-engine/rdf/inline_kind.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/number_value.h"
#include "knowledge-engine/rdf/value.h"

namespace gridlore::rdf {
namespace {

/// The order of the value `value` of a kind to `bound`.
std::optional<std::strong_ordering> compare_with(std::size_t kind, std::int64_t value, const Term& bound) {
    return compare_values(inline_term(inline_value(pack_inline({kind, value, 0}))), bound);
}

/// A bound that is looked for in several kinds.
struct Bound {
    explicit Bound(const Term& of) : term(of) {
        if (const auto id = inline_id(of)) {
            parts = unpack_inline(*id);
        }
    }
    bool is_time() const { return parts && inline_kinds[parts->kind].shape == InlineShape::DateTime; }

    const Term& term;
    std::optional<InlineParts> parts;  ///< if it has an inline id
};

/// Where the search for a bound begins: near it, so that few steps are needed.
std::int64_t guess(const InlineKind& kind, const Bound& bound) {
    double value = 0;
    if (bound.parts) {
        const InlineShape shape = inline_kinds[bound.parts->kind].shape;
        const bool scaled = shape == InlineShape::Decimal || shape == InlineShape::Floating;
        value = static_cast<double>(bound.parts->value) / (scaled ? static_cast<double>(inline_scale) : 1.0);
    } else if (const auto number = double_value(bound.term)) {
        value = *number;
    }
    if (kind.shape == InlineShape::Decimal || kind.shape == InlineShape::Floating) {
        value *= static_cast<double>(inline_scale);
    }
    if (!(value > static_cast<double>(kind.least))) {
        return kind.least;
    }
    return value < static_cast<double>(kind.greatest) ? static_cast<std::int64_t>(value) : kind.greatest;
}

/// The least value of a kind that is not below `bound`, `greatest + 1` if all are. Precondition: they are comparable.
/// Gallops from the guess, then halves; times of all kinds that are comparable count the same milliseconds.
std::int64_t lower_bound(std::size_t number, const Bound& bound) {
    const InlineKind& kind = inline_kinds[number];
    if (bound.is_time()) {
        return std::clamp(bound.parts->value, kind.least, kind.greatest + 1);
    }
    const auto is_below = [&](std::int64_t value) { return *compare_with(number, value, bound.term) < 0; };
    std::int64_t low = guess(kind, bound);  // becomes a value that is below, or least - 1
    std::int64_t high = low;                // becomes one that is not, or greatest + 1
    if (is_below(low)) {
        for (std::int64_t step = 1; high <= kind.greatest; step *= 4) {
            high = high > kind.greatest - step ? kind.greatest + 1 : high + step;
            if (high > kind.greatest || !is_below(high)) {
                break;
            }
            low = high;
        }
    } else {
        for (std::int64_t step = 1; low >= kind.least; step *= 4) {
            low = low < kind.least + step ? kind.least - 1 : low - step;
            if (low < kind.least || is_below(low)) {
                break;
            }
            high = low;
        }
    }
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (is_below(middle) ? low : high) = middle;
    }
    return high;
}

/// XML Schema's times have no order here.
bool is_comparable(std::size_t number, const std::optional<Bound>& bound) {
    const InlineKind& kind = inline_kinds[number];
    if (!bound) {
        return true;
    }
    if (bound->is_time()) {
        return kind.shape == InlineShape::DateTime && kind.zoned == inline_kinds[bound->parts->kind].zoned;
    }
    const auto some_value = std::clamp<std::int64_t>(0, kind.least, kind.greatest);
    return compare_with(number, some_value, bound->term).has_value();
}

}  // namespace

std::vector<IdInterval> inline_range(const std::optional<Term>& from_term, const std::optional<Term>& until_term) {
    const auto from = from_term ? std::optional<Bound>(*from_term) : std::nullopt;
    const auto until = until_term ? std::optional<Bound>(*until_term) : std::nullopt;
    std::vector<IdInterval> intervals;
    for (std::size_t number = 0; number < inline_kinds.size(); ++number) {
        if ((!from && !until) || !is_comparable(number, from) || !is_comparable(number, until)) {
            continue;
        }
        const InlineKind& kind = inline_kinds[number];
        const std::int64_t first = from ? lower_bound(number, *from) : kind.least;
        const std::int64_t last = until ? lower_bound(number, *until) - 1 : kind.greatest;
        if (first <= last) {
            intervals.push_back(all_forms(number, first, last));
        }
    }
    return intervals;
}

std::vector<IdInterval> inline_equal(const Term& term) {
    const auto canonical = canonical_value(term);
    const auto id = inline_id(canonical ? *canonical : term);
    if (!id) {
        return {};
    }
    const InlineParts wanted = unpack_inline(*id);
    const InlineKind& kind = inline_kinds[wanted.kind];
    if (kind.shape == InlineShape::Date || kind.shape == InlineShape::Time) {
        return {{*id, *id}};
    }
    std::vector<IdInterval> intervals;
    for (std::size_t number = 0; number < inline_kinds.size(); ++number) {
        const InlineKind& candidate = inline_kinds[number];
        std::int64_t value = wanted.value;
        if (wanted.kind == integer_kind && candidate.shape == InlineShape::Decimal) {
            if (std::abs(value) > candidate.greatest / inline_scale) {
                continue;
            }
            value *= inline_scale;
        } else if (candidate.space != kind.space || candidate.zoned != kind.zoned) {
            continue;
        }
        if (value >= candidate.least && value <= candidate.greatest) {
            intervals.push_back(all_forms(number, value, value));
        }
    }
    return intervals;
}

}  // namespace gridlore::rdf
