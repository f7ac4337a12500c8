/// Which part of which order has the quads of a pattern. Pure functions; safe from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "knowledge-engine/store/lmdb/tables.h"
#include "knowledge-engine/store/quad_pattern.h"

namespace gridlore::store::lmdb {

/// Ids of an order, one behind the other, as in keys and values.
struct OrderBytes {
    std::array<char, 4 * id_size> bytes{};
    rdf::TermId first() const { return read_id(bytes.data()); }
    const char* rest() const { return bytes.data() + id_size; }
};

/// From `lower` to `upper`, both included. Where more than one first id is possible, all values of each belong to it.
struct ScanRange {
    const QuadOrder* order = nullptr;
    std::size_t prefix = 0;  ///< ids at the front that are the same in both bounds
    OrderBytes lower;
    OrderBytes upper;
    bool filters_objects = false;  ///< the range has quads whose object is outside `object_range`

    bool has_one_key() const { return lower.first() == upper.first(); }
    /// All values of the key belong to it. Precondition: `has_one_key()`.
    bool has_whole_key() const;
};

ScanRange scan_range(const QuadPattern& pattern);

}  // namespace gridlore::store::lmdb
