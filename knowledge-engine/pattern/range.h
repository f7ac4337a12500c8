/// A range on a variable, which travels with an ask: those that can use it do, and the exchange applies it once more.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "knowledge-engine/pattern/binding_set.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::pattern {

/// Bounds are compared by value (`rdf::compare_values`). At least one bound is set.
struct Range {
    std::optional<rdf::Term> from;   ///< inclusive
    std::optional<rdf::Term> until;  ///< exclusive
    friend bool operator==(const Range&, const Range&) = default;
};

/// By variable name, without `?`.
using Ranges = std::map<std::string, Range>;

/// False also if `term` cannot be compared with a bound.
bool is_within(const rdf::Term& term, const Range& range);

/// The same of many terms. Immutable.
class RangeTest {
  public:
    /// `range` must outlive it.
    explicit RangeTest(const Range& range) : range_(range), inline_(rdf::inline_range(range.from, range.until)) {}
    /// Of a term of `terms`.
    bool holds(rdf::TermId id, const rdf::Dictionary& terms) const;

  private:
    const Range& range_;
    std::vector<rdf::IdInterval> inline_;  ///< of terms that have inline ids, those within
};

/// The rows that are in all ranges, as far as they are bound. `variables` names their cells, `terms` has their terms.
BindingSet rows_within(BindingSet rows, const std::vector<std::string>& variables, const Ranges& ranges,
                       const rdf::Dictionary& terms);

}  // namespace gridlore::pattern
