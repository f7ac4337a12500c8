/// The one thread that writes: changes that wait together share one commit and its sync.
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
    void settle(Batch& batch);

    /// All that are without an outcome in one transaction; undone as a whole when one of them fails after it wrote.
    Settled commit_together(Batch& batch);
    /// The same, each in a transaction within that one, which can be undone alone.
    Settled commit_nested(Batch& batch);
    /// Each in a transaction and a commit of its own.
    void commit_each(Batch& batch);
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

    std::chrono::nanoseconds patience_{0};  ///< the writer's: how long it waits for as many changes as last time
    std::size_t last_batch_ = 0;            ///< the writer's

    std::mutex mutex_;
    std::size_t wakes_at_ = 0;  ///< how many waiting changes wake the writer; each waking costs what a change does
    std::condition_variable changed_;
    std::deque<Waiting> waiting_;
    bool stops_ = false;
    std::thread thread_;
};

}  // namespace gridlore::store::lmdb
