#include "knowledge-engine/store/lmdb/scan_range.h"

#include <algorithm>
#include <limits>

namespace gridlore::store::lmdb {
namespace {

enum : unsigned { SubjectBound = 1, PredicateBound = 2, ObjectBound = 4 };

/// By which of subject, predicate and object are bound: the order, of three, that begins with these.
constexpr std::array<std::uint8_t, 8> order_of_bound = {0, 0, 1, 0, 2, 2, 1, 0};
constexpr std::uint8_t objects_first = 2;

const QuadOrder& order_at(GraphScope::Kind kind, std::size_t place) {
    switch (kind) {
        case GraphScope::Kind::Default:
            return default_orders[place];
        case GraphScope::Kind::Named:
            return named_orders[place];
        case GraphScope::Kind::AllNamed:
            break;
    }
    return named_orders[3 + place];
}

unsigned bound_places(const QuadPattern& pattern) {
    return (pattern.subject.is_bound() ? SubjectBound : 0U) | (pattern.predicate.is_bound() ? PredicateBound : 0U) |
           (pattern.object.is_bound() ? ObjectBound : 0U);
}

const QuadOrder& order_for(const QuadPattern& pattern) {
    const unsigned bound = bound_places(pattern);
    const bool only_range = bound == 0 && pattern.object_range.has_value();
    return order_at(pattern.graph.kind(), only_range ? objects_first : order_of_bound[bound]);
}

}  // namespace

bool ScanRange::has_whole_key() const {
    const std::size_t size = order->value_size();
    return std::all_of(lower.rest(), lower.rest() + size, [](char byte) { return byte == 0; }) &&
           std::all_of(upper.rest(), upper.rest() + size, [](char byte) { return byte == '\xFF'; });
}

ScanRange scan_range(const QuadPattern& pattern) {
    ScanRange range;
    range.order = &order_for(pattern);
    const QuadIds bound{pattern.subject, pattern.predicate, pattern.object, pattern.graph.graph()};
    std::size_t place = 0;
    for (; place < range.order->width; ++place) {
        const rdf::TermId id = id_at(bound, range.order->places[place]);
        if (!id.is_bound()) {
            break;
        }
        write_id(id, range.lower.bytes.data() + place * id_size);
        write_id(id, range.upper.bytes.data() + place * id_size);
    }
    range.prefix = place;
    std::fill(range.upper.bytes.begin() + static_cast<std::ptrdiff_t>(place * id_size), range.upper.bytes.end(),
              '\xFF');
    if (pattern.object_range && !pattern.object.is_bound()) {
        range.filters_objects = range.order->places[place] != Place::Object;
        if (!range.filters_objects) {
            write_id(pattern.object_range->first, range.lower.bytes.data() + place * id_size);
            write_id(pattern.object_range->last, range.upper.bytes.data() + place * id_size);
        }
    }
    return range;
}

}  // namespace gridlore::store::lmdb
