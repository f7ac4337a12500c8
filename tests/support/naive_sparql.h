/// A slow, obvious evaluation of SPARQL patterns, written after the definitions of SPARQL 1.1 Query, section 18, to
/// judge the real one. Knows what the random queries of the tests use; it tries everything, and must never ship.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::query {

using NaiveSolution = std::map<VariableId, rdf::Term>;
using NaiveSolutions = std::vector<NaiveSolution>;

class NaiveSparql {
  public:
    explicit NaiveSparql(const std::vector<rdf::Quad>& quads) {
        for (const rdf::Quad& quad : quads) {
            graphs_[quad.graph].insert(quad);
        }
        graphs_[std::nullopt];
    }

    /// The solutions of a pattern in the default graph.
    NaiveSolutions evaluate(const Group& group) const { return evaluate(group, {}); }

  private:
    using GraphName = std::optional<rdf::Term>;
    using Pair = std::pair<rdf::Term, rdf::Term>;

    NaiveSolutions evaluate(const Group& group, const GraphName& graph) const;
    NaiveSolutions of_pattern(const BasicPattern& pattern, const GraphName& graph) const;
    NaiveSolutions of_graph(const GraphPattern& pattern) const;
    std::vector<Pair> pairs(const Path& path, const GraphName& graph) const;
    std::vector<rdf::Term> ends(const Path& path, const rdf::Term& start, const GraphName& graph) const;
    std::vector<rdf::Term> closure(const Path& path, const rdf::Term& start, const GraphName& graph) const;
    NaiveSolutions of_path(const PathPattern& pattern, const GraphName& graph) const;
    std::set<rdf::Term> nodes(const GraphName& graph) const;
    std::optional<bool> test(const Expression& expression, const NaiveSolution& solution, const GraphName& graph) const;
    static std::optional<rdf::Term> value(const Expression& expression, const NaiveSolution& solution);

    std::map<GraphName, std::set<rdf::Quad>> graphs_;
};

/// A group with variables replaced by terms (18.6, "substitute").
GroupPtr substituted(const Group& group, const NaiveSolution& solution);

}  // namespace gridlore::query
