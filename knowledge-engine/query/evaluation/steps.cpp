#include "knowledge-engine/query/evaluation/steps.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace gridlore::query {
namespace {

void add_variable(VariableSet& set, const VariableOrTerm& place) {
    if (const auto* variable = std::get_if<VariableId>(&place)) {
        set.add(*variable);
    }
}

/// The operands of `a && b && c`.
std::vector<ExpressionPtr> conjuncts_of(const ExpressionPtr& condition) {
    std::vector<ExpressionPtr> found;
    std::vector<ExpressionPtr> waiting{condition};
    while (!waiting.empty()) {
        const ExpressionPtr here = waiting.back();
        waiting.pop_back();
        const auto* call = std::get_if<Expression::Call>(&here->node);
        if (call != nullptr && call->function == Function::And) {
            waiting.insert(waiting.end(), call->arguments.rbegin(), call->arguments.rend());
        } else {
            found.push_back(here);
        }
    }
    return found;
}

/// Whether `?x = term` holds for that very term alone.
bool is_equal_by_form(const rdf::Term& term) {
    return term.is_iri() || (term.is_literal() &&
                             (!term.language.empty() || term.datatype == "http://www.w3.org/2001/XMLSchema#string"));
}

/// `?x = <iri>`, `sameTerm(?x, term)`, `?x IN (<a>, <b>)` as a table of the values that `?x` may have.
std::shared_ptr<const Table> table_of(const Expression& condition) {
    const auto* call = std::get_if<Expression::Call>(&condition.node);
    if (call == nullptr || call->arguments.empty()) {
        return nullptr;
    }
    const bool is_same = call->function == Function::SameTerm;
    if (!is_same && call->function != Function::Equal && call->function != Function::In) {
        return nullptr;
    }
    std::vector<const Expression*> arguments;
    for (const ExpressionPtr& argument : call->arguments) {
        arguments.push_back(argument.get());
    }
    if (call->function != Function::In && std::holds_alternative<VariableId>(arguments.back()->node)) {
        std::ranges::reverse(arguments);
    }
    const auto* variable = std::get_if<VariableId>(&arguments.front()->node);
    if (variable == nullptr) {
        return nullptr;
    }
    auto table = std::make_shared<Table>();
    table->variables.push_back(*variable);
    std::unordered_set<rdf::Term> seen;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const auto* term = std::get_if<rdf::Term>(&arguments[i]->node);
        if (term == nullptr || (!is_same && !is_equal_by_form(*term)) || term->is_blank_node()) {
            return nullptr;
        }
        if (seen.insert(*term).second) {
            table->rows.push_back({*term});
        }
    }
    return table;
}

}  // namespace

VariableSet StepMaker::certain_of(const std::vector<Step>& steps, std::size_t begin) {
    VariableSet certain;
    for (std::size_t i = begin; i < steps.size(); ++i) {
        certain.add(steps[i].certain);
    }
    return certain;
}

std::vector<Step> StepMaker::steps_of(const Group& group, const ActiveGraph& graph) {
    std::vector<Step> steps;
    add(group, graph, steps);
    return steps;
}

bool StepMaker::may_receive(const std::vector<Step>& steps, const VariableSet& foreign) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].is_volatile && !foreign.empty()) {
            return false;
        }
        if (!steps[i].is_joined() &&
            !steps[i].mentioned.common_with(foreign).is_subset_of(certain_in_operand(steps, i))) {
            return false;
        }
    }
    return true;
}

VariableSet StepMaker::certain_in_operand(const std::vector<Step>& steps, std::size_t index) {
    VariableSet certain;
    for (std::size_t i = steps[index].operand; i < index; ++i) {
        certain.add(steps[i].certain);
    }
    return certain;
}

void StepMaker::add_triple(TriplePattern triple, const ActiveGraph& graph, std::vector<Step>& steps) {
    Step step;
    step.kind = Step::Kind::Triple;
    step.graph = graph;
    add_variable(step.possible, triple.subject);
    add_variable(step.possible, triple.predicate);
    add_variable(step.possible, triple.object);
    if (graph.is_variable()) {
        step.possible.add(graph.variable);
    }
    step.triple = std::move(triple);
    step.certain = step.mentioned = step.possible;
    steps.push_back(std::move(step));
}

/// Sequences and inverses at the top become patterns of their own, joined by new variables (18.2.2.4).
void StepMaker::add_path(const PathPattern& pattern, const ActiveGraph& graph, std::vector<Step>& steps) {
    std::vector<PathPattern> waiting{pattern};
    while (!waiting.empty()) {
        const PathPattern here = waiting.back();
        waiting.pop_back();
        const Path& path = *here.path;
        if (path.kind == Path::Kind::Link) {
            add_triple({here.subject, path.iri, here.object}, graph, steps);
        } else if (path.kind == Path::Kind::Inverse) {
            waiting.push_back({here.object, path.first, here.subject});
        } else if (path.kind == Path::Kind::Sequence) {
            const VariableId between = columns_.add();
            waiting.push_back({between, path.second, here.object});
            waiting.push_back({here.subject, path.first, between});
        } else {
            Step step;
            step.kind = Step::Kind::Path;
            step.graph = graph;
            step.path = here;
            add_variable(step.possible, here.subject);
            add_variable(step.possible, here.object);
            step.certain = step.mentioned = step.possible;
            if (graph.is_variable()) {
                step.needed.add(graph.variable);
            }
            steps.push_back(std::move(step));
        }
    }
}

void StepMaker::add_pattern(const BasicPattern& pattern, const ActiveGraph& graph, std::vector<Step>& steps) {
    for (const TriplePattern& triple : pattern.triples) {
        add_triple(triple, graph, steps);
    }
    for (const PathPattern& path : pattern.paths) {
        add_path(path, graph, steps);
    }
}

void StepMaker::add_nested(const Group& group, const ActiveGraph& graph, std::vector<Step>& steps) {
    Step step;
    step.kind = Step::Kind::Nested;
    step.graph = graph;
    step.group = &group;
    const GroupVariables& variables = analysis_.of(group);
    step.possible = variables.possible;
    step.certain = variables.certain;
    step.mentioned = variables.mentioned;
    if (graph.is_variable()) {
        step.needed.add(graph.variable);
    }
    if (const auto* service = std::get_if<Service>(&group.node)) {
        add_variable(step.needed, service->name);
    }
    steps.push_back(std::move(step));
}

void StepMaker::add_right(const Group& group, const ActiveGraph& graph, std::vector<Step>& steps) {
    std::vector<Step> right;
    add(group, graph, right);
    VariableSet before;
    for (const Step& step : steps) {
        before.add(step.possible);
    }
    if (graph.is_variable()) {
        before.remove(graph.variable);
    }
    if (!may_receive(right, before)) {
        add_nested(group, graph, steps);
        return;
    }
    const std::size_t offset = steps.size();
    for (Step& step : right) {
        step.operand += offset;
        steps.push_back(std::move(step));
    }
}

/// Whether a pattern with the variable `graph` as its graph can be matched in all named graphs at once: triples and
/// conditions, none of which looks at that variable but by joining it.
bool StepMaker::is_plain(const Group& group, std::optional<VariableId> graph) {
    if (const auto* pattern = std::get_if<BasicPattern>(&group.node)) {
        return !pattern->triples.empty() && pattern->paths.empty();
    }
    if (const auto* join = std::get_if<Join>(&group.node)) {
        return is_plain(*join->left, graph) && is_plain(*join->right, graph);
    }
    const auto* filter = std::get_if<Filter>(&group.node);
    return filter != nullptr && is_plain(*filter->pattern, graph) && exists_of(*filter->condition).empty() &&
           !(graph && analysis_.of(*filter->condition).contains(*graph));
}

void StepMaker::add_graph(const GraphPattern& pattern, std::vector<Step>& steps) {
    ActiveGraph graph;
    const auto* variable = std::get_if<VariableId>(&pattern.name);
    if (variable == nullptr) {
        graph.kind = ActiveGraph::Kind::Named;
        graph.name.term = std::get<rdf::Term>(pattern.name);
        if (!is_plain(*pattern.pattern, {})) {
            // A pattern that may have solutions without a triple has none in a graph that is not there.
            Step step;
            step.kind = Step::Kind::GraphNames;
            step.graph = graph;
            steps.push_back(std::move(step));
        }
        add(*pattern.pattern, graph, steps);
        return;
    }
    graph.kind = ActiveGraph::Kind::Variable;
    graph.variable = *variable;
    if (!dataset_.named_graphs && is_plain(*pattern.pattern, *variable)) {
        add(*pattern.pattern, graph, steps);
        return;
    }
    // The variable is no part of the solutions of the pattern inside (18.6, "Graph"): where that could show, the name
    // has a column of its own, which is joined with the variable at the end.
    const std::size_t begin = steps.size();
    const bool is_apart = analysis_.of(*pattern.pattern).mentioned.contains(*variable);
    if (is_apart) {
        graph.variable = columns_.add();
    }
    Step names;
    names.kind = Step::Kind::GraphNames;
    names.graph = graph;
    names.variable = graph.variable;
    names.possible.add(graph.variable);
    names.certain = names.mentioned = names.possible;
    steps.push_back(std::move(names));
    add_right(*pattern.pattern, graph, steps);
    if (is_apart) {
        Step same;
        same.kind = Step::Kind::Extend;
        same.graph = graph;
        same.variable = *variable;
        same.expression = std::make_shared<const Expression>(Expression{graph.variable});
        same.operand = begin;
        same.possible.add(*variable);
        same.certain = same.possible;
        same.mentioned.add(graph.variable);
        steps.push_back(std::move(same));
    }
}

/// A filter that leaves a variable, which every row binds, a few terms is a table of these, which can be joined first.
/// False: it is no such filter.
bool StepMaker::add_constants(const Expression& condition, std::size_t operand, std::vector<Step>& steps) {
    const std::shared_ptr<const Table> table = table_of(condition);
    if (table == nullptr) {
        return false;
    }
    const VariableId variable = table->variables.front();
    const auto binds = [&](const Step& step) { return step.is_joined() && step.certain.contains(variable); };
    if (std::none_of(steps.begin() + static_cast<std::ptrdiff_t>(operand), steps.end(), binds)) {
        return false;
    }
    Step step;
    step.kind = Step::Kind::Table;
    step.table = table.get();
    step.own_table = table;
    step.possible.add(variable);
    step.certain = step.mentioned = step.possible;
    steps.push_back(std::move(step));
    return true;
}

void StepMaker::add_filter(const ExpressionPtr& condition, const ActiveGraph& graph, std::size_t operand,
                           std::vector<Step>& steps) {
    for (const ExpressionPtr& conjunct : conjuncts_of(condition)) {
        if (add_constants(*conjunct, operand, steps)) {
            continue;
        }
        Step step;
        step.kind = Step::Kind::Filter;
        step.graph = graph;
        step.expression = conjunct;
        step.is_volatile = has_volatile(*conjunct);
        step.operand = operand;
        step.mentioned = analysis_.of(*conjunct);
        if (graph.is_variable() && !exists_of(*conjunct).empty()) {
            step.needed.add(graph.variable);
        }
        steps.push_back(std::move(step));
    }
}

void StepMaker::add(const Group& group, const ActiveGraph& graph, std::vector<Step>& steps) {
    const std::size_t begin = steps.size();
    const auto dependent = [&](Step::Kind kind) {
        Step step;
        step.kind = kind;
        step.graph = graph;
        step.operand = begin;
        if (graph.is_variable()) {
            step.needed.add(graph.variable);
        }
        return step;
    };
    if (const auto* pattern = std::get_if<BasicPattern>(&group.node)) {
        add_pattern(*pattern, graph, steps);
    } else if (const auto* join = std::get_if<Join>(&group.node)) {
        add(*join->left, graph, steps);
        add_right(*join->right, graph, steps);
    } else if (const auto* filter = std::get_if<Filter>(&group.node)) {
        add(*filter->pattern, graph, steps);
        add_filter(filter->condition, graph, begin, steps);
    } else if (const auto* optional = std::get_if<LeftJoin>(&group.node)) {
        add(*optional->left, graph, steps);
        Step step = dependent(Step::Kind::Optional);
        step.group = optional->right.get();
        step.expression = optional->condition;
        step.possible = analysis_.of(*optional->right).possible;
        step.mentioned = analysis_.of(*optional->right).mentioned;
        if (optional->condition) {
            step.mentioned.add(analysis_.of(*optional->condition));
        }
        steps.push_back(std::move(step));
    } else if (const auto* minus = std::get_if<SetMinus>(&group.node)) {
        add(*minus->left, graph, steps);
        Step step = dependent(Step::Kind::Minus);
        step.group = minus->right.get();
        step.mentioned = analysis_.of(*minus->right).possible;
        steps.push_back(std::move(step));
    } else if (const auto* extend = std::get_if<Extend>(&group.node)) {
        add(*extend->pattern, graph, steps);
        Step step = dependent(Step::Kind::Extend);
        step.variable = extend->variable;
        step.expression = extend->expression;
        step.is_volatile = has_volatile(*extend->expression);
        step.possible.add(extend->variable);
        step.mentioned = analysis_.of(*extend->expression);
        if (GroupAnalysis::cannot_fail(*extend->expression, certain_of(steps, begin))) {
            step.certain = step.possible;
        }
        if (exists_of(*extend->expression).empty()) {
            step.needed = {};
        }
        steps.push_back(std::move(step));
    } else if (const auto* table = std::get_if<Table>(&group.node)) {
        Step step;
        step.kind = Step::Kind::Table;
        step.table = table;
        const GroupVariables& variables = analysis_.of(group);
        step.possible = step.mentioned = variables.possible;
        step.certain = variables.certain;
        steps.push_back(std::move(step));
    } else if (const auto* named = std::get_if<GraphPattern>(&group.node)) {
        add_graph(*named, steps);
    } else if (const auto* project = std::get_if<Project>(&group.node)) {
        add(*project->pattern, graph, steps);
    } else if (const auto* reduced = std::get_if<Reduced>(&group.node)) {
        add(*reduced->pattern, graph, steps);
    } else {
        add_nested(group, graph, steps);
    }
}

}  // namespace gridlore::query
