/// A sort that ends when its query has to: a result may have millions of rows, which take seconds to put in order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "knowledge-engine/query/evaluation/budget.h"

namespace gridlore::query {

/// Puts `numbers` in the order of `is_before`, which is strict and total. False: the budget is at its end, and the
/// order is undefined. Takes as much memory again as `numbers`, which it counts.
template <typename IsBefore>
bool sort_within(Budget& budget, std::vector<std::size_t>& numbers, IsBefore is_before) {
    // Runs of this length are sorted without a look, which is for the merges: no single call takes long.
    constexpr std::size_t run_length = 64;
    const auto part = [](std::vector<std::size_t>& of, std::size_t begin, std::size_t length) {
        return begin < of.size() ? std::span(of).subspan(begin, std::min(length, of.size() - begin))
                                 : std::span<std::size_t>();
    };
    for (std::size_t begin = 0; begin < numbers.size(); begin += run_length) {
        if (!budget.look()) {
            return false;
        }
        std::ranges::sort(part(numbers, begin, run_length), std::ref(is_before));
    }
    if (numbers.size() <= run_length) {
        return true;
    }
    HeldMemory held(budget);
    held.set(numbers.size() * sizeof(std::size_t));
    std::vector<std::size_t> merged(numbers.size());
    for (std::size_t length = run_length; length < numbers.size(); length *= 2) {
        for (std::size_t begin = 0; begin < numbers.size(); begin += 2 * length) {
            std::span<std::size_t> left = part(numbers, begin, length);
            std::span<std::size_t> right = part(numbers, begin + length, length);
            for (std::size_t out = begin; !left.empty() || !right.empty(); ++out) {
                if (!budget.goes_on()) {
                    return false;
                }
                std::span<std::size_t>& from =
                    left.empty() || (!right.empty() && is_before(right.front(), left.front())) ? right : left;
                merged[out] = from.front();
                from = from.subspan(1);
            }
        }
        std::swap(numbers, merged);
    }
    return true;
}

}  // namespace gridlore::query
