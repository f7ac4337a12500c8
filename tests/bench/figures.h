/// What was measured beside what must be reached: rows of the table in docs/performance.md. Value types.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gridlore::bench {

/// One row. A target is a bound on `value`, or on `value / floor` where `of_floor` is set.
struct Figure {
    std::string name;
    double value = 0;
    std::string unit;
    std::optional<double> floor = {};  ///< the same unit: what the bare means need in the same run
    std::optional<double> at_most = {};
    std::optional<double> at_least = {};
    bool of_floor = false;

    /// Nothing if there is no target.
    std::optional<bool> holds() const;
};

/// A Markdown table on standard output.
void print_table(const std::vector<Figure>& figures);

}  // namespace gridlore::bench
