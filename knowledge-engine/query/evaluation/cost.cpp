#include "knowledge-engine/query/evaluation/cost.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gridlore::query {
namespace {

using store::GraphScope;

// What is assumed of a pattern whose predicate is a variable.
constexpr double quads_of_a_subject = 8;
constexpr double quads_of_an_object = 8;
constexpr double predicates = 50;
/// Of ranges in which an estimate saw none.
constexpr double quads_of_unseen_ranges = 0.5;
constexpr std::size_t most_ranges_looked_at = 8;
constexpr std::size_t most_triples_looked_at = 16;  ///< of a group within another

double at_least_one(std::uint64_t count) {
    return count == 0 ? 1.0 : static_cast<double>(count);
}

store::QuadPattern pattern_of(const KnownTriple& known) {
    store::QuadPattern pattern;
    pattern.subject = known.constants[0].value_or(rdf::TermId());
    pattern.predicate = known.constants[1].value_or(rdf::TermId());
    pattern.object = known.constants[2].value_or(rdf::TermId());
    return pattern;
}

}  // namespace

std::vector<GraphScope> Costs::scopes_of(const ActiveGraph& graph) const {
    if (graph.is_variable()) {
        return {GraphScope::all_named()};
    }
    if (graph.kind == ActiveGraph::Kind::Named) {
        if (!graph.name.id || !dataset_.has_named(graph.name.term)) {
            return {};
        }
        return {GraphScope::named(*graph.name.id)};
    }
    if (!dataset_.default_graphs) {
        return {GraphScope::default_graph()};
    }
    std::vector<GraphScope> scopes;
    for (const Constant& name : *dataset_.default_graphs) {
        if (name.id) {
            scopes.push_back(GraphScope::named(*name.id));
        }
    }
    return scopes;
}

Result<KnownTriple> Costs::look_up(const TriplePattern& triple, const ActiveGraph& graph,
                                   std::optional<std::vector<rdf::IdInterval>> ranges) const {
    KnownTriple known;
    const std::array<const VariableOrTerm*, 3> places{&triple.subject, &triple.predicate, &triple.object};
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto* term = std::get_if<rdf::Term>(places[i]);
        if (term == nullptr) {
            continue;
        }
        Result<std::optional<rdf::TermId>> id = snapshot_.find(*term);
        if (!id) {
            return std::move(id).error();
        }
        known.constants[i] = *id;
        known.is_empty = known.is_empty || !*id;
    }
    known.scopes = scopes_of(graph);
    known.ranges = std::move(ranges);
    known.is_empty = known.is_empty || known.scopes.empty();
    if (known.is_empty) {
        return known;
    }
    std::vector<store::QuadPattern> patterns;
    store::QuadPattern pattern = pattern_of(known);
    if (known.ranges && known.ranges->size() <= most_ranges_looked_at) {
        for (const rdf::IdInterval& range : *known.ranges) {
            pattern.object_range = range;
            patterns.push_back(pattern);
        }
    } else {
        patterns.push_back(pattern);
    }
    for (store::QuadPattern& one : patterns) {
        for (const GraphScope& scope : known.scopes) {
            one.graph = scope;
            Result<std::uint64_t> count = snapshot_.estimate(one);
            if (!count) {
                return std::move(count).error();
            }
            known.quads += static_cast<double>(*count);
        }
    }
    if (known.quads == 0 && known.ranges && !known.ranges->empty()) {
        known.quads = quads_of_unseen_ranges;
    }
    if (known.constants[1]) {
        Result<store::PredicateStatistics> statistics = snapshot_.statistics(*known.constants[1]);
        if (!statistics) {
            return std::move(statistics).error();
        }
        known.predicate = *statistics;
    }
    return known;
}

double Costs::fanout(const TriplePattern& triple, const ActiveGraph& graph, const KnownTriple& known,
                     const VariableSet& bound) const {
    const auto is_bound = [&](const VariableOrTerm& place) {
        const auto* variable = std::get_if<VariableId>(&place);
        return variable != nullptr && bound.contains(*variable);
    };
    double rows = known.quads;
    if (known.constants[1]) {
        if (is_bound(triple.subject)) {
            rows /= at_least_one(known.predicate.subjects);
        }
        if (is_bound(triple.object)) {
            rows /= at_least_one(known.predicate.objects);
        }
    } else {
        if (is_bound(triple.subject)) {
            rows = std::min(rows, quads_of_a_subject);
        }
        if (is_bound(triple.object)) {
            rows = is_bound(triple.subject) ? std::min(rows, 0.5) : std::min(rows, quads_of_an_object);
        }
        if (is_bound(triple.predicate)) {
            rows /= predicates;
        }
    }
    if (graph.is_variable() && bound.contains(graph.variable)) {
        rows /= 2;
    }
    return rows;
}

double Costs::quads_of(const BasicPattern& pattern) const {
    double least = pattern.triples.empty() ? 1 : static_cast<double>(snapshot_.size());
    const std::size_t looked_at = std::min(pattern.triples.size(), most_triples_looked_at);
    for (std::size_t i = 0; i < looked_at; ++i) {
        Result<KnownTriple> known = look_up(pattern.triples[i], {}, {});
        least = known ? std::min(least, known->quads) : least;
    }
    return pattern.paths.empty() ? least : least * 10;
}

double Costs::rows_of(const Group& group) {
    if (const auto known = known_.find(&group); known != known_.end()) {
        return known->second;
    }
    const Group* first = first_operand(group);
    double rows = first == nullptr ? 1 : rows_of(*first);
    if (const auto* pattern = std::get_if<BasicPattern>(&group.node)) {
        rows = quads_of(*pattern);
    } else if (const auto* table = std::get_if<Table>(&group.node)) {
        rows = static_cast<double>(table->rows.size());
    } else if (const auto* join = std::get_if<Join>(&group.node)) {
        rows = std::min(rows, rows_of(*join->right));
    } else if (const auto* both = std::get_if<Union>(&group.node)) {
        rows += rows_of(*both->right);
    } else if (std::holds_alternative<Filter>(group.node)) {
        rows /= 3;
    } else if (std::holds_alternative<Service>(group.node)) {
        rows = 100;
    } else if (const auto* groups = std::get_if<Aggregation>(&group.node)) {
        rows = groups->single_group ? 1 : std::sqrt(rows);
    } else if (const auto* slice = std::get_if<Slice>(&group.node)) {
        rows = slice->limit ? std::min(rows, static_cast<double>(*slice->limit)) : rows;
    }
    known_.emplace(&group, rows);
    return rows;
}

}  // namespace gridlore::query
