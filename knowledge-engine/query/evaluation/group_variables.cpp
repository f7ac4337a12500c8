#include "knowledge-engine/query/evaluation/group_variables.h"

#include <utility>

#include "knowledge-engine/query/expression/compiled_expression.h"

namespace gridlore::query {
namespace {

template <typename... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};

void add_variable(VariableSet& set, const VariableOrTerm& place) {
    if (const auto* variable = std::get_if<VariableId>(&place)) {
        set.add(*variable);
    }
}

GroupVariables of_pattern(const BasicPattern& pattern) {
    GroupVariables found;
    for (const TriplePattern& triple : pattern.triples) {
        add_variable(found.possible, triple.subject);
        add_variable(found.possible, triple.predicate);
        add_variable(found.possible, triple.object);
    }
    for (const PathPattern& path : pattern.paths) {
        add_variable(found.possible, path.subject);
        add_variable(found.possible, path.object);
    }
    found.certain = found.mentioned = found.possible;
    return found;
}

GroupVariables of_table(const Table& table) {
    GroupVariables found;
    for (std::size_t i = 0; i < table.variables.size(); ++i) {
        found.possible.add(table.variables[i]);
        if (std::ranges::all_of(table.rows, [i](const auto& row) { return row[i].has_value(); })) {
            found.certain.add(table.variables[i]);
        }
    }
    found.mentioned = found.possible;
    return found;
}

/// Visits an expression and all below it, without recursion: chains of operators may be as long as the text.
template <typename Visit>
void for_each_node(const Expression& expression, Visit visit) {
    std::vector<const Expression*> waiting{&expression};
    while (!waiting.empty()) {
        const Expression* here = waiting.back();
        waiting.pop_back();
        visit(*here);
        const std::vector<ExpressionPtr>* arguments = nullptr;
        if (const auto* call = std::get_if<Expression::Call>(&here->node)) {
            arguments = &call->arguments;
        } else if (const auto* iri_call = std::get_if<Expression::IriCall>(&here->node)) {
            arguments = &iri_call->arguments;
        }
        if (arguments != nullptr) {
            for (const ExpressionPtr& argument : *arguments) {
                waiting.push_back(argument.get());
            }
        }
    }
}

}  // namespace

const Group* first_operand(const Group& group) {
    return std::visit(Overloaded{
                          [](const BasicPattern&) -> const Group* { return nullptr; },
                          [](const Table&) -> const Group* { return nullptr; },
                          [](const Service&) -> const Group* { return nullptr; },
                          [](const auto& node) -> const Group* {
                              if constexpr (requires { node.left; }) {
                                  return node.left.get();
                              } else {
                                  return node.pattern.get();
                              }
                          },
                      },
                      group.node);
}

VariableSet GroupAnalysis::of(const Expression& expression) {
    VariableSet found;
    for_each_node(expression, [&](const Expression& node) {
        if (const auto* variable = std::get_if<VariableId>(&node.node)) {
            found.add(*variable);
        } else if (const auto* exists = std::get_if<Expression::Exists>(&node.node)) {
            found.add(of(*exists->pattern).mentioned);
        }
    });
    return found;
}

std::vector<const Expression::Exists*> exists_of(const Expression& expression) {
    std::vector<const Expression::Exists*> found;
    for_each_node(expression, [&](const Expression& node) {
        if (const auto* exists = std::get_if<Expression::Exists>(&node.node)) {
            found.push_back(exists);
        }
    });
    return found;
}

bool has_volatile(const Expression& expression) {
    bool found = false;
    for_each_node(expression, [&](const Expression& node) {
        const auto* call = std::get_if<Expression::Call>(&node.node);
        found = found || (call != nullptr && is_volatile(call->function));
    });
    return found;
}

bool GroupAnalysis::cannot_fail(const Expression& expression, const VariableSet& bound) {
    if (const auto* variable = std::get_if<VariableId>(&expression.node)) {
        return bound.contains(*variable);
    }
    return std::holds_alternative<rdf::Term>(expression.node);
}

GroupVariables GroupAnalysis::fold(const Group& group, const GroupVariables& first) {
    GroupVariables all = first;
    const auto join = [&](const Group& right, bool is_certain) {
        const GroupVariables& other = of(right);
        all.possible.add(other.possible);
        all.mentioned.add(other.mentioned);
        if (is_certain) {
            all.certain.add(other.certain);
        }
    };
    std::visit(Overloaded{
                   [&](const BasicPattern& node) { all = of_pattern(node); },
                   [&](const Table& node) { all = of_table(node); },
                   [&](const Join& node) { join(*node.right, true); },
                   [&](const LeftJoin& node) {
                       join(*node.right, false);
                       if (node.condition) {
                           all.mentioned.add(of(*node.condition));
                       }
                   },
                   [&](const Union& node) {
                       all.certain = all.certain.common_with(of(*node.right).certain);
                       join(*node.right, false);
                   },
                   [&](const SetMinus& node) { all.mentioned.add(of(*node.right).mentioned); },
                   [&](const Filter& node) { all.mentioned.add(of(*node.condition)); },
                   [&](const GraphPattern& node) {
                       add_variable(all.possible, node.name);
                       add_variable(all.certain, node.name);
                       add_variable(all.mentioned, node.name);
                   },
                   [&](const Service& node) {
                       all.possible = of(*node.pattern).possible;
                       add_variable(all.possible, node.name);
                       all.mentioned = all.possible;
                   },
                   [&](const Extend& node) {
                       if (cannot_fail(*node.expression, all.certain)) {
                           all.certain.add(node.variable);
                       }
                       all.possible.add(node.variable);
                       all.mentioned.add(node.variable);
                       all.mentioned.add(of(*node.expression));
                   },
                   [&](const Aggregation& node) {
                       GroupVariables grouped;
                       for (const VariableId key : node.keys) {
                           grouped.possible.add(key);
                           if (all.certain.contains(key)) {
                               grouped.certain.add(key);
                           }
                       }
                       for (const Aggregation::Item& item : node.items) {
                           grouped.possible.add(item.result);
                       }
                       grouped.mentioned = all.mentioned;
                       grouped.mentioned.add(grouped.possible);
                       all = std::move(grouped);
                   },
                   [&](const OrderBy& node) {
                       for (const OrderCondition& condition : node.conditions) {
                           all.mentioned.add(of(*condition.expression));
                       }
                   },
                   [&](const Project& node) {
                       VariableSet projected;
                       for (const VariableId variable : node.variables) {
                           projected.add(variable);
                       }
                       all.possible = all.possible.common_with(projected);
                       all.certain = all.certain.common_with(projected);
                       all.mentioned = all.mentioned.common_with(projected);
                   },
                   [&](const auto&) {},
               },
               group.node);
    return all;
}

const GroupVariables& GroupAnalysis::of(const Group& group) {
    std::vector<const Group*> chain;
    const GroupVariables* found = nullptr;
    for (const Group* here = &group; here != nullptr && found == nullptr; here = first_operand(*here)) {
        if (const auto known = known_.find(here); known != known_.end()) {
            found = &known->second;
        } else {
            chain.push_back(here);
        }
    }
    static const GroupVariables none;
    while (!chain.empty()) {
        found =
            &known_.insert_or_assign(chain.back(), fold(*chain.back(), found == nullptr ? none : *found)).first->second;
        chain.pop_back();
    }
    return *found;
}

}  // namespace gridlore::query
