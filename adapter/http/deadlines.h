/// Deadlines of all connections of one thread.
///
/// Each kind has one fixed length, so the deadlines of a kind fall due in the order in which they were set: a list is
/// enough, setting and clearing are a few pointers and allocate nothing, and one timer serves all connections.
#pragma once

#include <array>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "adapter/http/asio_types.h"

namespace gridlore::http {

enum class DeadlineKind : std::uint8_t { Idle, Read, Write, Linger };

/// A connection has one, which is set for one thing at a time. Its destruction clears it.
class Deadline : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
  public:
    /// `passed` is called when the deadline has passed, and is cleared. It must not destroy the deadline.
    explicit Deadline(std::function<void()> passed) : passed_(std::move(passed)) {}
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;
    ~Deadline() = default;

    void clear() { unlink(); }

  private:
    friend class Deadlines;
    std::function<void()> passed_;
    std::chrono::steady_clock::time_point due_;
};

/// Confined to the thread that runs the context.
class Deadlines {
  public:
    using Lengths = std::array<std::chrono::steady_clock::duration, 4>;  ///< by `DeadlineKind`

    Deadlines(asio::io_context& context, const Lengths& lengths);
    Deadlines(const Deadlines&) = delete;
    Deadlines& operator=(const Deadlines&) = delete;

    /// From now; instead of what it was set for.
    void set(Deadline& deadline, DeadlineKind kind);

  private:
    using List = boost::intrusive::list<Deadline, boost::intrusive::constant_time_size<false>>;
    using TimePoint = std::chrono::steady_clock::time_point;

    void arm(TimePoint due);
    void run_due(TimePoint now);
    std::optional<TimePoint> earliest() const;

    const Lengths lengths_;
    std::array<List, 4> lists_;
    SteadyTimer timer_;
    std::optional<TimePoint> armed_for_;
};

}  // namespace gridlore::http
