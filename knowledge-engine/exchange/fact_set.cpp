#include "knowledge-engine/exchange/fact_set.h"

#include <algorithm>
#include <numeric>

namespace gridlore::exchange {
namespace {

/// Positions in the order in which each index sorts them.
constexpr std::array<std::array<std::size_t, 3>, 3> permutations = {{{0, 1, 2}, {1, 2, 0}, {2, 0, 1}}};

/// The index in which the constants of `triple` come first.
std::size_t order_for(const CompiledTriple& triple) {
    const auto constant = [&](std::size_t position) { return !triple[position].is_variable(); };
    if (constant(0)) {
        return constant(2) && !constant(1) ? 2 : 0;
    }
    return constant(1) ? 1 : 2;
}

}  // namespace

void FactSet::add(const CompiledTriple& fact, bool alone) {
    facts_.push_back(fact);
    alone_.push_back(alone);
}

void FactSet::index() {
    for (std::size_t o = 0; o < orders_.size(); ++o) {
        std::vector<std::uint32_t>& order = orders_[o];
        order.resize(facts_.size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::sort(order, {}, [&](std::uint32_t number) {
            const CompiledTriple& fact = facts_[number];
            const auto& positions = permutations[o];
            return std::array{fact[positions[0]].value.bits(), fact[positions[1]].value.bits(),
                              fact[positions[2]].value.bits()};
        });
    }
}

std::span<const std::uint32_t> FactSet::matching(const CompiledTriple& triple) const {
    const std::size_t o = order_for(triple);
    const auto& positions = permutations[o];
    std::span<const std::uint32_t> found = orders_[o];
    for (const std::size_t position : positions) {
        if (triple[position].is_variable()) {
            break;
        }
        const auto value = [&](std::uint32_t number) { return facts_[number][position].value.bits(); };
        const std::uint64_t wanted = triple[position].value.bits();
        found = {std::ranges::lower_bound(found, wanted, {}, value),
                 std::ranges::upper_bound(found, wanted, {}, value)};
    }
    return found;
}

}  // namespace gridlore::exchange
