/// The rows of a load on their way into the tables: merged, with the ids and in the bytes of the store, by a thread of
/// their own while another writes.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/arranged_terms.h"
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

/// Sorts, merges and hands over one order after the other. Confined to the thread that takes the blocks.
class RowBlocks {
  public:
    /// Begins to sort: the first order at once, each other one while that before it is taken. What is referred to must
    /// outlive it, and must not change meanwhile.
    RowBlocks(const LoadQuads& quads, const ArrangedTerms& terms, std::function<bool()> cancelled);
    /// Does not wait for what is left.
    ~RowBlocks();
    RowBlocks(const RowBlocks&) = delete;
    RowBlocks& operator=(const RowBlocks&) = delete;

    /// Blocks come from now on. `base`: what the first provisional id becomes. At most once.
    void begin(std::uint64_t base);
    bool has_begun() const { return has_begun_; }
    /// False at the end. Precondition: `has_begun()`.
    Result<bool> next(RowBlock& block);

  private:
    void run();
    Result<void> put_all();
    template <std::size_t Width, std::size_t Orders>
    Result<void> put_orders(const std::array<QuadOrder, Orders>& orders);
    template <std::size_t Width>
    Result<void> put_order(const SortedRuns<IdRow<Width>>& runs, const QuadOrder& order);
    const LoadQuads& quads_;
    const ArrangedTerms& terms_;
    std::function<bool()> cancelled_;
    BoundedQueue<RowBlock> queue_;
    bool has_begun_ = false;
    std::atomic<bool> stops_ = false;
    std::promise<std::optional<std::uint64_t>> given_base_;
    std::shared_future<std::optional<std::uint64_t>> base_{given_base_.get_future()};  ///< nothing: nobody takes blocks
    std::thread thread_;
};

}  // namespace gridlore::store::lmdb
