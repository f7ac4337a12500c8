/// Quads between documents and a store. Private to this folder.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::sparql {

rdf::Term term_of(const rdf::TermView& view);
rdf::Quad quad_of(const rdf::QuadView& view);

/// A graph of a store, named by who asks: no name is the default graph.
struct GraphName {
    std::optional<rdf::Term> name;
    bool is_default() const { return !name.has_value(); }
};

/// Where that graph is; nothing if no quad is in it. The default graph is always there.
Result<std::optional<store::GraphScope>> find_graph(const store::Snapshot& snapshot, const GraphName& graph);
/// True if a quad is in it.
Result<bool> holds_quads(const store::Snapshot& snapshot, const GraphName& graph);

/// All triples of a graph; an error of `consume` ends it and is passed on. Views end with the call.
Result<void> each_triple(const store::Snapshot& snapshot, const store::GraphScope& graph,
                         const std::function<Result<void>(const rdf::QuadView&)>& consume);

/// All quads: those of the default graph, then those of the named ones.
Result<void> each_quad(const store::Snapshot& snapshot,
                       const std::function<Result<void>(const rdf::QuadView&)>& consume);

/// Adds triples of one document to one graph, each of its blank nodes as one that the store never had. Only within the
/// change that has `transaction`.
class TripleInserter {
  public:
    TripleInserter(store::WriteTransaction& transaction, const GraphName& graph)
        : transaction_(transaction), graph_(graph) {}

    Result<void> add(const rdf::QuadView& triple);

  private:
    Result<rdf::TermId> id_of(const rdf::TermView& term);
    Result<rdf::TermId> graph_id();

    store::WriteTransaction& transaction_;
    const GraphName& graph_;
    std::optional<rdf::TermId> graph_id_;
    std::unordered_map<std::string, rdf::TermId> blank_nodes_;  ///< by their labels
};

}  // namespace gridlore::sparql
