/// Where spdlog's lines go: into a buffer that a thread of its own writes out.
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace gridlore::logging {

/// Internally synchronized.
class GatheringSink final : public spdlog::sinks::base_sink<std::mutex> {
  public:
    /// Holds at most `limit` bytes; what comes when it is full, or cannot be written, is dropped. In front of the next
    /// lines that are written stands one that says how many were: what `words_of_dropped` makes of their count.
    GatheringSink(int file_descriptor, std::function<std::string(std::size_t)> words_of_dropped,
                  std::size_t limit = std::size_t{4} << 20);
    ~GatheringSink() override;

  protected:
    void sink_it_(const spdlog::details::log_msg& message) override;
    /// Lines are written out by themselves.
    void flush_() override {}

  private:
    void run();
    std::string line_of_dropped(std::size_t count);

    const int file_descriptor_;
    const std::function<std::string(std::size_t)> words_of_dropped_;
    const std::size_t limit_;
    std::mutex buffer_mutex_;
    std::condition_variable changed_;
    std::string buffer_;
    std::size_t dropped_ = 0;
    bool stopping_ = false;
    std::thread thread_;  ///< last: starts when all else is there
};

}  // namespace gridlore::logging
