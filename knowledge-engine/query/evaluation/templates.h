/// Templates of CONSTRUCT and of updates: what they make of a solution. Confined to the thread that runs the query.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/expression/expression_context.h"
#include "knowledge-engine/query/expression/query_terms.h"
#include "knowledge-engine/store/quad_pattern.h"

namespace gridlore::query {

class TemplateMaker {
  public:
    /// What is given must outlive this.
    TemplateMaker(const std::vector<QuadTemplate>& templates, QueryTerms& terms);

    /// Appends the quads that the templates make of `row`, in the query's ids. Those with an unbound place, or whose
    /// subject is a literal, predicate no IRI or graph no IRI, are left out. A blank node of a template is a new one
    /// for each call.
    void make(Row row, std::vector<store::QuadIds>& quads);

  private:
    struct Place {
        enum class Kind : std::uint8_t { None, Term, Column, BlankNode };
        Kind kind = Kind::None;
        rdf::TermId id;
        std::size_t number = 0;  ///< of the column, or of the blank node
    };
    struct Template {
        Place subject, predicate, object, graph;
    };

    Place place_of(const VariableOrTerm& place);
    rdf::TermId value(const Place& place, Row row);
    bool is_well_formed(const store::QuadIds& quad, const Template& made_by);
    rdf::TermKind kind_of(rdf::TermId id);

    QueryTerms& terms_;
    std::vector<Template> templates_;
    std::unordered_map<std::string, std::size_t> labels_;
    std::vector<rdf::TermId> nodes_;  ///< of this solution, by number; unbound until used
};

}  // namespace gridlore::query
