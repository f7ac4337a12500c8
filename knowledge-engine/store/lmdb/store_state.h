/// What the store knows of itself: one entry of the table `meta`, rewritten by every commit that changed it. A value.
#pragma once

#include <lmdb.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/tables.h"

namespace gridlore::store::lmdb {

/// Rises with every change of the file's layout: other versions are refused.
inline constexpr std::uint32_t format_version = 1;

struct StoreState {
    std::uint64_t next_id = 1;  ///< of the dictionary: ids count up and are never given out again
    std::uint64_t version = 0;  ///< the number of the last commit that changed quads
    std::uint64_t seed = 0;     ///< of the hash of terms: made with the store, random
    /// Blank nodes in the dictionary whose label, given from outside, looks like one of the store's own: a new node is
    /// not to get the label of one of these.
    std::uint64_t lookalikes = 0;
    friend bool operator==(const StoreState&, const StoreState&) = default;
};

std::string encode_state(const StoreState& state);
/// InvalidInput: not of this program, or of another format version.
Result<StoreState> decode_state(std::string_view bytes);

Result<StoreState> read_state(MDB_txn* txn, const Tables& tables);
/// LMDB's code.
int write_state(MDB_txn* txn, const Tables& tables, const StoreState& state);

}  // namespace gridlore::store::lmdb
