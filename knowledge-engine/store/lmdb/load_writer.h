/// Writes a load into the store's tables, each in its own order, so that every page is written once. Used by the
/// writer's thread.
#pragma once

#include <cstdint>
#include <functional>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/arranged_terms.h"
#include "knowledge-engine/store/lmdb/read_context.h"
#include "knowledge-engine/store/lmdb/row_blocks.h"
#include "knowledge-engine/store/lmdb/store_state.h"

namespace gridlore::store::lmdb {

class LoadWriter {
  public:
    /// `cancelled` is asked now and then.
    LoadWriter(const ReadContext& context, const ArrangedTerms& terms, std::function<bool()> cancelled)
        : context_(context), terms_(terms), cancelled_(std::move(cancelled)) {}

    /// Adds the terms and the quads; returns how many quads were not there. Precondition: since the terms were
    /// arranged, nobody has added one of them.
    Result<std::uint64_t> write(RowBlocks& blocks, StoreState& state);

  private:
    Result<void> find_base(const StoreState& state);
    Result<void> write_entries();
    template <typename Record, typename KeyOf>
    Result<void> write_ids(Table table, const SortedRuns<Record>& sorted, const KeyOf& key_of);
    Result<void> write_rows(RowBlocks& blocks);
    Result<std::uint64_t> count_quads() const;
    Result<void> go_on() const;

    ReadContext context_;
    const ArrangedTerms& terms_;
    std::function<bool()> cancelled_;
    std::uint64_t base_ = 0;  ///< what the first provisional id becomes
};

Error load_cancelled();

}  // namespace gridlore::store::lmdb
