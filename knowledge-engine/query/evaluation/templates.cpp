#include "knowledge-engine/query/evaluation/templates.h"

#include <algorithm>

namespace gridlore::query {

TemplateMaker::TemplateMaker(const std::vector<QuadTemplate>& templates, QueryTerms& terms) : terms_(terms) {
    for (const QuadTemplate& one : templates) {
        // The grammar has literals as subjects, RDF has not (SPARQL 1.1 Query, 16.2).
        if (const auto* subject = std::get_if<rdf::Term>(&one.subject); subject != nullptr && subject->is_literal()) {
            continue;
        }
        Template made{place_of(one.subject), place_of(one.predicate), place_of(one.object), {}};
        if (one.graph) {
            made.graph = place_of(*one.graph);
        }
        templates_.push_back(made);
    }
    nodes_.resize(labels_.size());
}

TemplateMaker::Place TemplateMaker::place_of(const VariableOrTerm& place) {
    if (const auto* variable = std::get_if<VariableId>(&place)) {
        return {Place::Kind::Column, {}, *variable};
    }
    const auto& term = std::get<rdf::Term>(place);
    if (term.is_blank_node()) {
        return {Place::Kind::BlankNode, {}, labels_.try_emplace(term.text, labels_.size()).first->second};
    }
    return {Place::Kind::Term, terms_.intern(term), 0};
}

rdf::TermId TemplateMaker::value(const Place& place, Row row) {
    switch (place.kind) {
        case Place::Kind::Term:
            return place.id;
        case Place::Kind::Column:
            return row[place.number];
        case Place::Kind::BlankNode: {
            rdf::TermId& node = nodes_[place.number];
            if (!node.is_bound()) {
                node = terms_.fresh_blank_node();
            }
            return node;
        }
        case Place::Kind::None:
            break;
    }
    return {};
}

rdf::TermKind TemplateMaker::kind_of(rdf::TermId id) {
    return id.is_inline() ? rdf::TermKind::Literal : terms_.term(id)->kind;
}

bool TemplateMaker::is_well_formed(const store::QuadIds& quad, const Template& made_by) {
    if (!quad.subject.is_bound() || !quad.predicate.is_bound() || !quad.object.is_bound() ||
        (made_by.graph.kind != Place::Kind::None && !quad.graph.is_bound())) {
        return false;
    }
    // Constants are well-formed: the grammar has only IRIs as predicates and graphs.
    if (made_by.subject.kind == Place::Kind::Column && kind_of(quad.subject) == rdf::TermKind::Literal) {
        return false;
    }
    if (made_by.predicate.kind == Place::Kind::Column && kind_of(quad.predicate) != rdf::TermKind::Iri) {
        return false;
    }
    return made_by.graph.kind != Place::Kind::Column || kind_of(quad.graph) == rdf::TermKind::Iri;
}

void TemplateMaker::make(Row row, std::vector<store::QuadIds>& quads) {
    std::ranges::fill(nodes_, rdf::TermId());
    for (const Template& made_by : templates_) {
        const store::QuadIds quad{value(made_by.subject, row), value(made_by.predicate, row),
                                  value(made_by.object, row), value(made_by.graph, row)};
        if (is_well_formed(quad, made_by)) {
            quads.push_back(quad);
        }
    }
}

}  // namespace gridlore::query
