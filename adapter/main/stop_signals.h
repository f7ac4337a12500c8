/// SIGTERM and SIGINT as something to wait for, and SIGHUP as something to be told of.
#pragma once

#include <functional>

namespace gridlore::program {

/// Make it before any thread: those that are started later inherit that these signals do not interrupt them.
class StopSignals {
  public:
    /// `hangup` is called for each SIGHUP, by whoever waits. Empty: SIGHUP ends the process, as it does without us.
    explicit StopSignals(std::function<void()> hangup = {});

    /// Returns when SIGTERM or SIGINT comes. From then on SIGINT ends the process at once: somebody presses Ctrl-C
    /// again. A supervisor that repeats its SIGTERM cuts no exchange off.
    void wait();

  private:
    const std::function<void()> hangup_;
};

}  // namespace gridlore::program
