/// Property paths on ids (SPARQL 1.1 Query, 18.4): where a path leads from one node. Nothing recurses on data;
/// recursion on the path itself is bounded when it is compiled.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/evaluation/graph_scan.h"
#include "knowledge-engine/query/evaluation/plan.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::query {

/// A path with its IRIs looked up. Sequences and alternatives have all their members side by side.
struct PathNode {
    Path::Kind kind = Path::Kind::Link;
    std::optional<rdf::TermId> iri;  ///< of a link; absent: the store does not know it
    std::vector<PathNode> children;
    std::vector<rdf::TermId> forward;  ///< of a negated set, those that the store knows
    std::vector<rdf::TermId> backward;
    bool goes_forward = false;
    bool goes_backward = false;

    /// Whether it leads from each node to the node itself, without an edge.
    bool is_empty_possible() const;
};

/// Errors: LimitExceeded (nested too deep), those of the snapshot.
Result<PathNode> compile_path(const Path& path, const store::Snapshot& snapshot);

/// Confined to the thread that runs the query.
class PathWalker {
  public:
    explicit PathWalker(Run& run) : run_(run), scan_(run) {}

    /// The graphs to walk in from now on; their merge, if they are several.
    void use(std::span<const store::GraphScope> scopes) { scopes_ = scopes; }

    /// Appends to `ends` where `path` leads from `start` (or, not `forward`, whence it leads to it), as often as it
    /// does; a closure gives each end once. With `only`, the other ends may be left out.
    Result<void> walk(const PathNode& path, rdf::TermId start, bool forward, std::vector<rdf::TermId>& ends,
                      std::optional<rdf::TermId> only = {}) {
        return walk(path, start, forward, false, ends, only);
    }

    /// Each node from which `path` may lead anywhere, once: all nodes of the graph at most.
    Result<std::vector<rdf::TermId>> starts(const PathNode& path);

    /// Whether an edge of these graphs begins or ends at `node`.
    Result<bool> has_node(rdf::TermId node);

  private:
    using Nodes = std::vector<rdf::TermId>;

    Result<void> walk(const PathNode& path, rdf::TermId start, bool forward, bool as_set, Nodes& ends,
                      std::optional<rdf::TermId> only);
    Result<void> walk_links(const store::QuadPattern& pattern, bool forward, const Nodes* without, Nodes& ends);
    Result<void> walk_negated(const PathNode& path, rdf::TermId start, bool forward, Nodes& ends);
    Result<void> walk_sequence(const PathNode& path, rdf::TermId start, bool forward, bool as_set, Nodes& ends);
    Result<void> walk_closure(const PathNode& path, rdf::TermId start, bool forward, Nodes& ends,
                              std::optional<rdf::TermId> only);

    Run& run_;
    std::span<const store::GraphScope> scopes_;
    GraphScan scan_;
};

}  // namespace gridlore::query
