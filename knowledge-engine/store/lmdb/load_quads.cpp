#include "knowledge-engine/store/lmdb/load_quads.h"

#include <algorithm>
#include <deque>
#include <future>
#include <utility>
#include <vector>

#include "knowledge-engine/store/lmdb/load_writer.h"

namespace gridlore::store::lmdb {
namespace {

constexpr std::size_t least_at_once = 1000;
constexpr std::size_t threads = 2;

/// Sorts rows, so many at a time, on threads of its own while more come. Confined.
template <std::size_t Width>
class Sorting {
  public:
    using Row = IdRow<Width>;

    Sorting(SortedRuns<Row>& runs, std::size_t at_once) : runs_(runs), at_once_(at_once) {}

    Result<void> add(const Row& row) {
        if (rows_.empty()) {
            rows_.reserve(at_once_);
        }
        rows_.push_back(row);
        return rows_.size() < at_once_ ? Result<void>() : begin();
    }
    Result<void> finish() {
        auto done = begin();
        while (done && !sorting_.empty()) {
            done = end_first();
        }
        return done;
    }

  private:
    Result<void> begin() {
        auto ended = sorting_.size() < threads ? Result<void>() : end_first();
        if (ended && !rows_.empty()) {
            const auto sort = [](std::vector<Row> rows) {
                std::sort(rows.begin(), rows.end());
                return rows;
            };
            sorting_.push_back(std::async(std::launch::async, sort, std::exchange(rows_, {})));
        }
        return ended;
    }
    Result<void> end_first() {
        auto sorted = sorting_.front().get();
        sorting_.pop_front();
        return runs_.add(std::move(sorted));
    }

    SortedRuns<Row>& runs_;
    std::size_t at_once_;
    std::vector<Row> rows_;
    std::deque<std::future<std::vector<Row>>> sorting_;
};

}  // namespace

LoadQuads::LoadQuads(const std::filesystem::path& folder, std::size_t memory)
    : folder_(folder), memory_(memory), in_default_(folder, memory / 8), in_named_(folder, memory / 8) {}

Result<void> LoadQuads::finish() {
    auto finished = in_default_.finish();
    return finished ? in_named_.finish() : finished;
}

template <>
const RecordSpool<IdRow<3>>& LoadQuads::rows() const {
    return in_default_;
}

template <>
const RecordSpool<IdRow<4>>& LoadQuads::rows() const {
    return in_named_;
}

template <std::size_t Width>
Result<std::unique_ptr<OrderedRows<Width>>> LoadQuads::sorted(const QuadOrder& order, const ArrangedTerms& terms,
                                                              const std::function<bool()>& cancelled) const {
    auto ordered = std::make_unique<OrderedRows<Width>>(folder_, memory_ / 4);
    const std::size_t at_once = std::max(memory_ / 16 / sizeof(IdRow<Width>), least_at_once);
    Sorting<Width> sorting(ordered->runs, at_once);
    std::size_t count = 0;
    auto all = rows<Width>().each([&](const IdRow<Width>& row) -> Result<void> {
        if (++count % least_at_once == 0 && cancelled && cancelled()) {
            return load_cancelled();
        }
        IdRow<Width> arranged;
        for (std::size_t i = 0; i < Width; ++i) {
            const auto place = static_cast<std::size_t>(order.places[i]);
            arranged.ids[i] = terms.arranged(rdf::TermId(row.ids[place])).bits();
        }
        return sorting.add(arranged);
    });
    all = all ? sorting.finish() : std::move(all);
    if (!all) {
        return std::move(all).error();
    }
    return ordered;
}

template Result<std::unique_ptr<OrderedRows<3>>> LoadQuads::sorted(const QuadOrder&, const ArrangedTerms&,
                                                                   const std::function<bool()>&) const;
template Result<std::unique_ptr<OrderedRows<4>>> LoadQuads::sorted(const QuadOrder&, const ArrangedTerms&,
                                                                   const std::function<bool()>&) const;

}  // namespace gridlore::store::lmdb
