#include "adapter/main/logging/gathering_sink.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string_view>

namespace gridlore::logging {
namespace {

/// How long lines are gathered: one write then serves many requests, and nobody notices the delay.
constexpr std::chrono::milliseconds gathering_time{20};

void write_all(int file_descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file_descriptor, text.data(), text.size());
        if (written > 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            return;  // a log that nobody can read any more has nobody to tell
        }
    }
}

}  // namespace

GatheringSink::GatheringSink(int file_descriptor, std::size_t limit)
    : file_descriptor_(file_descriptor), limit_(limit), thread_([this] { run(); }) {}

GatheringSink::~GatheringSink() {
    {
        const std::lock_guard lock(buffer_mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

std::size_t GatheringSink::take_dropped() {
    const std::lock_guard lock(buffer_mutex_);
    return std::exchange(dropped_, 0);
}

void GatheringSink::sink_it_(const spdlog::details::log_msg& message) {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    bool was_empty = false;
    {
        const std::lock_guard lock(buffer_mutex_);
        if (buffer_.size() + line.size() > limit_) {
            ++dropped_;
            return;
        }
        was_empty = buffer_.empty();
        buffer_.append(line.data(), line.size());
    }
    if (was_empty) {
        changed_.notify_one();
    }
}

void GatheringSink::run() {
    std::unique_lock lock(buffer_mutex_);
    std::string lines;
    while (!stopping_ || !buffer_.empty()) {
        changed_.wait(lock, [this] { return stopping_ || !buffer_.empty(); });
        changed_.wait_for(lock, gathering_time, [this] { return stopping_; });
        lines.clear();
        lines.swap(buffer_);
        lock.unlock();
        write_all(file_descriptor_, lines);
        lock.lock();
    }
}

}  // namespace gridlore::logging
