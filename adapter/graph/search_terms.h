/// Terms of a question and terms of a snapshot: which ids a term may have there, by value, and which term an id is
/// outside. Remembers what it has looked up. Confined to one search.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "adapter/graph/blank_nodes.h"
#include "knowledge-engine/pattern/range.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::graph {

/// What an object may be, if that is more than one term; null: anything.
using Alternatives = const store::ValueIds*;

/// Alternatives that stay valid as long as this.
using KeptAlternatives = std::vector<std::unique_ptr<store::ValueIds>>;

class SearchTerms {
  public:
    SearchTerms(const store::Snapshot& snapshot, const BlankNodeNames& blank_nodes)
        : snapshot_(snapshot), blank_nodes_(blank_nodes) {}

    /// As the store has it.
    rdf::Term inside(const rdf::Term& outside) const { return blank_nodes_.inside(outside); }
    /// No literal is looked up so. Unbound: the store does not have it.
    Result<rdf::TermId> find(const rdf::Term& inside) const;

    /// All terms of a literal's value.
    Result<Alternatives> equal_to(const rdf::Term& literal, KeptAlternatives& kept) const;
    /// What a term that was matched may be elsewhere. Valid until the next call.
    Result<Alternatives> equal_to(rdf::TermId id);
    /// The literals of a range; null if they are too many to be named one by one.
    Result<Alternatives> within(const pattern::Range& range, KeptAlternatives& kept) const;

    Result<rdf::Term> outside(rdf::TermId id);

  private:
    const store::Snapshot& snapshot_;
    const BlankNodeNames& blank_nodes_;
    std::unordered_map<rdf::TermId, store::ValueIds> equal_ids_;
    std::unordered_map<rdf::TermId, rdf::Term> terms_;
};

}  // namespace gridlore::graph
