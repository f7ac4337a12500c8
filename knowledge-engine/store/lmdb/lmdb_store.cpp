#include "knowledge-engine/store/lmdb/lmdb_store.h"

#include <unordered_map>
#include <utility>
#include <vector>

#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/store/lmdb/backup.h"
#include "knowledge-engine/store/lmdb/check.h"
#include "knowledge-engine/store/lmdb/lmdb_snapshot.h"
#include "knowledge-engine/store/lmdb/readers.h"
#include "knowledge-engine/store/lmdb/store_files.h"
#include "knowledge-engine/store/lmdb/writer.h"

namespace gridlore::store {
namespace {

using namespace lmdb;

/// A snapshot that a caller has; its reader goes back when it ends.
class TakenSnapshot : public LmdbSnapshot {
  public:
    TakenSnapshot(const ReadContext& context, Reader* reader, PredicateSamples& samples, Readers& readers)
        : LmdbSnapshot(context, reader, samples), readers_(readers), reader_(reader) {}
    ~TakenSnapshot() override { readers_.give_back(reader_); }

  private:
    Readers& readers_;
    Reader* reader_;
};

rdf::Term term_of(const rdf::TermView& view) {
    return {view.kind, std::string(view.text), std::string(view.datatype), std::string(view.language)};
}

/// Collects what is loaded, for one change.
class CollectedQuads : public QuadSink {
  public:
    explicit CollectedQuads(const LoadOptions& options) : options_(options) {}

    Result<void> add(const rdf::QuadView& quad) override {
        if (options_.cancelled && options_.cancelled()) {
            return Error{ErrorKind::Unavailable, "the load was cancelled"};
        }
        quads_.push_back({term_of(quad.subject), term_of(quad.predicate), term_of(quad.object),
                          quad.graph ? std::optional(term_of(*quad.graph)) : options_.graph});
        return {};
    }

    Result<void> insert_into(WriteTransaction& change, LoadReport& report) const {
        report = {quads_.size(), 0};
        std::unordered_map<std::string, rdf::TermId> nodes;
        const auto id_of = [&](const rdf::Term& term) -> Result<rdf::TermId> {
            if (!term.is_blank_node()) {
                return change.add_term(term);
            }
            rdf::TermId& node = nodes[term.text];
            if (!node.is_bound()) {
                auto added = change.add_blank_node();
                if (!added) {
                    return added;
                }
                node = *added;
            }
            return node;
        };
        for (const rdf::Quad& quad : quads_) {
            auto subject = id_of(quad.subject);
            auto predicate = id_of(quad.predicate);
            auto object = id_of(quad.object);
            auto graph = quad.graph ? id_of(*quad.graph) : Result<rdf::TermId>(rdf::TermId());
            for (const auto* id : {&subject, &predicate, &object, &graph}) {
                if (!*id) {
                    return id->error();
                }
            }
            auto inserted = change.insert({*subject, *predicate, *object, *graph});
            if (!inserted) {
                return std::move(inserted).error();
            }
            report.added += *inserted ? 1 : 0;
        }
        return {};
    }

  private:
    const LoadOptions& options_;
    std::vector<rdf::Quad> quads_;
};

class LmdbStore : public QuadStore {
  public:
    LmdbStore(const std::filesystem::path& folder, OpenedFiles files, const LmdbSettings& settings)
        : folder_(folder),
          files_(std::move(files)),
          readers_(files_.env.get(), settings.snapshots, settings.snapshot_age),
          writer_({files_.env.get(), &files_.tables, &samples_, &readers_, files_.state},
                  {settings.waiting_changes, settings.changes_per_commit}) {}

    Result<std::unique_ptr<Snapshot>> snapshot() const override {
        auto reader = readers_.take();
        if (!reader) {
            return std::move(reader).error();
        }
        return std::unique_ptr<Snapshot>(
            std::make_unique<TakenSnapshot>(context((*reader)->txn()), *reader, samples_, readers_));
    }

    void submit(Change change, std::function<void(Result<void>)> done) override {
        writer_.submit(std::move(change), std::move(done));
    }

    Result<LoadReport> load(const std::function<Result<void>(QuadSink&)>& fill, const LoadOptions& options) override {
        CollectedQuads quads(options);
        if (auto filled = fill(quads); !filled) {
            return std::move(filled).error();
        }
        LoadReport report;
        if (auto written = write([&](WriteTransaction& change) { return quads.insert_into(change, report); });
            !written) {
            return std::move(written).error();
        }
        return report;
    }

    StoreStatistics statistics() const override {
        StoreStatistics statistics;
        MDB_envinfo info{};
        MDB_stat stat{};
        mdb_env_info(files_.env.get(), &info);
        mdb_env_stat(files_.env.get(), &stat);
        statistics.bytes = (info.me_last_pgno + std::uint64_t{1}) * stat.ms_psize;
        statistics.snapshots = readers_.open();
        statistics.commits = writer_.commits();
        statistics.changes = writer_.changes();
        statistics.expired_snapshots = readers_.expired();
        if (auto txn = Transaction::reading(files_.env.get())) {
            statistics.quads = LmdbSnapshot(context(txn->get()), nullptr, samples_).size();
            const auto terms = entries(txn->get(), files_.tables[Table::Terms]);
            statistics.terms = terms ? *terms : 0;
        }
        return statistics;
    }

    Result<void> backup(const std::string& target) const override { return back_up(files_.env.get(), target); }

    Result<std::vector<std::string>> check(std::size_t limit) const override {
        auto txn = Transaction::reading(files_.env.get());
        if (!txn) {
            return std::move(txn).error();
        }
        return check_tables(context(txn->get()), limit);
    }

  private:
    ReadContext context(MDB_txn* txn) const { return {txn, &files_.tables, files_.state.seed}; }

    const std::filesystem::path folder_;
    OpenedFiles files_;
    mutable PredicateSamples samples_;
    mutable Readers readers_;
    Writer writer_;
};

}  // namespace

Result<std::unique_ptr<QuadStore>> open_lmdb_store(const std::filesystem::path& folder, const LmdbSettings& settings) {
    auto files = open_files(folder, settings);
    if (!files) {
        return std::move(files).error();
    }
    return std::unique_ptr<QuadStore>(std::make_unique<LmdbStore>(folder, *std::move(files), settings));
}

}  // namespace gridlore::store
