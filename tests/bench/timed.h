/// Runs benchmarks of Google Benchmark and makes figures of what they measured.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/bench/figures.h"

namespace gridlore::bench {

/// What a benchmark of that name is to be shown as: its time in `unit` ("ns", "us" or "ms"), divided by `per`; or, if
/// it goes through so many `megabytes`, megabytes a second.
struct TimeTarget {
    std::string benchmark;
    std::string unit = "us";
    double per = 1;
    std::optional<double> megabytes = {};
    std::optional<double> at_most = {};
    std::optional<double> at_least = {};
    std::string floor = {};  ///< the benchmark that is its floor
    bool of_floor = false;
};

/// Runs all registered benchmarks (Google Benchmark's options hold) and returns the medians of their processor times,
/// in the order of `targets`; those that did not run are left out.
std::vector<Figure> run_benchmarks(int argc, char** argv, const std::vector<TimeTarget>& targets);

}  // namespace gridlore::bench
