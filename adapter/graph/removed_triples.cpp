#include "adapter/graph/removed_triples.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <variant>

#include "adapter/graph/pattern_search.h"
#include "adapter/graph/posted_triples.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::graph {
namespace {

using pattern::GraphPattern;
using pattern::TermRow;
using pattern::TermRows;
using rdf::Term;
using store::QuadIds;

constexpr std::size_t most_matches = 1'000'000;

bool has_one_of(const pattern::TriplePattern& triple, const std::set<std::string, std::less<>>& names) {
    return std::ranges::any_of(GraphPattern{{triple}}.variables(),
                               [&](const std::string& name) { return names.contains(name); });
}

/// The rows' cells for the pattern's own variables, each combination once.
TermRows projected(const TermRows& rows, const GraphPattern& pattern) {
    const std::vector<std::string> names = pattern.variables();
    TermRows result;
    std::set<std::string> known;
    for (const TermRow& row : rows) {
        TermRow own;
        std::string key;
        for (const auto& [name, term] : row) {
            if (std::ranges::find(names, name) != names.end()) {
                own.emplace_back(name, term);
                key.append(name).append(" ").append(rdf::to_text(term)).append("\n");
            }
        }
        if (known.insert(std::move(key)).second) {
            result.push_back(std::move(own));
        }
    }
    return result;
}

/// Finds within one transaction, then removes.
class Remover {
  public:
    Remover(store::WriteTransaction& transaction, const GraphNames& graph, const BlankNodeNames& blank_nodes)
        : transaction_(transaction), graph_(graph), blank_nodes_(blank_nodes) {}

    Result<void> find(const GraphPattern& pattern, const TermRows& rows, Duration time) {
        const auto scopes = scopes_of(graph_, transaction_.view());
        if (!scopes || scopes->empty()) {
            return scopes ? Result<void>() : Result<void>(scopes.error());
        }
        exchange::Question question;
        question.triples = pattern.triples;
        question.bindings = projected(rows, pattern);
        question.most = most_matches;
        question.time = time;
        const auto matches = search(question, transaction_.view(), *scopes, blank_nodes_);
        if (!matches) {
            return matches.error();
        }
        if (matches->size() >= most_matches) {
            return Error{ErrorKind::LimitExceeded,
                         "more than " + std::to_string(most_matches) + " matches would be removed at once"};
        }
        for (const TermRow& match : *matches) {
            for (const pattern::TriplePattern& triple : pattern.triples) {
                if (Result<void> added = add(triple, match); !added) {
                    return added;
                }
            }
        }
        return {};
    }

    Result<void> remove_found() {
        for (const auto& [subject, predicate, object] : found_) {
            QuadIds quad;
            quad.subject = subject;
            quad.predicate = predicate;
            quad.object = object;
            quad.graph = graph_id_;
            if (const auto removed = transaction_.remove(quad); !removed) {
                return removed.error();
            }
        }
        return {};
    }

    Result<void> find_graph() {
        if (graph_.named.empty()) {
            return {};
        }
        const auto id = transaction_.view().find(Term::iri(graph_.named.front()));
        if (!id) {
            return id.error();
        }
        graph_id_ = id->value_or(graph_id_);  // a graph that is not there has no scope, and nothing is found in it
        return {};
    }

  private:
    Result<void> add(const pattern::TriplePattern& triple, const TermRow& match) {
        std::array<rdf::TermId, 3> ids;
        const std::array<const pattern::PatternTerm*, 3> places = {&triple.subject, &triple.predicate, &triple.object};
        for (std::size_t place = 0; place < ids.size(); ++place) {
            const auto id = transaction_.view().find(blank_nodes_.inside(term_in(*places[place], match)));
            if (!id) {
                return id.error();
            }
            if (!id->has_value()) {
                return {};  // of a constant of which the store has another form
            }
            ids[place] = **id;
        }
        found_.emplace(ids[0], ids[1], ids[2]);
        return {};
    }

    store::WriteTransaction& transaction_;
    const GraphNames& graph_;
    const BlankNodeNames& blank_nodes_;
    rdf::TermId graph_id_ = QuadIds{}.graph;
    std::set<std::tuple<rdf::TermId, rdf::TermId, rdf::TermId>> found_;
};

}  // namespace

GraphPattern removable(const GraphPattern& pattern, const std::vector<std::string>& variables,
                       const std::function<bool(const Term&)>& is_stored) {
    GraphPattern result;
    std::vector<pattern::TriplePattern> left;
    std::ranges::copy_if(pattern.triples, std::back_inserter(left), [&](const pattern::TriplePattern& triple) {
        const auto* predicate = std::get_if<Term>(&triple.predicate);
        return predicate == nullptr || is_stored(*predicate);
    });
    std::set<std::string, std::less<>> reached(variables.begin(), variables.end());
    for (bool is_growing = true; is_growing;) {
        const auto next = std::ranges::find_if(left, [&](const auto& triple) { return has_one_of(triple, reached); });
        is_growing = next != left.end();
        if (is_growing) {
            std::ranges::copy(GraphPattern{{*next}}.variables(), std::inserter(reached, reached.end()));
            result.triples.push_back(std::move(*next));
            left.erase(next);
        }
    }
    return result;
}

store::Change removal(Removal what, GraphNames graph, BlankNodeNames blank_nodes, Duration time) {
    const auto shared = std::make_shared<const Removal>(std::move(what));
    return [shared, time, graph = std::move(graph),
            blank_nodes = std::move(blank_nodes)](store::WriteTransaction& transaction) -> Result<void> {
        Remover remover(transaction, graph, blank_nodes);
        Result<void> done = remover.find_graph();
        for (auto pattern = shared->patterns.begin(); done && pattern != shared->patterns.end(); ++pattern) {
            done = remover.find(*pattern, shared->rows, time);
        }
        return done ? remover.remove_found() : done;
    };
}

}  // namespace gridlore::graph
