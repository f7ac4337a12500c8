/// The memory store as readers see it. Nothing may change while it is used.
#pragma once

#include "knowledge-engine/store/memory/memory_state.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::store {

class MemorySnapshot : public Snapshot {
  public:
    /// `state` must outlive it.
    explicit MemorySnapshot(const MemoryState& state) : state_(state) {}

    Result<std::optional<rdf::TermId>> find(const rdf::Term& term) const override;
    Result<rdf::Term> term(rdf::TermId id) const override;
    Result<rdf::TermId> value(rdf::TermId id) const override;
    Result<ValueIds> within(const pattern::Range& range, std::size_t limit) const override;
    Result<ValueIds> equal_to(const rdf::Term& term) const override;
    std::unique_ptr<QuadCursor> cursor() const override;
    Result<std::uint64_t> estimate(const QuadPattern& pattern) const override;
    Result<PredicateStatistics> statistics(rdf::TermId predicate) const override;
    std::uint64_t size() const override;
    Result<std::vector<rdf::TermId>> graphs() const override;
    Result<bool> has_graph(rdf::TermId graph) const override;
    std::uint64_t version() const override;

  private:
    const MemoryState& state_;
};

}  // namespace gridlore::store
