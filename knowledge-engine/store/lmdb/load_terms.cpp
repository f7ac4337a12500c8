#include "knowledge-engine/store/lmdb/load_terms.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <utility>

#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/value.h"
#include "knowledge-engine/store/lmdb/dictionary.h"
#include "knowledge-engine/store/lmdb/term_bytes.h"

namespace gridlore::store::lmdb {
namespace {

/// A snapshot keeps the file from reusing what it sees, so it is renewed after so many look-ups.
constexpr std::size_t finds_per_snapshot = 4096;
constexpr std::size_t recent_terms = 1024;
constexpr std::size_t longest_recent_term = 1024;
/// No term's bytes begin with it.
constexpr char blank_node_mark = '\xFF';

rdf::Term term_of(const rdf::TermView& view) {
    return {view.kind, std::string(view.text), std::string(view.datatype), std::string(view.language)};
}

std::uint64_t random_seed() {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

std::size_t recent_place(std::string_view text) {
    std::uint64_t end = 0;
    const std::size_t size = std::min(text.size(), sizeof end);
    std::memcpy(&end, text.data() + text.size() - size, size);
    return static_cast<std::size_t>(((end ^ text.size()) * 0x9E3779B97F4A7C15ULL) >> 54) % recent_terms;
}

}  // namespace

bool operator<(const ValueRecord& a, const ValueRecord& b) {
    const int order = std::memcmp(a.key.data(), b.key.data(), a.key.size());
    if (order != 0) {
        return order < 0;
    }
    return a.length != b.length ? a.length < b.length : a.id < b.id;
}

LoadTerms::LoadTerms(LoadTermsSettings settings)
    : settings_(std::move(settings)),
      second_seed_(random_seed()),
      ids_(std::make_unique<HashedIds>(settings_.folder, settings_.memory / 2)),
      entries_(settings_.folder, settings_.memory / 8),
      hashes_(settings_.folder, settings_.memory / 32),
      values_(settings_.folder, settings_.memory / 32),
      recent_(recent_terms) {}

HashedIds::Hash LoadTerms::hash_of(std::string_view bytes) const {
    return {term_hash(bytes, settings_.state.seed), term_hash(bytes, second_seed_)};
}

Result<rdf::TermId> LoadTerms::id_of(const rdf::TermView& term) {
    switch (term.kind) {
        case rdf::TermKind::Iri: {
            Recent& recent = recent_[recent_place(term.text)];
            if (recent.id.is_bound() && recent.text == term.text) {
                return recent.id;
            }
            auto id = id_of_bytes(term);
            if (id && term.text.size() <= longest_recent_term) {
                recent.text = term.text;
                recent.id = *id;
            }
            return id;
        }
        case rdf::TermKind::BlankNode:
            return id_of_blank_node(term.text);
        case rdf::TermKind::Literal:
            break;
    }
    return id_of_literal(term);
}

Result<rdf::TermId> LoadTerms::id_of_literal(const rdf::TermView& term) {
    if (term.language.empty()) {
        if (const auto id = rdf::inline_id(term.text, term.datatype)) {
            return *id;
        }
    }
    return id_of_bytes(term);
}

Result<rdf::TermId> LoadTerms::id_of_blank_node(std::string_view label) {
    bytes_.assign(1, blank_node_mark).append(label);
    const HashedIds::Hash hash = hash_of(bytes_);
    if (const std::uint64_t known = ids_->find(hash); known != 0) {
        return rdf::TermId(known);
    }
    auto id = new_id(own_blank_node_bytes(), std::nullopt);
    if (!id) {
        return id;
    }
    return known_as(hash, *id);
}

Result<rdf::TermId> LoadTerms::id_of_bytes(const rdf::TermView& term) {
    bytes_.clear();
    append_term_bytes(term, bytes_);
    if (bytes_.size() > max_term_bytes) {
        return invalid_input("a term of " + std::to_string(bytes_.size()) + " bytes is longer than the store takes (" +
                             std::to_string(max_term_bytes) + ")");
    }
    const HashedIds::Hash hash = hash_of(bytes_);
    if (const std::uint64_t known = ids_->find(hash); known != 0) {
        return rdf::TermId(known);
    }
    auto found = find_in_store(bytes_);
    if (!found) {
        return std::move(found).error();
    }
    if (*found) {
        return known_as(hash, **found);
    }
    auto id = add(term, hash.first);
    return id ? known_as(hash, *id) : id;
}

Result<rdf::TermId> LoadTerms::known_as(const HashedIds::Hash& hash, rdf::TermId id) {
    auto set = ids_->set(hash, id.bits());
    return set ? Result<rdf::TermId>(id) : std::move(set).error();
}

Result<std::optional<rdf::TermId>> LoadTerms::find_in_store(std::string_view bytes) {
    std::optional<rdf::TermId> nothing;
    if (settings_.state.next_id <= 1) {
        return nothing;
    }
    if (!reading_ || ++found_ % finds_per_snapshot == 0) {
        reading_.abort();
        auto begun = Transaction::reading(settings_.env);
        if (!begun) {
            return std::move(begun).error();
        }
        reading_ = *std::move(begun);
    }
    const ReadContext context{reading_.get(), settings_.tables, settings_.state.seed};
    return DictionaryReader(context).find_bytes(bytes);
}

Result<rdf::TermId> LoadTerms::new_id(std::string_view bytes, std::optional<rdf::TermId> value) {
    entry_.clear();
    append_entry(bytes, value, entry_);
    if (auto added = entries_.add(entry_, count_); !added) {
        return std::move(added).error();
    }
    return rdf::TermId(provisional_bit | (value ? rdf::TermId::alias_bit : 0) | count_++);
}

/// Precondition: `bytes_` is of the term.
Result<rdf::TermId> LoadTerms::add(const rdf::TermView& term, std::uint64_t hash) {
    std::optional<rdf::TermId> value;
    std::optional<std::string> key;
    if (term.kind == rdf::TermKind::Literal) {
        const rdf::Term literal = term_of(term);
        key = value_key(literal);
        if (const auto canonical = rdf::canonical_value(literal)) {
            const std::string bytes = bytes_;
            auto added = id_of(view_of(*canonical));  // once: a canonical term has no other
            if (!added) {
                return added;
            }
            value = *added;
            bytes_ = bytes;
        }
    }
    auto id = new_id(bytes_, value);
    if (!id) {
        return id;
    }
    if (auto added = hashes_.add({hash, id->bits()}); !added) {
        return std::move(added).error();
    }
    if (key) {
        if (auto added = add_value(*key, *id); !added) {
            return std::move(added).error();
        }
    }
    return id;
}

Result<void> LoadTerms::add_value(const std::string& key, rdf::TermId id) {
    ValueRecord record;
    std::copy(key.begin(), key.end(), record.key.begin());
    record.length = key.size();
    record.id = id.bits();
    return values_.add(record);
}

Result<void> LoadTerms::finish() {
    reading_.abort();
    auto finished = entries_.finish();
    finished = finished ? hashes_.finish() : std::move(finished);
    return finished ? values_.finish() : finished;
}

Result<void> LoadTerms::look_for_conflicts(const ReadContext& context, std::uint64_t from, std::uint64_t until) {
    if (from >= until) {
        return {};
    }
    auto cursor = Cursor::open(context.txn, context.table(Table::Terms));
    if (!cursor) {
        return std::move(cursor).error();
    }
    const IdBytes first(from);
    MDB_val key = to_val(first.view());
    MDB_val value{};
    int code = cursor->get(key, value, MDB_SET_RANGE);
    for (; code == MDB_SUCCESS; code = cursor->get(key, value, MDB_NEXT)) {
        auto entry = decode_entry(view_of(value));
        if (!entry) {
            return std::move(entry).error();
        }
        const HashedIds::Hash hash = hash_of(entry->bytes);
        const rdf::TermId ours(ids_->find(hash));
        if (is_provisional(ours)) {
            const std::uint64_t alias = entry->value.is_bound() ? rdf::TermId::alias_bit : 0;
            const rdf::TermId theirs(read_id(static_cast<const char*>(key.mv_data)).bits() | alias);
            conflicts_.emplace(ours.bits(), theirs);
            if (auto known = known_as(hash, theirs); !known) {
                return std::move(known).error();
            }
        }
    }
    return code == MDB_NOTFOUND ? Result<void>() : checked(code, "read the dictionary");
}

}  // namespace gridlore::store::lmdb
