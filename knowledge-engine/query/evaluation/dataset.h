/// The graphs that a query sees (SPARQL 1.1 Query, section 13), and in which of them a pattern is matched.
/// Value types, immutable once made.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/expression/query_terms.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::query {

/// A term of the query, looked up once: what the store does not know gets an id of its own in each run.
struct Constant {
    rdf::Term term;
    std::optional<rdf::TermId> id;

    static Result<Constant> find(const rdf::Term& term, const store::Snapshot& snapshot);
    rdf::TermId in(QueryTerms& terms) const { return id ? *id : terms.intern(term); }
};

struct Dataset {
    /// The graphs whose merge is the default graph; absent: the store's own.
    std::optional<std::vector<Constant>> default_graphs;
    /// Absent: all named graphs of the store.
    std::optional<std::vector<Constant>> named_graphs;

    static Result<Dataset> find(const DatasetClause& clause, const store::Snapshot& snapshot);
    bool has_named(const rdf::Term& name) const;
};

/// The graph in which a pattern is matched.
struct ActiveGraph {
    enum class Kind : std::uint8_t { Default, Named, Variable };
    Kind kind = Kind::Default;
    Constant name;            ///< of Named
    VariableId variable = 0;  ///< of Variable: the column that holds the name

    bool is_variable() const { return kind == Kind::Variable; }
};

}  // namespace gridlore::query
