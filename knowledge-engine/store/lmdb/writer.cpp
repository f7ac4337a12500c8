#include "knowledge-engine/store/lmdb/writer.h"
#include "knowledge-engine/store/backend.h"

#include <sys/mman.h>

#include <algorithm>
#include <exception>
#include <future>
#include <limits>

namespace gridlore::store::lmdb {
namespace {

/// How long open snapshots are given to end by themselves when the map has to grow.
constexpr std::chrono::milliseconds growth_grace{1000};

constexpr std::chrono::nanoseconds longest_patience = std::chrono::milliseconds(2);

Error stopping() {
    return {ErrorKind::Unavailable, "the store is being closed: nothing of this was stored"};
}

bool can_reserve(std::size_t bytes) {
    void* place = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return place != MAP_FAILED && munmap(place, bytes) == 0;
}

}  // namespace

Writer::Writer(const WriterTarget& target, const WriterSettings& settings)
    : target_(target), settings_(settings), thread_([this] { run(); }) {}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        stops_ = true;
    }
    changed_.notify_all();
    thread_.join();
    for (Waiting& waiting : waiting_) {
        teller_.tell({{std::move(waiting.done), stopping()}});
    }
}

void Writer::enqueue(Waiting waiting) {
    std::optional<Error> refusal;
    bool wakes = false;
    {
        const std::lock_guard lock(mutex_);
        if (stops_) {
            refusal = stopping();
        } else if (waiting_.size() >= settings_.waiting_changes) {
            refusal = {ErrorKind::LimitExceeded, "as many changes wait as may (" +
                                                     std::to_string(settings_.waiting_changes) + "): try again later"};
        } else {
            waiting_.push_back(std::move(waiting));
            wakes = waiting_.size() >= wakes_at_;
        }
    }
    if (refusal) {
        waiting.done(*std::move(refusal));
    } else if (wakes) {
        changed_.notify_one();
    }
}

void Writer::submit(Change change, std::function<void(Result<void>)> done) {
    enqueue({std::move(change), nullptr, std::move(done)});
}

Result<void> Writer::run_alone(const Work& work) {
    std::promise<Result<void>> outcome;
    enqueue({{}, &work, [&outcome](Result<void> done) { outcome.set_value(std::move(done)); }});
    return outcome.get_future().get();
}

void Writer::move_waiting(Batch& batch) {
    const std::size_t most = std::max<std::size_t>(settings_.changes_per_commit, 1);
    while (!stops_ && !waiting_.empty() && batch.size() < most) {
        const bool is_work = waiting_.front().work != nullptr;
        if (is_work && !batch.empty()) {
            break;
        }
        batch.push_back({std::move(waiting_.front()), std::nullopt});
        waiting_.pop_front();
        if (is_work) {
            break;
        }
    }
}

/// None when the writer stops.
Writer::Batch Writer::take_batch() {
    std::unique_lock lock(mutex_);
    wakes_at_ = 1;
    changed_.wait(lock, [this] { return stops_ || !waiting_.empty(); });
    wakes_at_ = std::numeric_limits<std::size_t>::max();
    Batch batch;
    move_waiting(batch);
    taken_at_ = std::chrono::steady_clock::now();
    return batch;
}

bool Writer::take_more(Batch& batch) {
    const std::size_t before = batch.size();
    std::unique_lock lock(mutex_);
    if (waiting_.empty() && before < expected_) {
        // Those whose changes were in the last commit are likely to come back with the next one, at the same time. To
        // be woken costs what a change does: half of those who are still expected are worth it.
        wakes_at_ = (expected_ - before + 1) / 2;
        changed_.wait_until(lock, taken_at_ + patience_, [this] { return stops_ || waiting_.size() >= wakes_at_; });
        wakes_at_ = std::numeric_limits<std::size_t>::max();
    }
    move_waiting(batch);
    return batch.size() > before;
}

void Writer::run() {
    for (Batch batch = take_batch(); !batch.empty(); batch = take_batch()) {
        if (batch.front().waiting.work != nullptr) {
            commit_work(batch.front());
        } else {
            settle(batch);
        }
        const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - taken_at_;
        patience_ = batch.size() > 1 ? std::min(took / 4, longest_patience) : std::chrono::nanoseconds(0);
        expected_ = batch.size();
        tell(batch);
    }
}

void Writer::tell(Batch& batch) {
    std::vector<Told> outcomes;
    outcomes.reserve(batch.size());
    for (Attempt& attempt : batch) {
        outcomes.push_back({std::move(attempt.waiting.done), *std::move(attempt.outcome)});
    }
    teller_.tell(std::move(outcomes));
}

void Writer::settle(Batch& batch) {
    // What was undone may have been the reason for which another change failed.
    const auto begin_anew = [&batch] {
        std::for_each(batch.begin(), batch.end(), [](Attempt& attempt) { attempt.outcome.reset(); });
    };
    if (commit_together(batch) == Settled::All) {
        return;
    }
    begin_anew();
    if (batch.size() > 1) {
        if (commit_nested(batch) == Settled::All) {
            return;
        }
        begin_anew();
    }
    commit_each(batch);
}

ReadContext Writer::context(const Transaction& txn) const {
    return {txn.get(), target_.tables, target_.state.seed};
}

int Writer::commit(Transaction& txn, StoreState state, bool changed_quads) {
    state.version += changed_quads ? 1 : 0;
    if (state != target_.state) {
        if (const int code = write_state(txn.get(), *target_.tables, state); code != MDB_SUCCESS) {
            return code;
        }
    }
    const int code = txn.commit();
    if (code == MDB_SUCCESS) {
        target_.state = state;
        commits_.fetch_add(1, std::memory_order_relaxed);
    }
    return code;
}

Writer::Settled Writer::finish(Batch& batch, Transaction txn, const StoreState& state, bool changed_quads, bool wrote) {
    if (wrote && commit(txn, state, changed_quads) != MDB_SUCCESS) {
        return Settled::NotAll;
    }
    for (Attempt& attempt : batch) {
        if (!attempt.outcome) {
            attempt.outcome = Result<void>();
            changes_.fetch_add(1, std::memory_order_relaxed);
        }
    }
    return Settled::All;
}

Writer::Settled Writer::commit_together(Batch& batch) {
    auto txn = Transaction::writing(target_.env);
    if (!txn) {
        std::for_each(batch.begin(), batch.end(), [&](Attempt& attempt) { attempt.outcome = txn.error(); });
        return Settled::All;
    }
    StoreState state;
    bool wrote = false;
    bool changed_quads = false;
    {
        ChangeTransaction changes(context(*txn), target_.state, *target_.samples);
        for (std::size_t i = 0; i < batch.size() || take_more(batch); ++i) {
            changes.begin_change();
            Result<void> outcome = call_guarded(batch[i].waiting.change, changes);
            const bool is_spoilt = changes.failure() || (!outcome && changes.has_written());
            if (is_spoilt && (batch.size() > 1 || changes.failure())) {
                return Settled::NotAll;
            }
            wrote = wrote || changes.has_written();
            if (!outcome) {
                batch[i].outcome = std::move(outcome);
            }
            if (is_spoilt) {
                return Settled::All;
            }
        }
        state = changes.state();
        changed_quads = changes.has_changed_quads();
    }
    return finish(batch, *std::move(txn), state, changed_quads, wrote);
}

Writer::Settled Writer::commit_nested(Batch& batch) {
    auto txn = Transaction::writing(target_.env);
    if (!txn) {
        return Settled::NotAll;
    }
    StoreState state = target_.state;
    bool wrote = false;
    bool changed_quads = false;
    for (Attempt& attempt : batch) {
        if (attempt.outcome) {
            continue;
        }
        auto inner = Transaction::writing(target_.env, txn->get());
        if (!inner) {
            return Settled::NotAll;
        }
        StoreState inner_state;
        bool inner_changed_quads = false;
        {
            ChangeTransaction changes(context(*inner), state, *target_.samples);
            Result<void> outcome = call_guarded(attempt.waiting.change, changes);
            if (changes.failure()) {
                return Settled::NotAll;
            }
            if (!outcome) {
                attempt.outcome = std::move(outcome);
            }
            inner_state = changes.state();
            inner_changed_quads = changes.has_changed_quads();
            wrote = wrote || (outcome && changes.has_written());
        }
        if (attempt.outcome) {
            continue;
        }
        if (inner->commit() != MDB_SUCCESS) {
            return Settled::NotAll;
        }
        state = inner_state;
        changed_quads = changed_quads || inner_changed_quads;
    }
    return finish(batch, *std::move(txn), state, changed_quads, wrote);
}

void Writer::commit_each(Batch& batch) {
    for (Attempt& attempt : batch) {
        attempt.outcome = commit_alone(attempt.waiting.change);
        while (!*attempt.outcome && says_map_is_full(attempt.outcome->error()) && grow_map()) {
            attempt.outcome = commit_alone(attempt.waiting.change);
        }
        changes_.fetch_add(*attempt.outcome ? 1 : 0, std::memory_order_relaxed);
    }
}

Result<void> Writer::commit_alone(const Change& change) {
    auto txn = Transaction::writing(target_.env);
    if (!txn) {
        return std::move(txn).error();
    }
    StoreState state;
    bool wrote = false;
    bool changed_quads = false;
    {
        ChangeTransaction changes(context(*txn), target_.state, *target_.samples);
        changes.begin_change();
        auto outcome = call_guarded(change, changes);
        if (changes.failure()) {
            return *changes.failure();
        }
        if (!outcome) {
            return outcome;
        }
        state = changes.state();
        wrote = changes.has_written();
        changed_quads = changes.has_changed_quads();
    }
    return wrote ? checked(commit(*txn, state, changed_quads), "store the change") : Result<void>();
}

Result<void> Writer::run_work(const Work& work) {
    auto txn = Transaction::writing(target_.env);
    if (!txn) {
        return std::move(txn).error();
    }
    StoreState state = target_.state;
    if (auto worked = work(txn->get(), state); !worked) {
        return worked;
    }
    return checked(commit(*txn, state, true), "store what was loaded");
}

void Writer::commit_work(Attempt& attempt) {
    attempt.outcome = run_work(*attempt.waiting.work);
    while (!*attempt.outcome && says_map_is_full(attempt.outcome->error()) && grow_map()) {
        attempt.outcome = run_work(*attempt.waiting.work);
    }
    changes_.fetch_add(*attempt.outcome ? 1 : 0, std::memory_order_relaxed);
}

bool Writer::grow_map() {
    MDB_envinfo info{};
    mdb_env_info(target_.env, &info);
    const std::size_t bytes = info.me_mapsize * 2;
    if (bytes < info.me_mapsize || !can_reserve(bytes)) {
        return false;
    }
    const std::unique_lock gate(*static_cast<MapGate*>(mdb_env_get_userctx(target_.env)), growth_grace);
    if (!gate) {
        return false;  // somebody reads the whole store: a backup, a check
    }
    int code = MDB_SUCCESS;
    target_.readers->without_readers(growth_grace, [&] { code = mdb_env_set_mapsize(target_.env, bytes); });
    return code == MDB_SUCCESS;
}

}  // namespace gridlore::store::lmdb
