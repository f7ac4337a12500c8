#include "knowledge-engine/store/lmdb/sampling.h"

#include <algorithm>
#include <functional>
#include <span>
#include <vector>

#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/quad_scan.h"

namespace gridlore::store::lmdb {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::size_t counted_pages = 8;
constexpr std::size_t counted_keys = 64;  ///< at the first spot
constexpr std::size_t sampled_keys = 16;  ///< at each other
constexpr std::size_t spots = 12;
constexpr std::size_t filtered_quads = 256;
constexpr std::size_t counted_objects = 64;
constexpr std::size_t counted_quads = 4096;
constexpr std::size_t sampled_subjects = 64;

/// The two ids behind the prefix of a range, as one number: where in the range something lies.
Wide place_of(const ScanRange& range, const char* value) {
    const std::size_t at = (std::max<std::size_t>(range.prefix, 1) - 1) * id_size;
    Wide place = read_id(value + at).bits();
    place <<= 64;
    return at + 2 * id_size > range.order->value_size() ? place : place | read_id(value + at + id_size).bits();
}

/// `range` from that place on.
ScanRange from_place(const ScanRange& range, Wide place) {
    ScanRange rest = range;
    char* at = rest.lower.bytes.data() + std::max<std::size_t>(range.prefix, 1) * id_size;
    write_id(rdf::TermId(static_cast<std::uint64_t>(place >> 64)), at);
    if (std::max<std::size_t>(range.prefix, 1) + 2 <= range.order->width) {
        write_id(rdf::TermId(static_cast<std::uint64_t>(place)), at + id_size);
    }
    return rest;
}

Wide capped_sum(Wide a, Wide b) {
    return a + b < a ? ~Wide{0} : a + b;
}

using SeePage = std::function<void(std::span<const char> values)>;

/// Shows a few pages of a range of one key, spread over it; returns about how many values it has.
/// Precondition: the range has more than one id behind its prefix.
Result<double> sample_pages(OrderScan& scan, const ScanRange& range, const SeePage& see) {
    std::string_view greatest;
    if (const int code = scan.last(range, greatest); code != MDB_SUCCESS) {
        return code == MDB_NOTFOUND ? Result<double>(0.0) : error_of(code, "read the store");
    }
    const Wide last = place_of(range, greatest.data());
    const std::size_t size = range.order->value_size();
    Wide step = 0;
    double count = 0;
    Wide place = place_of(range, range.lower.rest());
    for (std::size_t spot = 0; spot < spots && place <= last; ++spot) {
        std::span<const char> values;
        const ScanRange rest = from_place(range, place);
        int code = scan.seek(rest);
        code = code == MDB_SUCCESS ? scan.page(rest, values) : code;
        if (code == MDB_NOTFOUND) {
            return count;
        }
        if (code != MDB_SUCCESS) {
            return error_of(code, "read the store");
        }
        see(values);
        const Wide a = place_of(range, values.data());
        const Wide b = place_of(range, values.data() + values.size() - size);
        const auto here = static_cast<double>(values.size() / size);
        step = spot == 0 ? (last - a) / spots : step;
        place = std::max(capped_sum(b, 1), capped_sum(a, step));
        const Wide seen_to = std::min(place, last);
        count += here + (seen_to > b ? here / (static_cast<double>(b - a) + 1) * static_cast<double>(seen_to - b) : 0);
        if (place == ~Wide{0}) {
            break;
        }
    }
    return count;
}

/// All values of a key.
Result<std::uint64_t> count_of_key(const ReadContext& context, Table table, rdf::TermId id) {
    auto cursor = Cursor::open(context.txn, context.table(table));
    if (!cursor) {
        return std::move(cursor).error();
    }
    const IdBytes bytes(id);
    MDB_val key = to_val(bytes.view());
    MDB_val value{};
    std::size_t count = 0;
    int code = cursor->get(key, value, MDB_SET);
    if (code == MDB_NOTFOUND) {
        return std::uint64_t{0};
    }
    code = code == MDB_SUCCESS ? cursor->count(count) : code;
    return code == MDB_SUCCESS ? Result<std::uint64_t>(count) : error_of(code, "read the store");
}

/// No pattern has more quads than any of its ids alone: the least of these numbers.
Result<std::uint64_t> least_of_ids(const ReadContext& context, const QuadPattern& pattern) {
    const bool named = pattern.graph.kind() != GraphScope::Kind::Default;
    const std::pair<rdf::TermId, Table> ids[] = {{pattern.subject, named ? Table::Spog : Table::Spo},
                                                 {pattern.predicate, named ? Table::Posg : Table::Pos},
                                                 {pattern.object, named ? Table::Ospg : Table::Osp},
                                                 {pattern.graph.graph(), Table::Gspo}};
    std::uint64_t least = ~std::uint64_t{0};
    for (const auto& [id, table] : ids) {
        if (id.is_bound()) {
            auto count = count_of_key(context, table, id);
            if (!count) {
                return count;
            }
            least = std::min(least, *count);
        }
    }
    return least;
}

struct PartCount {
    std::uint64_t count = 0;
    bool is_all = false;
};

/// Counts the values of the first pages.
Result<PartCount> count_pages(OrderScan& scan, const ScanRange& range) {
    PartCount part;
    int code = scan.seek(range);
    for (std::size_t page = 0; page < counted_pages && code == MDB_SUCCESS; ++page) {
        std::span<const char> values;
        code = scan.page(range, values);
        if (code == MDB_SUCCESS) {
            part.count += values.size() / range.order->value_size();
            scan.skip(values.size());
        }
    }
    part.is_all = code == MDB_NOTFOUND;
    return code == MDB_SUCCESS || part.is_all ? Result<PartCount>(part) : error_of(code, "read the store");
}

/// A range of objects that no bound of a scan can tell: looks at some quads.
Result<std::uint64_t> estimate_filtered(const ReadContext& context, const QuadPattern& pattern) {
    QuadPattern whole = pattern;
    whole.object_range.reset();
    QuadScan scan(context);
    scan.seek(whole);
    std::vector<QuadIds> quads(filtered_quads);
    auto count = scan.next(quads);
    if (!count) {
        return std::move(count).error();
    }
    const auto wanted = static_cast<std::uint64_t>(
        std::count_if(quads.begin(), quads.begin() + static_cast<std::ptrdiff_t>(*count),
                      [&](const QuadIds& quad) { return pattern.object_range->contains(quad.object); }));
    if (*count < filtered_quads) {
        return wanted;
    }
    auto all = estimate_quads(context, whole);
    return all ? Result<std::uint64_t>(*all * wanted / *count) : std::move(all);
}

/// Of many keys (objects of a range, whatever subject and predicate): counts the values of some keys at places that are
/// spread over the range, and takes the keys between to be like those before them.
Result<std::uint64_t> estimate_keys(const ReadContext& context, const ScanRange& range) {
    auto all = entries(context.txn, context.table(range.order->table));
    auto cursor = Cursor::open(context.txn, context.table(range.order->table));
    if (!all || !cursor) {
        return all ? std::move(cursor).error() : std::move(all).error();
    }
    std::uint64_t place = range.lower.first().bits();
    const std::uint64_t last = range.upper.first().bits();
    double about = 0;
    for (std::size_t spot = 0; spot < spots; ++spot) {
        const IdBytes from{rdf::TermId(place)};
        MDB_val key = to_val(from.view());
        MDB_val value{};
        int code = cursor->get(key, value, MDB_SET_RANGE);
        std::uint64_t begin = 0;
        std::uint64_t counted = 0;
        std::size_t keys = 0;
        for (; code == MDB_SUCCESS && keys < (spot == 0 ? counted_keys : sampled_keys);
             code = cursor->get(key, value, MDB_NEXT_NODUP)) {
            std::size_t values = 0;
            if (key.mv_size != id_size || cursor->count(values) != MDB_SUCCESS) {
                return error_of(MDB_CORRUPTED, "read the store");
            }
            place = read_id(static_cast<const char*>(key.mv_data)).bits();
            if (place > last) {
                code = MDB_NOTFOUND;
                break;
            }
            begin = keys++ == 0 ? place : begin;
            counted += values;
        }
        about += static_cast<double>(counted);
        if (code != MDB_SUCCESS) {
            break;
        }
        const std::uint64_t step = std::max((last - place) / (spots - spot), std::uint64_t{1});
        const double density = static_cast<double>(counted) / (static_cast<double>(place - begin) + 1);
        place = spot + 1 == spots ? last : place + step;
        about += density * (static_cast<double>(step) - 1);
    }
    return std::min(*all, static_cast<std::uint64_t>(about));
}

Result<std::uint64_t> estimate_part(const ReadContext& context, const QuadPattern& pattern, OrderScan& scan,
                                    const ScanRange& range) {
    auto part = count_pages(scan, range);
    if (!part || part->is_all) {
        return part ? Result<std::uint64_t>(part->count) : std::move(part).error();
    }
    auto most = least_of_ids(context, pattern);
    if (!most) {
        return most;
    }
    auto about = sample_pages(scan, range, [](std::span<const char>) {});
    if (!about) {
        return std::move(about).error();
    }
    const std::uint64_t least = std::min(part->count, *most);
    return *about >= static_cast<double>(*most) ? *most : std::max(least, static_cast<std::uint64_t>(*about));
}

/// The orders by predicate and object, and by subject and predicate, of both kinds of graphs.
struct PredicateOrders {
    const QuadOrder* by_object;
    const QuadOrder* by_subject;
    GraphScope scope;
};

/// How many objects a predicate has, if these are few.
Result<PartCount> count_objects(OrderScan& scan, const ScanRange& range) {
    PartCount objects;
    ScanRange rest = range;
    while (objects.count < counted_objects) {
        const int code = scan.seek(rest);
        std::span<const char> values;
        const int page = code == MDB_SUCCESS ? scan.page(rest, values) : code;
        if (page == MDB_NOTFOUND) {
            objects.is_all = true;
            return objects;
        }
        if (page != MDB_SUCCESS) {
            return error_of(page, "read the store");
        }
        ++objects.count;
        rest = from_place(range, static_cast<Wide>(read_id(values.data()).bits() + 1) << 64);
    }
    return objects;
}

struct Sample {
    double quads = 0;
    double objects = 0;  ///< how often a quad had another one than that before it, within a page
    std::vector<rdf::TermId> subjects;
};

void see_page(Sample& sample, std::span<const char> values, std::size_t size) {
    rdf::TermId before;
    const std::size_t stride = std::max(values.size() / size / (sampled_subjects / spots), std::size_t{1}) * size;
    for (std::size_t at = 0; at < values.size(); at += size) {
        const rdf::TermId object = read_id(values.data() + at);
        sample.objects += before.is_bound() && object != before ? 1 : 0;
        before = object;
        if (at % stride == 0) {
            sample.subjects.push_back(read_id(values.data() + at + id_size));
        }
    }
    sample.quads += static_cast<double>(values.size() / size);
}

/// The part of a predicate's quads that bring a new subject: the mean of one in so many as the subject has.
Result<double> new_subjects(const ReadContext& context, const Sample& sample, rdf::TermId predicate,
                            const PredicateOrders& orders) {
    OrderScan scan;
    if (auto opened = scan.open(context, *orders.by_subject); !opened) {
        return std::move(opened).error();
    }
    double sum = 0;
    for (const rdf::TermId subject : sample.subjects) {
        auto part = count_pages(scan, scan_range({subject, predicate, {}, orders.scope}));
        if (!part) {
            return std::move(part).error();
        }
        sum += 1 / static_cast<double>(std::max<std::uint64_t>(part->count, 1));
    }
    return sample.subjects.empty() ? 0 : sum / static_cast<double>(sample.subjects.size());
}

Result<PredicateStatistics> sample_orders(const ReadContext& context, rdf::TermId predicate,
                                          const PredicateOrders& orders) {
    PredicateStatistics statistics;
    auto quads = count_of_key(context, orders.by_object->table, predicate);
    if (!quads || *quads == 0) {
        return quads ? Result<PredicateStatistics>(statistics) : std::move(quads).error();
    }
    OrderScan scan;
    if (auto opened = scan.open(context, *orders.by_object); !opened) {
        return std::move(opened).error();
    }
    const ScanRange range = scan_range({{}, predicate, {}, orders.scope});
    auto objects = count_objects(scan, range);
    if (!objects) {
        return std::move(objects).error();
    }
    Sample sample;
    auto sampled = sample_pages(
        scan, range, [&](std::span<const char> values) { see_page(sample, values, range.order->value_size()); });
    if (!sampled) {
        return std::move(sampled).error();
    }
    auto share = new_subjects(context, sample, predicate, orders);
    if (!share) {
        return std::move(share).error();
    }
    const auto all = static_cast<double>(*quads);
    statistics.quads = *quads;
    statistics.subjects = std::max<std::uint64_t>(static_cast<std::uint64_t>(all * *share + 0.5), 1);
    statistics.objects =
        objects->is_all
            ? objects->count
            : std::max(objects->count, static_cast<std::uint64_t>(all * sample.objects / std::max(sample.quads, 1.0)));
    return statistics;
}

std::uint64_t distinct(std::vector<rdf::TermId>& ids) {
    std::sort(ids.begin(), ids.end());
    return static_cast<std::uint64_t>(std::unique(ids.begin(), ids.end()) - ids.begin());
}

/// Of a predicate with few quads: all of them, looked at.
Result<PredicateStatistics> count_predicate(const ReadContext& context, rdf::TermId predicate) {
    PredicateStatistics statistics;
    std::vector<rdf::TermId> subjects;
    std::vector<rdf::TermId> objects;
    std::vector<QuadIds> quads(counted_quads);
    for (const GraphScope& scope : {GraphScope::default_graph(), GraphScope::all_named()}) {
        QuadScan scan(context);
        scan.seek({{}, predicate, {}, scope});
        for (std::size_t taken = 1; taken > 0;) {
            auto next = scan.next(quads);
            if (!next) {
                return std::move(next).error();
            }
            taken = *next;
            for (const QuadIds& quad : std::span(quads).first(taken)) {
                subjects.push_back(quad.subject);
                objects.push_back(quad.object);
            }
        }
    }
    statistics.quads = subjects.size();
    statistics.subjects = distinct(subjects);
    statistics.objects = distinct(objects);
    return statistics;
}

}  // namespace

Result<std::uint64_t> estimate_quads(const ReadContext& context, const QuadPattern& pattern) {
    const ScanRange range = scan_range(pattern);
    if (range.filters_objects) {
        return estimate_filtered(context, pattern);
    }
    const bool has_range = pattern.object_range && !pattern.object.is_bound();
    if (range.prefix == 0 && !has_range) {
        return entries(context.txn, context.table(range.order->table));
    }
    if (range.prefix == 1 && !has_range) {
        return count_of_key(context, range.order->table, range.lower.first());
    }
    if (!range.has_one_key()) {
        return estimate_keys(context, range);
    }
    OrderScan scan;
    if (auto opened = scan.open(context, *range.order); !opened) {
        return std::move(opened).error();
    }
    return estimate_part(context, pattern, scan, range);
}

Result<std::uint64_t> quads_of_predicate(const ReadContext& context, rdf::TermId predicate) {
    auto in_default = count_of_key(context, Table::Pos, predicate);
    auto in_named = count_of_key(context, Table::Posg, predicate);
    if (!in_default || !in_named) {
        return std::move(in_default ? in_named : in_default).error();
    }
    return *in_default + *in_named;
}

Result<PredicateStatistics> sample_predicate(const ReadContext& context, rdf::TermId predicate) {
    auto quads = quads_of_predicate(context, predicate);
    if (!quads || *quads <= counted_quads) {
        return quads ? count_predicate(context, predicate) : std::move(quads).error();
    }
    const PredicateOrders kinds[] = {{&default_orders[1], &default_orders[0], GraphScope::default_graph()},
                                     {&named_orders[4], &named_orders[3], GraphScope::all_named()}};
    PredicateStatistics sum;
    for (const PredicateOrders& orders : kinds) {
        auto part = sample_orders(context, predicate, orders);
        if (!part) {
            return part;
        }
        sum.quads += part->quads;
        sum.subjects += part->subjects;
        sum.objects += part->objects;
    }
    return sum;
}

}  // namespace gridlore::store::lmdb
