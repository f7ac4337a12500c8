#include "knowledge-engine/query/evaluation/dataset.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

namespace gridlore::query {
namespace {

Result<std::vector<Constant>> find_all(const std::vector<std::string>& names, const store::Snapshot& snapshot) {
    std::vector<Constant> found;
    std::unordered_set<std::string> seen;
    for (const std::string& name : names) {
        if (!seen.insert(name).second) {
            continue;
        }
        Result<Constant> constant = Constant::find(rdf::Term::iri(name), snapshot);
        if (!constant) {
            return std::move(constant).error();
        }
        found.push_back(std::move(*constant));
    }
    return found;
}

}  // namespace

Result<Constant> Constant::find(const rdf::Term& term, const store::Snapshot& snapshot) {
    Result<std::optional<rdf::TermId>> id = snapshot.find(term);
    if (!id) {
        return std::move(id).error();
    }
    return Constant{term, *id};
}

Result<Dataset> Dataset::find(const DatasetClause& clause, const store::Snapshot& snapshot) {
    Dataset dataset;
    if (!clause.is_given()) {
        return dataset;
    }
    Result<std::vector<Constant>> default_graphs = find_all(clause.default_graphs, snapshot);
    if (!default_graphs) {
        return std::move(default_graphs).error();
    }
    Result<std::vector<Constant>> named_graphs = find_all(clause.named_graphs, snapshot);
    if (!named_graphs) {
        return std::move(named_graphs).error();
    }
    dataset.default_graphs = std::move(*default_graphs);
    dataset.named_graphs = std::move(*named_graphs);
    return dataset;
}

bool Dataset::has_named(const rdf::Term& name) const {
    return !named_graphs ||
           std::ranges::any_of(*named_graphs, [&](const Constant& graph) { return graph.term == name; });
}

}  // namespace gridlore::query
