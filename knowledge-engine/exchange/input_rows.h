/// What the rows of others say of the variables of one target, for those who must be given some of them. Confined to
/// one exchange.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "knowledge-engine/exchange/cover.h"
#include "knowledge-engine/exchange/plan.h"
#include "knowledge-engine/exchange/universal_rows.h"
#include "knowledge-engine/pattern/range.h"

namespace gridlore::exchange {

/// What is known at one moment of an exchange. Everything is borrowed.
struct KnownRows {
    const Plan& plan;
    const std::vector<ProviderRows>& rows;  ///< of each provider
    UniversalRows& universal;
    const rdf::Dictionary& dictionary;
    std::function<bool(std::size_t)> is_open;   ///< whether rows of a provider may still come
    const pattern::Ranges& ranges;              ///< of an ask
    const std::vector<std::string>& variables;  ///< of the asker
    std::size_t limit = 0;                      ///< of rows in one join
};

/// Any one of these variables of the target gives what is wanted.
using Alternatives = std::vector<int>;

/// A triple of the target is settled if nothing more comes for it: then others serve it in every cover in which the one
/// who waits has a use. The rows of settled triples are joined; those of others may only be added, one triple for each
/// thing that the settled ones do not give.
class InputRows {
  public:
    /// `known` must outlive this.
    InputRows(const KnownRows& known, std::size_t target);

    /// `bound`, in all rows of which the same variables are bound, extended by the variables of `wanted` with what
    /// agrees with it; in each of the tables the same variables are bound in all rows. `use`: for whom; others give
    /// nothing to a triple that is all it serves. With `all`, only rows that have everything wanted.
    std::vector<pattern::BindingSet> extend(const pattern::BindingSet& bound, const Use& use,
                                            const std::vector<Alternatives>& wanted, bool all);

    /// A join had more rows than the limit: what was returned is not all.
    bool is_too_large() const { return is_too_large_; }

  private:
    using Triples = std::vector<std::size_t>;

    const pattern::BindingSet& given(std::size_t triple);
    Triples settled_around(const std::vector<bool>& variables) const;
    pattern::BindingSet join_all(const pattern::BindingSet& bound, Triples triples, const std::vector<bool>& kept);
    std::size_t take_next(Triples& triples, const std::vector<bool>& bound);
    pattern::BindingSet join(const pattern::BindingSet& a, const pattern::BindingSet& b);

    const KnownRows& known_;
    const Target& target_;
    std::size_t index_;
    pattern::Equality equality_;
    std::vector<std::vector<bool>> variables_;  ///< of each triple
    std::vector<bool> is_settled_;              ///< each triple
    std::vector<std::optional<pattern::BindingSet>> given_;
    bool is_too_large_ = false;
};

/// Whether a triple of the target is all that a use serves: then nobody else serves it beside that use.
bool serves_only(const Use& use, std::size_t triple);

/// The rows by the variables that are bound in them.
std::vector<pattern::BindingSet> by_bound_variables(const pattern::BindingSet& rows);
/// Which variables the first row binds; none if there is no row.
std::vector<bool> bound_variables(const pattern::BindingSet& rows);

}  // namespace gridlore::exchange
