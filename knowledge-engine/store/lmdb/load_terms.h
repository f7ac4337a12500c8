/// The terms of a load: each gets an id when it is first seen, without writing to the store. Confined.
///
/// A term that the store has, or that is inline, has its own id at once. Any other gets a *provisional* one, which
/// becomes its own when the load is written: the order of ids stays the same.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/rdf/term_id.h"
#include "knowledge-engine/store/lmdb/read_context.h"
#include "knowledge-engine/store/lmdb/sorted_runs.h"
#include "knowledge-engine/store/lmdb/store_state.h"
#include "knowledge-engine/store/lmdb/value_key.h"

namespace gridlore::store::lmdb {

/// Larger than any id that a store gives, smaller than an inline one.
inline constexpr std::uint64_t provisional_bit = rdf::TermId::inline_bit >> 1;

constexpr bool is_provisional(rdf::TermId id) {
    return (id.bits() & (rdf::TermId::inline_bit | provisional_bit)) == provisional_bit;
}
/// Counts from 0. Precondition: `id` is provisional.
constexpr std::uint64_t provisional_number(rdf::TermId id) {
    return id.bits() & (provisional_bit - 1);
}

struct HashedId {
    std::uint64_t hash = 0;
    std::uint64_t id = 0;
    friend bool operator==(const HashedId&, const HashedId&) = default;
    friend bool operator<(const HashedId& a, const HashedId& b) {
        return a.hash != b.hash ? a.hash < b.hash : a.id < b.id;
    }
};

/// The key of a value and the id of a literal that has it, in the order that the table has.
struct ValueRecord {
    std::array<unsigned char, max_value_key> key{};
    std::uint64_t length = 0;
    std::uint64_t id = 0;
    friend bool operator==(const ValueRecord&, const ValueRecord&) = default;
    friend bool operator<(const ValueRecord& a, const ValueRecord& b);
};

/// Ids by 128 bits of hash: so many that no two terms have the same ones. Beyond its memory it lies in a mapped file,
/// whose pages the kernel writes and takes back as it likes.
class HashedIds {
  public:
    HashedIds(std::filesystem::path folder, std::size_t memory) : folder_(std::move(folder)), memory_(memory) {}

    struct Hash {
        std::uint64_t first = 0;
        std::uint64_t second = 0;
    };
    /// 0: there is none.
    std::uint64_t find(const Hash& hash) const;
    /// Unavailable: there is no room for it.
    Result<void> set(const Hash& hash, std::uint64_t id);

  private:
    struct Slot {
        Hash hash;
        std::uint64_t id;
    };
    class Unmap {
      public:
        Unmap() : bytes_(0) {}
        explicit Unmap(std::size_t bytes) : bytes_(bytes) {}
        void operator()(Slot* slots) const;

      private:
        std::size_t bytes_;
    };
    using Slots = std::unique_ptr<Slot, Unmap>;

    Result<Slots> map(std::size_t count) const;
    Result<void> grow();
    static Slot& slot_of(Slot* slots, std::size_t count, const Hash& hash);

    std::filesystem::path folder_;
    std::size_t memory_;
    Slots slots_;
    std::size_t count_ = 0;
    std::size_t used_ = 0;
};

struct LoadTermsSettings {
    MDB_env* env = nullptr;
    const Tables* tables = nullptr;
    StoreState state;  ///< as it was when the load began
    std::filesystem::path folder;
    std::size_t memory = 0;
};

class LoadTerms {
  public:
    explicit LoadTerms(LoadTermsSettings settings);

    /// Blank nodes are found by the labels of this load only. InvalidInput: the term is too long.
    Result<rdf::TermId> id_of(const rdf::TermView& term);
    /// All terms have come: what is written of them is in order now.
    Result<void> finish();

    /// What was provisional has been added by others in the meantime: ids from `from` to `until` of the store. What
    /// they are is `conflicts`.
    Result<void> look_for_conflicts(const ReadContext& context, std::uint64_t from, std::uint64_t until);
    /// By provisional id.
    const std::unordered_map<std::uint64_t, rdf::TermId>& conflicts() const { return conflicts_; }
    /// No conflict is looked for any more.
    void forget_ids() { ids_.reset(); }

    std::uint64_t count() const { return count_; }
    const ByteSpool& entries() const { return entries_; }  ///< in the order of provisional ids
    const SortedRuns<HashedId>& hashes() const { return hashes_; }
    const SortedRuns<ValueRecord>& values() const { return values_; }
    bool has_blank_nodes() const { return has_blank_nodes_; }

  private:
    Result<rdf::TermId> id_of_literal(const rdf::TermView& term);
    Result<rdf::TermId> id_of_blank_node(std::string_view label);
    Result<rdf::TermId> id_of_bytes(const rdf::TermView& term);
    Result<rdf::TermId> add(const rdf::TermView& term, std::uint64_t hash);
    Result<rdf::TermId> known_as(const HashedIds::Hash& hash, rdf::TermId id);
    Result<rdf::TermId> new_id(std::string_view bytes, std::optional<rdf::TermId> value);
    Result<std::optional<rdf::TermId>> find_in_store(std::string_view bytes);
    HashedIds::Hash hash_of(std::string_view bytes) const;
    Result<void> add_hash(std::uint64_t hash, rdf::TermId id);
    Result<void> add_value(const std::string& key, rdf::TermId id);

    LoadTermsSettings settings_;
    std::uint64_t second_seed_;
    MemoryBudget budget_;
    std::unique_ptr<HashedIds> ids_;
    std::uint64_t count_ = 0;
    bool has_blank_nodes_ = false;
    ByteSpool entries_;
    SortedRuns<HashedId> hashes_;
    SortedRuns<ValueRecord> values_;
    std::vector<HashedId> new_hashes_;
    std::vector<ValueRecord> new_values_;
    std::size_t at_once_;
    std::unordered_map<std::uint64_t, rdf::TermId> conflicts_;
    Transaction reading_;
    std::size_t found_ = 0;
    std::string bytes_;
    std::string entry_;

    /// Terms that come again and again: predicates, types, units.
    struct Recent {
        std::string text;
        rdf::TermId id;
    };
    std::vector<Recent> recent_;
};

}  // namespace gridlore::store::lmdb
