#include "adapter/graph/posted_triples.h"

#include <algorithm>
#include <map>
#include <memory>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::graph {
namespace {

using rdf::Term;
using rdf::TermId;

/// Finds the ids of what is posted within one transaction.
class Terms {
  public:
    Terms(store::WriteTransaction& transaction, const BlankNodeNames& blank_nodes)
        : transaction_(transaction), blank_nodes_(blank_nodes) {}

    Result<TermId> id_of(const Term& term) {
        if (term.is_blank_node()) {
            return new_node(term.text);
        }
        const Term inside = blank_nodes_.inside(term);
        if (inside.is_blank_node()) {
            const auto known = transaction_.view().find(inside);
            if (!known) {
                return known.error();
            }
            if (known->has_value()) {
                return **known;
            }
        }
        return transaction_.add_term(term);
    }

  private:
    Result<TermId> new_node(const std::string& label) {
        if (const auto known = nodes_.find(label); known != nodes_.end()) {
            return known->second;
        }
        auto made = transaction_.add_blank_node();
        if (made) {
            nodes_.emplace(label, *made);
        }
        return made;
    }

    store::WriteTransaction& transaction_;
    const BlankNodeNames& blank_nodes_;
    std::map<std::string, TermId> nodes_;
};

}  // namespace

const Term& term_in(const pattern::PatternTerm& place, const pattern::TermRow& row) {
    if (const auto* constant = std::get_if<Term>(&place)) {
        return *constant;
    }
    return std::ranges::find(row, std::get<pattern::Variable>(place).name, &std::pair<std::string, Term>::first)
        ->second;
}

Result<std::vector<Triple>> posted_triples(const pattern::GraphPattern& pattern, const pattern::TermRows& rows,
                                           const std::function<bool(const Term&)>& is_stored) {
    std::vector<Triple> triples;
    for (const pattern::TermRow& row : rows) {
        for (const pattern::TriplePattern& one : pattern.triples) {
            Triple triple = {term_in(one.subject, row), term_in(one.predicate, row), term_in(one.object, row)};
            if (triple[0].is_literal() || !triple[1].is_iri()) {
                return invalid_input("a subject has to be an IRI or a blank node and a predicate an IRI; found " +
                                     rdf::to_short_text(triple[0]) + " " + rdf::to_short_text(triple[1]));
            }
            if (is_stored(triple[1])) {
                triples.push_back(std::move(triple));
            }
        }
    }
    return triples;
}

store::Change insertion(std::vector<Triple> triples, GraphNames graph, BlankNodeNames blank_nodes) {
    const auto shared = std::make_shared<const std::vector<Triple>>(std::move(triples));
    return [shared, graph = std::move(graph),
            blank_nodes = std::move(blank_nodes)](store::WriteTransaction& transaction) -> Result<void> {
        Terms terms(transaction, blank_nodes);
        store::QuadIds quad;
        if (!graph.named.empty()) {
            const auto id = transaction.add_term(Term::iri(graph.named.front()));
            if (!id) {
                return id.error();
            }
            quad.graph = *id;
        }
        for (const Triple& triple : *shared) {
            TermId* const places[] = {&quad.subject, &quad.predicate, &quad.object};
            for (std::size_t position = 0; position < 3; ++position) {
                const auto id = terms.id_of(triple[position]);
                if (!id) {
                    return id.error();
                }
                *places[position] = *id;
            }
            if (const auto inserted = transaction.insert(quad); !inserted) {
                return inserted.error();
            }
        }
        return {};
    };
}

}  // namespace gridlore::graph
