#include "knowledge-engine/store/lmdb/lmdb_store.h"

#include <utility>
#include <vector>

#include "knowledge-engine/store/lmdb/backup.h"
#include "knowledge-engine/store/lmdb/bulk_load.h"
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
        return snapshot_of(*reader);
    }
    std::unique_ptr<Snapshot> snapshot_at_once() const override {
        Reader* const reader = readers_.take_at_once();
        return reader == nullptr ? nullptr : snapshot_of(reader);
    }

    void submit(Change change, std::function<void(Result<void>)> done) override {
        writer_.submit(std::move(change), std::move(done));
    }

    Result<LoadReport> load(const std::function<Result<void>(QuadSink&)>& fill, const LoadOptions& options) override {
        return load_quads({files_.env.get(), &files_.tables, &writer_, &samples_, folder_}, fill, options);
    }

    StoreStatistics statistics() const override {
        StoreStatistics statistics;
        statistics.snapshots = readers_.open();
        statistics.commits = writer_.commits();
        statistics.changes = writer_.changes();
        statistics.expired_snapshots = readers_.expired();
        if (auto txn = Transaction::reading(files_.env.get())) {
            MDB_envinfo info{};  // read from the map, which stays while the transaction is
            MDB_stat stat{};
            mdb_env_info(files_.env.get(), &info);
            mdb_env_stat(files_.env.get(), &stat);
            statistics.bytes = (info.me_last_pgno + std::uint64_t{1}) * stat.ms_psize;
            statistics.quads = LmdbSnapshot(context(txn->get()), nullptr, samples_).size();
            const auto terms = entries(txn->get(), files_.tables[Table::Terms]);
            statistics.terms = terms ? *terms : 0;
        }
        return statistics;
    }

    Result<void> backup(const std::string& target, const Cancelled& cancelled) const override {
        return back_up(files_.env.get(), target, cancelled);
    }

    Result<std::vector<std::string>> check(std::size_t limit, const Cancelled& cancelled) const override {
        auto txn = Transaction::reading(files_.env.get());
        if (!txn) {
            return std::move(txn).error();
        }
        return check_tables(context(txn->get()), limit, cancelled);
    }

  private:
    std::unique_ptr<Snapshot> snapshot_of(Reader* reader) const {
        return std::make_unique<TakenSnapshot>(context(reader->txn()), reader, samples_, readers_);
    }
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
