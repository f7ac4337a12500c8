#include "adapter/http/body_stream.h"

#include <algorithm>
#include <utility>

namespace gridlore::http {
namespace {

/// What is taken out of the file at once.
constexpr std::size_t piece_size = std::size_t{64} << 10;

}  // namespace

Result<void> BodyStream::write(std::string_view bytes) {
    {
        const std::lock_guard lock(mutex_);
        if (is_abandoned_) {
            return Error{ErrorKind::Unavailable, "The client has gone."};
        }
        if (spooled_ == unspooled_ && memory_.size() + bytes.size() <= limits_.memory) {
            memory_ += bytes;
            wake();
            return {};
        }
    }
    return spool(bytes);
}

/// The lock is held for the counts only: the connection does not wait while the file is written.
Result<void> BodyStream::spool(std::string_view bytes) {
    if (!file_) {
        auto made = SpoolFile::make(limits_.folder);
        if (!made) {
            return std::move(made).error();
        }
        const std::lock_guard lock(mutex_);
        file_ = *std::move(made);
    }
    while (!bytes.empty()) {
        std::uint64_t room = 0;
        {
            const std::lock_guard lock(mutex_);
            room = limits_.file - (spooled_ - unspooled_);
        }
        const std::uint64_t at = spooled_ % limits_.file;  // only this thread changes it
        const auto size = std::min({std::uint64_t{bytes.size()}, room, limits_.file - at});
        if (bytes.size() > room) {
            return Error{ErrorKind::LimitExceeded, "The client takes the response too slowly: more than " +
                                                       std::to_string(limits_.file) + " bytes of it wait."};
        }
        if (auto written = file_->write(at, bytes.substr(0, size)); !written) {
            return written;
        }
        bytes.remove_prefix(size);
        const std::lock_guard lock(mutex_);
        spooled_ += size;
        wake();
    }
    return {};
}

void BodyStream::end(State state) {
    const std::lock_guard lock(mutex_);
    if (state_ == State::Open) {
        state_ = state;
        wake();
    }
}

/// Precondition: the lock is held.
void BodyStream::wake() {
    if (std::exchange(is_awaited_, false) && notify_ && !is_abandoned_) {
        notify_();
    }
}

BodyStream::Taken BodyStream::take(std::string& piece) {
    piece.clear();
    {
        const std::lock_guard lock(mutex_);
        if (state_ == State::Failed) {
            return Taken::Cut;
        }
        if (!memory_.empty()) {
            piece.swap(memory_);
            return Taken::Piece;
        }
        if (spooled_ == unspooled_) {
            is_awaited_ = state_ == State::Open;
            return is_awaited_ ? Taken::Nothing : Taken::End;
        }
    }
    return unspool(piece) ? Taken::Piece : Taken::Cut;
}

Result<void> BodyStream::unspool(std::string& piece) {
    std::uint64_t size = 0;
    {
        const std::lock_guard lock(mutex_);
        size = spooled_ - unspooled_;
    }
    const std::uint64_t at = unspooled_ % limits_.file;  // only this thread changes it
    piece.resize(std::min({size, std::uint64_t{piece_size}, limits_.file - at}));
    auto read = file_->read(at, piece);
    const std::lock_guard lock(mutex_);
    unspooled_ += piece.size();
    return read;
}

void BodyStream::notify_by(std::function<void()> notify) {
    const std::lock_guard lock(mutex_);
    notify_ = std::move(notify);
}

void BodyStream::abandon() {
    std::function<void()> unneeded;  // what it holds is let go of when the lock is free
    const std::lock_guard lock(mutex_);
    is_abandoned_ = true;
    unneeded.swap(notify_);
}

}  // namespace gridlore::http
