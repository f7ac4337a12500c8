#include "knowledge-engine/store/lmdb/readers.h"

#include <algorithm>
#include <cassert>

namespace gridlore::store::lmdb {
namespace {

using std::chrono::milliseconds;

/// How soon a reader is looked at again that was in use when it was due.
constexpr milliseconds again = milliseconds(5);
/// A later time could not be told.
constexpr std::chrono::hours oldest(24 * 365);

}  // namespace

Readers::Readers(MDB_env* env, std::size_t limit, std::chrono::seconds age)
    : env_(env),
      limit_(limit),
      age_(std::min<std::chrono::seconds>(age, oldest)),
      expiry_([this] { expire_by_age(); }) {}

Readers::~Readers() {
    {
        const std::lock_guard lock(mutex_);
        assert(open_.empty());
        stops_ = true;
    }
    changed_.notify_all();
    expiry_.join();
}

Result<Reader*> Readers::take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !held_back_; });
    return open_one();
}

Reader* Readers::take_at_once() {
    const std::lock_guard lock(mutex_);
    if (held_back_) {
        return nullptr;
    }
    const auto reader = open_one();
    return reader ? *reader : nullptr;
}

Result<Reader*> Readers::open_one() {
    if (open_.size() >= limit_) {
        return Error{ErrorKind::Unavailable,
                     "all " + std::to_string(limit_) + " snapshots are in use: try again later"};
    }
    if (kept_.empty()) {
        MDB_txn* txn = nullptr;
        if (const int code = mdb_txn_begin(env_, nullptr, MDB_RDONLY, &txn); code != MDB_SUCCESS) {
            return error_of(code, "take a snapshot");
        }
        kept_.emplace_front().txn_ = Transaction(txn);
        kept_.front().place_ = kept_.begin();
    } else if (const int code = mdb_txn_renew(kept_.front().txn()); code != MDB_SUCCESS) {
        return error_of(code, "take a snapshot");
    }
    Reader& reader = kept_.front();
    open_.splice(open_.end(), kept_, reader.place_);
    reader.deadline_ = Reader::Clock::now() + age_;
    reader.due_.store(false, std::memory_order_relaxed);
    reader.leave();
    return &reader;
}

void Readers::give_back(Reader* reader) {
    const std::lock_guard lock(mutex_);
    if (reader->state_.exchange(Reader::State::Ended, std::memory_order_acq_rel) != Reader::State::Ended) {
        mdb_txn_reset(reader->txn());
    }
    kept_.splice(kept_.begin(), open_, reader->place_);
    if (held_back_) {
        changed_.notify_all();
    }
}

bool Readers::end_due(Reader::Clock::time_point now) {
    bool none_left = true;
    for (auto reader = open_.begin(); reader != open_.end() && reader->deadline_ <= now; ++reader) {
        if (!reader->due_.exchange(true, std::memory_order_relaxed)) {
            expired_.fetch_add(1, std::memory_order_relaxed);
        }
        auto expected = Reader::State::Idle;
        if (reader->state_.compare_exchange_strong(expected, Reader::State::Ended, std::memory_order_acq_rel)) {
            mdb_txn_reset(reader->txn());
        }
        none_left = none_left && expected != Reader::State::Busy;
    }
    return none_left;
}

void Readers::expire_by_age() {
    std::unique_lock lock(mutex_);
    while (!stops_) {
        const auto now = Reader::Clock::now();
        const bool none_left = end_due(now);
        const auto next =
            std::find_if(open_.begin(), open_.end(), [now](const Reader& reader) { return reader.deadline_ > now; });
        // One that is taken meanwhile is not due before its age.
        auto wake = next == open_.end() ? now + age_ : next->deadline_;
        if (!none_left) {
            wake = std::min(wake, now + again);
        }
        changed_.wait_until(lock, std::max(wake, now + again), [this] { return stops_; });
    }
}

bool Readers::all_ended() const {
    return std::all_of(open_.begin(), open_.end(), [](const Reader& reader) {
        return reader.state_.load(std::memory_order_acquire) == Reader::State::Ended;
    });
}

void Readers::make_all_due() {
    for (Reader& reader : open_) {
        reader.deadline_ = std::min(reader.deadline_, Reader::Clock::now());
    }
}

void Readers::without_readers(milliseconds grace, const std::function<void()>& action) {
    std::unique_lock lock(mutex_);
    held_back_ = true;
    if (!changed_.wait_for(lock, grace, [this] { return all_ended(); })) {
        make_all_due();
        while (!end_due(Reader::Clock::now())) {
            changed_.wait_for(lock, again);
        }
    }
    action();
    held_back_ = false;
    changed_.notify_all();
}

std::size_t Readers::open() const {
    const std::lock_guard lock(mutex_);
    return open_.size();
}

}  // namespace gridlore::store::lmdb
