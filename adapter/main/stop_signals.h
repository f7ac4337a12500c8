/// SIGTERM and SIGINT as something to wait for.
#pragma once

namespace gridlore::program {

/// Make it before any thread: those that are started later inherit that these signals do not interrupt them.
class StopSignals {
  public:
    StopSignals();

    /// Returns when the first of them comes. From then on SIGINT ends the process at once: somebody presses Ctrl-C
    /// again. A supervisor that repeats its SIGTERM cuts no exchange off.
    void wait();
};

}  // namespace gridlore::program
