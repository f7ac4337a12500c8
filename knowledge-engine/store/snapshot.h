/// One state of a store, as it was when the snapshot was taken: what readers see while writers go on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/range.h"
#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/store/quad_pattern.h"

namespace gridlore::store {

/// A scan that can be begun anew: keep one for each place of a join. Confined to the thread that uses its snapshot,
/// which must outlive it.
class QuadCursor {
  public:
    virtual ~QuadCursor() = default;

    /// The quads of `pattern` come next. Cheapest when successive patterns are near each other in the index's order.
    virtual void seek(const QuadPattern& pattern) = 0;
    /// Fills the front of `quads` and returns how many there were; fewer than asked for only at the end. In the order
    /// of the index used; each quad once. Errors: LimitExceeded when the snapshot has become too old; Internal when the
    /// file is damaged.
    virtual Result<std::size_t> next(std::span<QuadIds> quads) = 0;
};

/// What a planner may assume of a predicate in the default graph and all named graphs together.
struct PredicateStatistics {
    std::uint64_t quads = 0;
    std::uint64_t subjects = 0;  ///< distinct ones, about
    std::uint64_t objects = 0;   ///< distinct ones, about
};

/// The terms of a snapshot that are wanted by value.
struct ValueIds {
    std::vector<rdf::IdInterval> intervals;  ///< of inline ids, ascending
    std::vector<rdf::TermId> ids;            ///< of the dictionary, ascending
    bool empty() const { return intervals.empty() && ids.empty(); }
};

/// Used by one thread at a time, any thread. Older than the store's limit it ends: whatever needs it gives
/// LimitExceeded, and it no longer keeps the file from reusing room. (The memory store has no snapshots: while one is
/// there, writers wait.)
class Snapshot {
  public:
    virtual ~Snapshot() = default;

    /// The id under which quads of this store have `term`; nothing if none can have it. Inline terms are always found.
    virtual Result<std::optional<rdf::TermId>> find(const rdf::Term& term) const = 0;
    /// Precondition: `id` is inline or came from this store.
    virtual Result<rdf::Term> term(rdf::TermId id) const = 0;
    /// The id that stands for the value of `id`. It need not be one that any quad has, but is the same for all terms
    /// of one value. Precondition as above.
    virtual Result<rdf::TermId> value(rdf::TermId id) const = 0;
    /// All literals within `range`. Costs the number of dictionary literals in it. LimitExceeded: more than `limit` of
    /// these.
    virtual Result<ValueIds> within(const pattern::Range& range, std::size_t limit) const = 0;
    /// All terms equal to `term` by value (rdf::canonical_value), `term` included if the store has it.
    virtual Result<ValueIds> equal_to(const rdf::Term& term) const = 0;

    virtual std::unique_ptr<QuadCursor> cursor() const = 0;
    /// About how many quads `pattern` has. Exact if it has few, and 0 only if it has none; but with a range of objects
    /// it may rest on a sample, and be 0 though some quads are in the range. A few microseconds at most, never a scan
    /// of them all.
    virtual Result<std::uint64_t> estimate(const QuadPattern& pattern) const = 0;
    virtual Result<PredicateStatistics> statistics(rdf::TermId predicate) const = 0;
    /// Of the default graph and the named ones.
    virtual std::uint64_t size() const = 0;
    /// The names of graphs that hold a quad, in the order of their ids.
    virtual Result<std::vector<rdf::TermId>> graphs() const = 0;
    virtual Result<bool> has_graph(rdf::TermId graph) const = 0;
    /// Changes whenever a commit changed quads: what is planned for one version fits all snapshots that have it.
    virtual std::uint64_t version() const = 0;
};

}  // namespace gridlore::store
