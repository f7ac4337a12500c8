/// Where spdlog's lines go: into a buffer that a thread of its own writes out.
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace gridlore::logging {

/// Internally synchronized.
class GatheringSink final : public spdlog::sinks::base_sink<std::mutex> {
  public:
    /// Holds at most `limit` bytes; what comes when it is full is dropped and counted.
    explicit GatheringSink(int file_descriptor, std::size_t limit = 4 * 1024 * 1024);
    ~GatheringSink() override;

    /// How many lines have been dropped since it was last asked.
    std::size_t take_dropped();

  protected:
    void sink_it_(const spdlog::details::log_msg& message) override;
    /// Lines are written out by themselves.
    void flush_() override {}

  private:
    void run();

    const int file_descriptor_;
    const std::size_t limit_;
    std::mutex buffer_mutex_;
    std::condition_variable changed_;
    std::string buffer_;
    std::size_t dropped_ = 0;
    bool stopping_ = false;
    std::thread thread_;  ///< last: starts when all else is there
};

}  // namespace gridlore::logging
