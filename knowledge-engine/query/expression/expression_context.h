/// What the expressions of one query share. Confined to the thread that runs the query.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <unordered_map>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/binding_set.h"
#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/expression/query_terms.h"

namespace gridlore::query {

using Row = pattern::BindingSet::Row;

/// The column of a row that holds a variable; nothing if rows do not have it, which leaves it unbound.
using Columns = std::function<std::optional<std::size_t>(VariableId)>;

/// Whether the pattern of an EXISTS (not negated) has a solution that agrees with a row.
using ExistsTest = std::function<Result<bool>(Row)>;
/// Prepares the test of one EXISTS, once, for rows that have `columns`. The expression outlives the test.
using ExistsCompiler = std::function<Result<ExistsTest>(const Expression::Exists& exists, const Columns& columns)>;

class ExpressionContext {
  public:
    /// `terms` must outlive this. NOW is the time of the call, for the whole query.
    explicit ExpressionContext(QueryTerms& terms);

    QueryTerms& terms() { return terms_; }

    /// Before the expressions of the next solution: `BNODE("x")` is one blank node within a solution. Expressions that
    /// extend the same solution (the columns of one SELECT) belong between two calls.
    void next_solution();
    /// The blank node of `label` in this solution.
    rdf::TermId labelled_blank_node(const std::string& label);

    rdf::TermId now() const { return now_; }
    std::mt19937_64& random();

    /// True once the query has to end; looked at while a regular expression is matched, and beside long text.
    bool is_interrupted() const { return interrupted && interrupted(); }

    std::string base;                                ///< of IRI(); empty: relative references are errors
    ExistsCompiler compile_exists;                   ///< absent: an EXISTS is an error
    std::function<bool()> interrupted;               ///< absent: never
    std::size_t text_limit = std::size_t{16} << 20;  ///< bytes of a string that a function makes

  private:
    QueryTerms& terms_;
    rdf::TermId now_;
    std::unordered_map<std::string, rdf::TermId> labels_;
    std::optional<std::mt19937_64> random_;
};

}  // namespace gridlore::query
