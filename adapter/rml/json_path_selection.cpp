#include <algorithm>
#include <charconv>
#include <compare>
#include <limits>

#include "adapter/rml/json_path.h"
#include "adapter/rml/json_path_query.h"

namespace gridlore::rml {
namespace {

using Nodes = std::vector<const JsonValue*>;
using Condition = JsonPathCondition;
using Kind = JsonValue::Kind;

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
    Number value{};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::partial_ordering compare_numbers(std::string_view left, std::string_view right) {
    const auto left_whole = number_of<std::int64_t>(left);
    const auto right_whole = number_of<std::int64_t>(right);
    if (left_whole && right_whole) {
        return *left_whole <=> *right_whole;
    }
    const auto left_real = number_of<double>(left);
    const auto right_real = number_of<double>(right);
    return left_real && right_real ? *left_real <=> *right_real : std::partial_ordering::unordered;
}

/// Depth: that of the JSON, which is bounded.
bool are_equal(const JsonValue& left, const JsonValue& right) {
    if (left.kind != right.kind) {
        return false;
    }
    if (left.kind == Kind::Number) {
        return left.text == right.text || compare_numbers(left.text, right.text) == 0;
    }
    return left.text == right.text &&
           std::equal(left.children.begin(), left.children.end(), right.children.begin(), right.children.end(),
                      [](const JsonValue& one, const JsonValue& other) {
                          return one.name == other.name && are_equal(one, other);
                      });
}

/// RFC 9535, 2.3.5.2.2: nothing is below anything but numbers below numbers, strings below strings.
bool is_less(const JsonValue* left, const JsonValue* right) {
    if (left == nullptr || right == nullptr || left->kind != right->kind) {
        return false;
    }
    return left->kind == Kind::Number ? compare_numbers(left->text, right->text) < 0
                                      : left->kind == Kind::String && left->text < right->text;
}

bool are_same(const JsonValue* left, const JsonValue* right) {
    return left == nullptr || right == nullptr ? left == right : are_equal(*left, *right);
}

bool holds(Condition::Kind kind, const JsonValue* left, const JsonValue* right) {
    switch (kind) {
        case Condition::Kind::Equal:
            return are_same(left, right);
        case Condition::Kind::NotEqual:
            return !are_same(left, right);
        case Condition::Kind::Less:
            return is_less(left, right);
        case Condition::Kind::Greater:
            return is_less(right, left);
        case Condition::Kind::LessOrEqual:
            return is_less(left, right) || are_same(left, right);
        default:
            return is_less(right, left) || are_same(left, right);
    }
}

class Selection {
  public:
    Selection(const JsonValue& root, std::size_t limit) : root_(root), steps_(limit + 1) {}

    bool is_exhausted() const { return steps_ == 0; }

    Nodes select(const JsonPathQuery& query, const JsonValue& current) {
        Nodes nodes{query.is_relative ? &current : &root_};
        for (const JsonPathSegment& segment : query.segments) {
            Nodes next;
            for (const JsonValue* node : nodes) {
                apply(segment, *node, next);
            }
            nodes = std::move(next);
        }
        return nodes;
    }

  private:
    /// False once there have been too many.
    bool step() {
        steps_ -= steps_ == 0 ? 0 : 1;
        return steps_ != 0;
    }

    /// Depth: that of the JSON.
    void apply(const JsonPathSegment& segment, const JsonValue& node, Nodes& found) {
        for (const JsonPathSelector& selector : segment.selectors) {
            if (step()) {
                std::visit([&](const auto& one) { select(one, node, found); }, selector);
            }
        }
        if (segment.descends) {
            for (const JsonValue& child : node.children) {
                apply(segment, child, found);
            }
        }
    }

    void select(const NameSelector& selector, const JsonValue& node, Nodes& found) {
        if (const JsonValue* const member = node.member(selector.name)) {
            found.push_back(member);
        }
    }

    void select(const WildcardSelector&, const JsonValue& node, Nodes& found) {
        for (const JsonValue& child : node.children) {
            if (!step()) {
                return;
            }
            found.push_back(&child);
        }
    }

    static std::int64_t size_of(const JsonValue& node) { return static_cast<std::int64_t>(node.children.size()); }

    void select(const IndexSelector& selector, const JsonValue& node, Nodes& found) {
        const std::int64_t index = selector.index < 0 ? selector.index + size_of(node) : selector.index;
        if (node.kind == Kind::Array && index >= 0 && index < size_of(node)) {
            found.push_back(&node.children[static_cast<std::size_t>(index)]);
        }
    }

    /// RFC 9535, 2.3.4.2.2.
    void select(const SliceSelector& selector, const JsonValue& node, Nodes& found) {
        const std::int64_t size = size_of(node);
        const std::int64_t step_width = selector.step;
        if (node.kind != Kind::Array || step_width == 0) {
            return;
        }
        const auto counted = [size](std::int64_t index) { return index < 0 ? index + size : index; };
        if (step_width > 0) {
            const std::int64_t end = std::clamp(counted(selector.end.value_or(size)), std::int64_t{0}, size);
            for (std::int64_t at = std::clamp(counted(selector.start.value_or(0)), std::int64_t{0}, size);
                 at < end && step(); at += step_width) {
                found.push_back(&node.children[static_cast<std::size_t>(at)]);
            }
        } else {
            const std::int64_t end = selector.end ? std::clamp(counted(*selector.end), std::int64_t{-1}, size - 1) : -1;
            for (std::int64_t at = std::clamp(counted(selector.start.value_or(size - 1)), std::int64_t{-1}, size - 1);
                 at > end && step(); at += step_width) {
                found.push_back(&node.children[static_cast<std::size_t>(at)]);
            }
        }
    }

    void select(const FilterSelector& selector, const JsonValue& node, Nodes& found) {
        for (const JsonValue& child : node.children) {
            if (!step()) {
                return;
            }
            if (holds_for(*selector.condition, child)) {
                found.push_back(&child);
            }
        }
    }

    bool holds_for(const Condition& condition, const JsonValue& current) {
        const auto part_holds = [&](const Condition& part) { return holds_for(part, current); };
        switch (condition.kind) {
            case Condition::Kind::Or:
                return std::any_of(condition.parts.begin(), condition.parts.end(), part_holds);
            case Condition::Kind::And:
                return std::all_of(condition.parts.begin(), condition.parts.end(), part_holds);
            case Condition::Kind::Not:
                return !holds_for(condition.parts.front(), current);
            case Condition::Kind::Exists:
                return !select(std::get<JsonPathQuery>(condition.operands.front()), current).empty();
            default:
                return holds(condition.kind, value_of(condition.operands[0], current),
                             value_of(condition.operands[1], current));
        }
    }

    /// Nothing if its query finds nothing.
    const JsonValue* value_of(const Condition::Operand& operand, const JsonValue& current) {
        if (const auto* const literal = std::get_if<JsonValue>(&operand)) {
            return literal;
        }
        const Nodes nodes = select(std::get<JsonPathQuery>(operand), current);
        return nodes.empty() ? nullptr : nodes.front();
    }

    const JsonValue& root_;
    std::size_t steps_;
};

}  // namespace

Result<std::vector<const JsonValue*>> JsonPath::select(const JsonValue& root, std::size_t limit) const {
    Selection selection(root, limit);
    Nodes nodes = selection.select(*query_, root);
    if (selection.is_exhausted()) {
        return Error{ErrorKind::LimitExceeded,
                     "a JSONPath looked at more nodes than the limit of " + std::to_string(limit)};
    }
    return nodes;
}

}  // namespace gridlore::rml
