/// Deadlines of all connections of one thread.
///
/// Each kind has one fixed length, so the deadlines of a kind fall due in the order in which they were set: a list is
/// enough, setting and clearing are a few pointers and allocate nothing, and one timer serves all connections.
#pragma once

#include <array>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstdint>
#include <optional>

#include "adapter/http/asio_types.h"

namespace gridlore::http {

enum class DeadlineKind : std::uint8_t { Idle, Read, Write, Linger };

/// What a connection derives from. Has at most one deadline at a time; its destruction clears it.
class DeadlineHolder : public boost::intrusive::list_base_hook<
                           boost::intrusive::link_mode<boost::intrusive::auto_unlink>, boost::intrusive::tag<class DeadlineTag>> {
  public:
    virtual void on_deadline(DeadlineKind kind) = 0;
    void clear_deadline() { unlink(); }

  protected:
    ~DeadlineHolder() = default;

  private:
    friend class Deadlines;
    std::chrono::steady_clock::time_point due_;
};

/// Confined to the thread that runs the context.
class Deadlines {
  public:
    using Lengths = std::array<std::chrono::steady_clock::duration, 4>;  ///< by `DeadlineKind`

    Deadlines(asio::io_context& context, const Lengths& lengths);
    Deadlines(const Deadlines&) = delete;
    Deadlines& operator=(const Deadlines&) = delete;

    /// Replaces the holder's deadline, if any, by one that counts from now.
    void set(DeadlineHolder& holder, DeadlineKind kind);

  private:
    using List = boost::intrusive::list<DeadlineHolder, boost::intrusive::base_hook<DeadlineHolder::list_base_hook>,
                                        boost::intrusive::constant_time_size<false>>;
    using TimePoint = std::chrono::steady_clock::time_point;

    void arm(TimePoint due);
    void run_due(TimePoint now);
    std::optional<TimePoint> earliest() const;

    Lengths lengths_;
    std::array<List, 4> lists_;
    SteadyTimer timer_;
    std::optional<TimePoint> armed_for_;
};

}  // namespace gridlore::http
