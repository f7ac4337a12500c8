/// The quads of a load, by arranged ids, in every order that the store has; sorted by threads of their own while more
/// come.
/// Confined.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <future>
#include <memory>
#include <vector>

#include "knowledge-engine/base/result.h"
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

/// Quads that are in so many orders: of the default graph, or of named graphs.
template <std::size_t Width, std::size_t Orders>
class OrderedRows {
  public:
    using Row = IdRow<Width>;

    OrderedRows(const std::filesystem::path& folder, MemoryBudget& budget, std::size_t memory,
                const std::array<QuadOrder, Orders>& orders);

    Result<void> add(const QuadIds& quad) {
        Row& row = rows_.emplace_back();
        for (std::size_t i = 0; i < Width; ++i) {
            row.ids[i] = id_at(quad, static_cast<Place>(i)).bits();
        }
        return rows_.size() < at_once_ ? Result<void>() : begin_to_sort();
    }
    /// No more come.
    Result<void> finish();

    bool empty() const { return runs_.front().empty(); }
    const SortedRuns<Row>& in_order(std::size_t order) const { return runs_[order]; }

  private:
    /// Waits for the rows before, and gives those of now to other threads.
    Result<void> begin_to_sort();
    Result<void> wait();
    Result<void> sort(const std::vector<Row>& rows, std::size_t order);

    const std::array<QuadOrder, Orders>& orders_;
    std::size_t at_once_;
    std::vector<Row> rows_;  ///< in the sequence subject, predicate, object, graph
    std::vector<SortedRuns<Row>> runs_;
    /// By order; each has its runs while it goes on. The last member, since they wait at their end.
    std::vector<std::future<Result<void>>> sorting_;
};

using DefaultRows = OrderedRows<3, default_orders.size()>;
using NamedRows = OrderedRows<4, named_orders.size()>;

class LoadQuads {
  public:
    LoadQuads(const std::filesystem::path& folder, std::size_t memory);

    Result<void> add(const QuadIds& quad) { return quad.graph.is_bound() ? named_.add(quad) : default_.add(quad); }
    Result<void> finish();

    const DefaultRows& in_default_graph() const { return default_; }
    const NamedRows& in_named_graphs() const { return named_; }

  private:
    std::unique_ptr<MemoryBudget> budget_;
    DefaultRows default_;
    NamedRows named_;
};

}  // namespace gridlore::store::lmdb
