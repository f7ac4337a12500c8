#include "adapter/sparql/service_calls.h"

#include <variant>

namespace gridlore::sparql {
namespace {

using namespace query;

/// Goes down as far as the parser let the text nest.
class Walk {
  public:
    void in(const Group& group) {
        std::visit([this](const auto& node) { of(node); }, group.node);
    }
    std::vector<const Service*> take() { return std::move(found_); }

  private:
    void in(const GroupPtr& group) { in(*group); }
    void in(const ExpressionPtr& expression) {
        if (expression != nullptr) {
            std::visit([this](const auto& node) { of(node); }, expression->node);
        }
    }

    void of(const Service& service) { found_.push_back(&service); }

    void of(const BasicPattern&) {}
    void of(const Table&) {}
    void of(const Join& join) { both(join); }
    void of(const Union& both_of) { both(both_of); }
    void of(const SetMinus& minus) { both(minus); }
    void of(const LeftJoin& join) {
        both(join);
        in(join.condition);
    }
    void of(const Filter& filter) {
        in(filter.pattern);
        in(filter.condition);
    }
    void of(const Extend& extend) {
        in(extend.pattern);
        in(extend.expression);
    }
    void of(const Aggregation& aggregation) {
        in(aggregation.pattern);
        for (const Aggregation::Item& item : aggregation.items) {
            in(item.aggregate.argument);
        }
    }
    void of(const OrderBy& order) {
        in(order.pattern);
        for (const OrderCondition& condition : order.conditions) {
            in(condition.expression);
        }
    }
    void of(const GraphPattern& graph) { in(graph.pattern); }
    void of(const Project& project) { in(project.pattern); }
    void of(const Distinct& distinct) { in(distinct.pattern); }
    void of(const Reduced& reduced) { in(reduced.pattern); }
    void of(const Slice& slice) { in(slice.pattern); }

    void of(const VariableId&) {}
    void of(const rdf::Term&) {}
    void of(const Expression::Call& call) { all(call.arguments); }
    void of(const Expression::IriCall& call) { all(call.arguments); }
    void of(const Expression::Exists& exists) { in(exists.pattern); }

    template <typename Node>
    void both(const Node& node) {
        in(node.left);
        in(node.right);
    }
    void all(const std::vector<ExpressionPtr>& expressions) {
        for (const ExpressionPtr& expression : expressions) {
            in(expression);
        }
    }

    std::vector<const Service*> found_;
};

}  // namespace

std::vector<const query::Service*> service_calls(const query::Group& pattern) {
    Walk walk;
    walk.in(pattern);
    return walk.take();
}

}  // namespace gridlore::sparql
