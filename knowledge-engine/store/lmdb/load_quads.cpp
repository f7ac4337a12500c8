#include "knowledge-engine/store/lmdb/load_quads.h"

#include <algorithm>
#include <utility>

namespace gridlore::store::lmdb {
namespace {

constexpr std::size_t least_at_once = 1000;
constexpr std::size_t read_at_once = 4096;

template <std::size_t Width>
Result<void> each_row(const SortedRuns<IdRow<Width>>& runs, const QuadOrder& order,
                      const std::function<Result<void>(const QuadIds&)>& use) {
    auto merge = runs.merge();
    std::vector<IdRow<Width>> rows;
    do {
        rows.clear();
        if (auto next = merge.next(rows, read_at_once); !next) {
            return next;
        }
        for (const IdRow<Width>& row : rows) {
            QuadIds quad;
            for (std::size_t i = 0; i < Width; ++i) {
                id_at(quad, order.places[i]) = rdf::TermId(row.ids[i]);
            }
            if (auto used = use(quad); !used) {
                return used;
            }
        }
    } while (!rows.empty());
    return {};
}

}  // namespace

template <std::size_t Width, std::size_t Orders>
OrderedRows<Width, Orders>::OrderedRows(const std::filesystem::path& folder, MemoryBudget& budget, std::size_t memory,
                                        const std::array<QuadOrder, Orders>& orders)
    : orders_(orders), at_once_(std::max(memory / sizeof(Row), least_at_once)) {
    for (std::size_t i = 0; i < Orders; ++i) {
        runs_.emplace_back(folder, budget);
    }
}

template <std::size_t Width, std::size_t Orders>
Result<void> OrderedRows<Width, Orders>::sort(const std::vector<Row>& rows) {
    for (std::size_t i = 0; i < Orders; ++i) {
        std::vector<Row> sorted(rows.size());
        std::transform(rows.begin(), rows.end(), sorted.begin(), [&places = orders_[i].places](const Row& row) {
            Row ordered;
            for (std::size_t at = 0; at < Width; ++at) {
                ordered.ids[at] = row.ids[static_cast<std::size_t>(places[at])];
            }
            return ordered;
        });
        std::sort(sorted.begin(), sorted.end());
        if (auto added = runs_[i].add(std::move(sorted)); !added) {
            return added;
        }
    }
    return {};
}

template <std::size_t Width, std::size_t Orders>
Result<void> OrderedRows<Width, Orders>::begin_to_sort() {
    auto sorted = sorting_.valid() ? sorting_.get() : Result<void>();
    if (sorted) {
        sorting_ = std::async(std::launch::async, [this, rows = std::exchange(rows_, {})] { return sort(rows); });
        rows_.reserve(at_once_);
    }
    return sorted;
}

template <std::size_t Width, std::size_t Orders>
Result<void> OrderedRows<Width, Orders>::finish() {
    auto sorted = begin_to_sort();
    rows_ = {};
    return sorted ? sorting_.get() : sorted;
}

template class OrderedRows<3, default_orders.size()>;
template class OrderedRows<4, named_orders.size()>;

LoadQuads::LoadQuads(const std::filesystem::path& folder, std::size_t memory)
    : budget_(std::make_unique<MemoryBudget>(memory / 2)),
      default_(folder, *budget_, memory / 32, default_orders),
      named_(folder, *budget_, memory / 32, named_orders) {}

Result<void> LoadQuads::finish() {
    auto finished = default_.finish();
    return finished ? named_.finish() : finished;
}

Result<void> LoadQuads::each(const std::function<Result<void>(const QuadIds&)>& use) const {
    auto done = each_row(default_.in_order(0), default_orders[0], use);
    return done ? each_row(named_.in_order(0), named_orders[0], use) : done;
}

}  // namespace gridlore::store::lmdb
