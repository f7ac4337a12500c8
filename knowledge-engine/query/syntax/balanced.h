/// Long chains of what may be grouped at will (joins, unions, `||`, `&&`, paths) as low trees. Pure functions.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace gridlore::query {

/// `combine(left, right)` of all parts in their order, halved again and again; null as soon as one is.
/// Precondition: there are parts.
template <typename Pointer, typename Combine>
Pointer balanced(std::vector<Pointer> parts, const Combine& combine) {
    while (parts.size() > 1) {
        std::vector<Pointer> next;
        next.reserve((parts.size() + 1) / 2);
        for (std::size_t i = 0; i < parts.size(); i += 2) {
            next.push_back(i + 1 < parts.size() ? combine(parts[i], parts[i + 1]) : parts[i]);
            if (!next.back()) {
                return nullptr;
            }
        }
        parts = std::move(next);
    }
    return parts.front();
}

}  // namespace gridlore::query
