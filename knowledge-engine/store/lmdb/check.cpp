#include "knowledge-engine/store/lmdb/check.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <span>

#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/value.h"
#include "knowledge-engine/store/lmdb/dictionary.h"
#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/quad_scan.h"
#include "knowledge-engine/store/lmdb/store_state.h"
#include "knowledge-engine/store/lmdb/term_bytes.h"
#include "knowledge-engine/store/lmdb/value_key.h"

namespace gridlore::store::lmdb {
namespace {

/// A sum over entries that does not depend on their order: two tables that ought to have the same have the same sum.
class Digest {
  public:
    void add(std::string_view bytes) {
        sum_ += term_hash(bytes, 1);
        ++count_;
    }
    std::uint64_t count() const { return count_; }
    friend bool operator==(const Digest&, const Digest&) = default;

  private:
    std::uint64_t sum_ = 0;
    std::uint64_t count_ = 0;
};

std::string_view bytes_of(const QuadIds& quad) {
    return {reinterpret_cast<const char*>(&quad), sizeof quad};
}

/// Between two looks whether the check is cancelled.
constexpr std::uint64_t entries_between_looks = 1024;

/// What stands for a term while the quads are checked.
enum class Known : std::uint8_t { Absent = 0, Iri, BlankNode, Literal, Alias };

std::string number(rdf::TermId id) {
    return std::to_string(id.bits());
}

class Check {
  public:
    Check(const ReadContext& context, std::size_t limit, const Cancelled& cancelled)
        : context_(context), dictionary_(context), limit_(limit), cancelled_(cancelled) {}

    Result<std::vector<std::string>> run() {
        if (limit_ == 0) {
            return findings_;
        }
        for (const auto step : {&Check::check_state, &Check::check_terms, &Check::check_ids_of_hashes,
                                &Check::check_ids_of_values, &Check::check_default, &Check::check_named}) {
            auto done = (this->*step)();
            if (!done && done.error().kind != ErrorKind::Internal) {
                return std::move(done).error();
            }
            if (!done) {
                find(done.error().message);  // damage that reading itself noticed
            }
            if (is_full()) {
                break;
            }
        }
        return findings_;
    }

  private:
    using See = std::function<Result<void>(std::string_view key, std::string_view value)>;

    bool is_full() const { return findings_.size() >= limit_; }
    void find(std::string finding) {
        if (!is_full()) {
            findings_.push_back(std::move(finding));
        }
    }

    Result<void> each_entry(Table table, const See& see) {
        auto cursor = Cursor::open(context_.txn, context_.table(table));
        if (!cursor) {
            return std::move(cursor).error();
        }
        MDB_val key{};
        MDB_val value{};
        int code = cursor->get(key, value, MDB_FIRST);
        for (; code == MDB_SUCCESS && !is_full(); code = cursor->get(key, value, MDB_NEXT)) {
            if (++entries_ % entries_between_looks == 0 && cancelled_ && cancelled_()) {
                return Error{ErrorKind::Unavailable, "the check was cancelled"};
            }
            if (auto seen = see(lmdb::view_of(key), lmdb::view_of(value)); !seen) {
                return seen;
            }
        }
        return code == MDB_NOTFOUND ? Result<void>() : checked(code, "read the store");
    }

    Result<void> check_state() {
        auto state = read_state(context_.txn, *context_.tables);
        if (!state) {
            return std::move(state).error();
        }
        state_ = *state;
        return {};
    }

    Result<void> check_terms() {
        auto count = entries(context_.txn, context_.table(Table::Terms));
        if (!count) {
            return std::move(count).error();
        }
        // Ids are given out one after the other, and few are passed over.
        most_known_ = 16 * *count + (std::size_t{1} << 20);
        auto seen = each_entry(Table::Terms, [this](std::string_view key, std::string_view value) -> Result<void> {
            if (key.size() != id_size) {
                find("a key of the table terms has a wrong size");
                return {};
            }
            return check_entry(read_id(key.data()), value);
        });
        if (seen && !is_full() && lookalikes_ != state_.lookalikes) {
            find("the store counts " + std::to_string(state_.lookalikes) + " labels like its own, and has " +
                 std::to_string(lookalikes_));
        }
        return seen;
    }

    Result<void> check_entry(rdf::TermId number_of_term, std::string_view value) {
        const std::string name = "term " + number(number_of_term);
        auto entry = decode_entry(value);
        if (!entry) {
            find(name + ": " + entry.error().message);
            return {};
        }
        const bool is_alias = entry->value.is_bound();
        const rdf::TermId id(number_of_term.bits() | (is_alias ? rdf::TermId::alias_bit : 0));
        if (!number_of_term.is_bound() ||
            number_of_term.bits() >= std::min<std::uint64_t>(state_.next_id, most_known_)) {
            find(name + " has an id that was not given out");
            return {};
        }
        auto term = decode_term(entry->bytes, id);
        if (!term) {
            find(name + ": " + term.error().message);
            return {};
        }
        remember(number_of_term, *term, is_alias);
        if (entry->bytes == own_blank_node_bytes()) {
            return {};
        }
        lookalikes_ += term->is_blank_node() && id_of_own_label(term->text) ? 1 : 0;
        std::string hash_and_id(IdBytes(term_hash(entry->bytes, context_.seed)).view());
        hashes_.add(hash_and_id.append(IdBytes(id).view()));
        if (const auto key = value_key(*term)) {
            values_.add(*key + std::string(IdBytes(id).view()));
        }
        if (auto found = dictionary_.find_bytes(entry->bytes); !found || *found != id) {
            find(name + " is not found by its text");
        }
        check_value(name, *term, entry->value);
        return {};
    }

    void check_value(const std::string& name, const rdf::Term& term, rdf::TermId value) {
        if (rdf::inline_id(term)) {
            find(name + " ought to be held by its id");
        }
        const auto canonical = rdf::canonical_value(term);
        if (canonical.has_value() != value.is_bound()) {
            find(name + (canonical ? " has no value" : " is its own value, and has another"));
        } else if (canonical) {
            auto found = dictionary_.find(*canonical);
            if (!found || *found != value) {
                find(name + " has a wrong value");
            }
        }
    }

    void remember(rdf::TermId number_of_term, const rdf::Term& term, bool is_alias) {
        const std::size_t place = number_of_term.bits();
        if (place >= known_.size()) {
            known_.resize(std::max(place + 1, known_.size() + known_.size() / 4));
        }
        known_[place] = is_alias               ? Known::Alias
                        : term.is_iri()        ? Known::Iri
                        : term.is_blank_node() ? Known::BlankNode
                                               : Known::Literal;
    }

    /// What `check_terms` expects of a table of ids against what is there.
    Result<void> check_ids(Table table, const Digest& expected, std::string_view finding) {
        Digest there;
        auto seen = each_entry(table, [&there](std::string_view key, std::string_view value) -> Result<void> {
            there.add(std::string(key).append(value));
            return {};
        });
        if (seen && there != expected) {
            find(std::string(finding) + " does not agree with the terms: " + std::to_string(there.count()) +
                 " entries, " + std::to_string(expected.count()) + " expected");
        }
        return seen;
    }
    Result<void> check_ids_of_hashes() { return check_ids(Table::Hashes, hashes_, "the index of terms by text"); }
    Result<void> check_ids_of_values() { return check_ids(Table::Values, values_, "the index of terms by value"); }

    Result<void> check_default() { return check_orders(default_orders); }
    Result<void> check_named() { return check_orders(named_orders); }

    Result<void> check_orders(std::span<const QuadOrder> orders) {
        std::optional<Digest> first;
        for (const QuadOrder& order : orders) {
            auto digest = check_order(order);
            if (!digest) {
                return std::move(digest).error();
            }
            if (!first) {
                first = *digest;
            } else if (*digest != *first && !is_full()) {
                if (auto compared = compare_orders(orders.front(), order); !compared) {
                    return compared;
                }
            }
        }
        return {};
    }

    Result<Digest> check_order(const QuadOrder& order) {
        Digest digest;
        auto seen = each_quad(order, [&](const QuadIds& quad) {
            digest.add(bytes_of(quad));
            check_quad(quad);
        });
        return seen ? Result<Digest>(digest) : std::move(seen).error();
    }

    Result<void> each_quad(const QuadOrder& order, const std::function<void(const QuadIds&)>& see) {
        return each_entry(order.table, [&](std::string_view key, std::string_view value) -> Result<void> {
            if (key.size() != id_size || value.size() != order.value_size()) {
                return error_of(MDB_CORRUPTED, "read an index of quads");
            }
            see(quad_of(order, read_id(key.data()), value.data()));
            return {};
        });
    }

    void check_quad(const QuadIds& quad) {
        const auto kind_of = [this](rdf::TermId id) {
            const std::uint64_t place = id.bits() & ~rdf::TermId::alias_bit;
            return place < known_.size() ? known_[place] : Known::Absent;
        };
        const auto is_node = [&](rdf::TermId id) {
            return kind_of(id) == Known::Iri || kind_of(id) == Known::BlankNode;
        };
        if (!is_node(quad.subject) || kind_of(quad.predicate) != Known::Iri ||
            !is_object(quad.object, kind_of(quad.object)) || (quad.graph.is_bound() && !is_node(quad.graph))) {
            find("a quad has a term that is not in the dictionary, or of a kind that may not stand there: subject " +
                 number(quad.subject) + ", predicate " + number(quad.predicate) + ", object " + number(quad.object) +
                 ", graph " + number(quad.graph));
        }
    }

    bool is_object(rdf::TermId id, Known known) {
        if (!id.is_inline()) {
            return known != Known::Absent && (known == Known::Alias) == ((id.bits() & rdf::TermId::alias_bit) != 0);
        }
        if (id != checked_inline_) {
            if (rdf::inline_id(rdf::inline_term(id)) != id) {
                return false;
            }
            checked_inline_ = id;
        }
        return true;
    }

    /// Says which quads one order has and the other has not.
    Result<void> compare_orders(const QuadOrder& a, const QuadOrder& b) {
        const std::size_t before = findings_.size();
        for (const auto& [has, lacks] : {std::pair(&a, &b), std::pair(&b, &a)}) {
            auto compared = find_missing(*has, *lacks);
            if (!compared) {
                return compared;
            }
        }
        if (findings_.size() == before) {
            find(std::string("the indices ") + name_of(a) + " and " + name_of(b) + " differ");
        }
        return {};
    }

    Result<void> find_missing(const QuadOrder& has, const QuadOrder& lacks) {
        auto cursor = Cursor::open(context_.txn, context_.table(lacks.table));
        if (!cursor) {
            return std::move(cursor).error();
        }
        return each_quad(has, [&](const QuadIds& quad) {
            const OrderedQuad bytes(lacks, quad);
            MDB_val key = to_val(bytes.key());
            MDB_val value = to_val(bytes.value());
            if (cursor->get(key, value, MDB_GET_BOTH) != MDB_SUCCESS) {
                find(std::string("the index ") + name_of(lacks) + " lacks a quad that " + name_of(has) +
                     " has: subject " + number(quad.subject) + ", predicate " + number(quad.predicate) + ", object " +
                     number(quad.object) + ", graph " + number(quad.graph));
            }
        });
    }

    static const char* name_of(const QuadOrder& order) {
        return table_specs[static_cast<std::size_t>(order.table)].name;
    }

    ReadContext context_;
    DictionaryReader dictionary_;
    const std::size_t limit_;
    const Cancelled& cancelled_;
    std::uint64_t entries_ = 0;  ///< seen so far, of all tables
    std::vector<std::string> findings_;
    StoreState state_;
    std::uint64_t lookalikes_ = 0;
    Digest hashes_;
    Digest values_;
    std::size_t most_known_ = 0;
    std::vector<Known> known_;  ///< by id without its alias bit
    rdf::TermId checked_inline_;
};

}  // namespace

Result<std::vector<std::string>> check_tables(const ReadContext& context, std::size_t limit,
                                              const Cancelled& cancelled) {
    return Check(context, limit, cancelled).run();
}

}  // namespace gridlore::store::lmdb
