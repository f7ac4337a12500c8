/// The rows of a load on their way into the tables: merged, with the ids and in the bytes of the store, by a thread of
/// their own while another writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/bounded_queue.h"
#include "knowledge-engine/store/lmdb/load_quads.h"
#include "knowledge-engine/store/lmdb/tables.h"

namespace gridlore::store::lmdb {

/// Rows that follow each other in one order; those of one key may go on in the next block.
struct RowBlock {
    const QuadOrder* order = nullptr;
    struct Key {
        std::uint64_t first;  ///< as bytes of the table
        std::uint32_t count;
    };
    std::vector<Key> keys;
    std::string values;  ///< of all keys
};

/// Confined to the thread that takes the blocks.
class RowBlocks {
  public:
    /// Of all orders, one after the other. `own` is called on the other thread; what is referred to must outlive this.
    RowBlocks(const LoadQuads& quads, std::function<rdf::TermId(rdf::TermId)> own);
    ~RowBlocks();
    RowBlocks(const RowBlocks&) = delete;
    RowBlocks& operator=(const RowBlocks&) = delete;

    /// False at the end.
    Result<bool> next(RowBlock& block);

  private:
    void run();
    template <std::size_t Width>
    Result<void> put_order(const SortedRuns<IdRow<Width>>& runs, const QuadOrder& order);

    const LoadQuads& quads_;
    std::function<rdf::TermId(rdf::TermId)> own_;
    BoundedQueue<RowBlock> queue_;
    std::thread thread_;
};

}  // namespace gridlore::store::lmdb
