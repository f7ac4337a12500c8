#include "knowledge-engine/exchange/rule_index.h"

#include <algorithm>

namespace gridlore::exchange {
namespace {

std::uint64_t key(const Slot& slot) {
    return slot.is_variable() ? 0 : slot.value.bits();
}

/// Visits what is kept under keys that agree with `slot`.
template <typename ByKey, typename Visit>
void for_each_agreeing(const ByKey& by_key, const Slot& slot, Visit visit) {
    if (slot.is_variable()) {
        for (const auto& [value, kept] : by_key) {
            visit(kept);
        }
        return;
    }
    for (const std::uint64_t value : {std::uint64_t{0}, key(slot)}) {
        if (const auto it = by_key.find(value); it != by_key.end()) {
            visit(it->second);
        }
    }
}

}  // namespace

RuleIndex::RuleIndex(const RuleSet& rules) {
    for (std::size_t r = 0; r < rules.rules.size(); ++r) {
        add(heads_, rules.rules[r].head, r);
        add(bodies_, rules.rules[r].body, r);
    }
}

void RuleIndex::add(Numbers& numbers, const CompiledTriples& triples, std::size_t rule) {
    for (const CompiledTriple& triple : triples) {
        numbers[key(triple[1])][key(triple[2])].push_back(rule);
    }
}

std::vector<std::size_t> RuleIndex::find(const Numbers& numbers, const CompiledTriple& triple) {
    std::vector<std::size_t> found;
    for_each_agreeing(numbers, triple[1], [&](const auto& of_predicate) {
        for_each_agreeing(of_predicate, triple[2], [&](const std::vector<std::size_t>& rules) {
            found.insert(found.end(), rules.begin(), rules.end());
        });
    });
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace gridlore::exchange
