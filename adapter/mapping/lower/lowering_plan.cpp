#include "adapter/mapping/lower/lowering_plan.h"

#include <algorithm>
#include <tuple>

#include "adapter/mapping/lower/value_sources.h"

namespace gridlore::mapping {
namespace {

/// Marks the variables that stand outside of optional members in their element.
void mark_required(const Shape& shape, bool is_optional, std::vector<bool>& required) {
    const auto mark = [&](std::size_t variable) { required[variable] = required[variable] || !is_optional; };
    if (const auto* variable = std::get_if<VariableShape>(&shape.node)) {
        mark(variable->variable);
    } else if (const auto* text = std::get_if<TextShape>(&shape.node)) {
        std::ranges::for_each(text->variables, mark);
    } else if (const auto* list = std::get_if<ListShape>(&shape.node)) {
        mark_required(list->element.front(), false, required);
    } else if (const auto* object = std::get_if<ObjectShape>(&shape.node)) {
        for (const Member& member : object->members) {
            const bool may_lack = member.column_of > 0 ? member.is_nullable : is_optional || member.is_optional;
            mark_required(member.value.front(), may_lack, required);
        }
        for (const Family& family : object->families) {
            required[family.variable] = true;
            for (const Member& member : family.members) {
                mark_required(member.value.front(), member.is_optional, required);
            }
        }
    }
}

class Planner {
  public:
    explicit Planner(const Document& document) : document_(document) {}

    Result<LoweringPlan> plan() {
        find_depths();
        order_parts();
        find_owners();
        for (const std::size_t part : plan_.order) {
            sources_.emplace_back(document_, document_.parts[part], plan_.parts[part]);
            position_[part] = sources_.size() - 1;
            plan_constants(part);
        }
        for (std::size_t level = 0; level < document_.levels.size(); ++level) {
            if (Result<void> planned = plan_level(level); !planned) {
                return std::move(planned).error();
            }
        }
        for (const std::size_t part : plan_.order) {
            if (part != 0) {
                plan_base(part);
            }
        }
        return std::move(plan_);
    }

  private:
    void find_depths() {
        plan_.parts.resize(document_.parts.size());
        plan_.levels.resize(document_.levels.size());
        position_.resize(document_.parts.size());
        for (std::size_t level = 1; level < plan_.levels.size(); ++level) {
            plan_.levels[level].depth = plan_.levels[document_.levels[level].parent].depth + 1;
        }
    }

    /// A part that is about an optional member does not decide which elements there are, if there is another.
    bool is_about_optional(const Part& part, const std::vector<bool>& required) const {
        return std::ranges::any_of(part.variables, [&](std::size_t variable) {
            return document_.variables[variable].is_in_json && !required[variable];
        });
    }

    void order_parts() {
        std::vector<bool> required(document_.variables.size(), false);
        mark_required(document_.shape, false, required);
        for (std::size_t part = 0; part < document_.parts.size(); ++part) {
            plan_.order.push_back(part);
        }
        std::ranges::stable_sort(plan_.order, {}, [&](std::size_t number) {
            const Part& part = document_.parts[number];
            return std::tuple(number != 0, is_about_optional(part, required), plan_.levels[part.level].depth);
        });
    }

    /// The first of the parts that have rows at a level or below. So who decides a list's elements comes, in this
    /// order, not before who decides those that it stands in.
    void find_owners() {
        for (const std::size_t part : plan_.order) {
            for (std::size_t level = document_.parts[part].level;; level = document_.levels[level].parent) {
                LevelPlan& plan = plan_.levels[level];
                if (plan.owner) {
                    plan.followers.push_back(part);
                } else {
                    plan.owner = part;
                }
                if (level == 0) {
                    break;
                }
            }
        }
        plan_.is_certain.assign(document_.variables.size(), false);
    }

    ValueSources& sources(std::size_t part) { return sources_[position_[part]]; }

    void plan_constants(std::size_t part) {
        const std::vector<std::size_t>& columns = document_.parts[part].variables;
        for (std::size_t column = 0; column < columns.size(); ++column) {
            if (document_.variables[columns[column]].origin == Origin::Constant) {
                plan_.parts[part].constants.push_back(column);
            }
        }
    }

    Result<void> plan_level(std::size_t number) {
        const Level& level = document_.levels[number];
        LevelPlan& plan = plan_.levels[number];
        if (!plan.owner) {
            return {};
        }
        if (level.order.kind != Order::Kind::Set) {
            if (Result<void> ordered = plan_order(level, plan); !ordered) {
                return ordered;
            }
        }
        for (const std::size_t variable : level.variables) {
            plan_variable(variable, plan);
        }
        return {};
    }

    Result<void> plan_order(const Level& level, LevelPlan& plan) {
        const std::size_t owner = *plan.owner;
        if (!sources(owner).has(level.order.variable)) {
            const std::string& name = document_.parts[owner].name;
            return invalid_input("a list is in the order of ?" + document_.variables[level.order.variable].name +
                                 ", which rows of " + (name.empty() ? "the graph" : "part " + name) +
                                 " do not have: order it by a variable that is in all of its elements");
        }
        const std::size_t slot = sources(owner).slot(level.order.variable);
        add_key(owner, {slot, plan.depth});
        if (level.order.kind == Order::Kind::Position) {
            plan.place_slot = slot;
        }
        return {};
    }

    void plan_variable(std::size_t variable, LevelPlan& plan) {
        const auto supply = [&](std::size_t part) {
            const std::size_t slot = sources(part).slot(variable);
            plan_.parts[part].slots[slot].is_written = true;
            plan.supplies.push_back({variable, part, slot});
            return slot;
        };
        if (sources(*plan.owner).has(variable)) {
            plan_.is_certain[variable] = true;
            add_key(*plan.owner, {supply(*plan.owner), plan.depth});
            return;
        }
        const auto follower =
            std::ranges::find_if(plan.followers, [&](std::size_t part) { return sources(part).has(variable); });
        if (follower != plan.followers.end()) {
            supply(*follower);
        }
    }

    void add_key(std::size_t part, const Key& key) {
        std::vector<Key>& keys = plan_.parts[part].keys;
        if (std::ranges::find(keys, key) == keys.end()) {
            keys.push_back(key);
        }
    }

    /// Rows belong to the elements of the deepest list that another part decides.
    void plan_base(std::size_t part) {
        std::size_t level = document_.parts[part].level;
        while (plan_.levels[level].owner == part) {
            level = document_.levels[level].parent;
        }
        const std::size_t base = *plan_.levels[level].owner;
        plan_.parts[part].base = base;
        plan_.parts[part].base_depth = plan_.levels[level].depth;
        for (const std::size_t variable : sources(part).join_variables(sources(base))) {
            plan_.parts[part].joins.emplace_back(sources(part).slot(variable), sources(base).slot(variable));
        }
    }

    const Document& document_;
    LoweringPlan plan_;
    std::vector<ValueSources> sources_;
    std::vector<std::size_t> position_;  ///< of a part in `sources_`
};

}  // namespace

Result<LoweringPlan> plan_lowering(const Document& document) {
    return Planner(document).plan();
}

}  // namespace gridlore::mapping
