/// A benchmark has nothing to measure where its own network cannot be built: the program says why and ends.
#pragma once

#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>

#include "knowledge-engine/base/result.h"

namespace gridlore::bench {

[[noreturn]] inline void give_up(const std::string& why) {
    std::cerr << "bench: " << why << std::endl;
    std::_Exit(EXIT_FAILURE);  // with other threads at work, nothing is taken down in order
}

template <typename T>
T checked(Result<T> result) {
    if (!result) {
        give_up(std::move(result).error().message);
    }
    return std::move(*result);
}

inline void checked(const Result<void>& result) {
    if (!result) {
        give_up(result.error().message);
    }
}

}  // namespace gridlore::bench
