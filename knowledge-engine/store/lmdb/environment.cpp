#include "knowledge-engine/store/lmdb/environment.h"

#include <algorithm>
#include <array>
#include <cerrno>

namespace gridlore::store::lmdb {
namespace {

struct Meaning {
    int code;
    ErrorKind kind;
    std::string_view message;  ///< empty: LMDB's own words
};

constexpr std::string_view map_is_full = "the reserved address space of the store is full";

constexpr std::array meanings = {
    Meaning{ENOSPC, ErrorKind::Unavailable, "the disk is full"},
    Meaning{EDQUOT, ErrorKind::Unavailable, "the disk quota is used up"},
    Meaning{EFBIG, ErrorKind::Unavailable, "the file may not grow: a limit on its size is reached"},
    Meaning{EIO, ErrorKind::Unavailable, "the disk reports an error, or is full"},
    Meaning{ENOMEM, ErrorKind::Unavailable, "there is not enough memory or address space"},
    Meaning{EACCES, ErrorKind::Unavailable, "there is no permission"},
    Meaning{EROFS, ErrorKind::Unavailable, "the file system is read-only"},
    Meaning{MDB_MAP_FULL, ErrorKind::Unavailable, map_is_full},
    Meaning{MDB_TXN_FULL, ErrorKind::Unavailable, "the change touches more pages than one transaction may"},
    Meaning{MDB_READERS_FULL, ErrorKind::Unavailable, "too many snapshots are open"},
    Meaning{MDB_PANIC, ErrorKind::Unavailable, "an earlier write failed in a way that needs the store to be reopened"},
    Meaning{MDB_CORRUPTED, ErrorKind::Internal, "the store's file is damaged"},
    Meaning{MDB_PAGE_NOTFOUND, ErrorKind::Internal, "the store's file is damaged: a page is missing"},
};

}  // namespace

Error error_of(int code, std::string_view doing) {
    const auto* known =
        std::find_if(meanings.begin(), meanings.end(), [code](const Meaning& m) { return m.code == code; });
    std::string message = "cannot " + std::string(doing) + ": ";
    if (known == meanings.end()) {
        return {code > 0 ? ErrorKind::Unavailable : ErrorKind::Internal, message + mdb_strerror(code)};
    }
    return {known->kind, message + std::string(known->message)};
}

bool says_map_is_full(const Error& error) {
    return error.kind == ErrorKind::Unavailable && error.message.ends_with(map_is_full);
}

std::shared_lock<MapGate> hold_map(MDB_env* env) {
    auto* const gate = static_cast<MapGate*>(mdb_env_get_userctx(env));
    return gate == nullptr ? std::shared_lock<MapGate>() : std::shared_lock(*gate);
}

Result<Transaction> Transaction::reading(MDB_env* env) {
    auto gate = hold_map(env);
    MDB_txn* txn = nullptr;
    if (const int code = mdb_txn_begin(env, nullptr, MDB_RDONLY, &txn); code != MDB_SUCCESS) {
        return error_of(code, "read the store");
    }
    Transaction begun(txn);
    begun.gate_ = std::move(gate);
    return begun;
}

Result<Transaction> Transaction::writing(MDB_env* env, MDB_txn* parent) {
    MDB_txn* txn = nullptr;
    if (const int code = mdb_txn_begin(env, parent, 0, &txn); code != MDB_SUCCESS) {
        return error_of(code, "begin a change");
    }
    return Transaction(txn);
}

Result<Cursor> Cursor::open(MDB_txn* txn, MDB_dbi table) {
    MDB_cursor* cursor = nullptr;
    if (const int code = mdb_cursor_open(txn, table, &cursor); code != MDB_SUCCESS) {
        return error_of(code, "open a cursor");
    }
    Cursor opened;
    opened.cursor_.reset(cursor);
    return opened;
}

Result<std::optional<std::string_view>> get(MDB_txn* txn, MDB_dbi table, std::string_view key) {
    MDB_val k = to_val(key);
    MDB_val v{};
    const int code = mdb_get(txn, table, &k, &v);
    if (code == MDB_NOTFOUND) {
        return std::optional<std::string_view>();
    }
    if (code != MDB_SUCCESS) {
        return error_of(code, "read the store");
    }
    return std::optional(view_of(v));
}

Result<std::uint64_t> entries(MDB_txn* txn, MDB_dbi table) {
    MDB_stat stat{};
    if (const int code = mdb_stat(txn, table, &stat); code != MDB_SUCCESS) {
        return error_of(code, "read the store");
    }
    return std::uint64_t{stat.ms_entries};
}

}  // namespace gridlore::store::lmdb
