/// Snapshots of the durable store.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "knowledge-engine/store/lmdb/read_context.h"
#include "knowledge-engine/store/lmdb/readers.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::store::lmdb {

/// What was sampled of predicates, kept until their quads have become noticeably more or fewer. Internally
/// synchronized.
class PredicateSamples {
  public:
    Result<PredicateStatistics> of(const ReadContext& context, rdf::TermId predicate);

  private:
    std::mutex mutex_;
    std::unordered_map<rdf::TermId, PredicateStatistics> samples_;
};

/// One read transaction, or a writing one as its change sees it.
class LmdbSnapshot : public Snapshot {
  public:
    /// `reader`: what may be taken away, null in a writing transaction.
    LmdbSnapshot(const ReadContext& context, Reader* reader, PredicateSamples& samples)
        : context_(context), reader_(reader), samples_(samples) {}

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

    const ReadContext& context() const { return context_; }

  private:
    ReadContext context_;
    Reader* reader_;
    PredicateSamples& samples_;
};

}  // namespace gridlore::store::lmdb
