/// Lets through whoever calls what may end before the callers do: until it is closed, which waits for those inside.
/// Nobody holds a lock within, so that one caller does not wait for another. Internally synchronized.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>

namespace gridlore::graph {

class Gate {
  public:
    /// Calls `work`, unless the gate is closed. `work` may pass the gate again, and must not close it.
    void pass(const std::function<void()>& work);
    /// Once it returns nobody is inside, and nobody will be.
    void close();

  private:
    std::mutex mutex_;
    std::condition_variable left_;
    bool is_closed_ = false;
    std::size_t inside_ = 0;
};

}  // namespace gridlore::graph
