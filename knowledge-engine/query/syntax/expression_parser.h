/// Expressions, with function calls and aggregates (SPARQL 1.1 Query, rules 110 to 128). Confined to one parse.
#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge-engine/query/syntax/function_names.h"
#include "knowledge-engine/query/syntax/reader.h"

namespace gridlore::query {

class ExpressionParser : public Reader {
  protected:
    using Reader::Reader;
    ~ExpressionParser() = default;

    ExpressionPtr expression();
    /// An expression in parentheses.
    ExpressionPtr bracketed_expression();
    /// What may follow FILTER and HAVING: an expression in parentheses or a function call.
    ExpressionPtr constraint();
    bool at_constraint() const;
    /// `operands` (one at least) joined by `||` or `&&`.
    ExpressionPtr all_of(Function function, std::vector<ExpressionPtr> operands);

    /// The pattern of EXISTS, with its braces.
    virtual GroupPtr exists_pattern() = 0;

    /// What is noted while expressions are read. Null: not wanted, and aggregates are not allowed.
    struct Notes {
        std::vector<Aggregation::Item>* aggregates = nullptr;
        std::vector<VariableId>* free_variables = nullptr;  ///< that stand outside aggregates and EXISTS
    };
    /// Sets the notes while it lives.
    class Noting {
      public:
        Noting(ExpressionParser& parser, Notes notes) : parser_(parser), outer_(std::exchange(parser.notes_, notes)) {}
        ~Noting() { parser_.notes_ = outer_; }
        Noting(const Noting&) = delete;
        Noting& operator=(const Noting&) = delete;

      private:
        ExpressionParser& parser_;
        Notes outer_;
    };

  private:
    using Operand = ExpressionPtr (ExpressionParser::*)();
    struct Sign {
        std::string_view text;
        Function function;
    };

    const Sign* skip_one_of(std::span<const Sign> signs);
    ExpressionPtr left_to_right(std::span<const Sign> signs, Operand operand);
    ExpressionPtr chain(Function function, std::string_view sign, Operand operand);
    ExpressionPtr conjunction();
    ExpressionPtr relation();
    ExpressionPtr membership(ExpressionPtr left);
    ExpressionPtr sum();
    ExpressionPtr product();
    ExpressionPtr unary();
    ExpressionPtr primary();
    ExpressionPtr named();
    ExpressionPtr function_call(const FunctionName& function);
    ExpressionPtr iri_call();
    ExpressionPtr aggregate(AggregateKind kind);
    bool aggregate_argument(Aggregate& aggregate);
    bool separator(Aggregate& aggregate);
    ExpressionPtr exists(bool negated);
    ExpressionPtr bound();
    ExpressionPtr call(Function function, ExpressionPtr first, ExpressionPtr second = nullptr);
    /// Expressions in parentheses, with commas; none is allowed.
    bool arguments(std::vector<ExpressionPtr>& found);

    Notes notes_;
};

}  // namespace gridlore::query
