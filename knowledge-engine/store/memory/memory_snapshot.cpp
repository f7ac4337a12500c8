#include "knowledge-engine/store/memory/memory_snapshot.h"

namespace gridlore::store {

Result<std::optional<rdf::TermId>> MemorySnapshot::find(const rdf::Term& term) const {
    return state_.terms.find(term);
}

Result<rdf::Term> MemorySnapshot::term(rdf::TermId id) const {
    return state_.terms.term(id);
}

Result<rdf::TermId> MemorySnapshot::value(rdf::TermId id) const {
    return state_.terms.value(id);
}

Result<ValueIds> MemorySnapshot::within(const pattern::Range& range, std::size_t limit) const {
    return state_.terms.within(range, limit);
}

Result<ValueIds> MemorySnapshot::equal_to(const rdf::Term& term) const {
    return state_.terms.equal_to(term);
}

std::unique_ptr<QuadCursor> MemorySnapshot::cursor() const {
    return state_.quads.cursor();
}

Result<std::uint64_t> MemorySnapshot::estimate(const QuadPattern& pattern) const {
    return state_.quads.estimate(pattern);
}

Result<PredicateStatistics> MemorySnapshot::statistics(rdf::TermId predicate) const {
    return state_.quads.statistics(predicate);
}

std::uint64_t MemorySnapshot::size() const {
    return state_.quads.size();
}

Result<std::vector<rdf::TermId>> MemorySnapshot::graphs() const {
    std::vector<rdf::TermId> names;
    for (const auto& [graph, quads] : state_.quads.graphs()) {
        if (graph.is_bound()) {
            names.push_back(graph);
        }
    }
    return names;
}

Result<bool> MemorySnapshot::has_graph(rdf::TermId graph) const {
    return graph.is_bound() && state_.quads.graphs().contains(graph);
}

std::uint64_t MemorySnapshot::version() const {
    return state_.version;
}

}  // namespace gridlore::store
