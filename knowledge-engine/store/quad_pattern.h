/// Which quads are wanted, in ids. Value types.
#pragma once

#include <cstdint>
#include <optional>

#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/term_id.h"

namespace gridlore::store {

/// Ids of the store's own dictionary, or inline ones.
struct QuadIds {
    rdf::TermId subject;
    rdf::TermId predicate;
    rdf::TermId object;
    rdf::TermId graph;  ///< unbound: the default graph
    friend bool operator==(const QuadIds&, const QuadIds&) = default;
    friend auto operator<=>(const QuadIds&, const QuadIds&) = default;
};

/// Where to look: the default graph, one named graph, or all named graphs (the default graph is none of them).
class GraphScope {
  public:
    static GraphScope default_graph() { return GraphScope(Kind::Default, {}); }
    /// Precondition: `graph.is_bound()`.
    static GraphScope named(rdf::TermId graph) { return GraphScope(Kind::Named, graph); }
    static GraphScope all_named() { return GraphScope(Kind::AllNamed, {}); }

    enum class Kind : std::uint8_t { Default, Named, AllNamed };
    Kind kind() const { return kind_; }
    rdf::TermId graph() const { return graph_; }
    friend bool operator==(const GraphScope&, const GraphScope&) = default;

  private:
    GraphScope(Kind kind, rdf::TermId graph) : kind_(kind), graph_(graph) {}
    Kind kind_;
    rdf::TermId graph_;
};

/// An unbound id stands for any. Every shape is one range scan of one index.
struct QuadPattern {
    rdf::TermId subject;
    rdf::TermId predicate;
    rdf::TermId object;
    GraphScope graph = GraphScope::default_graph();
    /// Only objects of this interval; `object` is unbound then. Turned into bounds of the scan where the subject or the
    /// predicate is bound, applied to each quad otherwise.
    std::optional<rdf::IdInterval> object_range = {};
};

}  // namespace gridlore::store
