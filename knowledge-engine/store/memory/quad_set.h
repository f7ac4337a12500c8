/// Quads of ids, held and indexed by Sord, with what they count.
///
/// A node of Sord is named by the digits of an id, not by the term: so Sord's order is that of the ids, and no term is
/// beyond it (it cuts a language tag at 15 bytes and a text at a NUL, and takes no relative IRI). The default graph
/// has a node, too, since to Sord a quad's missing graph means any.
///
/// Confined as to changes: its owner keeps them and look-ups apart. Look-ups may be at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

#include "knowledge-engine/store/quad_pattern.h"
#include "knowledge-engine/store/snapshot.h"

struct SordWorldImpl;
struct SordModelImpl;

namespace gridlore::store {

class QuadSet {
  public:
    QuadSet();
    ~QuadSet();
    QuadSet(const QuadSet&) = delete;
    QuadSet& operator=(const QuadSet&) = delete;

    /// True if it was not there.
    bool insert(const QuadIds& quad);
    /// True if it was there.
    bool remove(const QuadIds& quad);
    /// Cursors that are not at their end. With any, nothing may be changed.
    std::size_t open_scans() const;

    std::unique_ptr<QuadCursor> cursor() const;
    std::uint64_t estimate(const QuadPattern& pattern) const;
    PredicateStatistics statistics(rdf::TermId predicate) const;
    std::uint64_t size() const { return size_; }
    /// How many quads each graph has; the default graph is the unbound id.
    const std::map<rdf::TermId, std::uint64_t>& graphs() const { return graphs_; }
    /// What Sord itself counts.
    std::uint64_t counted_by_sord() const;

  private:
    class Cursor;
    class Node;

    bool has_any(rdf::TermId subject, rdf::TermId predicate, rdf::TermId object) const;
    std::uint64_t quads_of(const GraphScope& scope) const;

    SordWorldImpl* world_;
    SordModelImpl* model_;
    mutable std::mutex mutex_;  ///< over Sord's nodes and its count of iterators, which look-ups change as well
    mutable std::size_t open_scans_ = 0;
    std::uint64_t size_ = 0;
    std::map<rdf::TermId, std::uint64_t> graphs_;
    std::unordered_map<rdf::TermId, PredicateStatistics> predicates_;
};

}  // namespace gridlore::store
