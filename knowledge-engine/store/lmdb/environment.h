/// LMDB's handles, each with an owner that releases it, and its codes as errors. Used within this folder only.
///
/// A transaction belongs to one thread at a time (a writing one to the thread that began it); a cursor to its
/// transaction, before which it must end. What a read returns is a view of the mapped file: it ends with the
/// transaction or, in a writing one, with the next change.
#pragma once

#include <lmdb.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/map_gate.h"

namespace gridlore::store::lmdb {

/// What LMDB's code (or an errno) means to a caller; `doing` completes "cannot …". A full disk or map, and whatever the
/// machine refuses, is Unavailable; a file that contradicts itself is Internal.
Error error_of(int code, std::string_view doing);
/// True of what `error_of` made of a map without room: a larger one may help.
bool says_map_is_full(const Error& error);

inline Result<void> checked(int code, std::string_view doing) {
    return code == MDB_SUCCESS ? Result<void>() : Result<void>(error_of(code, doing));
}

inline MDB_val to_val(std::string_view bytes) {
    return {bytes.size(), const_cast<char*>(bytes.data())};  // LMDB does not write through it
}

inline std::string_view view_of(const MDB_val& val) {
    return {static_cast<const char*>(val.mv_data), val.mv_size};
}

struct CloseEnvironment {
    void operator()(MDB_env* env) const { mdb_env_close(env); }
};
using Environment = std::unique_ptr<MDB_env, CloseEnvironment>;

/// Aborted at its end unless it was committed. An environment has a MapGate as its user context, or none if its map
/// stays.
class Transaction {
  public:
    Transaction() = default;
    explicit Transaction(MDB_txn* txn) : txn_(txn) {}
    Transaction(Transaction&& other) noexcept
        : gate_(std::move(other.gate_)), txn_(std::exchange(other.txn_, nullptr)) {}
    Transaction& operator=(Transaction&& other) noexcept {
        if (this != &other) {
            abort();
            gate_ = std::move(other.gate_);
            txn_ = std::exchange(other.txn_, nullptr);
        }
        return *this;
    }
    ~Transaction() { abort(); }

    static Result<Transaction> reading(MDB_env* env);
    /// Waits for the one before it. `parent`: begins within that one.
    static Result<Transaction> writing(MDB_env* env, MDB_txn* parent = nullptr);

    MDB_txn* get() const { return txn_; }
    explicit operator bool() const { return txn_ != nullptr; }
    /// LMDB's code. Whatever it is, the transaction has ended.
    int commit() { return mdb_txn_commit(std::exchange(txn_, nullptr)); }
    /// The map may be moved from then on.
    void abort() {
        if (txn_ != nullptr) {
            mdb_txn_abort(std::exchange(txn_, nullptr));
        }
        gate_ = {};
    }

  private:
    std::shared_lock<MapGate> gate_;
    MDB_txn* txn_ = nullptr;
};

/// A cursor and LMDB's calls of it; codes are LMDB's.
class Cursor {
  public:
    Cursor() = default;
    static Result<Cursor> open(MDB_txn* txn, MDB_dbi table);

    explicit operator bool() const { return cursor_ != nullptr; }
    int get(MDB_val& key, MDB_val& value, MDB_cursor_op op) { return mdb_cursor_get(cursor_.get(), &key, &value, op); }
    int put(std::string_view key, std::string_view value, unsigned flags) {
        MDB_val k = to_val(key);
        MDB_val v = to_val(value);
        return mdb_cursor_put(cursor_.get(), &k, &v, flags);
    }
    /// Values that lie one behind the other, each `size` bytes: many to one key of a DUPFIXED table.
    int put_many(std::string_view key, const void* values, std::size_t size, std::size_t count, unsigned flags) {
        MDB_val k = to_val(key);
        MDB_val v[2] = {{size, const_cast<void*>(values)}, {count, nullptr}};
        return mdb_cursor_put(cursor_.get(), &k, v, flags | MDB_MULTIPLE);
    }
    int remove(unsigned flags) { return mdb_cursor_del(cursor_.get(), flags); }
    /// How many values the key has at which it stands.
    int count(std::size_t& values) { return mdb_cursor_count(cursor_.get(), &values); }

  private:
    struct Close {
        void operator()(MDB_cursor* cursor) const { mdb_cursor_close(cursor); }
    };
    std::unique_ptr<MDB_cursor, Close> cursor_;
};

/// Keeps the map in place for a call of LMDB that reads by itself.
std::shared_lock<MapGate> hold_map(MDB_env* env);

/// The value of `key`; nothing if the table does not have it.
Result<std::optional<std::string_view>> get(MDB_txn* txn, MDB_dbi table, std::string_view key);
/// How many entries a table has, each value of a key counted.
Result<std::uint64_t> entries(MDB_txn* txn, MDB_dbi table);

}  // namespace gridlore::store::lmdb
