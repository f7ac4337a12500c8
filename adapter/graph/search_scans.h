/// A question in a snapshot's ids while it is searched: its triples, what each of its variables is or may be, and the
/// index scans that follow from that. Confined to one search.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapter/graph/search_order.h"
#include "adapter/graph/search_terms.h"
#include "knowledge-engine/exchange/universal.h"

namespace gridlore::graph {

class SearchScans {
  public:
    /// All must outlive it.
    SearchScans(const exchange::Question& question, const std::vector<store::GraphScope>& scopes, SearchTerms& terms)
        : question_(question), scopes_(scopes), terms_(terms) {}

    /// To be called first.
    Result<void> prepare();
    /// A constant, or a whole range, is of nothing that the store has: there are no rows.
    bool is_empty() const { return is_empty_; }

    const std::vector<SearchTriple>& triples() const { return triples_; }
    const std::vector<std::string>& names() const { return names_; }
    /// Of each variable what it is now; unbound: not yet matched.
    const std::vector<rdf::TermId>& cells() const { return cells_; }
    /// The range of a variable; null if it has none.
    const pattern::Range* range_of(std::size_t variable) const;

    /// Starts anew with a binding of the question. False if nothing can agree with it.
    Result<bool> begin(const pattern::TermRow& binding);
    /// Of each variable whether the binding, or a range, says something of it.
    std::vector<bool> known() const;
    /// The scans that find a triple with what is known of its variables.
    Result<std::vector<store::QuadPattern>> scans_of(const SearchTriple& triple);

    /// Binds what the quad says, and adds the variables that it bound to `bound`. False, and nothing is bound, if a
    /// variable occurs twice in the triple and the quad has different terms there.
    bool bind(const SearchTriple& triple, const store::QuadIds& quad, std::vector<std::size_t>& bound);
    void unbind(std::vector<std::size_t>& bound);

  private:
    Result<void> prepare_ranges();
    Result<Place> place_of(const pattern::PatternTerm& term, bool is_object);

    const exchange::Question& question_;
    const std::vector<store::GraphScope>& scopes_;
    SearchTerms& terms_;

    std::vector<SearchTriple> triples_;
    std::vector<std::string> names_;      ///< of variables, by number
    std::vector<bool> is_object_only_;    ///< of each: it may be a literal, and is compared by value
    std::vector<Alternatives> in_range_;  ///< of each: what a range leaves it
    std::map<std::size_t, const pattern::Range*> ranges_;
    KeptAlternatives kept_;
    KeptAlternatives kept_of_binding_;
    bool is_empty_ = false;
    std::vector<rdf::TermId> cells_;
    std::vector<Alternatives> given_;  ///< what each may be until it is matched
};

}  // namespace gridlore::graph
