/// The terms of a load: each gets an id when it is first seen, without writing to the store. Confined.
///
/// A term that the store has, or that is inline, has its own id at once. Any other gets a *provisional* one, numbered
/// in the sequence in which they came; arranged_terms.h has what becomes of it.
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
#include "knowledge-engine/store/lmdb/hashed_ids.h"
#include "knowledge-engine/store/lmdb/read_context.h"
#include "knowledge-engine/store/lmdb/record_spool.h"
#include "knowledge-engine/store/lmdb/sorted_strings.h"
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
    /// All terms have come.
    Result<void> finish();

    /// What was provisional has been added by others in the meantime: ids from `from` to `until` of the store.
    Result<void> look_for_conflicts(const ReadContext& context, std::uint64_t from, std::uint64_t until);
    /// What the others' ids are, by provisional id.
    const std::unordered_map<std::uint64_t, rdf::TermId>& conflicts() const { return conflicts_; }
    /// No conflict is looked for any more.
    void forget_ids() { ids_.reset(); }

    /// How many provisional ids there are.
    std::uint64_t count() const { return count_; }
    /// By provisional number.
    const SortedStrings& entries() const { return entries_; }
    const RecordSpool<HashedId>& hashes() const { return hashes_; }
    const RecordSpool<ValueRecord>& values() const { return values_; }

  private:
    Result<rdf::TermId> id_of_literal(const rdf::TermView& term);
    Result<rdf::TermId> id_of_blank_node(std::string_view label);
    Result<rdf::TermId> id_of_bytes(const rdf::TermView& term);
    Result<rdf::TermId> add(const rdf::TermView& term, std::uint64_t hash);
    Result<rdf::TermId> known_as(const HashedIds::Hash& hash, rdf::TermId id);
    Result<rdf::TermId> new_id(std::string_view bytes, std::optional<rdf::TermId> value);
    Result<std::optional<rdf::TermId>> find_in_store(std::string_view bytes);
    HashedIds::Hash hash_of(std::string_view bytes) const;
    Result<void> add_value(const std::string& key, rdf::TermId id);

    LoadTermsSettings settings_;
    std::uint64_t second_seed_;
    std::unique_ptr<HashedIds> ids_;
    std::uint64_t count_ = 0;
    SortedStrings entries_;
    RecordSpool<HashedId> hashes_;
    RecordSpool<ValueRecord> values_;
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
