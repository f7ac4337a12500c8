/// Who depends on whom in a circle. Pure functions.
#pragma once

#include <cstddef>
#include <vector>

namespace gridlore::exchange {

/// For each node of a graph the number of its strongly connected component: nodes have the same number if each reaches
/// the other. A component that another one leads to has the lower number of the two. Linear, without recursion.
std::vector<std::size_t> components(const std::vector<std::vector<std::size_t>>& successors);

}  // namespace gridlore::exchange
