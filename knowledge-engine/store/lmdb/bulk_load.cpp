#include "knowledge-engine/store/lmdb/bulk_load.h"

#include <malloc.h>

#include <algorithm>
#include <deque>
#include <exception>
#include <mutex>
#include <numeric>
#include <optional>
#include <thread>
#include <utility>

#include "knowledge-engine/store/backend.h"
#include "knowledge-engine/store/lmdb/arranged_terms.h"
#include "knowledge-engine/store/lmdb/bounded_queue.h"
#include "knowledge-engine/store/lmdb/change_transaction.h"
#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/load_quads.h"
#include "knowledge-engine/store/lmdb/load_terms.h"
#include "knowledge-engine/store/lmdb/load_writer.h"
#include "knowledge-engine/store/lmdb/raw_quads.h"
#include "knowledge-engine/store/lmdb/row_blocks.h"
#include "knowledge-engine/store/lmdb/term_bytes.h"

namespace gridlore::store::lmdb {
namespace {

constexpr std::size_t handed_over = std::size_t{1} << 20;
constexpr std::uint64_t quads_per_question = 1024;

/// What `action` throws (there is no memory, say) must end the load alone, and no thread.
template <typename Action>
auto without_exceptions(const Action& action) -> decltype(action()) {
    try {
        return action();
    } catch (const std::exception& problem) {
        return Error{ErrorKind::Unavailable, std::string("cannot load: ") + problem.what()};
    }
}

bool fits(const rdf::TermView& term) {
    return std::max({term.text.size(), term.datatype.size(), term.language.size()}) <= max_term_bytes;
}

/// Gathers the quads that one thread reads for the one that gives their terms ids.
class Sink : public QuadSink {
  public:
    Sink(BoundedQueue<RawQuads>& queue, const LoadOptions& options) : queue_(queue), options_(options) {}

    Result<void> add(const rdf::QuadView& quad) override {
        if (!fits(quad.subject) || !fits(quad.predicate) || !fits(quad.object) || (quad.graph && !fits(*quad.graph))) {
            return invalid_input("a term is longer than the store takes (" + std::to_string(max_term_bytes) +
                                 " bytes)");
        }
        quads_.add(quad);
        if (++count_ % quads_per_question == 0 && options_.cancelled && options_.cancelled()) {
            return load_cancelled();
        }
        return quads_.size() < handed_over ? Result<void>() : hand_over();
    }
    Result<void> hand_over() {
        if (quads_.empty()) {
            return {};
        }
        auto put = queue_.put(std::exchange(quads_, queue_.spare()));
        quads_.clear();
        return put;
    }
    std::uint64_t count() const { return count_; }

  private:
    BoundedQueue<RawQuads>& queue_;
    const LoadOptions& options_;
    RawQuads quads_;
    std::uint64_t count_ = 0;
};

/// What `fill` sees: one sink, and the others that it asks for.
class Sinks final : public Sink {
  public:
    Sinks(BoundedQueue<RawQuads>& queue, const LoadOptions& options)
        : Sink(queue, options), queue_(queue), options_(options) {}

    QuadSink* another() override { return &others_.emplace_back(queue_, options_); }
    Result<void> hand_over_all() {
        auto done = hand_over();
        for (auto other = others_.begin(); done && other != others_.end(); ++other) {
            done = other->hand_over();
        }
        return done;
    }
    std::uint64_t count_all() const {
        return std::accumulate(others_.begin(), others_.end(), count(),
                               [](std::uint64_t sum, const Sink& other) { return sum + other.count(); });
    }

  private:
    BoundedQueue<RawQuads>& queue_;
    const LoadOptions& options_;
    std::deque<Sink> others_;
};

class BulkLoad {
  public:
    BulkLoad(const LoadTarget& target, const LoadOptions& options, const StoreState& state)
        : target_(target),
          options_(options),
          checked_to_(state.next_id),
          seed_(state.seed),
          terms_({target.env, target.tables, state, target.folder, options.memory / 2}),
          quads_(target.folder, options.memory / 2) {}

    Result<LoadReport> run(const std::function<Result<void>(QuadSink&)>& fill) {
        auto read = read_all(fill);
        if (!read) {
            return std::move(read).error();
        }
        LoadReport report{*read, 0};
        if (report.read == 0 && !options_.before) {
            return report;
        }
        if (auto arranged = settle_and_arrange(); !arranged) {
            return std::move(arranged).error();
        }
        const Writer::Work work = [&](MDB_txn* txn, StoreState& state) -> Result<void> {
            auto added = without_exceptions([&] { return write(txn, state); });
            if (!added) {
                return std::move(added).error();
            }
            report.added = *added;
            return {};
        };
        if (auto written = target_.writer->run_alone(work); !written) {
            return std::move(written).error();
        }
        return report;
    }

  private:
    /// Returns how many quads there were.
    Result<std::uint64_t> read_all(const std::function<Result<void>(QuadSink&)>& fill) {
        BoundedQueue<RawQuads> queue;
        Sinks sink(queue, options_);
        std::thread worker([&] { take_all(queue); });
        auto filled = without_exceptions([&] {
            auto all = fill(sink);
            return all ? sink.hand_over_all() : all;
        });
        if (!filled) {
            queue.end(filled.error());
        }
        queue.close();
        worker.join();
        if (!filled) {
            return std::move(filled).error();
        }
        if (auto error = queue.error()) {
            return *std::move(error);
        }
        return sink.count_all();
    }

    /// On the other thread.
    void take_all(BoundedQueue<RawQuads>& queue) {
        if (auto taken = without_exceptions([&] { return take_each(queue); }); !taken) {
            queue.end(std::move(taken).error());
        }
    }

    Result<void> take_each(BoundedQueue<RawQuads>& queue) {
        QuadIds ids;
        auto graph = default_graph();
        if (!graph) {
            return std::move(graph).error();
        }
        RawQuads quads;
        while (queue.take(quads)) {
            RawQuads::Reader reader(quads);
            for (rdf::QuadView quad; reader.next(quad);) {
                if (auto added = add(quad, reader.has_same_subject(), *graph, ids); !added) {
                    return added;
                }
            }
        }
        auto finished = queue.error() ? Result<void>() : terms_.finish();
        return finished && !queue.error() ? quads_.finish() : finished;
    }

    Result<rdf::TermId> default_graph() {
        return options_.graph ? terms_.id_of(view_of(*options_.graph)) : Result<rdf::TermId>(rdf::TermId());
    }

    Result<void> add(const rdf::QuadView& quad, bool has_same_subject, rdf::TermId graph, QuadIds& ids) {
        const auto set = [this](rdf::TermId& id, const rdf::TermView& term) -> Result<void> {
            auto known = terms_.id_of(term);
            if (!known) {
                return std::move(known).error();
            }
            id = *known;
            return {};
        };
        if (!has_same_subject) {
            if (auto done = set(ids.subject, quad.subject); !done) {
                return done;
            }
        }
        if (auto done = set(ids.predicate, quad.predicate); !done) {
            return done;
        }
        if (auto done = set(ids.object, quad.object); !done) {
            return done;
        }
        ids.graph = graph;
        if (quad.graph) {
            if (auto done = set(ids.graph, *quad.graph); !done) {
                return done;
            }
        }
        return quads_.add(ids);
    }

    /// As far as others have added terms by now; the rest is looked at when nobody else can write.
    Result<void> settle_and_arrange() {
        {
            auto txn = Transaction::reading(target_.env);
            if (!txn) {
                return std::move(txn).error();
            }
            auto state = read_state(txn->get(), *target_.tables);
            if (!state) {
                return std::move(state).error();
            }
            if (auto settled = settle_conflicts(txn->get(), state->next_id); !settled) {
                return settled;
            }
        }
        return arrange();
    }

    Result<void> settle_conflicts(MDB_txn* txn, std::uint64_t next_id) {
        auto looked = terms_.look_for_conflicts({txn, target_.tables, seed_}, checked_to_, next_id);
        checked_to_ = next_id;
        return looked;
    }

    /// Terms in the sequence of the store; of the quads, the sorting begins.
    Result<void> arrange() {
        blocks_.reset();
        arranged_.reset();
        auto arranged = ArrangedTerms::make(terms_, target_.folder, options_.memory / 8);
        if (!arranged) {
            return std::move(arranged).error();
        }
        arranged_ = *std::move(arranged);
        blocks_ = std::make_unique<RowBlocks>(quads_, *arranged_, options_.cancelled);
        return {};
    }

    Result<void> make_change_before(MDB_txn* txn, StoreState& state) const {
        ChangeTransaction change({txn, target_.tables, seed_}, state, *target_.samples);
        auto made = call_guarded(options_.before, change);
        state = change.state();
        return change.failure() ? Result<void>(*change.failure()) : made;
    }

    Result<std::uint64_t> write(MDB_txn* txn, StoreState& state) {
        if (options_.before) {
            if (auto made = make_change_before(txn, state); !made) {
                return std::move(made).error();
            }
        }
        const std::size_t before = terms_.conflicts().size();
        if (auto settled = settle_conflicts(txn, state.next_id); !settled) {
            return std::move(settled).error();
        }
        if (terms_.conflicts().size() != before) {
            if (auto arranged = arrange(); !arranged) {
                return std::move(arranged).error();
            }
        }
        if (blocks_->has_begun()) {  // by a transaction that was undone
            blocks_ = std::make_unique<RowBlocks>(quads_, *arranged_, options_.cancelled);
        }
        terms_.forget_ids();
        malloc_trim(0);  // what was needed until now goes back: LMDB needs its own
        return LoadWriter({txn, target_.tables, seed_}, *arranged_, options_.cancelled).write(*blocks_, state);
    }

    const LoadTarget& target_;
    const LoadOptions& options_;
    std::uint64_t checked_to_;
    std::uint64_t seed_;
    LoadTerms terms_;
    LoadQuads quads_;
    std::unique_ptr<ArrangedTerms> arranged_;
    std::unique_ptr<RowBlocks> blocks_;
};

Result<StoreState> state_now(const LoadTarget& target) {
    auto txn = Transaction::reading(target.env);
    return txn ? read_state(txn->get(), *target.tables) : std::move(txn).error();
}

}  // namespace

Result<LoadReport> load_quads(const LoadTarget& target, const std::function<Result<void>(QuadSink&)>& fill,
                              const LoadOptions& options) {
    if (auto fits = check_options(options); !fits) {
        return std::move(fits).error();
    }
    auto state = state_now(target);
    if (!state) {
        return std::move(state).error();
    }
    LoadOptions one_asks = options;
    std::mutex asking;
    if (options.cancelled) {
        one_asks.cancelled = [&] {
            const std::lock_guard lock(asking);
            return options.cancelled();
        };
    }
    return without_exceptions([&] { return BulkLoad(target, one_asks, *state).run(fill); });
}

}  // namespace gridlore::store::lmdb
