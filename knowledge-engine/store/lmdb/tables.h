/// What the store's file holds: its tables, and how ids and quads are keys and values there.
///
/// A quad of the default graph is in three orders, one of a named graph in six. In each order the first id is the key
/// and the others are a value of fixed size, so that a key's values lie packed in pages of their own. Ids are written
/// with their highest byte first: bytes sort as ids do, and every triple pattern is one range of one order.
///
/// | table | key | values |
/// | --- | --- | --- |
/// | meta | `state` | `StoreState` (store_state.h) |
/// | records | the record's name | its bytes |
/// | terms | a dictionary id without its alias bit | the term's entry (term_bytes.h) |
/// | hashes | the hash of a term's bytes (term_bytes.h) | ids, whole, of terms that have it |
/// | values | the key of a value (value_key.h) | ids, whole, of literals that have such a value |
/// | spo … ospg | first id of the order | the other ids |
///
/// Blank nodes that the store labelled itself are not in `hashes`.
#pragma once

#include <lmdb.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "knowledge-engine/rdf/term_id.h"
#include "knowledge-engine/store/quad_pattern.h"

namespace gridlore::store::lmdb {

enum class Table : std::uint8_t {
    Meta,
    Records,
    Terms,
    Hashes,
    Values,
    Spo,
    Pos,
    Osp,
    Gspo,
    Gpos,
    Gosp,
    Spog,
    Posg,
    Ospg
};

struct TableSpec {
    const char* name;
    unsigned flags;
};

/// By `Table`.
inline constexpr std::array<TableSpec, 14> table_specs = {{
    {"meta", 0},
    {"records", 0},
    {"terms", 0},
    {"hashes", MDB_DUPSORT | MDB_DUPFIXED},
    {"values", MDB_DUPSORT | MDB_DUPFIXED},
    {"spo", MDB_DUPSORT | MDB_DUPFIXED},
    {"pos", MDB_DUPSORT | MDB_DUPFIXED},
    {"osp", MDB_DUPSORT | MDB_DUPFIXED},
    {"gspo", MDB_DUPSORT | MDB_DUPFIXED},
    {"gpos", MDB_DUPSORT | MDB_DUPFIXED},
    {"gosp", MDB_DUPSORT | MDB_DUPFIXED},
    {"spog", MDB_DUPSORT | MDB_DUPFIXED},
    {"posg", MDB_DUPSORT | MDB_DUPFIXED},
    {"ospg", MDB_DUPSORT | MDB_DUPFIXED},
}};

/// The handles of an open file's tables.
class Tables {
  public:
    MDB_dbi operator[](Table table) const { return handles_[static_cast<std::size_t>(table)]; }
    MDB_dbi& operator[](Table table) { return handles_[static_cast<std::size_t>(table)]; }

  private:
    std::array<MDB_dbi, table_specs.size()> handles_{};
};

inline constexpr std::size_t id_size = 8;

inline void write_id(rdf::TermId id, char* out) {
    const std::uint64_t bits = __builtin_bswap64(id.bits());
    __builtin_memcpy(out, &bits, id_size);
}

inline rdf::TermId read_id(const char* in) {
    std::uint64_t bits = 0;
    __builtin_memcpy(&bits, in, id_size);
    return rdf::TermId(__builtin_bswap64(bits));
}

/// An id, or another number of 64 bits, as a key.
class IdBytes {
  public:
    explicit IdBytes(rdf::TermId id) { write_id(id, bytes_.data()); }
    explicit IdBytes(std::uint64_t number) : IdBytes(rdf::TermId(number)) {}
    std::string_view view() const { return {bytes_.data(), bytes_.size()}; }

  private:
    std::array<char, id_size> bytes_;
};

/// The key of a dictionary id in `terms`.
inline IdBytes term_key(rdf::TermId id) {
    return IdBytes(id.bits() & ~rdf::TermId::alias_bit);
}

enum class Place : std::uint8_t { Subject, Predicate, Object, Graph };

inline rdf::TermId id_at(const QuadIds& quad, Place place) {
    const std::array ids = {quad.subject, quad.predicate, quad.object, quad.graph};
    return ids[static_cast<std::size_t>(place)];
}

inline rdf::TermId& id_at(QuadIds& quad, Place place) {
    switch (place) {
        case Place::Subject:
            return quad.subject;
        case Place::Predicate:
            return quad.predicate;
        case Place::Object:
            return quad.object;
        case Place::Graph:
            break;
    }
    return quad.graph;
}

struct QuadOrder {
    Table table;
    std::uint8_t width;  ///< ids of a quad: 3, or 4 with the graph
    std::array<Place, 4> places;

    std::size_t value_size() const { return (width - std::size_t{1}) * id_size; }
};

inline constexpr std::array<QuadOrder, 3> default_orders = {{
    {Table::Spo, 3, {Place::Subject, Place::Predicate, Place::Object}},
    {Table::Pos, 3, {Place::Predicate, Place::Object, Place::Subject}},
    {Table::Osp, 3, {Place::Object, Place::Subject, Place::Predicate}},
}};

inline constexpr std::array<QuadOrder, 6> named_orders = {{
    {Table::Gspo, 4, {Place::Graph, Place::Subject, Place::Predicate, Place::Object}},
    {Table::Gpos, 4, {Place::Graph, Place::Predicate, Place::Object, Place::Subject}},
    {Table::Gosp, 4, {Place::Graph, Place::Object, Place::Subject, Place::Predicate}},
    {Table::Spog, 4, {Place::Subject, Place::Predicate, Place::Object, Place::Graph}},
    {Table::Posg, 4, {Place::Predicate, Place::Object, Place::Subject, Place::Graph}},
    {Table::Ospg, 4, {Place::Object, Place::Subject, Place::Predicate, Place::Graph}},
}};

/// A quad as key and value of one order.
class OrderedQuad {
  public:
    OrderedQuad(const QuadOrder& order, const QuadIds& quad) : width_(order.width) {
        for (std::size_t i = 0; i < order.places.size(); ++i) {
            write_id(id_at(quad, order.places[i]),
                     bytes_.data() + i * id_size);  // what is behind the width is not used
        }
    }
    std::string_view key() const { return {bytes_.data(), id_size}; }
    std::string_view value() const { return {bytes_.data() + id_size, (width_ - 1) * id_size}; }

  private:
    std::size_t width_;
    std::array<char, 4 * id_size> bytes_;
};

/// The reverse. Precondition: `value` has the order's size.
inline QuadIds quad_of(const QuadOrder& order, rdf::TermId first, const char* value) {
    QuadIds quad;
    id_at(quad, order.places[0]) = first;
    for (std::size_t i = 1; i < order.width; ++i) {
        id_at(quad, order.places[i]) = read_id(value + (i - 1) * id_size);
    }
    return quad;
}

}  // namespace gridlore::store::lmdb
