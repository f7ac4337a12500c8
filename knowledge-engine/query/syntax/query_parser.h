/// Queries and subqueries: what is selected, solution modifiers, aggregation (SPARQL 1.1 Query, rules 1 to 28, and
/// 18.2.4, 18.2.5). Confined to one parse.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "knowledge-engine/query/syntax/pattern_parser.h"

namespace gridlore::query {

class QueryParser : public PatternParser {
  public:
    QueryParser(std::string_view text, const ParseOptions& options) : PatternParser(text, options) {}
    ~QueryParser() = default;

    /// The whole text as one query.
    Result<Query> query();

  protected:
    GroupPtr subselect(VariableSet& scope) override;

    /// A FROM or USING, behind the keyword.
    bool dataset_graph(DatasetClause& dataset);

  private:
    struct SelectItem {
        VariableId variable;
        ExpressionPtr expression;                ///< null: the variable itself
        std::vector<VariableId> free_variables;  ///< of the expression
        std::size_t begin;
    };
    /// A query or subquery while it is read.
    struct Level {
        bool distinct = false;
        bool reduced = false;
        bool all = false;  ///< `*`
        std::vector<SelectItem> items;
        std::vector<Aggregation::Item> aggregates;
        VariableSet scope;
        GroupPtr pattern;
        bool is_grouped = false;  ///< GROUP BY
        std::vector<VariableId> keys;
        std::vector<ExpressionPtr> having;
        std::vector<VariableId> having_variables;  ///< free ones
        std::vector<OrderCondition> order;
        std::vector<VariableId> order_variables;
        std::uint64_t offset = 0;
        std::optional<std::uint64_t> limit;
        GroupPtr table;  ///< VALUES at the end
        VariableSet table_variables;

        bool is_aggregating() const { return is_grouped || !aggregates.empty(); }
    };

    bool select_query(Query& query);
    bool ask_query(Query& query);
    bool construct_query(Query& query);
    bool construct_where(Query& query);
    bool describe_query(Query& query);
    bool describe_resources(Query& query, Level& level);
    bool dataset(Query& query);
    bool where_clause(Level& level);
    bool construct_template(std::vector<QuadTemplate>& templates);

    bool select_clause(Level& level);
    bool select_item(Level& level);
    /// The names that the SELECT clause that begins here projects, without parsing its expressions.
    std::vector<std::string_view> projected_names() const;

    bool solution_modifier(Level& level);
    bool group_clause(Level& level);
    bool group_condition(Level& level);
    bool having_clause(Level& level);
    bool order_clause(Level& level);
    bool order_condition(Level& level);
    bool at_order_condition() const;
    bool limit_clauses(Level& level);
    bool values_clause(Level& level);

    /// The pattern with everything below the projection.
    GroupPtr assembled(Level& level);
    GroupPtr aggregated(Level& level);
    GroupPtr selected(Level& level, GroupPtr pattern);
    /// Adds DISTINCT, REDUCED, LIMIT and OFFSET.
    GroupPtr sliced(const Level& level, GroupPtr pattern);
    std::vector<VariableId> projection(const Level& level) const;
    /// Fails if the item needs a variable that a group has no single value of.
    bool check_item(const SelectItem& item, const VariableSet& known);

    /// For each variable the result of SAMPLE over it (18.2.4.1).
    using Samples = std::unordered_map<VariableId, VariableId>;
    /// Adds a SAMPLE to the aggregates for each free variable that is not known.
    Samples samples_of(Level& level, const std::vector<VariableId>& free_variables, const VariableSet& known);
    ExpressionPtr with_samples(const ExpressionPtr& expression, const Samples& samples);
};

}  // namespace gridlore::query
