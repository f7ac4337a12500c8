/// The body of a response that is made while it is sent: written on one thread, taken by the connection on another.
///
/// The writer never waits for the client. What the client has not taken is kept in memory, and beyond a bound in a
/// temporary file: a client that takes a byte at a time holds that file, and no one else.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "adapter/http/spool_file.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::http {

/// Internally synchronized; one writer, one taker.
class BodyStream {
  public:
    struct Limits {
        std::size_t memory = std::size_t{256} << 10;  ///< bytes that wait in memory
        std::uint64_t file = std::uint64_t{4} << 30;  ///< bytes that wait in the file; beyond, the response is cut
        std::shared_ptr<SpoolFolder> folder = std::make_shared<SpoolFolder>();  ///< of the file
    };
    explicit BodyStream(Limits limits) : limits_(std::move(limits)) {}

    // The writer's side. After an error, and after `finish` or `fail`, nothing more is written.

    /// Unavailable: the client has gone, or there is no room for the file; LimitExceeded: the file is full.
    Result<void> write(std::string_view bytes);
    /// That was all.
    void finish() { end(State::Finished); }
    /// There is more that will never come: the connection ends without the end of the body, so that the client can
    /// tell.
    void fail() { end(State::Failed); }

    // The connection's side.

    enum class Taken : std::uint8_t { Piece, Nothing, End, Cut };
    /// Puts the next bytes in `piece`. Nothing: there are none yet, and `notify` is called, once, when that changes.
    Taken take(std::string& piece);
    /// Called on the writer's thread; must not call back. Before the first `take`.
    void notify_by(std::function<void()> notify);
    /// Nobody takes any more: `notify` is not called from now on, and the writer is told with its next piece.
    void abandon();

  private:
    enum class State : std::uint8_t { Open, Finished, Failed };

    Result<void> spool(std::string_view bytes);
    Result<void> unspool(std::string& piece);
    void end(State state);
    void wake();

    const Limits limits_;
    mutable std::mutex mutex_;
    std::function<void()> notify_;
    std::string memory_;             ///< comes before what is in the file
    std::optional<SpoolFile> file_;  ///< used as a ring of `limits_.file` bytes
    std::uint64_t spooled_ = 0;      ///< written to the file so far
    std::uint64_t unspooled_ = 0;    ///< of that, taken
    State state_ = State::Open;
    bool is_awaited_ = false;
    bool is_abandoned_ = false;
};

}  // namespace gridlore::http
