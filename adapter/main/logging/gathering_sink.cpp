#include "adapter/main/logging/gathering_sink.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <string_view>
#include <utility>

namespace gridlore::logging {
namespace {

/// How long lines are gathered: one write then serves many requests, and nobody notices the delay.
constexpr std::chrono::milliseconds gathering_time{20};

/// Waits for a reader that is slow. What is left is what cannot be written at all.
std::string_view write_all(int file_descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file_descriptor, text.data(), text.size());
        if (written > 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {
            pollfd writable{file_descriptor, POLLOUT, 0};
            ::poll(&writable, 1, -1);
        } else if (errno != EINTR) {
            return text;
        }
    }
    return {};
}

}  // namespace

GatheringSink::GatheringSink(int file_descriptor, std::function<std::string(std::size_t)> words_of_dropped,
                             std::size_t limit)
    : file_descriptor_(file_descriptor),
      words_of_dropped_(std::move(words_of_dropped)),
      limit_(limit),
      thread_([this] { run(); }) {}

GatheringSink::~GatheringSink() {
    {
        const std::lock_guard lock(buffer_mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
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
        const std::size_t dropped = std::exchange(dropped_, 0);
        lock.unlock();
        if (dropped > 0) {
            lines.insert(0, line_of_dropped(dropped));
        }
        const std::string_view unwritten = write_all(file_descriptor_, lines);
        lock.lock();
        dropped_ += static_cast<std::size_t>(std::count(unwritten.begin(), unwritten.end(), '\n'));
    }
}

/// As any other line, but past the level and the bound: otherwise it would be dropped just when it is needed.
std::string GatheringSink::line_of_dropped(std::size_t count) {
    const std::string words = words_of_dropped_(count);
    spdlog::memory_buf_t line;
    const std::lock_guard lock(mutex_);  // the formatter is the base's
    formatter_->format({"", spdlog::level::warn, words}, line);
    return {line.data(), line.size()};
}

}  // namespace gridlore::logging
