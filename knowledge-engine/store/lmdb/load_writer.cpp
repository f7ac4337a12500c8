#include "knowledge-engine/store/lmdb/load_writer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "knowledge-engine/store/lmdb/dictionary.h"
#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/term_bytes.h"

namespace gridlore::store::lmdb {
namespace {

constexpr std::string_view writing = "write to the store";
constexpr std::size_t records_at_once = 4096;
constexpr std::size_t values_at_once = 1024;

/// The room that a key takes of a page at most, its values in it (LMDB lets those of one key grow by four).
std::size_t room_of_node(std::size_t key, std::size_t value, std::size_t values) {
    constexpr std::size_t header = 16;
    constexpr std::size_t most = 2048;  // more is in pages of its own
    const std::size_t held = values == 1 ? value : header + value * ((values + 3) / 4 * 4);
    return header + key + std::min(held, most);
}

/// Puts keys in ascending order, with ascending values, into one table: appends behind what is there.
class TableWriter {
  public:
    static Result<TableWriter> open(const ReadContext& context, Table table) {
        auto cursor = Cursor::open(context.txn, context.table(table));
        if (!cursor) {
            return std::move(cursor).error();
        }
        TableWriter writer(context.txn, context.table(table), *std::move(cursor));
        MDB_val key{};
        MDB_val value{};
        const int code = writer.cursor_.get(key, value, MDB_LAST);
        if (code == MDB_SUCCESS) {
            writer.last_key_ = view_of(key);
        }
        writer.is_behind_ = code == MDB_NOTFOUND;
        return code == MDB_SUCCESS || code == MDB_NOTFOUND ? Result<TableWriter>(std::move(writer))
                                                           : error_of(code, writing);
    }

    /// `values` of `size` bytes each; some may be there.
    Result<void> put(std::string_view key, std::string_view values, std::size_t size) {
        is_behind_ = is_behind_ || key > last_key_;
        if (!is_behind_) {
            return insert(key, values, size);
        }
        for (std::size_t at = 0; at < values.size(); at += values_at_once * size) {
            const std::string_view some = values.substr(at, values_at_once * size);
            if (const int code = append(key, some, size); code != MDB_SUCCESS) {
                return error_of(code, writing);
            }
            last_key_ = key;
        }
        return {};
    }

  private:
    TableWriter(MDB_txn* txn, MDB_dbi table, Cursor cursor) : txn_(txn), table_(table), cursor_(std::move(cursor)) {}

    /// To append LMDB looks for the end from the root on; where the page has room and the cursor stands at the end, a
    /// put does the same without. Only a page that is appended to is filled, though.
    int append(std::string_view key, std::string_view values, std::size_t size) {
        if (key == last_key_) {
            room_ = 0;
            return put_all(key, values, size, MDB_APPENDDUP);
        }
        const std::size_t node = room_of_node(key.size(), size, values.size() / size);
        if (room_ >= 2 * node + page_reserve) {
            room_ -= node;
            return put_all(key, values, size, MDB_APPENDDUP);
        }
        const int code = put_all(key, values, size, MDB_APPEND | MDB_APPENDDUP);
        MDB_stat stat{};
        mdb_stat(txn_, table_, &stat);
        if (std::exchange(pages_, stat.ms_leaf_pages) != stat.ms_leaf_pages) {
            room_ = stat.ms_psize - std::min<std::size_t>(stat.ms_psize, node + page_reserve);
        }
        return code;
    }

    int put_all(std::string_view key, std::string_view values, std::size_t size, unsigned flags) {
        return values.size() == size ? cursor_.put(key, values, flags)
                                     : cursor_.put_many(key, values.data(), size, values.size() / size, flags);
    }

    Result<void> insert(std::string_view key, std::string_view values, std::size_t size) {
        for (; !values.empty(); values.remove_prefix(size)) {
            const int code = cursor_.put(key, values.substr(0, size), MDB_NODUPDATA);
            if (code != MDB_SUCCESS && code != MDB_KEYEXIST) {
                return error_of(code, writing);
            }
        }
        return {};
    }

    static constexpr std::size_t page_reserve = 128;

    MDB_txn* txn_;
    MDB_dbi table_;
    Cursor cursor_;
    std::string last_key_;
    bool is_behind_ = false;  ///< nothing of what was there is behind the place
    std::size_t pages_ = 0;   ///< of keys, when it was appended last
    std::size_t room_ = 0;    ///< in the last page, at least
};

/// Puts records of one key together.
class Grouping {
  public:
    Grouping(TableWriter& writer, std::size_t value_size) : writer_(writer), value_size_(value_size) {}

    /// Room for the value, which has to be filled before the next call.
    Result<char*> add(std::string_view key) {
        if (key != key_ || values_.size() >= values_at_once * value_size_) {
            if (auto flushed = flush(); !flushed) {
                return std::move(flushed).error();
            }
            key_ = key;
        }
        values_.resize(values_.size() + value_size_);
        return values_.data() + values_.size() - value_size_;
    }
    Result<void> flush() {
        auto put = values_.empty() ? Result<void>() : writer_.put(key_, values_, value_size_);
        values_.clear();
        return put;
    }

  private:
    TableWriter& writer_;
    std::size_t value_size_;
    std::string key_;
    std::string values_;
};

}  // namespace

Error load_cancelled() {
    return {ErrorKind::Unavailable, "the load was cancelled"};
}

Result<void> LoadWriter::go_on() const {
    return cancelled_ && cancelled_() ? Result<void>(load_cancelled()) : Result<void>();
}

/// A new blank node's own label must not be one that another node was given: the first place where there are so many
/// ids in a row whose labels are free.
Result<void> LoadWriter::find_base(const StoreState& state) {
    base_ = state.next_id;
    const auto [first, count] = terms_.blank_nodes();
    if (state.lookalikes == 0 || count == 0) {
        return {};
    }
    const DictionaryReader reader(context_);
    std::uint64_t id = base_ + first;
    for (std::uint64_t free = 0; free < count; ++id) {
        auto taken = reader.find_bytes(term_bytes(rdf::Term::blank_node(own_label(rdf::TermId(id)))));
        if (!taken) {
            return std::move(taken).error();
        }
        free = *taken ? 0 : free + 1;
    }
    base_ = id - count - first;
    return {};
}

Result<void> LoadWriter::write_entries() {
    auto writer = TableWriter::open(context_, Table::Terms);
    if (!writer) {
        return std::move(writer).error();
    }
    ArrangedTerms::Entries entries(terms_);
    std::string_view entry;
    std::string own_entry;
    for (std::uint64_t number = 0;; ++number) {
        auto next = entries.next(entry);
        if (!next || !*next) {
            return next ? Result<void>() : std::move(next).error();
        }
        auto decoded = decode_entry(entry);
        if (!decoded) {
            return std::move(decoded).error();
        }
        if (decoded->value.is_bound()) {
            own_entry.clear();
            append_entry(decoded->bytes, own_id(terms_.arranged(decoded->value), base_), own_entry);
            entry = own_entry;
        }
        if (auto put = writer->put(IdBytes(base_ + number).view(), entry, entry.size()); !put) {
            return put;
        }
        if (number % records_at_once == 0) {
            if (auto goes_on = go_on(); !goes_on) {
                return goes_on;
            }
        }
    }
}

/// Records of one key after the other, whose values are the records' ids.
template <typename Record, typename KeyOf>
Result<void> LoadWriter::write_ids(Table table, const SortedRuns<Record>& sorted, const KeyOf& key_of) {
    auto writer = TableWriter::open(context_, table);
    if (!writer) {
        return std::move(writer).error();
    }
    Grouping group(*writer, id_size);
    auto merge = sorted.merge();
    std::vector<Record> records;
    do {
        records.clear();
        if (auto next = merge.next(records, records_at_once); !next) {
            return next;
        }
        for (const Record& record : records) {
            auto room = group.add(key_of(record));
            if (!room) {
                return std::move(room).error();
            }
            write_id(own_id(rdf::TermId(record.id), base_), *room);
        }
        if (auto goes_on = go_on(); !goes_on) {
            return goes_on;
        }
    } while (!records.empty());
    return group.flush();
}

Result<void> LoadWriter::write_rows(RowBlocks& blocks) {
    RowBlock block;
    const QuadOrder* order = nullptr;
    std::optional<TableWriter> writer;
    for (;;) {
        auto next = blocks.next(block);
        if (!next || !*next) {
            return next ? Result<void>() : std::move(next).error();
        }
        if (auto goes_on = go_on(); !goes_on) {
            return goes_on;
        }
        if (std::exchange(order, block.order) != block.order) {
            auto opened = TableWriter::open(context_, order->table);
            if (!opened) {
                return std::move(opened).error();
            }
            writer.emplace(*std::move(opened));
        }
        std::string_view values = block.values;
        for (const auto& [first, count] : block.keys) {
            const std::string_view key(reinterpret_cast<const char*>(&first), id_size);
            const std::size_t bytes = count * order->value_size();
            if (auto put = writer->put(key, values.substr(0, bytes), order->value_size()); !put) {
                return put;
            }
            values.remove_prefix(bytes);
        }
    }
}

Result<std::uint64_t> LoadWriter::count_quads() const {
    auto in_default = entries(context_.txn, context_.table(default_orders.front().table));
    auto in_named = entries(context_.txn, context_.table(named_orders.front().table));
    if (!in_default || !in_named) {
        return in_default ? std::move(in_named) : std::move(in_default);
    }
    return *in_default + *in_named;
}

Result<std::uint64_t> LoadWriter::write(RowBlocks& blocks, StoreState& state) {
    if (auto found = find_base(state); !found) {
        return std::move(found).error();
    }
    if (base_ + terms_.count() >= provisional_bit) {
        return Error{ErrorKind::LimitExceeded, "the store has given out all its ids"};
    }
    blocks.begin(base_);
    if (auto written = write_entries(); !written) {
        return std::move(written).error();
    }
    IdBytes hash(std::uint64_t{0});
    const auto hash_of = [&hash](const HashedId& record) {
        hash = IdBytes(record.hash);
        return hash.view();
    };
    if (auto written = write_ids(Table::Hashes, terms_.hashes(), hash_of); !written) {
        return std::move(written).error();
    }
    const auto value_of = [](const ValueRecord& record) {
        return std::string_view(reinterpret_cast<const char*>(record.key.data()), record.length);
    };
    if (auto written = write_ids(Table::Values, terms_.values(), value_of); !written) {
        return std::move(written).error();
    }
    auto before = count_quads();
    if (!before) {
        return before;
    }
    if (auto written = write_rows(blocks); !written) {
        return std::move(written).error();
    }
    auto after = count_quads();
    if (!after) {
        return after;
    }
    state.next_id = base_ + terms_.count();
    return *after - *before;
}

}  // namespace gridlore::store::lmdb
