/// REGEX and REPLACE (SPARQL 1.1 Query, 17.4.3.14 and 17.4.3.15).
#include <string>
#include <utility>

#include "knowledge-engine/query/expression/expression_node.h"
#include "knowledge-engine/query/expression/function_table.h"
#include "knowledge-engine/query/expression/regular_expression.h"

namespace gridlore::query {
namespace {

/// The expression of the last row, which mostly is that of the next one.
class LastExpression {
  public:
    /// Null: it is not well-formed, or a limit was reached.
    RegularExpression* of(const Value& pattern, const Value* flags, QueryTerms& terms) {
        const bool strings =
            pattern.kind() == Value::Kind::String && (flags == nullptr || flags->kind() == Value::Kind::String);
        if (!strings) {
            return nullptr;
        }
        const std::string_view flag_text = flags == nullptr ? std::string_view() : std::string_view(flags->text());
        if (!is_known_ || pattern.text() != pattern_ || flag_text != flags_) {
            compile(pattern.text(), flag_text, terms);
        }
        return expression_ ? &*expression_ : nullptr;
    }

  private:
    void compile(std::string_view pattern, std::string_view flags, QueryTerms& terms) {
        auto compiled = RegularExpression::compile(pattern, flags);
        if (compiled) {
            expression_ = *std::move(compiled);
        } else {
            expression_.reset();
            terms.fail(std::move(compiled).error());
        }
        pattern_ = pattern;
        flags_ = flags;
        is_known_ = true;
    }

    bool is_known_ = false;
    std::string pattern_;
    std::string flags_;
    std::optional<RegularExpression> expression_;
};

class RegexNode final : public TruthNode {
  public:
    RegexNode(std::vector<NodePtr> arguments, ExpressionContext& shared)
        : TruthNode(shared), arguments_(std::move(arguments)) {}

    std::optional<bool> test(Row row) const override {
        const Value text = arguments_[0]->evaluate(row);
        const Value pattern = arguments_[1]->evaluate(row);
        const Value flags = arguments_.size() > 2 ? arguments_[2]->evaluate(row) : Value();
        if (!text.is_text() || has_to_end(text) || terms().has_failed()) {
            return std::nullopt;
        }
        RegularExpression* expression = last_.of(pattern, arguments_.size() > 2 ? &flags : nullptr, terms());
        if (expression == nullptr) {
            return std::nullopt;
        }
        auto found = expression->is_found_in(text.text(), context().interrupted);
        if (!found) {
            terms().fail(std::move(found).error());
            return std::nullopt;
        }
        return *found;
    }

  private:
    std::vector<NodePtr> arguments_;
    mutable LastExpression last_;
};

class ReplaceNode final : public ExpressionNode {
  public:
    ReplaceNode(std::vector<NodePtr> arguments, ExpressionContext& shared)
        : ExpressionNode(shared), arguments_(std::move(arguments)) {}

    Value evaluate(Row row) const override {
        const Value text = arguments_[0]->evaluate(row);
        const Value pattern = arguments_[1]->evaluate(row);
        const Value replacement = arguments_[2]->evaluate(row);
        const Value flags = arguments_.size() > 3 ? arguments_[3]->evaluate(row) : Value();
        if (!text.is_text() || replacement.kind() != Value::Kind::String || has_to_end(text) || terms().has_failed()) {
            return {};
        }
        RegularExpression* expression = last_.of(pattern, arguments_.size() > 3 ? &flags : nullptr, terms());
        if (expression == nullptr) {
            return {};
        }
        auto replaced =
            expression->replace(text.text(), replacement.text(), context().text_limit, context().interrupted);
        if (!replaced) {
            terms().fail(std::move(replaced).error());
            return {};
        }
        Value made = *replaced ? made_text(**std::move(replaced), text, context()) : Value();
        return has_to_end(made) ? Value() : made;
    }

  private:
    std::vector<NodePtr> arguments_;
    mutable LastExpression last_;
};

}  // namespace

NodePtr make_regex(std::vector<NodePtr> arguments, ExpressionContext& context) {
    return std::make_unique<const RegexNode>(std::move(arguments), context);
}

NodePtr make_replace(std::vector<NodePtr> arguments, ExpressionContext& context) {
    return std::make_unique<const ReplaceNode>(std::move(arguments), context);
}

}  // namespace gridlore::query
