/// Joins of binding sets. Which equality they use is a parameter. Pure functions.
#pragma once

#include <boost/container/small_vector.hpp>
#include <map>
#include <optional>
#include <vector>

#include "knowledge-engine/pattern/binding_set.h"

namespace gridlore::pattern {

/// All pairs of rows that agree wherever both are bound, merged; `a`'s form of a term survives. Both tables have the
/// same variables (unused ones are unbound), and in each table the same variables are bound in every row.
/// Linear in the rows of both and of the result; nothing if that would have more than `limit` rows.
std::optional<BindingSet> join(const BindingSet& a, const BindingSet& b, Equality equality, std::size_t limit);

/// Tells of a row whether it agrees with at least one of a set of bindings, in which different rows may leave different
/// variables unbound. A look-up hashes once for each set of variables that occurs in them; a row that leaves one of
/// those open is compared with all bindings, one by one.
class Agreement {
  public:
    /// `bindings` and what `equality` refers to must outlive this.
    Agreement(const BindingSet& bindings, Equality equality);

    /// A cell that is unbound on either side agrees with everything.
    bool contains(BindingSet::Row row) const;

  private:
    using Key = boost::container::small_vector<rdf::TermId, 8>;
    bool agree(BindingSet::Row a, BindingSet::Row b) const;
    bool agrees_with_only(BindingSet::Row row) const;
    /// False: the row leaves one of these open.
    static bool read_key(const std::vector<std::size_t>& variables, BindingSet::Row row, Key& key);

    const BindingSet& bindings_;
    Equality equality_;
    std::map<std::vector<std::size_t>, RowSet> groups_;  ///< by the variables that are bound in all rows of each
    bool everything_ = false;                            ///< one of the bindings restricts nothing
    std::vector<std::size_t> only_;                      ///< of a single binding: the variables that are bound in it
};

}  // namespace gridlore::pattern
