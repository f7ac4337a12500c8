/// A sort that ends when its query has to: a result may have millions of rows, which take seconds to put in order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "knowledge-engine/query/evaluation/budget.h"

namespace gridlore::query {

/// Puts `numbers` in the order of `is_before`, which is strict and total. False: the budget is at its end, and the
/// order is undefined. Takes as much memory again as `numbers`, which it counts.
template <typename IsBefore>
bool sort_within(Budget& budget, std::vector<std::size_t>& numbers, IsBefore is_before) {
    // Long runs cost least, but no look at the budget can be had within one.
    constexpr std::size_t run_length = 8192;
    constexpr std::size_t numbers_between_looks = 1024;
    const auto at = [&](std::size_t place) {
        return numbers.begin() + static_cast<std::ptrdiff_t>(std::min(place, numbers.size()));
    };
    for (std::size_t begin = 0; begin < numbers.size(); begin += run_length) {
        if (!budget.look()) {
            return false;
        }
        std::sort(at(begin), at(begin + run_length), std::ref(is_before));
    }
    if (numbers.size() <= run_length) {
        return true;
    }
    HeldMemory held(budget);
    held.set(numbers.size() * sizeof(std::size_t));
    std::vector<std::size_t> merged(numbers.size());
    for (std::size_t length = run_length; length < numbers.size(); length *= 2) {
        auto out = merged.begin();
        for (std::size_t begin = 0; begin < numbers.size(); begin += 2 * length) {
            auto left = at(begin);
            const auto middle = at(begin + length);
            auto right = middle;
            const auto end = at(begin + 2 * length);
            while (left != middle && right != end) {
                if ((out - merged.begin()) % numbers_between_looks == 0 && !budget.look()) {
                    return false;
                }
                *out++ = is_before(*right, *left) ? *right++ : *left++;
            }
            out = std::copy(right, end, std::copy(left, middle, out));
        }
        std::swap(numbers, merged);
    }
    return budget.look();
}

}  // namespace gridlore::query
