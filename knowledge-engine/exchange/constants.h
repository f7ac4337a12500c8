/// What can be said in advance of a target's variables: which constants they can only have, and for which of them a
/// rule is worth specialising. Pure functions of a plan that is being made.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "knowledge-engine/exchange/plan.h"
#include "knowledge-engine/exchange/rule_index.h"

namespace gridlore::exchange {

/// What is known in advance of a triple that the universal knowledge base may give, too.
enum class Beside { Nothing, Facts };

/// The constants (by value) that a variable can only have, if some triple's candidates all name one. `rules`: those
/// that are not among the candidates yet; null: there are none.
std::optional<std::set<rdf::TermId>> domain_of(const Plan& plan, const RuleIndex* rules, const Target& target,
                                               int variable, Beside beside);

/// Drops candidates whose constant no other triple's candidates can agree with.
void prune_by_constants(const Plan& plan, const RuleIndex* rules, Target& target);

/// What variables of a rule's head and of the target are taken to be.
struct RuleInstance {
    std::map<int, Slot> head;
    std::map<int, Slot> target;
};

/// In how many ways a rule may be specialised for one triple. A variable that would make it more stays as it is.
inline constexpr std::size_t instances_limit = 64;

/// One for each set of constants that `triple` may have where `head` has variables. `constants_of`: those that a place
/// of the triple can only have; none if they are not known.
std::vector<RuleInstance> instances_of(const CompiledTriple& head, const CompiledTriple& triple,
                                       const std::function<std::vector<Slot>(const Slot&)>& constants_of);

}  // namespace gridlore::exchange
