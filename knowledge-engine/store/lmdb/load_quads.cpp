#include "knowledge-engine/store/lmdb/load_quads.h"

#include <algorithm>
#include <utility>

namespace gridlore::store::lmdb {
namespace {

constexpr std::size_t least_at_once = 1000;

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
Result<void> OrderedRows<Width, Orders>::sort(const std::vector<Row>& rows, std::size_t order) {
    std::vector<Row> sorted(rows.size());
    std::transform(rows.begin(), rows.end(), sorted.begin(), [&places = orders_[order].places](const Row& row) {
        Row ordered;
        for (std::size_t at = 0; at < Width; ++at) {
            ordered.ids[at] = row.ids[static_cast<std::size_t>(places[at])];
        }
        return ordered;
    });
    std::sort(sorted.begin(), sorted.end());
    return runs_[order].add(std::move(sorted));
}

template <std::size_t Width, std::size_t Orders>
Result<void> OrderedRows<Width, Orders>::wait() {
    Result<void> all;
    for (std::future<Result<void>>& order : sorting_) {
        auto sorted = order.get();
        all = all ? std::move(sorted) : std::move(all);
    }
    sorting_.clear();
    return all;
}

template <std::size_t Width, std::size_t Orders>
Result<void> OrderedRows<Width, Orders>::begin_to_sort() {
    auto sorted = wait();
    if (sorted && !rows_.empty()) {
        const auto rows = std::make_shared<const std::vector<Row>>(std::exchange(rows_, {}));
        for (std::size_t i = 0; i < Orders; ++i) {
            sorting_.push_back(std::async(std::launch::async, [this, rows, i] { return sort(*rows, i); }));
        }
        rows_.reserve(at_once_);
    }
    return sorted;
}

template <std::size_t Width, std::size_t Orders>
Result<void> OrderedRows<Width, Orders>::finish() {
    auto sorted = begin_to_sort();
    rows_ = {};
    return sorted ? wait() : sorted;
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

}  // namespace gridlore::store::lmdb
