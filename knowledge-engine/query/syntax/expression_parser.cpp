#include "knowledge-engine/query/syntax/expression_parser.h"

#include <utility>

#include "knowledge-engine/query/syntax/balanced.h"

namespace gridlore::query {
namespace {

constexpr std::string_view expression_wanted = "an expression: a variable, a constant, a function call or `(`";

}  // namespace

ExpressionPtr ExpressionParser::call(Function function, ExpressionPtr first, ExpressionPtr second) {
    if (failed()) {
        return nullptr;
    }
    Expression::Call made{function, {std::move(first)}};
    if (second) {
        made.arguments.push_back(std::move(second));
    }
    return make(std::move(made));
}

ExpressionPtr ExpressionParser::all_of(Function function, std::vector<ExpressionPtr> operands) {
    return balanced(std::move(operands), [this, function](const ExpressionPtr& left, const ExpressionPtr& right) {
        return call(function, left, right);
    });
}

ExpressionPtr ExpressionParser::chain(Function function, std::string_view sign, Operand operand) {
    ExpressionPtr first = (this->*operand)();
    if (!first || !skip(sign)) {
        return first;
    }
    std::vector<ExpressionPtr> operands{std::move(first)};
    do {
        operands.push_back((this->*operand)());
        if (!operands.back()) {
            return nullptr;
        }
    } while (skip(sign));
    return all_of(function, std::move(operands));
}

ExpressionPtr ExpressionParser::expression() {
    const Nesting nesting(*this);
    return nesting ? chain(Function::Or, "||", &ExpressionParser::conjunction) : nullptr;
}

ExpressionPtr ExpressionParser::conjunction() {
    return chain(Function::And, "&&", &ExpressionParser::relation);
}

ExpressionPtr ExpressionParser::relation() {
    ExpressionPtr left = sum();
    if (!left) {
        return nullptr;
    }
    // Where one begins another, the longer stands first.
    static constexpr Sign signs[] = {
        {"=", Function::Equal}, {"!=", Function::NotEqual},       {"<=", Function::LessOrEqual},
        {"<", Function::Less},  {">=", Function::GreaterOrEqual}, {">", Function::Greater},
    };
    if (peek() == '<' && is_iri_reference(text(), offset())) {
        fail_expected("an operator; where `<` means less than, put a space behind it");
        return nullptr;
    }
    if (const Sign* const sign = skip_one_of(signs)) {
        ExpressionPtr right = sum();
        return right ? call(sign->function, std::move(left), std::move(right)) : nullptr;
    }
    return at_keyword("IN") || at_keyword("NOT") ? membership(std::move(left)) : left;
}

ExpressionPtr ExpressionParser::membership(ExpressionPtr left) {
    const bool negated = skip_keyword("NOT");
    Expression::Call in{negated ? Function::NotIn : Function::In, {std::move(left)}};
    if (!expect_keyword("IN") || !arguments(in.arguments)) {
        return nullptr;
    }
    return make(std::move(in));
}

const ExpressionParser::Sign* ExpressionParser::skip_one_of(std::span<const Sign> signs) {
    for (const Sign& sign : signs) {
        if (skip(sign.text)) {
            return &sign;
        }
    }
    return nullptr;
}

ExpressionPtr ExpressionParser::left_to_right(std::span<const Sign> signs, Operand operand) {
    ExpressionPtr left = (this->*operand)();
    while (left) {
        const Sign* const sign = skip_one_of(signs);
        if (sign == nullptr) {
            break;
        }
        ExpressionPtr right = (this->*operand)();
        left = right ? call(sign->function, std::move(left), std::move(right)) : nullptr;
    }
    return left;
}

ExpressionPtr ExpressionParser::sum() {
    static constexpr Sign signs[] = {{"+", Function::Add}, {"-", Function::Subtract}};
    return left_to_right(signs, &ExpressionParser::product);
}

ExpressionPtr ExpressionParser::product() {
    static constexpr Sign signs[] = {{"*", Function::Multiply}, {"/", Function::Divide}};
    return left_to_right(signs, &ExpressionParser::unary);
}

ExpressionPtr ExpressionParser::unary() {
    if (at_number()) {
        return primary();
    }
    static constexpr Sign signs[] = {{"!", Function::Not}, {"+", Function::Plus}, {"-", Function::Minus}};
    const Sign* const sign = skip_one_of(signs);
    ExpressionPtr operand = primary();
    return sign == nullptr || !operand ? operand : call(sign->function, std::move(operand));
}

ExpressionPtr ExpressionParser::bracketed_expression() {
    if (!expect('(', "before an expression")) {
        return nullptr;
    }
    ExpressionPtr inner = expression();
    return inner && expect(')', "or an operator behind an expression") ? inner : nullptr;
}

ExpressionPtr ExpressionParser::primary() {
    if (peek() == '(') {
        return bracketed_expression();
    }
    if (at_variable()) {
        const auto found = variable();
        if (found && notes_.free_variables != nullptr) {
            notes_.free_variables->push_back(*found);
        }
        return found ? make(*found) : nullptr;
    }
    if (at_literal()) {
        auto term = literal();
        return term ? make(*std::move(term)) : nullptr;
    }
    return at_iri() ? iri_call() : named();
}

ExpressionPtr ExpressionParser::named() {
    const std::string_view name = word();
    const std::size_t begin = offset();
    if (name.empty()) {
        fail_expected(expression_wanted);
        return nullptr;
    }
    if (skip_keyword("EXISTS")) {
        return exists(false);
    }
    if (skip_keyword("NOT")) {
        return expect_keyword("EXISTS") ? exists(true) : nullptr;
    }
    if (const FunctionName* const function = find_function(name)) {
        skip(name);
        return function_call(*function);
    }
    if (const AggregateName* const found = find_aggregate(name)) {
        if (notes_.aggregates == nullptr) {
            fail_at(
                begin,
                "the aggregate " + std::string(found->name) +
                    " cannot stand here: aggregates belong to SELECT, HAVING and ORDER BY, and not into each other");
            return nullptr;
        }
        skip(name);
        return aggregate(found->kind);
    }
    fail_at(begin, "expected " + std::string(expression_wanted) + ", found `" + std::string(name) +
                       "`, which is no function of SPARQL; one of your own is called by its IRI");
    return nullptr;
}

bool ExpressionParser::arguments(std::vector<ExpressionPtr>& found) {
    if (!expect('(', "before arguments")) {
        return false;
    }
    if (skip(')')) {
        return true;
    }
    do {
        found.push_back(expression());
        if (!found.back()) {
            return false;
        }
    } while (skip(','));
    return expect(')', "or `,` behind an argument");
}

ExpressionPtr ExpressionParser::function_call(const FunctionName& function) {
    if (function.function == Function::Bound) {
        return bound();
    }
    Expression::Call made{function.function, {}};
    const std::size_t begin = offset();
    if (!arguments(made.arguments)) {
        return nullptr;
    }
    const std::size_t given = made.arguments.size();
    if (given < function.least || given > function.most) {
        const std::string range = function.least == function.most
                                      ? std::to_string(function.least)
                                      : std::to_string(function.least) + " to " + std::to_string(function.most);
        fail_at(begin, std::string(function.name) + " takes " + range +
                           (function.most == 1 ? " argument" : " arguments") + ", found " + std::to_string(given));
        return nullptr;
    }
    return make(std::move(made));
}

ExpressionPtr ExpressionParser::bound() {
    if (!expect('(', "behind BOUND")) {
        return nullptr;
    }
    if (!at_variable()) {
        fail_expected("a variable in BOUND");
        return nullptr;
    }
    ExpressionPtr operand = primary();
    return operand && expect(')', "behind the variable of BOUND") ? call(Function::Bound, std::move(operand)) : nullptr;
}

ExpressionPtr ExpressionParser::iri_call() {
    auto name = iri();
    if (!name) {
        return nullptr;
    }
    if (peek() != '(') {
        return make(rdf::Term::iri(*std::move(name)));
    }
    Expression::IriCall made{*std::move(name), {}};
    return arguments(made.arguments) ? make(std::move(made)) : nullptr;
}

ExpressionPtr ExpressionParser::exists(bool negated) {
    const Noting none(*this, {});
    GroupPtr pattern = exists_pattern();
    return pattern ? make(Expression::Exists{std::move(pattern), negated}) : nullptr;
}

ExpressionPtr ExpressionParser::aggregate(AggregateKind kind) {
    Aggregate made;
    made.kind = kind;
    if (!expect('(', "behind the name of an aggregate")) {
        return nullptr;
    }
    made.distinct = skip_keyword("DISTINCT");
    if (!aggregate_argument(made) || !expect(')', "behind the argument of an aggregate")) {
        return nullptr;
    }
    const auto result = made_variable();
    if (!result) {
        return nullptr;
    }
    notes_.aggregates->push_back({*result, std::move(made)});
    return make(*result);
}

bool ExpressionParser::aggregate_argument(Aggregate& aggregate) {
    if (aggregate.kind == AggregateKind::Count && skip('*')) {
        return true;
    }
    const Noting none(*this, {});
    aggregate.argument = expression();
    return aggregate.argument && (aggregate.kind != AggregateKind::GroupConcat || separator(aggregate));
}

bool ExpressionParser::separator(Aggregate& aggregate) {
    if (!skip(';')) {
        return true;
    }
    if (!expect_keyword("SEPARATOR") || !expect('=', "behind SEPARATOR")) {
        return false;
    }
    auto text = string();
    if (!text) {
        return false;
    }
    aggregate.separator = *std::move(text);
    return true;
}

bool ExpressionParser::at_constraint() const {
    return peek() == '(' || at_iri() || at_keyword("EXISTS") || at_keyword("NOT") || find_function(word()) != nullptr ||
           find_aggregate(word()) != nullptr;
}

ExpressionPtr ExpressionParser::constraint() {
    if (peek() == '(') {
        return bracketed_expression();
    }
    const std::size_t begin = offset();
    const bool is_name = at_iri();
    if (!at_constraint()) {
        fail_expected("an expression in parentheses or a function call");
        return nullptr;
    }
    const Nesting nesting(*this);
    if (!nesting) {
        return nullptr;
    }
    ExpressionPtr found = primary();
    if (found && is_name && !std::holds_alternative<Expression::IriCall>(found->node)) {
        fail_at(begin, "expected an expression in parentheses or a function call, found an IRI without arguments");
        return nullptr;
    }
    return found;
}

}  // namespace gridlore::query
