/// A group of the algebra taken apart into steps that a planner can put in order: what is joined, and what has to be
/// done to the rows of a part of it (OPTIONAL, MINUS, BIND, FILTER).
///
/// Joins of the W3C's algebra are evaluated bottom-up; steps are carried out one after another, each for the rows of
/// those before. Both give the same as long as no step looks at a variable that a later join could still change, nor is
/// handed a variable that its own operand may leave unbound. `StepOrder` (step_order.h) keeps to that; what cannot is
/// one opaque step, evaluated by itself and joined as a whole.
#pragma once

#include <optional>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/evaluation/dataset.h"
#include "knowledge-engine/query/evaluation/group_variables.h"

namespace gridlore::query {

struct Step {
    enum class Kind : std::uint8_t {
        // Joined, in any order:
        Triple,
        Path,
        Table,
        GraphNames,
        Nested,  ///< a group that is no chain of steps: UNION, a subquery, SERVICE
        // Done to the rows of the steps from `operand` on:
        Filter,
        Extend,
        Minus,
        Optional,
    };
    Kind kind = Kind::Triple;
    ActiveGraph graph;
    TriplePattern triple;  ///< of Triple
    PathPattern path;      ///< of Path
    const query::Table* table = nullptr;
    const Group* group = nullptr;                   ///< of Nested, Minus and Optional
    ExpressionPtr expression;                       ///< of Filter and Extend; of Optional, its condition or null
    VariableId variable = 0;                        ///< of Extend and GraphNames
    std::shared_ptr<const query::Table> own_table;  ///< what `table` points to, if the planner made it

    VariableSet possible;   ///< what it binds, in some rows
    VariableSet certain;    ///< in every row
    VariableSet mentioned;  ///< what its outcome depends on
    VariableSet needed;     ///< columns that must be bound before it is carried out
    std::size_t operand = 0;
    /// Gives something else each time (RAND, UUID): once for each row of the operand, neither before nor after a join.
    bool is_volatile = false;

    bool is_joined() const { return kind <= Kind::Nested; }
};

/// Columns that the query has no variable for. They follow those of the variables.
class ColumnNumbers {
  public:
    explicit ColumnNumbers(std::size_t variables) : next_(static_cast<VariableId>(variables)) {}
    VariableId add() { return next_++; }
    std::size_t count() const { return next_; }

  private:
    VariableId next_;
};

class StepMaker {
  public:
    StepMaker(GroupAnalysis& analysis, ColumnNumbers& columns, const Dataset& dataset)
        : analysis_(analysis), columns_(columns), dataset_(dataset) {}

    /// The steps of `group`; `graph` is the active one.
    std::vector<Step> steps_of(const Group& group, const ActiveGraph& graph);

    /// Whether the rows of other patterns, which may bind `foreign`, can be handed through `steps`.
    static bool may_receive(const std::vector<Step>& steps, const VariableSet& foreign);
    /// What is certainly bound once the operand of `steps[index]` has been carried out, and nothing else.
    static VariableSet certain_in_operand(const std::vector<Step>& steps, std::size_t index);

  private:
    void add(const Group& group, const ActiveGraph& graph, std::vector<Step>& steps);
    void add_right(const Group& group, const ActiveGraph& graph, std::vector<Step>& steps);
    void add_pattern(const BasicPattern& pattern, const ActiveGraph& graph, std::vector<Step>& steps);
    void add_path(const PathPattern& pattern, const ActiveGraph& graph, std::vector<Step>& steps);
    void add_triple(TriplePattern triple, const ActiveGraph& graph, std::vector<Step>& steps);
    void add_graph(const GraphPattern& pattern, std::vector<Step>& steps);
    void add_filter(const ExpressionPtr& condition, const ActiveGraph& graph, std::size_t operand,
                    std::vector<Step>& steps);
    void add_nested(const Group& group, const ActiveGraph& graph, std::vector<Step>& steps);
    bool add_constants(const Expression& condition, std::size_t operand, std::vector<Step>& steps);
    static VariableSet certain_of(const std::vector<Step>& steps, std::size_t begin);
    bool is_plain(const Group& group, std::optional<VariableId> graph);

    GroupAnalysis& analysis_;
    ColumnNumbers& columns_;
    const Dataset& dataset_;
};

}  // namespace gridlore::query
