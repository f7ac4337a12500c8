#include "knowledge-engine/store/lmdb/dictionary.h"

#include <algorithm>
#include <functional>

#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/value.h"
#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/value_key.h"

namespace gridlore::store::lmdb {
namespace {

constexpr std::string_view reading = "read the dictionary";

Error damaged(const std::string& what) {
    return {ErrorKind::Internal, "the store's file is damaged: " + what};
}

Error unknown(rdf::TermId id) {
    return damaged("no term has the id " + std::to_string(id.bits()));
}

/// Calls `use` with each id from key `from` to key `until`, both included, until it says false or fails.
Result<void> each_id(const ReadContext& context, Table table, std::string_view from, std::string_view until,
                     const std::function<Result<bool>(std::string_view, rdf::TermId)>& use) {
    auto cursor = Cursor::open(context.txn, context.table(table));
    if (!cursor) {
        return std::move(cursor).error();
    }
    MDB_val key = to_val(from);
    MDB_val value{};
    int code = cursor->get(key, value, MDB_SET_RANGE);
    for (; code == MDB_SUCCESS && view_of(key) <= until; code = cursor->get(key, value, MDB_NEXT)) {
        if (value.mv_size != id_size) {
            return damaged("an id has a wrong size");
        }
        auto goes_on = use(view_of(key), read_id(static_cast<const char*>(value.mv_data)));
        if (!goes_on) {
            return std::move(goes_on).error();
        }
        if (!*goes_on) {
            return {};
        }
    }
    return code == MDB_NOTFOUND ? Result<void>() : checked(code, reading);
}

/// The keys between which the values of a range are: one space of values.
struct KeyRange {
    std::optional<std::string> from;  ///< of the bound; nothing if there is none
    std::optional<std::string> until;
    std::string first;
    std::string last;
};

/// Nothing: the bounds are comparable with no literal that the dictionary has, or not with each other.
std::optional<KeyRange> key_range(const pattern::Range& range) {
    KeyRange keys;
    keys.from = range.from ? value_key(*range.from) : std::nullopt;
    keys.until = range.until ? value_key(*range.until) : std::nullopt;
    if ((range.from && !keys.from) || (range.until && !keys.until) || (!keys.from && !keys.until)) {
        return std::nullopt;
    }
    const char space = value_space(keys.from ? *keys.from : *keys.until);
    if (keys.from && keys.until && value_space(*keys.until) != space) {
        return std::nullopt;
    }
    keys.first = keys.from.value_or(std::string(1, space));
    keys.last = keys.until.value_or(std::string(1, space).append(max_value_key, '\xFF'));
    return keys;
}

}  // namespace

Result<TermEntry> DictionaryReader::entry(rdf::TermId id) const {
    auto bytes = get(context_.txn, context_.table(Table::Terms), term_key(id).view());
    if (!bytes) {
        return std::move(bytes).error();
    }
    if (!*bytes) {
        return unknown(id);
    }
    auto decoded = decode_entry(**bytes);
    if (decoded && decoded->value.is_bound() != ((id.bits() & rdf::TermId::alias_bit) != 0)) {
        return unknown(id);
    }
    return decoded;
}

Result<bool> DictionaryReader::is_own_blank_node(rdf::TermId id) const {
    auto bytes = get(context_.txn, context_.table(Table::Terms), term_key(id).view());
    if (!bytes) {
        return std::move(bytes).error();
    }
    return *bytes == own_blank_node_bytes();
}

Result<bool> DictionaryReader::has_bytes(rdf::TermId id, std::string_view bytes) const {
    auto candidate = entry(id);
    if (!candidate) {
        return std::move(candidate).error();
    }
    return candidate->bytes == bytes;
}

Result<std::optional<rdf::TermId>> DictionaryReader::find_bytes(std::string_view bytes) const {
    const IdBytes hash(term_hash(bytes, context_.seed));
    auto first = get(context_.txn, context_.table(Table::Hashes), hash.view());
    if (!first) {
        return std::move(first).error();
    }
    std::optional<rdf::TermId> found;
    if (!*first) {
        return found;
    }
    // Nearly always a hash has one id, for which no cursor is needed.
    if ((*first)->size() == id_size) {
        const rdf::TermId id = read_id((*first)->data());
        auto same = has_bytes(id, bytes);
        if (!same || *same) {
            return same ? Result<std::optional<rdf::TermId>>(std::optional(id)) : std::move(same).error();
        }
    }
    auto looked = each_id(context_, Table::Hashes, hash.view(), hash.view(),
                          [&](std::string_view, rdf::TermId id) -> Result<bool> {
                              auto same = has_bytes(id, bytes);
                              if (!same) {
                                  return same;
                              }
                              if (*same) {
                                  found = id;
                              }
                              return !*same;
                          });
    if (!looked) {
        return std::move(looked).error();
    }
    return found;
}

Result<std::optional<rdf::TermId>> DictionaryReader::find(const rdf::Term& term) const {
    if (const auto id = rdf::inline_id(term)) {
        return id;
    }
    if (term.is_blank_node()) {
        if (const auto id = id_of_own_label(term.text)) {
            auto is_own = is_own_blank_node(*id);
            if (!is_own) {
                return std::move(is_own).error();
            }
            if (*is_own) {
                return id;
            }
        }
    }
    return find_bytes(term_bytes(term));
}

Result<rdf::Term> DictionaryReader::term(rdf::TermId id) const {
    if (id.is_inline()) {
        return rdf::inline_term(id);
    }
    auto found = entry(id);
    if (!found) {
        return std::move(found).error();
    }
    return decode_term(found->bytes, id);
}

Result<rdf::TermId> DictionaryReader::value(rdf::TermId id) const {
    if (id.is_inline()) {
        return rdf::inline_value(id);
    }
    if ((id.bits() & rdf::TermId::alias_bit) == 0) {
        return id;
    }
    auto found = entry(id);
    if (!found) {
        return std::move(found).error();
    }
    return found->value;
}

Result<ValueIds> DictionaryReader::within(const pattern::Range& range, std::size_t limit) const {
    ValueIds wanted;
    wanted.intervals = rdf::inline_range(range.from, range.until);
    const auto keys = key_range(range);
    if (!keys) {
        return wanted;
    }
    auto looked = each_id(context_, Table::Values, keys->first, keys->last,
                          [&](std::string_view key, rdf::TermId id) -> Result<bool> {
                              if (key == keys->from || key == keys->until) {  // not every value with that key is inside
                                  auto candidate = term(id);
                                  if (!candidate) {
                                      return std::move(candidate).error();
                                  }
                                  if (!pattern::is_within(*candidate, range)) {
                                      return true;
                                  }
                              }
                              if (wanted.ids.size() == limit) {
                                  return Error{ErrorKind::LimitExceeded,
                                               "more than " + std::to_string(limit) + " literals are within the range"};
                              }
                              wanted.ids.push_back(id);
                              return true;
                          });
    if (!looked) {
        return std::move(looked).error();
    }
    std::sort(wanted.ids.begin(), wanted.ids.end());
    return wanted;
}

Result<ValueIds> DictionaryReader::equal_to(const rdf::Term& term) const {
    ValueIds wanted;
    wanted.intervals = rdf::inline_equal(term);
    const auto canonical = rdf::canonical_value(term);
    auto value_id = find(canonical ? *canonical : term);
    if (!value_id) {
        return std::move(value_id).error();
    }
    // An alias brings the canonical term along: without that there is none of this value.
    if (!*value_id) {
        return wanted;
    }
    if (!(*value_id)->is_inline()) {
        wanted.ids.push_back(**value_id);
    }
    const auto key = term.datatype == rdf::xsd_string ? std::nullopt : value_key(term);
    if (!key) {
        return wanted;
    }
    auto looked = each_id(context_, Table::Values, *key, *key, [&](std::string_view, rdf::TermId id) -> Result<bool> {
        auto its_value = value(id);
        if (!its_value) {
            return std::move(its_value).error();
        }
        if (*its_value == **value_id && id != **value_id) {
            wanted.ids.push_back(id);
        }
        return true;
    });
    if (!looked) {
        return std::move(looked).error();
    }
    std::sort(wanted.ids.begin(), wanted.ids.end());
    return wanted;
}

Result<void> DictionaryWriter::put(Table table, std::string_view key, std::string_view value, unsigned flags) {
    MDB_val k = to_val(key);
    MDB_val v = to_val(value);
    return checked(mdb_put(context_.txn, context_.table(table), &k, &v, flags), "add to the dictionary");
}

Result<rdf::TermId> DictionaryWriter::put_entry(std::string_view bytes, std::optional<rdf::TermId> value) {
    if (state_.next_id >= rdf::TermId::inline_bit) {
        return Error{ErrorKind::LimitExceeded, "the store has given out all its ids"};
    }
    const std::uint64_t number = state_.next_id;
    buffer_.clear();
    append_entry(bytes, value, buffer_);
    if (auto put_it = put(Table::Terms, IdBytes(number).view(), buffer_, MDB_APPEND); !put_it) {
        return std::move(put_it).error();
    }
    ++state_.next_id;
    return rdf::TermId(number | (value ? rdf::TermId::alias_bit : 0));
}

Result<rdf::TermId> DictionaryWriter::add_new(const rdf::Term& term, std::string_view bytes) {
    std::optional<rdf::TermId> value;
    if (const auto canonical = rdf::canonical_value(term)) {
        auto added = add(*canonical);  // once: a canonical term has no other
        if (!added) {
            return added;
        }
        value = *added;
    }
    auto id = put_entry(bytes, value);
    if (!id) {
        return id;
    }
    const IdBytes id_bytes(*id);
    if (auto put_it = put(Table::Hashes, IdBytes(term_hash(bytes, context_.seed)).view(), id_bytes.view(), 0);
        !put_it) {
        return std::move(put_it).error();
    }
    if (const auto key = value_key(term)) {
        if (auto put_it = put(Table::Values, *key, id_bytes.view(), 0); !put_it) {
            return std::move(put_it).error();
        }
    }
    state_.lookalikes += term.is_blank_node() && id_of_own_label(term.text) ? 1 : 0;
    return id;
}

Result<rdf::TermId> DictionaryWriter::add(const rdf::Term& term) {
    auto found = DictionaryReader(context_).find(term);
    if (!found) {
        return std::move(found).error();
    }
    if (*found) {
        return **found;
    }
    const std::string bytes = term_bytes(term);
    if (bytes.size() > max_term_bytes) {
        return invalid_input("a term of " + std::to_string(bytes.size()) + " bytes is longer than the store takes (" +
                             std::to_string(max_term_bytes) + ")");
    }
    return add_new(term, bytes);
}

Result<rdf::TermId> DictionaryWriter::add_blank_node() {
    const DictionaryReader reader(context_);
    while (state_.lookalikes > 0) {
        auto other = reader.find(rdf::Term::blank_node(own_label(rdf::TermId(state_.next_id))));
        if (!other) {
            return std::move(other).error();
        }
        if (!*other) {
            break;
        }
        ++state_.next_id;
    }
    return put_entry(own_blank_node_bytes(), std::nullopt);
}

}  // namespace gridlore::store::lmdb
