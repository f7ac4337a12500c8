/// The terms of one query: those of a snapshot, and over them those that the query brings or makes.
/// Confined to the thread that uses the snapshot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/rdf/term_id.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::query {

/// A term that is shared rather than copied; never null.
using TermPtr = std::shared_ptr<const rdf::Term>;

/// Two ids that it gives are equal exactly if they are the same term: an inline id where there is one, else the
/// store's, else a local one.
///
/// Nothing here returns an error: a fault of the store, or a bound that was reached, is kept. From then on terms are
/// placeholders, and whoever runs the query asks `fault` after each batch of rows and ends it.
class QueryTerms {
  public:
    /// `snapshot` must outlive this.
    explicit QueryTerms(const store::Snapshot& snapshot);

    /// Costs a look-up in the store for a term that is neither inline nor known here.
    rdf::TermId intern(const rdf::Term& term);
    /// A blank node that neither the store nor this query has.
    rdf::TermId fresh_blank_node();

    /// Precondition: `id` is bound, and inline, of the store or of this.
    TermPtr term(rdf::TermId id);

    /// What the local terms take. Grows only.
    std::size_t bytes() const { return bytes_; }

    /// The first one is kept.
    void fail(Error error);
    bool has_failed() const { return fault_.has_value(); }
    const std::optional<Error>& fault() const { return fault_; }

    const store::Snapshot& snapshot() const { return snapshot_; }

  private:
    struct Cached {
        rdf::TermId id;
        TermPtr term;
    };

    std::optional<rdf::TermId> find_in_store(const rdf::Term& term);
    TermPtr stored_term(rdf::TermId id);
    rdf::TermId add_local(const rdf::Term& term);

    const store::Snapshot& snapshot_;
    /// Terms by what they are, not by where.
    struct TermHash {
        std::size_t operator()(const rdf::Term* term) const { return std::hash<rdf::Term>{}(*term); }
    };
    struct SameTerm {
        bool operator()(const rdf::Term* a, const rdf::Term* b) const { return *a == *b; }
    };
    std::unordered_map<const rdf::Term*, rdf::TermId, TermHash, SameTerm> local_ids_;  ///< keys are of `local_terms_`
    std::vector<TermPtr> local_terms_;                                                 ///< by local number
    std::vector<Cached> cache_;  ///< of the store's terms; a slot is chosen by the id
    std::size_t bytes_ = 0;
    std::uint64_t blank_nodes_ = 0;
    std::optional<Error> fault_;
    TermPtr placeholder_;  ///< set with the fault
};

}  // namespace gridlore::query
