#include "knowledge-engine/store/lmdb/row_blocks.h"

#include <exception>
#include <utility>

namespace gridlore::store::lmdb {
namespace {

constexpr std::size_t rows_at_once = 8192;

}  // namespace

RowBlocks::RowBlocks(const LoadQuads& quads, const ArrangedTerms& terms, std::function<bool()> cancelled)
    : quads_(quads), terms_(terms), cancelled_(std::move(cancelled)), thread_([this] { run(); }) {}

RowBlocks::~RowBlocks() {
    stops_ = true;
    if (!has_begun_) {
        given_base_.set_value(std::nullopt);
    }
    queue_.end({ErrorKind::Unavailable, "nobody takes the rows any more"});
    thread_.join();
}

void RowBlocks::begin(std::uint64_t base) {
    has_begun_ = true;
    given_base_.set_value(base);
}

void RowBlocks::run() {
    try {
        if (auto done = put_all(); !done) {
            queue_.end(std::move(done).error());
        }
    } catch (const std::exception& problem) {  // no memory: a thread must not end by it
        queue_.end({ErrorKind::Unavailable, std::string("cannot load: ") + problem.what()});
    }
    queue_.close();
}

Result<void> RowBlocks::put_all() {
    auto done = put_orders<3>(default_orders);
    return done ? put_orders<4>(named_orders) : done;
}

template <std::size_t Width, std::size_t Orders>
Result<void> RowBlocks::put_orders(const std::array<QuadOrder, Orders>& orders) {
    const auto begin_to_sort = [this, &orders](std::size_t order) {
        return std::async(std::launch::async, [this, &orders, order] {
            return quads_.sorted<Width>(orders[order], terms_,
                                        [this] { return stops_ || (cancelled_ && cancelled_()); });
        });
    };
    auto sorting = begin_to_sort(0);
    for (std::size_t i = 0; i < Orders; ++i) {
        auto sorted = sorting.get();
        if (!sorted) {
            return std::move(sorted).error();
        }
        if ((*sorted)->runs.empty()) {
            return {};
        }
        if (i + 1 < Orders) {
            sorting = begin_to_sort(i + 1);
        }
        if (!base_.get()) {
            return {};
        }
        if (auto put = put_order((*sorted)->runs, orders[i]); !put) {
            return put;
        }
    }
    return {};
}

template <std::size_t Width>
Result<void> RowBlocks::put_order(const SortedRuns<IdRow<Width>>& runs, const QuadOrder& order) {
    const std::uint64_t base = *base_.get();
    auto merge = runs.merge();
    std::vector<IdRow<Width>> rows;
    for (;;) {
        rows.clear();
        if (auto next = merge.next(rows, rows_at_once); !next) {
            return next;
        }
        if (rows.empty()) {
            return {};
        }
        RowBlock block = queue_.spare();
        block.order = &order;
        block.keys.clear();
        block.values.resize(rows.size() * order.value_size());
        char* value = block.values.data();
        std::uint64_t last = 0;
        for (const IdRow<Width>& row : rows) {
            if (block.keys.empty() || row.ids[0] != last) {
                last = row.ids[0];
                std::uint64_t& first = block.keys.emplace_back(RowBlock::Key{0, 0}).first;
                write_id(own_id(rdf::TermId(last), base), reinterpret_cast<char*>(&first));
            }
            ++block.keys.back().count;
            for (std::size_t i = 1; i < Width; ++i, value += id_size) {
                write_id(own_id(rdf::TermId(row.ids[i]), base), value);
            }
        }
        if (auto put = queue_.put(std::move(block)); !put) {
            return put;
        }
    }
}

Result<bool> RowBlocks::next(RowBlock& block) {
    if (queue_.take(block)) {
        return true;
    }
    if (auto error = queue_.error()) {
        return *std::move(error);
    }
    return false;
}

}  // namespace gridlore::store::lmdb
