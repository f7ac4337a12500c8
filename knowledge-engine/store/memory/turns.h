/// Whose turn it is: any number of readers, or one writer. Internally synchronized.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace gridlore::store {

/// A turn belongs to no thread: it may end on another one than it began on.
///
/// A writer that waits holds new readers back, but each only for a moment: one that comes from somebody who reads
/// already must get in, for otherwise they would wait for each other. So the writer gets its turn once the readers
/// that overlap all last less than that moment.
class Turns {
  public:
    void begin_reading();
    /// False: a writer has its turn, or waits for it.
    bool try_reading();
    void end_reading();
    /// False: there were readers all the time until `patience` was over.
    bool begin_writing(std::chrono::milliseconds patience);
    void end_writing();
    std::size_t readers() const;

  private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t readers_ = 0;
    std::size_t writers_waiting_ = 0;
    bool writing_ = false;
};

}  // namespace gridlore::store
