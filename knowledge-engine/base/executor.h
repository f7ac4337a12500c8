/// Where work goes that would hold up the thread that has it.
#pragma once

#include <functional>

namespace gridlore {

/// Runs a function some time later on another thread. False: there is no room for it, and it was not taken.
using Executor = std::function<bool(std::function<void()>)>;

}  // namespace gridlore
