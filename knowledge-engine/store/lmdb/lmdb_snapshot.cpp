#include "knowledge-engine/store/lmdb/lmdb_snapshot.h"

#include "knowledge-engine/store/lmdb/dictionary.h"
#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/quad_scan.h"
#include "knowledge-engine/store/lmdb/sampling.h"
#include "knowledge-engine/store/lmdb/store_state.h"

namespace gridlore::store::lmdb {
namespace {

/// Keeps a reader from being taken away.
class Use {
  public:
    explicit Use(Reader* reader) : reader_(reader), holds_(reader == nullptr || reader->enter()) {}
    ~Use() {
        if (reader_ != nullptr && holds_) {
            reader_->leave();
        }
    }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    explicit operator bool() const { return holds_; }

  private:
    Reader* reader_;
    bool holds_;
};

Error too_old() {
    return {ErrorKind::LimitExceeded,
            "the snapshot has become older than the store lets one become: ask again, for less at a time"};
}

/// `action` of a reader that stays meanwhile.
template <typename Action>
auto using_reader(Reader* reader, Action&& action) -> decltype(action()) {
    const Use use(reader);
    if (!use) {
        return too_old();
    }
    return action();
}

class LmdbCursor : public QuadCursor {
  public:
    LmdbCursor(const ReadContext& context, Reader* reader) : scan_(context), reader_(reader) {}

    void seek(const QuadPattern& pattern) override { scan_.seek(pattern); }
    Result<std::size_t> next(std::span<QuadIds> quads) override {
        const Use use(reader_);
        if (!use) {
            return too_old();
        }
        return scan_.next(quads);
    }

  private:
    QuadScan scan_;
    Reader* reader_;
};

bool is_much_different(std::uint64_t quads, std::uint64_t sampled) {
    const std::uint64_t difference = quads > sampled ? quads - sampled : sampled - quads;
    return difference > sampled / 4;
}

constexpr std::size_t kept_samples = 10'000;

}  // namespace

Result<PredicateStatistics> PredicateSamples::of(const ReadContext& context, rdf::TermId predicate) {
    auto quads = quads_of_predicate(context, predicate);
    if (!quads) {
        return std::move(quads).error();
    }
    {
        const std::lock_guard lock(mutex_);
        const auto known = samples_.find(predicate);
        if (known != samples_.end() && !is_much_different(*quads, known->second.quads)) {
            PredicateStatistics statistics = known->second;
            statistics.quads = *quads;
            return statistics;
        }
    }
    auto sampled = sample_predicate(context, predicate);
    if (sampled) {
        const std::lock_guard lock(mutex_);
        if (samples_.size() >= kept_samples) {
            samples_.clear();
        }
        samples_[predicate] = *sampled;
    }
    return sampled;
}

Result<std::optional<rdf::TermId>> LmdbSnapshot::find(const rdf::Term& term) const {
    return using_reader(reader_, [&] { return DictionaryReader(context_).find(term); });
}

Result<rdf::Term> LmdbSnapshot::term(rdf::TermId id) const {
    return using_reader(reader_, [&] { return DictionaryReader(context_).term(id); });
}

Result<rdf::TermId> LmdbSnapshot::value(rdf::TermId id) const {
    return using_reader(reader_, [&] { return DictionaryReader(context_).value(id); });
}

Result<ValueIds> LmdbSnapshot::within(const pattern::Range& range, std::size_t limit) const {
    return using_reader(reader_, [&] { return DictionaryReader(context_).within(range, limit); });
}

Result<ValueIds> LmdbSnapshot::equal_to(const rdf::Term& term) const {
    return using_reader(reader_, [&] { return DictionaryReader(context_).equal_to(term); });
}

std::unique_ptr<QuadCursor> LmdbSnapshot::cursor() const {
    return std::make_unique<LmdbCursor>(context_, reader_);
}

Result<std::uint64_t> LmdbSnapshot::estimate(const QuadPattern& pattern) const {
    return using_reader(reader_, [&] { return estimate_quads(context_, pattern); });
}

Result<PredicateStatistics> LmdbSnapshot::statistics(rdf::TermId predicate) const {
    return using_reader(reader_, [&] { return samples_.of(context_, predicate); });
}

std::uint64_t LmdbSnapshot::size() const {
    const auto in = [this](Table table) { return entries(context_.txn, context_.table(table)); };
    const auto sum = using_reader(reader_, [&]() -> Result<std::uint64_t> {
        auto in_default = in(Table::Spo);
        auto in_named = in(Table::Gspo);
        return in_default && in_named ? Result<std::uint64_t>(*in_default + *in_named) : std::uint64_t{0};
    });
    return sum ? *sum : 0;
}

std::uint64_t LmdbSnapshot::version() const {
    const auto state = using_reader(reader_, [&] { return read_state(context_.txn, *context_.tables); });
    return state ? state->version : 0;
}

Result<std::vector<rdf::TermId>> LmdbSnapshot::graphs() const {
    return using_reader(reader_, [&]() -> Result<std::vector<rdf::TermId>> {
        auto cursor = Cursor::open(context_.txn, context_.table(Table::Gspo));
        if (!cursor) {
            return std::move(cursor).error();
        }
        std::vector<rdf::TermId> graphs;
        MDB_val key{};
        MDB_val value{};
        int code = cursor->get(key, value, MDB_FIRST);
        for (; code == MDB_SUCCESS && key.mv_size == id_size; code = cursor->get(key, value, MDB_NEXT_NODUP)) {
            graphs.push_back(read_id(static_cast<const char*>(key.mv_data)));
        }
        if (code != MDB_NOTFOUND) {
            return error_of(code == MDB_SUCCESS ? MDB_CORRUPTED : code, "list the graphs");
        }
        return graphs;
    });
}

Result<bool> LmdbSnapshot::has_graph(rdf::TermId graph) const {
    return using_reader(reader_, [&]() -> Result<bool> {
        auto found = get(context_.txn, context_.table(Table::Gspo), IdBytes(graph).view());
        return found ? Result<bool>(found->has_value()) : std::move(found).error();
    });
}

}  // namespace gridlore::store::lmdb
