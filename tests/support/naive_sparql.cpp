#include "tests/support/naive_sparql.h"

#include <algorithm>
#include <memory>

namespace gridlore::query {
namespace {

bool are_compatible(const NaiveSolution& a, const NaiveSolution& b) {
    return std::ranges::all_of(a, [&](const auto& binding) {
        const auto other = b.find(binding.first);
        return other == b.end() || other->second == binding.second;
    });
}

NaiveSolution merged(const NaiveSolution& a, const NaiveSolution& b) {
    NaiveSolution both = a;
    both.insert(b.begin(), b.end());
    return both;
}

bool share_a_variable(const NaiveSolution& a, const NaiveSolution& b) {
    return std::ranges::any_of(a, [&](const auto& binding) { return b.contains(binding.first); });
}

/// Binds `place` to `term` in `solution`; false if it is bound to another or is another.
bool bind(const VariableOrTerm& place, const rdf::Term& term, NaiveSolution& solution) {
    if (const auto* constant = std::get_if<rdf::Term>(&place)) {
        return *constant == term;
    }
    return solution.emplace(std::get<VariableId>(place), term).first->second == term;
}

NaiveSolutions joined(const NaiveSolutions& left, const NaiveSolutions& right) {
    NaiveSolutions all;
    for (const NaiveSolution& a : left) {
        for (const NaiveSolution& b : right) {
            if (are_compatible(a, b)) {
                all.push_back(merged(a, b));
            }
        }
    }
    return all;
}

VariableOrTerm substituted(const VariableOrTerm& place, const NaiveSolution& solution) {
    const auto* variable = std::get_if<VariableId>(&place);
    const auto bound = variable == nullptr ? solution.end() : solution.find(*variable);
    return bound == solution.end() ? place : VariableOrTerm(bound->second);
}

ExpressionPtr substituted(const ExpressionPtr& expression, const NaiveSolution& solution) {
    if (expression == nullptr) {
        return nullptr;
    }
    Expression copy = *expression;
    if (const auto* variable = std::get_if<VariableId>(&copy.node)) {
        if (const auto bound = solution.find(*variable); bound != solution.end()) {
            copy.node = bound->second;
        }
    } else if (auto* call = std::get_if<Expression::Call>(&copy.node)) {
        for (ExpressionPtr& argument : call->arguments) {
            argument = substituted(argument, solution);
        }
    } else if (auto* exists = std::get_if<Expression::Exists>(&copy.node)) {
        exists->pattern = query::substituted(*exists->pattern, solution);
    }
    return std::make_shared<const Expression>(std::move(copy));
}

}  // namespace

GroupPtr substituted(const Group& group, const NaiveSolution& solution) {
    Group copy = group;
    const auto replace = [&](GroupPtr& child) { child = substituted(*child, solution); };
    std::visit(
        [&](auto& node) {
            using Node = std::decay_t<decltype(node)>;
            if constexpr (requires { node.left; }) {
                replace(node.left);
                replace(node.right);
            } else if constexpr (requires { node.pattern; }) {
                replace(node.pattern);
            }
            if constexpr (requires { node.condition; }) {
                node.condition = substituted(node.condition, solution);
            }
            if constexpr (std::is_same_v<Node, BasicPattern>) {
                for (TriplePattern& triple : node.triples) {
                    triple = {substituted(triple.subject, solution), substituted(triple.predicate, solution),
                              substituted(triple.object, solution)};
                }
                for (PathPattern& path : node.paths) {
                    path.subject = substituted(path.subject, solution);
                    path.object = substituted(path.object, solution);
                }
            } else if constexpr (std::is_same_v<Node, GraphPattern>) {
                node.name = substituted(node.name, solution);
            }
        },
        copy.node);
    return std::make_shared<const Group>(std::move(copy));
}

NaiveSolutions NaiveSparql::of_pattern(const BasicPattern& pattern, const GraphName& graph) const {
    NaiveSolutions all{{}};
    const auto& quads = graphs_.find(graph);
    for (const TriplePattern& triple : pattern.triples) {
        NaiveSolutions extended;
        for (const NaiveSolution& solution : all) {
            if (quads == graphs_.end()) {
                break;
            }
            for (const rdf::Quad& quad : quads->second) {
                NaiveSolution more = solution;
                if (bind(triple.subject, quad.subject, more) && bind(triple.predicate, quad.predicate, more) &&
                    bind(triple.object, quad.object, more)) {
                    extended.push_back(std::move(more));
                }
            }
        }
        all = std::move(extended);
    }
    for (const PathPattern& path : pattern.paths) {
        all = joined(all, of_path(path, graph));
    }
    return all;
}

std::set<rdf::Term> NaiveSparql::nodes(const GraphName& graph) const {
    std::set<rdf::Term> all;
    if (const auto quads = graphs_.find(graph); quads != graphs_.end()) {
        for (const rdf::Quad& quad : quads->second) {
            all.insert(quad.subject);
            all.insert(quad.object);
        }
    }
    return all;
}

/// All pairs of a path that is no closure and has none within.
std::vector<NaiveSparql::Pair> NaiveSparql::pairs(const Path& path, const GraphName& graph) const {
    std::vector<Pair> all;
    std::set<rdf::Term> starts = nodes(graph);
    for (const rdf::Term& start : starts) {
        for (const rdf::Term& end : ends(path, start, graph)) {
            all.emplace_back(start, end);
        }
    }
    return all;
}

std::vector<rdf::Term> NaiveSparql::closure(const Path& path, const rdf::Term& start, const GraphName& graph) const {
    // ALP of 18.4, without its recursion.
    std::set<rdf::Term> found;
    std::vector<rdf::Term> waiting;
    if (path.kind == Path::Kind::OneOrMore) {
        waiting = ends(*path.first, start, graph);
    } else {
        waiting = {start};
    }
    if (path.kind == Path::Kind::ZeroOrOne) {
        found.insert(start);
        for (const rdf::Term& end : ends(*path.first, start, graph)) {
            found.insert(end);
        }
        waiting.clear();
    }
    while (!waiting.empty()) {
        const rdf::Term here = waiting.back();
        waiting.pop_back();
        if (found.insert(here).second) {
            for (const rdf::Term& end : ends(*path.first, here, graph)) {
                waiting.push_back(end);
            }
        }
    }
    return {found.begin(), found.end()};
}

std::vector<rdf::Term> NaiveSparql::ends(const Path& path, const rdf::Term& start, const GraphName& graph) const {
    std::vector<rdf::Term> all;
    const auto quads = graphs_.find(graph);
    const std::set<rdf::Quad> none;
    const std::set<rdf::Quad>& edges = quads == graphs_.end() ? none : quads->second;
    switch (path.kind) {
        case Path::Kind::Link:
            for (const rdf::Quad& quad : edges) {
                if (quad.subject == start && quad.predicate == path.iri) {
                    all.push_back(quad.object);
                }
            }
            return all;
        case Path::Kind::Inverse: {
            std::set<rdf::Term> candidates = nodes(graph);
            candidates.insert(start);
            for (const rdf::Term& other : candidates) {
                for (const rdf::Term& end : ends(*path.first, other, graph)) {
                    if (end == start) {
                        all.push_back(other);
                    }
                }
            }
            return all;
        }
        case Path::Kind::Sequence:
            for (const rdf::Term& between : ends(*path.first, start, graph)) {
                for (const rdf::Term& end : ends(*path.second, between, graph)) {
                    all.push_back(end);
                }
            }
            return all;
        case Path::Kind::Alternative:
            all = ends(*path.first, start, graph);
            for (const rdf::Term& end : ends(*path.second, start, graph)) {
                all.push_back(end);
            }
            return all;
        case Path::Kind::NegatedSet:
            for (const rdf::Quad& quad : edges) {
                const auto is_in = [&](const std::vector<rdf::Term>& set) {
                    return std::ranges::find(set, quad.predicate) != set.end();
                };
                if (quad.subject == start && (!path.forward.empty() || path.backward.empty()) && !is_in(path.forward)) {
                    all.push_back(quad.object);
                }
                if (quad.object == start && !path.backward.empty() && !is_in(path.backward)) {
                    all.push_back(quad.subject);
                }
            }
            return all;
        default:
            return closure(path, start, graph);
    }
}

NaiveSolutions NaiveSparql::of_path(const PathPattern& pattern, const GraphName& graph) const {
    const Path& path = *pattern.path;
    // Operators at the top have the translation of 18.2.2.4; below, what 18.4 says.
    if (path.kind == Path::Kind::Inverse) {
        return of_path({pattern.object, path.first, pattern.subject}, graph);
    }
    if (path.kind == Path::Kind::Alternative) {
        NaiveSolutions all = of_path({pattern.subject, path.first, pattern.object}, graph);
        const NaiveSolutions others = of_path({pattern.subject, path.second, pattern.object}, graph);
        all.insert(all.end(), others.begin(), others.end());
        return all;
    }
    if (path.kind == Path::Kind::Sequence) {
        constexpr VariableId between = 1'000'000;
        NaiveSolutions all = joined(of_path({pattern.subject, path.first, between}, graph),
                                    of_path({between + 1, path.second, pattern.object}, graph));
        NaiveSolutions through;
        for (NaiveSolution& solution : all) {
            const bool meets = solution.at(between) == solution.at(between + 1);
            solution.erase(between);
            solution.erase(between + 1);
            if (meets) {
                through.push_back(solution);
            }
        }
        return through;
    }
    std::set<rdf::Term> starts = nodes(graph);
    for (const VariableOrTerm* place : {&pattern.subject, &pattern.object}) {
        if (const auto* term = std::get_if<rdf::Term>(place)) {
            starts.insert(*term);
        }
    }
    NaiveSolutions all;
    for (const rdf::Term& start : starts) {
        for (const rdf::Term& end : ends(path, start, graph)) {
            NaiveSolution solution;
            if (bind(pattern.subject, start, solution) && bind(pattern.object, end, solution)) {
                all.push_back(std::move(solution));
            }
        }
    }
    return all;
}

NaiveSolutions NaiveSparql::of_graph(const GraphPattern& pattern) const {
    if (const auto* name = std::get_if<rdf::Term>(&pattern.name)) {
        return graphs_.contains(*name) ? evaluate(*pattern.pattern, *name) : NaiveSolutions{};
    }
    NaiveSolutions all;
    for (const auto& [name, quads] : graphs_) {
        if (name) {
            const NaiveSolutions of_one =
                joined(evaluate(*pattern.pattern, name), {{{std::get<VariableId>(pattern.name), *name}}});
            all.insert(all.end(), of_one.begin(), of_one.end());
        }
    }
    return all;
}

std::optional<rdf::Term> NaiveSparql::value(const Expression& expression, const NaiveSolution& solution) {
    if (const auto* term = std::get_if<rdf::Term>(&expression.node)) {
        return *term;
    }
    const auto* variable = std::get_if<VariableId>(&expression.node);
    const auto bound = variable == nullptr ? solution.end() : solution.find(*variable);
    return bound == solution.end() ? std::nullopt : std::optional(bound->second);
}

/// IRIs and small integers only: what the random queries compare.
std::optional<bool> NaiveSparql::test(const Expression& expression, const NaiveSolution& solution,
                                      const GraphName& graph) const {
    if (const auto* exists = std::get_if<Expression::Exists>(&expression.node)) {
        return evaluate(*substituted(*exists->pattern, solution), graph).empty() == exists->negated;
    }
    const auto& call = std::get<Expression::Call>(expression.node);
    const auto operand = [&](std::size_t i) { return test(*call.arguments[i], solution, graph); };
    switch (call.function) {
        case Function::Not:
            return operand(0) ? std::optional(!*operand(0)) : std::nullopt;
        case Function::And:
        case Function::Or: {
            const bool decides = call.function == Function::Or;
            const auto a = operand(0);
            const auto b = operand(1);
            if (a == decides || b == decides) {
                return decides;
            }
            return a && b ? std::optional(!decides) : std::nullopt;
        }
        case Function::Bound: {
            // A substituted variable is a term, and so bound.
            return value(*call.arguments[0], solution).has_value();
        }
        default:
            break;
    }
    const auto a = value(*call.arguments[0], solution);
    const auto b = value(*call.arguments[1], solution);
    if (!a || !b) {
        return std::nullopt;
    }
    if (call.function == Function::Equal || call.function == Function::NotEqual) {
        return (*a == *b) == (call.function == Function::Equal);
    }
    if (!a->is_literal() || !b->is_literal()) {
        return std::nullopt;
    }
    return std::stoi(a->text) < std::stoi(b->text);
}

NaiveSolutions NaiveSparql::evaluate(const Group& group, const GraphName& graph) const {
    if (const auto* pattern = std::get_if<BasicPattern>(&group.node)) {
        return of_pattern(*pattern, graph);
    }
    if (const auto* join = std::get_if<Join>(&group.node)) {
        return joined(evaluate(*join->left, graph), evaluate(*join->right, graph));
    }
    if (const auto* both = std::get_if<Union>(&group.node)) {
        NaiveSolutions all = evaluate(*both->left, graph);
        const NaiveSolutions others = evaluate(*both->right, graph);
        all.insert(all.end(), others.begin(), others.end());
        return all;
    }
    if (const auto* named = std::get_if<GraphPattern>(&group.node)) {
        return of_graph(*named);
    }
    if (const auto* project = std::get_if<Project>(&group.node)) {
        NaiveSolutions all = evaluate(*project->pattern, graph);
        for (NaiveSolution& solution : all) {
            std::erase_if(solution, [&](const auto& binding) {
                return std::ranges::find(project->variables, binding.first) == project->variables.end();
            });
        }
        return all;
    }
    if (const auto* distinct = std::get_if<Distinct>(&group.node)) {
        const NaiveSolutions all = evaluate(*distinct->pattern, graph);
        const std::set<NaiveSolution> once(all.begin(), all.end());
        return {once.begin(), once.end()};
    }
    NaiveSolutions all;
    if (const auto* table = std::get_if<Table>(&group.node)) {
        for (const auto& row : table->rows) {
            NaiveSolution& solution = all.emplace_back();
            for (std::size_t i = 0; i < row.size(); ++i) {
                if (row[i]) {
                    solution.emplace(table->variables[i], *row[i]);
                }
            }
        }
    } else if (const auto* filter = std::get_if<Filter>(&group.node)) {
        for (const NaiveSolution& solution : evaluate(*filter->pattern, graph)) {
            if (test(*filter->condition, solution, graph).value_or(false)) {
                all.push_back(solution);
            }
        }
    } else if (const auto* extend = std::get_if<Extend>(&group.node)) {
        for (NaiveSolution solution : evaluate(*extend->pattern, graph)) {
            if (const auto term = value(*extend->expression, solution)) {
                solution.emplace(extend->variable, *term);
            }
            all.push_back(std::move(solution));
        }
    } else if (const auto* optional = std::get_if<LeftJoin>(&group.node)) {
        const NaiveSolutions right = evaluate(*optional->right, graph);
        for (const NaiveSolution& solution : evaluate(*optional->left, graph)) {
            bool has_matched = false;
            for (const NaiveSolution& other : right) {
                const bool fits = are_compatible(solution, other) &&
                                  (optional->condition == nullptr ||
                                   test(*optional->condition, merged(solution, other), graph).value_or(false));
                if (fits) {
                    all.push_back(merged(solution, other));
                    has_matched = true;
                }
            }
            if (!has_matched) {
                all.push_back(solution);
            }
        }
    } else if (const auto* minus = std::get_if<SetMinus>(&group.node)) {
        const NaiveSolutions right = evaluate(*minus->right, graph);
        for (const NaiveSolution& solution : evaluate(*minus->left, graph)) {
            if (std::ranges::none_of(right, [&](const NaiveSolution& other) {
                    return are_compatible(solution, other) && share_a_variable(solution, other);
                })) {
                all.push_back(solution);
            }
        }
    }
    return all;
}

}  // namespace gridlore::query
