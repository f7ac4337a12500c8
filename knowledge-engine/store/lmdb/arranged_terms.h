/// The terms of a load in the sequence in which the store gets them: that of their bytes. Terms whose names are alike,
/// such as the readings of one meter, so have ids near each other, and what is said of them lies together. Once made it
/// is safe from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/term_id.h"
#include "knowledge-engine/store/lmdb/load_terms.h"
#include "knowledge-engine/store/lmdb/mapped_array.h"
#include "knowledge-engine/store/lmdb/sorted_runs.h"

namespace gridlore::store::lmdb {

/// What an arranged id becomes in the store, where the first provisional one becomes `base`.
constexpr rdf::TermId own_id(rdf::TermId id, std::uint64_t base) {
    return is_provisional(id) ? rdf::TermId((id.bits() & rdf::TermId::alias_bit) | (provisional_number(id) + base))
                              : id;
}

class ArrangedTerms {
  public:
    /// Of all that are new to the store, as far as is known. `terms` must outlive it. Precondition: they have come all.
    static Result<std::unique_ptr<ArrangedTerms>> make(const LoadTerms& terms, const std::filesystem::path& folder,
                                                       std::size_t memory);

    /// What an id of the load is here: a provisional one has the term's number in this sequence, or is the one that the
    /// store has by now.
    rdf::TermId arranged(rdf::TermId id) const {
        return is_provisional(id) ? rdf::TermId(ids_[provisional_number(id)]) : id;
    }

    /// How many provisional ids there are.
    std::uint64_t count() const { return count_; }
    /// The numbers of blank nodes that the store labels itself; they follow each other.
    struct BlankNodes {
        std::uint64_t first = 0;
        std::uint64_t count = 0;
    };
    BlankNodes blank_nodes() const { return blank_nodes_; }

    /// The entries, in sequence; those of aliases refer to ids of the load.
    class Entries {
      public:
        explicit Entries(const ArrangedTerms& terms) : terms_(terms), merge_(terms.terms_.entries()) {}
        /// False at the end. `entry` is a view until the next call.
        Result<bool> next(std::string_view& entry);

      private:
        const ArrangedTerms& terms_;
        SortedStrings::Merge merge_;
    };
    const SortedRuns<HashedId>& hashes() const { return hashes_; }
    const SortedRuns<ValueRecord>& values() const { return values_; }

  private:
    ArrangedTerms(const LoadTerms& terms, const std::filesystem::path& folder, std::size_t memory,
                  MappedArray<std::uint64_t> ids);
    void take_conflicts();
    Result<void> number();
    /// Brings records in order, without those of terms that the store has.
    template <typename Record>
    Result<void> sort(const RecordSpool<Record>& records, SortedRuns<Record>& sorted) const;

    const LoadTerms& terms_;
    std::size_t memory_;
    MemoryBudget budget_;
    MappedArray<std::uint64_t> ids_;  ///< by provisional number of the load
    std::uint64_t count_ = 0;
    BlankNodes blank_nodes_;
    SortedRuns<HashedId> hashes_;
    SortedRuns<ValueRecord> values_;
};

}  // namespace gridlore::store::lmdb
