#include "knowledge-engine/query/expression/compiled_expression.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "knowledge-engine/query/expression/expression_node.h"
#include "knowledge-engine/query/expression/function_table.h"

namespace gridlore::query {
namespace {

/// Beyond what the parser lets through in brackets: a long chain of operators is as deep as it is long.
constexpr std::size_t depth_limit = 500;

/// A function of the tables.
class StrictNode final : public ExpressionNode {
  public:
    StrictNode(StrictFunction apply, std::vector<NodePtr> arguments, ExpressionContext& shared)
        : ExpressionNode(shared), apply_(apply), arguments_(std::move(arguments)) {}

    Value evaluate(Row row) const override {
        if (arguments_.size() <= few) {
            std::array<Value, few> values;
            return apply_to({values.data(), arguments_.size()}, row);
        }
        std::vector<Value> values(arguments_.size());
        return apply_to(values, row);
    }

  private:
    static constexpr std::size_t few = 3;

    Value apply_to(std::span<Value> values, Row row) const {
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = arguments_[i]->evaluate(row);
            if (values[i].is_error() || has_to_end(values[i])) {
                return {};
            }
        }
        Value value = apply_(values, context());
        return has_to_end(value) ? Value() : value;
    }

    StrictFunction apply_;
    std::vector<NodePtr> arguments_;
};

class CastNode final : public ExpressionNode {
  public:
    CastNode(Cast cast, std::string datatype, NodePtr argument, ExpressionContext& shared)
        : ExpressionNode(shared), cast_(cast), datatype_(std::move(datatype)), argument_(std::move(argument)) {}

    Value evaluate(Row row) const override {
        const Value value = argument_->evaluate(row);
        return value.is_error() ? value : cast_(value, datatype_, context());
    }

  private:
    Cast cast_;
    std::string datatype_;
    NodePtr argument_;
};

using Form = NodePtr (*)(std::vector<NodePtr> arguments, ExpressionContext& context);

struct FormEntry {
    Function function;
    Form make;
};

template <Function function>
NodePtr comparison(std::vector<NodePtr> arguments, ExpressionContext& context) {
    return make_comparison(function, std::move(arguments), context);
}
template <bool negated>
NodePtr equality(std::vector<NodePtr> arguments, ExpressionContext& context) {
    return make_equality(std::move(arguments), negated, context);
}
template <bool negated>
NodePtr membership(std::vector<NodePtr> arguments, ExpressionContext& context) {
    return make_in(std::move(arguments), negated, context);
}

constexpr std::array<FormEntry, 17> forms = {{{Function::Or, make_or},
                                              {Function::And, make_and},
                                              {Function::Not, make_not},
                                              {Function::Equal, equality<false>},
                                              {Function::NotEqual, equality<true>},
                                              {Function::Less, comparison<Function::Less>},
                                              {Function::LessOrEqual, comparison<Function::LessOrEqual>},
                                              {Function::Greater, comparison<Function::Greater>},
                                              {Function::GreaterOrEqual, comparison<Function::GreaterOrEqual>},
                                              {Function::In, membership<false>},
                                              {Function::NotIn, membership<true>},
                                              {Function::Bound, make_bound},
                                              {Function::If, make_if},
                                              {Function::Coalesce, make_coalesce},
                                              {Function::SameTerm, make_same_term},
                                              {Function::Regex, make_regex},
                                              {Function::Replace, make_replace}}};

class Compiler {
  public:
    Compiler(const Columns& columns, ExpressionContext& context) : columns_(columns), context_(context) {}

    Result<NodePtr> compile(const Expression& expression) {
        if (++depth_ > depth_limit) {
            return Error{ErrorKind::LimitExceeded,
                         "an expression is nested deeper than the limit of " + std::to_string(depth_limit)};
        }
        auto node = std::visit([this](const auto& form) { return make(form); }, expression.node);
        --depth_;
        return node;
    }

  private:
    Result<NodePtr> make(VariableId variable) { return make_variable(columns_(variable), context_); }

    Result<NodePtr> make(const rdf::Term& term) {
        const rdf::TermId id = context_.terms().intern(term);
        return make_constant(Value::of(id, context_.terms()), context_);
    }

    Result<NodePtr> make(const Expression::Call& call) {
        auto arguments = compile_all(flattened(call));
        if (!arguments) {
            return std::move(arguments).error();
        }
        const bool folds = !is_volatile(call.function) && are_constant(*arguments);
        NodePtr node = make_call(call.function, *std::move(arguments));
        return folds ? make_constant(node->evaluate({}), context_) : std::move(node);
    }

    Result<NodePtr> make(const Expression::IriCall& call) {
        auto arguments = compile_all(call.arguments);
        if (!arguments) {
            return std::move(arguments).error();
        }
        const Cast cast = arguments->size() == 1 ? find_cast(call.iri) : nullptr;
        if (cast == nullptr) {
            return make_constant({}, context_);
        }
        const bool folds = are_constant(*arguments);
        NodePtr node = std::make_unique<const CastNode>(cast, call.iri, std::move(arguments->front()), context_);
        return folds ? make_constant(node->evaluate({}), context_) : std::move(node);
    }

    Result<NodePtr> make(const Expression::Exists& exists) {
        if (!context_.compile_exists) {
            return make_constant({}, context_);
        }
        auto test = context_.compile_exists(exists, columns_);
        if (!test) {
            return std::move(test).error();
        }
        return make_exists(*std::move(test), exists.negated, context_);
    }

    NodePtr make_call(Function function, std::vector<NodePtr> arguments) {
        if (const StrictFunction apply = find_function(function)) {
            return std::make_unique<const StrictNode>(apply, std::move(arguments), context_);
        }
        const auto form = std::find_if(forms.begin(), forms.end(),
                                       [&](const FormEntry& entry) { return entry.function == function; });
        return form->make(std::move(arguments), context_);
    }

    /// The operands of a chain of `||` or `&&`, which may be long, and which associates.
    static std::vector<ExpressionPtr> flattened(const Expression::Call& call) {
        if (call.function != Function::Or && call.function != Function::And) {
            return call.arguments;
        }
        std::vector<ExpressionPtr> operands;
        const Expression::Call* chain = &call;
        while (chain != nullptr) {
            operands.insert(operands.end(), chain->arguments.rbegin(), chain->arguments.rend());
            chain = std::get_if<Expression::Call>(&operands.back()->node);
            if (chain != nullptr && chain->function == call.function) {
                operands.pop_back();
            } else {
                chain = nullptr;
            }
        }
        std::reverse(operands.begin(), operands.end());
        return operands;
    }

    Result<std::vector<NodePtr>> compile_all(const std::vector<ExpressionPtr>& expressions) {
        std::vector<NodePtr> nodes;
        for (const ExpressionPtr& expression : expressions) {
            auto node = compile(*expression);
            if (!node) {
                return std::move(node).error();
            }
            nodes.push_back(*std::move(node));
        }
        return nodes;
    }

    static bool are_constant(const std::vector<NodePtr>& nodes) {
        return std::all_of(nodes.begin(), nodes.end(), [](const NodePtr& node) { return node->constant() != nullptr; });
    }

    const Columns& columns_;
    ExpressionContext& context_;
    std::size_t depth_ = 0;
};

}  // namespace

CompiledExpression::CompiledExpression(std::unique_ptr<const ExpressionNode> root, ExpressionContext& context)
    : root_(std::move(root)), context_(&context) {}
CompiledExpression::CompiledExpression(CompiledExpression&&) noexcept = default;
CompiledExpression& CompiledExpression::operator=(CompiledExpression&&) noexcept = default;
CompiledExpression::~CompiledExpression() = default;

Result<CompiledExpression> CompiledExpression::compile(const Expression& expression, const Columns& columns,
                                                       ExpressionContext& context) {
    auto root = Compiler(columns, context).compile(expression);
    if (!root) {
        return std::move(root).error();
    }
    return CompiledExpression(*std::move(root), context);
}

rdf::TermId CompiledExpression::evaluate(Row row) const {
    return root_->id(row);
}

Value CompiledExpression::value(Row row) const {
    return root_->evaluate(row);
}

std::optional<bool> CompiledExpression::test(Row row) const {
    return root_->test(row);
}

std::optional<rdf::TermId> CompiledExpression::constant() const {
    const Value* value = root_->constant();
    return value == nullptr ? std::nullopt : std::optional(value->known_id());
}

bool is_volatile(Function function) {
    static constexpr std::array<Function, 4> functions = {Function::Rand, Function::Uuid, Function::StrUuid,
                                                          Function::BlankNode};
    return std::find(functions.begin(), functions.end(), function) != functions.end();
}

}  // namespace gridlore::query
