/// How much private memory (`RssAnon`) a piece of work needs: looked at again and again by a thread of its own.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <string>
#include <thread>

namespace gridlore::bench {

/// Bytes, now.
inline std::uint64_t private_memory() {
    constexpr std::string_view name = "RssAnon:";
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(name)) {
            return std::stoull(line.substr(name.size())) * 1024;
        }
    }
    return 0;
}

class PrivateMemory {
  public:
    PrivateMemory()
        : before_(private_memory()), most_(before_), watch_([this](const std::stop_token& stop) {
              while (!stop.stop_requested()) {
                  most_ = std::max(most_.load(), private_memory());
                  std::this_thread::sleep_for(std::chrono::milliseconds(5));
              }
          }) {}

    /// At most, since it was made, beside what was there before.
    std::uint64_t needed() const { return most_ - before_; }

  private:
    std::uint64_t before_;
    std::atomic<std::uint64_t> most_;
    std::jthread watch_;
};

}  // namespace gridlore::bench
