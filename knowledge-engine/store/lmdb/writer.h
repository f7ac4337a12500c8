/// The one thread that writes: changes that come while it is at others share one commit and its sync with them.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "knowledge-engine/store/lmdb/change_transaction.h"
#include "knowledge-engine/store/lmdb/teller.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::store::lmdb {

struct WriterSettings {
    std::size_t waiting_changes = 0;
    std::size_t changes_per_commit = 0;
};

/// What a writer writes to; it must outlive the writer.
struct WriterTarget {
    MDB_env* env = nullptr;
    const Tables* tables = nullptr;
    PredicateSamples* samples = nullptr;
    Readers* readers = nullptr;
    StoreState state;  ///< as it is in the file
};

/// Internally synchronized.
class Writer {
  public:
    /// Work on the transaction itself, which it neither commits nor aborts. It may raise `next_id` and `lookalikes` of
    /// the state; the version is raised for it. Called anew each time the map had to grow.
    using Work = std::function<Result<void>(MDB_txn* txn, StoreState& state)>;

    Writer(const WriterTarget& target, const WriterSettings& settings);
    /// Ends what it is at; what waits fails with Unavailable.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// As `QuadStore::submit`.
    void submit(Change change, std::function<void(Result<void>)> done);
    /// Makes `work` alone in a commit of its own, after what was submitted before it, and waits until it is on disk.
    Result<void> run_alone(const Work& work);

    std::uint64_t commits() const { return commits_.load(std::memory_order_relaxed); }
    std::uint64_t changes() const { return changes_.load(std::memory_order_relaxed); }

  private:
    struct Waiting {
        Change change;  ///< empty: `work` instead
        const Work* work = nullptr;
        std::function<void(Result<void>)> done;
    };
    struct Attempt {
        Waiting waiting;
        std::optional<Result<void>> outcome;
    };
    using Batch = std::vector<Attempt>;
    enum class Settled : std::uint8_t { All, NotAll };

    void enqueue(Waiting waiting);
    void run();
    Batch take_batch();
    /// Adds what has come meanwhile, or else what is likely to come at once. False: nothing came.
    bool take_more(Batch& batch);
    /// Up to as many changes as share a commit, or one piece of work alone. Precondition: `mutex_` is held.
    void move_waiting(Batch& batch);
    void settle(Batch& batch);
    void tell(Batch& batch);

    /// All in one transaction, and all that come while it lasts; undone as a whole when one of them fails after it
    /// wrote, but for one that is alone.
    Settled commit_together(Batch& batch);
    /// The same, each in a transaction within that one, which can be undone alone.
    Settled commit_nested(Batch& batch);
    /// Each in a transaction and a commit of its own, for which the map grows.
    void commit_each(Batch& batch);
    Result<void> commit_alone(const Change& change);
    void commit_work(Attempt& attempt);
    Result<void> run_work(const Work& work);
    /// Ends the transaction: on success all that have no outcome have succeeded.
    Settled finish(Batch& batch, Transaction txn, const StoreState& state, bool changed_quads, bool wrote);
    int commit(Transaction& txn, StoreState state, bool changed_quads);
    ReadContext context(const Transaction& txn) const;
    /// True if the map has more room now.
    bool grow_map();

    WriterTarget target_;
    const WriterSettings settings_;
    std::atomic<std::uint64_t> commits_ = 0;
    std::atomic<std::uint64_t> changes_ = 0;

    // The writer's: as many changes as last time are expected, for so long from the time when it took the first.
    std::chrono::nanoseconds patience_{0};
    std::size_t expected_ = 0;
    std::chrono::steady_clock::time_point taken_at_;

    std::mutex mutex_;
    std::size_t wakes_at_ = 0;  ///< how many waiting changes wake the writer; each waking costs what a change does
    std::condition_variable changed_;
    std::deque<Waiting> waiting_;
    bool stops_ = false;
    Teller teller_;
    std::thread thread_;
};

}  // namespace gridlore::store::lmdb
