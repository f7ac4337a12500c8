/// What reading in one transaction needs. A value; the transaction and the tables must outlive it.
#pragma once

#include <lmdb.h>

#include <cstdint>

#include "knowledge-engine/store/lmdb/tables.h"

namespace gridlore::store::lmdb {

struct ReadContext {
    MDB_txn* txn = nullptr;
    const Tables* tables = nullptr;
    std::uint64_t seed = 0;  ///< of the hash of terms

    MDB_dbi table(Table table) const { return (*tables)[table]; }
};

}  // namespace gridlore::store::lmdb
