/// The quads of a load, by ids of the load, in the sequence in which they came; sorted for one order of the store at a
/// time. Once no more come it is safe from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/lmdb/arranged_terms.h"
#include "knowledge-engine/store/lmdb/record_spool.h"
#include "knowledge-engine/store/lmdb/sorted_runs.h"
#include "knowledge-engine/store/lmdb/tables.h"
#include "knowledge-engine/store/quad_pattern.h"

namespace gridlore::store::lmdb {

/// The ids of a quad in the sequence of an order.
template <std::size_t Width>
struct IdRow {
    std::array<std::uint64_t, Width> ids;
    friend bool operator==(const IdRow&, const IdRow&) = default;
    friend bool operator<(const IdRow& a, const IdRow& b) {
        for (std::size_t i = 0; i + 1 < Width; ++i) {
            if (a.ids[i] != b.ids[i]) {
                return a.ids[i] < b.ids[i];
            }
        }
        return a.ids[Width - 1] < b.ids[Width - 1];
    }
};

/// Quads by arranged ids, in one order.
template <std::size_t Width>
struct OrderedRows {
    OrderedRows(const std::filesystem::path& folder, std::size_t memory) : budget(memory), runs(folder, budget) {}
    MemoryBudget budget;
    SortedRuns<IdRow<Width>> runs;
};

class LoadQuads {
  public:
    LoadQuads(const std::filesystem::path& folder, std::size_t memory);

    Result<void> add(const QuadIds& quad) {
        const auto [subject, predicate, object, graph] = quad;
        return graph.is_bound() ? in_named_.add({{subject.bits(), predicate.bits(), object.bits(), graph.bits()}})
                                : in_default_.add({{subject.bits(), predicate.bits(), object.bits()}});
    }
    /// No more come.
    Result<void> finish();

    /// Those of the default graph where the width is 3, else those of named graphs. `cancelled` is asked now and then.
    template <std::size_t Width>
    Result<std::unique_ptr<OrderedRows<Width>>> sorted(const QuadOrder& order, const ArrangedTerms& terms,
                                                       const std::function<bool()>& cancelled) const;

  private:
    template <std::size_t Width>
    const RecordSpool<IdRow<Width>>& rows() const;

    std::filesystem::path folder_;
    std::size_t memory_;
    /// In the sequence subject, predicate, object, graph.
    RecordSpool<IdRow<3>> in_default_;
    RecordSpool<IdRow<4>> in_named_;
};

}  // namespace gridlore::store::lmdb
