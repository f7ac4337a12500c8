#include "knowledge-engine/store/memory/memory_store.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "knowledge-engine/store/backend.h"
#include "knowledge-engine/store/memory/memory_transaction.h"
#include "knowledge-engine/store/memory/staged_quads.h"
#include "knowledge-engine/store/memory/turns.h"

namespace gridlore::store {
namespace {

/// Readers wait while these are made.
constexpr std::size_t changes_per_turn = 256;

/// A reader's turn.
class ReadersSnapshot final : public MemorySnapshot {
  public:
    ReadersSnapshot(const MemoryState& state, Turns& turns) : MemorySnapshot(state), turns_(turns) {}
    ~ReadersSnapshot() override { turns_.end_reading(); }
    ReadersSnapshot(const ReadersSnapshot&) = delete;
    ReadersSnapshot& operator=(const ReadersSnapshot&) = delete;

  private:
    Turns& turns_;
};

/// What `check` finds, up to its limit.
class Findings {
  public:
    explicit Findings(std::size_t limit) : limit_(limit) {}
    void add(std::string sentence) {
        if (sentences_.size() < limit_) {
            sentences_.push_back(std::move(sentence));
        }
    }
    std::vector<std::string> take() { return std::move(sentences_); }

  private:
    std::size_t limit_;
    std::vector<std::string> sentences_;
};

class MemoryStore final : public QuadStore {
  public:
    explicit MemoryStore(const MemoryStoreOptions& options) : options_(options), writer_([this] { run(); }) {}
    ~MemoryStore() override;
    MemoryStore(const MemoryStore&) = delete;
    MemoryStore& operator=(const MemoryStore&) = delete;

    Result<std::unique_ptr<Snapshot>> snapshot() const override;
    std::unique_ptr<Snapshot> snapshot_at_once() const override {
        return turns_.try_reading() ? std::make_unique<ReadersSnapshot>(state_, turns_) : nullptr;
    }
    void submit(Change change, std::function<void(Result<void>)> done) override;
    Result<LoadReport> load(const std::function<Result<void>(QuadSink&)>& fill, const LoadOptions& options) override;
    StoreStatistics statistics() const override;
    Result<void> backup(const std::string& target, const Cancelled& cancelled) const override;
    Result<std::vector<std::string>> check(std::size_t limit, const Cancelled& cancelled) const override;

  private:
    struct Waiting {
        Change change;
        std::function<void(Result<void>)> done;
    };

    void run();
    void make(std::deque<Waiting> changes);
    Result<void> make_one(const Change& change);
    static Error too_many_readers() {
        return {ErrorKind::Unavailable, "readers did not end in time; in the memory store a change waits for them"};
    }

    const MemoryStoreOptions options_;
    MemoryState state_;
    mutable Turns turns_;
    std::atomic<std::uint64_t> commits_ = 0;
    std::atomic<std::uint64_t> changes_ = 0;
    std::mutex mutex_;  ///< over what follows
    std::condition_variable changed_;
    std::deque<Waiting> waiting_;
    bool stopping_ = false;
    std::thread writer_;  ///< last: starts when all else is there
};

MemoryStore::~MemoryStore() {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    writer_.join();
    for (const Waiting& left : waiting_) {
        left.done(Error{ErrorKind::Unavailable, "the store stops"});
    }
}

Result<std::unique_ptr<Snapshot>> MemoryStore::snapshot() const {
    turns_.begin_reading();
    return std::unique_ptr<Snapshot>(std::make_unique<ReadersSnapshot>(state_, turns_));
}

void MemoryStore::submit(Change change, std::function<void(Result<void>)> done) {
    std::optional<Error> refusal;
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (stopping_) {
            refusal = Error{ErrorKind::Unavailable, "the store stops"};
        } else if (waiting_.size() >= options_.waiting_limit) {
            refusal = Error{ErrorKind::LimitExceeded,
                            std::to_string(options_.waiting_limit) + " changes wait already, which is the limit"};
        } else {
            waiting_.push_back({std::move(change), std::move(done)});
        }
    }
    if (refusal) {
        done(*std::move(refusal));
        return;
    }
    changed_.notify_all();
}

void MemoryStore::run() {
    while (true) {
        std::deque<Waiting> changes;
        {
            std::unique_lock<std::mutex> lock(mutex_);
            changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (stopping_) {
                return;
            }
            while (!waiting_.empty() && changes.size() < changes_per_turn) {
                changes.push_back(std::move(waiting_.front()));
                waiting_.pop_front();
            }
        }
        make(std::move(changes));
    }
}

void MemoryStore::make(std::deque<Waiting> changes) {
    std::vector<Result<void>> outcomes;
    if (turns_.begin_writing(options_.patience)) {
        for (const Waiting& waiting : changes) {
            outcomes.push_back(make_one(waiting.change));
        }
        ++commits_;
        changes_ += changes.size();
        turns_.end_writing();
    } else {
        outcomes.assign(changes.size(), too_many_readers());
    }
    for (std::size_t i = 0; i < changes.size(); ++i) {
        changes[i].done(std::move(outcomes[i]));
    }
}

/// In the writer's turn.
Result<void> MemoryStore::make_one(const Change& change) {
    MemoryTransaction transaction(state_);
    Result<void> outcome = call_guarded(change, transaction);
    if (outcome) {
        transaction.keep();
    } else {
        transaction.undo();
    }
    return outcome;
}

Result<LoadReport> MemoryStore::load(const std::function<Result<void>(QuadSink&)>& fill, const LoadOptions& options) {
    if (auto fits = check_options(options); !fits) {
        return std::move(fits).error();
    }
    StagedQuads staged(options);
    if (Result<void> filled = fill(staged); !filled) {
        return std::move(filled).error();
    }
    if (!turns_.begin_writing(options_.patience)) {
        return too_many_readers();
    }
    LoadReport report{staged.read(), 0};
    const Result<void> added = make_one([&](WriteTransaction& transaction) {
        auto begun = options.before ? options.before(transaction) : Result<void>();
        return begun ? staged.add_to(transaction, report) : begun;
    });
    ++commits_;
    ++changes_;
    turns_.end_writing();
    if (!added) {
        return added.error();
    }
    return report;
}

StoreStatistics MemoryStore::statistics() const {
    StoreStatistics statistics;
    const auto reading = snapshot();
    statistics.quads = state_.quads.size();
    statistics.terms = state_.terms.size();
    statistics.snapshots = turns_.readers() - 1;
    statistics.commits = commits_;
    statistics.changes = changes_;
    return statistics;
}

Result<void> MemoryStore::backup(const std::string&, const Cancelled&) const {
    return invalid_input("a store in memory has no files to copy; export its graphs");
}

Result<std::vector<std::string>> MemoryStore::check(std::size_t limit, const Cancelled& cancelled) const {
    const auto reading = snapshot();
    Findings findings(limit);
    std::map<rdf::TermId, std::uint64_t> graphs;
    std::unordered_map<rdf::TermId, std::uint64_t> predicates;
    for (const GraphScope& scope : {GraphScope::default_graph(), GraphScope::all_named()}) {
        const auto cursor = state_.quads.cursor();
        const auto again = state_.quads.cursor();
        cursor->seek({{}, {}, {}, scope});
        std::array<QuadIds, 1> quad;
        while (*cursor->next(quad) > 0) {
            if (cancelled && cancelled()) {
                return Error{ErrorKind::Unavailable, "the check was cancelled"};
            }
            const auto& [subject, predicate, object, graph] = quad[0];
            ++graphs[graph];
            ++predicates[predicate];
            const auto place = graph.is_bound() ? GraphScope::named(graph) : GraphScope::default_graph();
            for (const QuadPattern& shape :
                 {QuadPattern{subject, predicate, object, place}, QuadPattern{{}, predicate, object, place},
                  QuadPattern{subject, {}, object, place}}) {
                again->seek(shape);
                std::array<QuadIds, 1> found;
                bool seen = false;
                while (!seen && *again->next(found) > 0) {
                    seen = found[0] == quad[0];
                }
                if (!seen) {
                    findings.add("an index lacks a quad that another one has");
                }
            }
            for (const rdf::TermId id : {subject, predicate, object, graph}) {
                if (id.is_bound() && !id.is_inline() && !state_.terms.contains(id)) {
                    findings.add("a quad names the term " + std::to_string(id.bits()) +
                                 ", which the dictionary does not have");
                }
            }
        }
    }
    if (graphs != state_.quads.graphs()) {
        findings.add("the counts of the graphs' quads differ from what the index has");
    }
    for (const auto& [predicate, quads] : predicates) {
        if (state_.quads.statistics(predicate).quads != quads) {
            findings.add("the count of a predicate's quads differs from what the index has");
        }
    }
    if (state_.quads.size() != state_.quads.counted_by_sord()) {
        findings.add("the count of all quads differs from Sord's");
    }
    return findings.take();
}

}  // namespace

std::unique_ptr<QuadStore> make_memory_store(const MemoryStoreOptions& options) {
    return std::make_unique<MemoryStore>(options);
}

}  // namespace gridlore::store
