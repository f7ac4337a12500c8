/// What the tests of expressions need of a query: terms over a snapshot that holds only a dictionary. Confined.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "knowledge-engine/query/expression/compiled_expression.h"
#include "knowledge-engine/query/expression/expression_context.h"
#include "knowledge-engine/query/expression/query_terms.h"
#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::query {

/// Has the terms that it was given, and no quads. `fault` is what it says to everything.
class DictionarySnapshot final : public store::Snapshot {
  public:
    rdf::TermId add(const rdf::Term& term) {
        if (const auto id = rdf::inline_id(term)) {
            return *id;
        }
        terms_.push_back(term);
        return rdf::TermId(terms_.size());
    }

    Result<std::optional<rdf::TermId>> find(const rdf::Term& term) const override {
        ++searches;
        if (fault) {
            return *fault;
        }
        for (std::size_t i = 0; i < terms_.size(); ++i) {
            if (terms_[i] == term) {
                return std::optional(rdf::TermId(i + 1));
            }
        }
        return std::optional<rdf::TermId>();
    }
    Result<rdf::Term> term(rdf::TermId id) const override {
        ++reads;
        if (fault) {
            return *fault;
        }
        return terms_[id.bits() - 1];
    }
    Result<rdf::TermId> value(rdf::TermId id) const override { return id; }
    Result<store::ValueIds> within(const pattern::Range&, std::size_t) const override { return store::ValueIds(); }
    Result<store::ValueIds> equal_to(const rdf::Term&) const override { return store::ValueIds(); }
    std::unique_ptr<store::QuadCursor> cursor() const override { return nullptr; }
    Result<std::uint64_t> estimate(const store::QuadPattern&) const override { return std::uint64_t{0}; }
    Result<store::PredicateStatistics> statistics(rdf::TermId) const override { return store::PredicateStatistics(); }
    std::uint64_t size() const override { return 0; }
    Result<std::vector<rdf::TermId>> graphs() const override { return std::vector<rdf::TermId>(); }
    Result<bool> has_graph(rdf::TermId) const override { return false; }
    std::uint64_t version() const override { return 0; }

    std::optional<Error> fault;
    mutable std::size_t searches = 0;
    mutable std::size_t reads = 0;

  private:
    std::vector<rdf::Term> terms_;
};

/// Reads a term as bindings carry it: `<iri>`, `"text"@en`, `5.0`, `"1"^^xsd:int`.
inline rdf::Term term_of(std::string_view text) {
    auto term = rdf::parse_term(text);
    EXPECT_TRUE(term.has_value()) << text;
    return term ? *std::move(term) : rdf::Term();
}

inline ExpressionPtr expression_of(Expression expression) {
    return std::make_shared<const Expression>(std::move(expression));
}
inline ExpressionPtr variable(VariableId id) {
    return expression_of({id});
}
inline ExpressionPtr constant(std::string_view text) {
    return expression_of({term_of(text)});
}
inline ExpressionPtr call(Function function, std::vector<ExpressionPtr> arguments) {
    return expression_of({Expression::Call{function, std::move(arguments)}});
}

/// One query.
class Workbench {
  public:
    DictionarySnapshot snapshot;
    QueryTerms terms{snapshot};
    ExpressionContext context{terms};

    /// Columns are the variables' numbers.
    static Columns all_columns() {
        return [](VariableId id) { return std::optional<std::size_t>(id); };
    }
    CompiledExpression compile(const ExpressionPtr& expression) {
        return *CompiledExpression::compile(*expression, all_columns(), context);
    }
    /// The text of a result; "error" for an error.
    std::string text(rdf::TermId id) {
        if (!id.is_bound()) {
            return "error";
        }
        const std::string text = rdf::to_short_text(*terms.term(id));
        const std::size_t at = text.find("<http://www.w3.org/2001/XMLSchema#");
        return at == std::string::npos || at == 0
                   ? text
                   : text.substr(0, at) + "xsd:" + text.substr(at + 34, text.size() - at - 35);
    }
    std::string evaluate(const ExpressionPtr& expression, const std::vector<rdf::TermId>& row = {}) {
        return text(compile(expression).evaluate(row));
    }
    /// `function` of constants, and again of variables that have these values: both must give the same.
    /// An argument "unbound" is a variable without a value.
    std::string apply(Function function, const std::vector<std::string_view>& arguments) {
        std::vector<ExpressionPtr> constants;
        std::vector<ExpressionPtr> variables;
        std::vector<rdf::TermId> row;
        for (const std::string_view argument : arguments) {
            variables.push_back(variable(static_cast<VariableId>(row.size())));
            row.push_back(argument == "unbound" ? rdf::TermId() : terms.intern(term_of(argument)));
            constants.push_back(argument == "unbound" ? variables.back() : constant(argument));
        }
        const std::string of_variables = evaluate(call(function, variables), row);
        EXPECT_EQ(evaluate(call(function, constants), row), of_variables) << "constants and variables differ";
        return of_variables;
    }
};

struct FunctionCase {
    Function function;
    std::vector<std::string_view> arguments;
    std::string_view expected;
};

inline void expect_results(const std::vector<FunctionCase>& cases) {
    for (const FunctionCase& one : cases) {
        std::string described = "function " + std::to_string(static_cast<int>(one.function)) + ":";
        for (const auto argument : one.arguments) {
            described.append(" ").append(argument);
        }
        SCOPED_TRACE(described);
        Workbench bench;
        bench.context.base = "http://example.org/base/";
        EXPECT_EQ(bench.apply(one.function, one.arguments), one.expected);
        EXPECT_FALSE(bench.terms.has_failed());
    }
}

}  // namespace gridlore::query
