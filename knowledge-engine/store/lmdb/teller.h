/// Tells the outcomes of changes on a thread of its own, so that the writer is at the next ones while those who waited
/// are woken.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::store::lmdb {

struct Told {
    std::function<void(Result<void>)> done;
    Result<void> outcome;
};

/// Internally synchronized.
class Teller {
  public:
    Teller();
    /// Tells what is left.
    ~Teller();
    Teller(const Teller&) = delete;
    Teller& operator=(const Teller&) = delete;

    /// Calls each `done` with its outcome, in order and after those that were given before. Does not wait.
    void tell(std::vector<Told> outcomes);

  private:
    void run();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Told> waiting_;
    bool stops_ = false;
    std::thread thread_;
};

}  // namespace gridlore::store::lmdb
