/// What one query may take. A value type.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace gridlore::query {

/// Each is checked while a query runs, and named by the error that ends it (LimitExceeded).
struct Limits {
    std::chrono::nanoseconds time = std::chrono::seconds(60);
    std::size_t memory = std::size_t{256} << 20;  ///< bytes that joins, groups, sorting and new terms may hold
    std::uint64_t rows = 10'000'000;              ///< of the result
};

}  // namespace gridlore::query
