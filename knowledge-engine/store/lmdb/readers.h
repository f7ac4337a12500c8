/// The read transactions of an open file: kept for the next snapshot when one ends, taken away from one that is too
/// old.
#pragma once

#include <lmdb.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/environment.h"

namespace gridlore::store::lmdb {

/// A read transaction that one thread at a time uses, and that may be taken away while nobody does.
class Reader {
  public:
    using Clock = std::chrono::steady_clock;

    MDB_txn* txn() const { return txn_.get(); }
    /// False: it was taken away. While it is entered it stays; nothing that was read before may be looked at otherwise.
    bool enter() {
        State expected = State::Idle;
        return !due_.load(std::memory_order_relaxed) &&
               state_.compare_exchange_strong(expected, State::Busy, std::memory_order_acquire);
    }
    void leave() { state_.store(State::Idle, std::memory_order_release); }

  private:
    friend class Readers;
    enum class State : std::uint8_t { Idle, Busy, Ended };

    Transaction txn_;
    std::atomic<State> state_ = State::Ended;
    std::atomic<bool> due_ = false;
    Clock::time_point deadline_;
    std::list<Reader>::iterator place_;
};

/// Internally synchronized.
class Readers {
  public:
    /// `env` must outlive it. At most `limit` are open at once.
    Readers(MDB_env* env, std::size_t limit, std::chrono::seconds age);
    /// Precondition: none is open.
    ~Readers();
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    /// Costs about a microsecond. Unavailable: too many are open.
    Result<Reader*> take();
    /// Null where `take` would wait or fail.
    Reader* take_at_once();
    void give_back(Reader* reader);

    /// Takes all readers away, after `grace` those that did not end by themselves, and holds new ones back, while
    /// `action` runs: for what must not happen under them.
    void without_readers(std::chrono::milliseconds grace, const std::function<void()>& action);

    std::size_t open() const;
    std::uint64_t expired() const { return expired_.load(std::memory_order_relaxed); }

  private:
    /// Needs the mutex.
    Result<Reader*> open_one();
    void expire_by_age();
    /// Ends what has reached its deadline and is not in use; true if nothing is left that has. Needs the mutex.
    bool end_due(Reader::Clock::time_point now);
    bool all_ended() const;
    void make_all_due();

    MDB_env* env_;
    const std::size_t limit_;
    const std::chrono::seconds age_;
    std::atomic<std::uint64_t> expired_ = 0;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::list<Reader> open_;  ///< the oldest first
    std::list<Reader> kept_;  ///< reset, for the next one
    bool held_back_ = false;
    bool stops_ = false;
    std::thread expiry_;
};

}  // namespace gridlore::store::lmdb
