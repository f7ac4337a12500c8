#include "knowledge-engine/store/lmdb/arranged_terms.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "knowledge-engine/store/lmdb/term_bytes.h"

namespace gridlore::store::lmdb {
namespace {

constexpr std::size_t least_at_once = 1000;

}  // namespace

ArrangedTerms::ArrangedTerms(const LoadTerms& terms, const std::filesystem::path& folder, std::size_t memory,
                             MappedArray<std::uint64_t> ids)
    : terms_(terms),
      memory_(memory),
      budget_(memory / 2),
      ids_(std::move(ids)),
      hashes_(folder, budget_),
      values_(folder, budget_) {}

Result<std::unique_ptr<ArrangedTerms>> ArrangedTerms::make(const LoadTerms& terms, const std::filesystem::path& folder,
                                                           std::size_t memory) {
    auto ids = MappedArray<std::uint64_t>::make(folder, terms.count(), memory / 4);
    if (!ids) {
        return std::move(ids).error();
    }
    std::unique_ptr<ArrangedTerms> arranged(new ArrangedTerms(terms, folder, memory, *std::move(ids)));
    arranged->take_conflicts();
    auto done = arranged->number();
    done = done ? arranged->sort(terms.hashes(), arranged->hashes_) : std::move(done);
    done = done ? arranged->sort(terms.values(), arranged->values_) : std::move(done);
    if (!done) {
        return std::move(done).error();
    }
    return arranged;
}

void ArrangedTerms::take_conflicts() {
    for (const auto& [ours, theirs] : terms_.conflicts()) {
        ids_[provisional_number(rdf::TermId(ours))] = theirs.bits();
    }
}

Result<void> ArrangedTerms::number() {
    SortedStrings::Merge merge(terms_.entries());
    std::string_view entry;
    std::uint64_t number = 0;
    for (;;) {
        auto next = merge.next(entry, number);
        if (!next || !*next) {
            return next ? Result<void>() : std::move(next).error();
        }
        if (ids_[number] != 0) {
            continue;  // the store has it
        }
        auto decoded = decode_entry(entry);
        if (!decoded) {
            return std::move(decoded).error();
        }
        if (entry == own_blank_node_bytes()) {
            blank_nodes_.first = blank_nodes_.count == 0 ? count_ : blank_nodes_.first;
            ++blank_nodes_.count;
        }
        const std::uint64_t alias = decoded->value.is_bound() ? rdf::TermId::alias_bit : 0;
        ids_[number] = provisional_bit | alias | count_++;
    }
}

template <typename Record>
Result<void> ArrangedTerms::sort(const RecordSpool<Record>& records, SortedRuns<Record>& sorted) const {
    const std::size_t at_once = std::max(memory_ / 8 / sizeof(Record), least_at_once);
    std::vector<Record> some;
    const auto add = [&]() -> Result<void> {
        std::sort(some.begin(), some.end());
        return sorted.add(std::exchange(some, {}));
    };
    auto all = records.each([&](Record record) -> Result<void> {
        const rdf::TermId id = arranged(rdf::TermId(record.id));
        if (!is_provisional(id)) {
            return {};
        }
        record.id = id.bits();
        if (some.empty()) {
            some.reserve(at_once);
        }
        some.push_back(record);
        return some.size() < at_once ? Result<void>() : add();
    });
    return all ? add() : all;
}

Result<bool> ArrangedTerms::Entries::next(std::string_view& entry) {
    for (std::uint64_t number = 0;;) {
        auto next = merge_.next(entry, number);
        if (!next || !*next || is_provisional(rdf::TermId(terms_.ids_[number]))) {
            return next;
        }
    }
}

}  // namespace gridlore::store::lmdb
