#include "knowledge-engine/store/lmdb/row_blocks.h"

#include <exception>
#include <utility>

namespace gridlore::store::lmdb {
namespace {

constexpr std::size_t rows_at_once = 8192;

}  // namespace

RowBlocks::RowBlocks(const LoadQuads& quads, std::function<rdf::TermId(rdf::TermId)> own)
    : quads_(quads), own_(std::move(own)), thread_([this] { run(); }) {}

RowBlocks::~RowBlocks() {
    queue_.end({ErrorKind::Unavailable, "nobody takes the rows any more"});
    thread_.join();
}

void RowBlocks::run() {
    try {
        Result<void> done;
        for (std::size_t i = 0; done && i < default_orders.size(); ++i) {
            done = put_order(quads_.in_default_graph().in_order(i), default_orders[i]);
        }
        for (std::size_t i = 0; done && i < named_orders.size(); ++i) {
            done = put_order(quads_.in_named_graphs().in_order(i), named_orders[i]);
        }
        if (!done) {
            queue_.end(std::move(done).error());
        }
    } catch (const std::exception& problem) {  // no memory: a thread must not end by it
        queue_.end({ErrorKind::Unavailable, std::string("cannot load: ") + problem.what()});
    }
    queue_.close();
}

template <std::size_t Width>
Result<void> RowBlocks::put_order(const SortedRuns<IdRow<Width>>& runs, const QuadOrder& order) {
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
        RowBlock block;
        block.order = &order;
        block.values.resize(rows.size() * order.value_size());
        char* value = block.values.data();
        std::uint64_t last = 0;
        for (const IdRow<Width>& row : rows) {
            if (block.keys.empty() || row.ids[0] != last) {
                last = row.ids[0];
                std::uint64_t& first = block.keys.emplace_back(RowBlock::Key{0, 0}).first;
                write_id(own_(rdf::TermId(last)), reinterpret_cast<char*>(&first));
            }
            ++block.keys.back().count;
            for (std::size_t i = 1; i < Width; ++i, value += id_size) {
                write_id(own_(rdf::TermId(row.ids[i])), value);
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
