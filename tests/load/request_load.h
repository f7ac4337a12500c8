/// Many clients that send requests as fast as they are answered: to a server, and to its floor.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/load/child_process.h"

namespace gridlore::load {

struct RequestRate {
    double per_second = 0;
    double processor_seconds = 0;  ///< of the server, for one request
};
struct RequestRates {
    RequestRate measured;
    RequestRate floor;
};

inline constexpr std::size_t request_clients = 64;

/// Each client sends one of `requests` again and again. Both servers in turn for a second each, several times; medians.
/// The clients are on as many threads as a server has: they must not be what one waits for. Ends the program if an
/// answer is not 200 or does not come.
RequestRates request_rates(const ChildProcess& server, const ChildProcess& floor,
                           const std::vector<std::string>& requests);

}  // namespace gridlore::load
