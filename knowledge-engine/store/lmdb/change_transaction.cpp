#include "knowledge-engine/store/lmdb/change_transaction.h"

#include <vector>

#include "knowledge-engine/store/backend.h"
#include "knowledge-engine/store/lmdb/quad_scan.h"

namespace gridlore::store::lmdb {
namespace {

constexpr std::string_view writing = "write to the store";
constexpr std::size_t quads_at_a_time = 4096;

std::span<const QuadOrder> orders_of(const QuadIds& quad) {
    return quad.graph.is_bound() ? std::span<const QuadOrder>(named_orders)
                                 : std::span<const QuadOrder>(default_orders);
}

}  // namespace

ChangeTransaction::ChangeTransaction(const ReadContext& context, const StoreState& state, PredicateSamples& samples)
    : context_(context), state_(state), view_(context, nullptr, samples), dictionary_(context, state_) {}

Error ChangeTransaction::failed(Error error) {
    // What is not for a reason in the change's own input leaves the transaction half written.
    if (error.kind == ErrorKind::Unavailable || error.kind == ErrorKind::Internal) {
        failure_ = error;
    }
    return error;
}

Result<void> ChangeTransaction::done(int code, std::string_view doing) {
    return code == MDB_SUCCESS ? Result<void>() : Result<void>(failed(error_of(code, doing)));
}

Result<Cursor*> ChangeTransaction::cursor(Table table) {
    Cursor& cursor = cursors_[static_cast<std::size_t>(table)];
    if (!cursor) {
        auto opened = Cursor::open(context_.txn, context_.table(table));
        if (!opened) {
            return failed(std::move(opened).error());
        }
        cursor = *std::move(opened);
    }
    return &cursor;
}

Result<rdf::TermId> ChangeTransaction::add_term(const rdf::Term& term) {
    const std::uint64_t next = state_.next_id;
    auto id = dictionary_.add(term);
    has_written_ = has_written_ || state_.next_id != next;
    return id ? id : Result<rdf::TermId>(failed(std::move(id).error()));
}

Result<rdf::TermId> ChangeTransaction::add_blank_node() {
    has_written_ = true;
    auto id = dictionary_.add_blank_node();
    return id ? id : Result<rdf::TermId>(failed(std::move(id).error()));
}

Result<bool> ChangeTransaction::insert(const QuadIds& quad) {
    for (const QuadOrder& order : orders_of(quad)) {
        auto at = cursor(order.table);
        if (!at) {
            return std::move(at).error();
        }
        const OrderedQuad bytes(order, quad);
        const int code = (*at)->put(bytes.key(), bytes.value(), MDB_NODUPDATA);
        const bool is_first = &order == orders_of(quad).data();
        if (code == MDB_KEYEXIST && is_first) {
            return false;
        }
        has_written_ = true;
        if (auto put = done(code == MDB_KEYEXIST ? MDB_CORRUPTED : code, writing); !put) {
            return std::move(put).error();
        }
    }
    has_changed_quads_ = true;
    return true;
}

Result<void> ChangeTransaction::remove_from(const QuadOrder& order, const QuadIds& quad) {
    auto at = cursor(order.table);
    if (!at) {
        return std::move(at).error();
    }
    const OrderedQuad bytes(order, quad);
    MDB_val key = to_val(bytes.key());
    MDB_val value = to_val(bytes.value());
    int code = (*at)->get(key, value, MDB_GET_BOTH);
    code = code == MDB_SUCCESS ? (*at)->remove(0) : code;
    return done(code == MDB_NOTFOUND ? MDB_CORRUPTED : code, writing);
}

Result<bool> ChangeTransaction::remove(const QuadIds& quad) {
    const auto orders = orders_of(quad);
    auto at = cursor(orders.front().table);
    if (!at) {
        return std::move(at).error();
    }
    const OrderedQuad bytes(orders.front(), quad);
    MDB_val key = to_val(bytes.key());
    MDB_val value = to_val(bytes.value());
    if (const int code = (*at)->get(key, value, MDB_GET_BOTH); code != MDB_SUCCESS) {
        return code == MDB_NOTFOUND ? Result<bool>(false) : failed(error_of(code, writing));
    }
    has_written_ = true;
    has_changed_quads_ = true;
    for (const QuadOrder& order : orders) {
        if (auto removed = remove_from(order, quad); !removed) {
            return std::move(removed).error();
        }
    }
    return true;
}

/// Empties whole tables: costs their pages, not their quads.
Result<std::uint64_t> ChangeTransaction::clear_orders(std::span<const QuadOrder> orders) {
    auto count = entries(context_.txn, context_.table(orders.front().table));
    if (!count) {
        return failed(std::move(count).error());
    }
    if (*count == 0) {
        return count;
    }
    has_written_ = true;
    has_changed_quads_ = true;
    for (const QuadOrder& order : orders) {
        cursors_[static_cast<std::size_t>(order.table)] = Cursor();
        if (auto emptied = done(mdb_drop(context_.txn, context_.table(order.table), 0), writing); !emptied) {
            return std::move(emptied).error();
        }
    }
    return count;
}

/// The orders that begin with the graph lose it at once, the others quad by quad.
Result<std::uint64_t> ChangeTransaction::clear_one(rdf::TermId graph) {
    std::uint64_t count = 0;
    {
        QuadScan scan(context_);
        scan.seek({{}, {}, {}, GraphScope::named(graph)});
        std::vector<QuadIds> quads(quads_at_a_time);
        for (;;) {
            auto taken = scan.next(quads);
            if (!taken) {
                return failed(std::move(taken).error());
            }
            if (*taken == 0) {
                break;
            }
            has_written_ = true;
            for (const QuadIds& quad : std::span(quads).first(*taken)) {
                for (const QuadOrder& order : std::span(named_orders).last(3)) {
                    if (auto removed = remove_from(order, quad); !removed) {
                        return std::move(removed).error();
                    }
                }
            }
            count += *taken;
        }
    }
    if (count == 0) {
        return count;
    }
    has_changed_quads_ = true;
    const IdBytes id(graph);
    for (const QuadOrder& order : std::span(named_orders).first(3)) {
        MDB_val key = to_val(id.view());
        if (auto removed = done(mdb_del(context_.txn, context_.table(order.table), &key, nullptr), writing); !removed) {
            return std::move(removed).error();
        }
    }
    return count;
}

Result<std::uint64_t> ChangeTransaction::clear(const GraphScope& graph) {
    switch (graph.kind()) {
        case GraphScope::Kind::Default:
            return clear_orders(default_orders);
        case GraphScope::Kind::AllNamed:
            return clear_orders(named_orders);
        case GraphScope::Kind::Named:
            break;
    }
    auto its_quads = view_.estimate({{}, {}, {}, graph});  // exact for a whole graph
    auto all = entries(context_.txn, context_.table(Table::Gspo));
    if (!its_quads || !all) {
        return failed(std::move(its_quads ? all : its_quads).error());
    }
    return *its_quads == *all ? clear_orders(named_orders) : clear_one(graph.graph());
}

Result<void> ChangeTransaction::put_record(std::string_view key, std::string_view value) {
    if (auto fits = check_record_key(key); !fits) {
        return fits;
    }
    has_written_ = true;
    MDB_val k = to_val(key);
    MDB_val v = to_val(value);
    return done(mdb_put(context_.txn, context_.table(Table::Records), &k, &v, 0), writing);
}

Result<void> ChangeTransaction::remove_record(std::string_view key) {
    if (auto fits = check_record_key(key); !fits) {
        return fits;
    }
    MDB_val k = to_val(key);
    const int code = mdb_del(context_.txn, context_.table(Table::Records), &k, nullptr);
    has_written_ = has_written_ || code == MDB_SUCCESS;
    return code == MDB_NOTFOUND ? Result<void>() : done(code, writing);
}

Result<std::vector<std::pair<std::string, std::string>>> ChangeTransaction::records(std::string_view prefix) const {
    std::vector<std::pair<std::string, std::string>> found;
    if (prefix.size() > max_record_key) {
        return found;
    }
    auto cursor = Cursor::open(context_.txn, context_.table(Table::Records));
    if (!cursor) {
        return std::move(cursor).error();
    }
    MDB_val key = to_val(prefix);
    MDB_val value{};
    int code = cursor->get(key, value, prefix.empty() ? MDB_FIRST : MDB_SET_RANGE);
    for (; code == MDB_SUCCESS && lmdb::view_of(key).starts_with(prefix); code = cursor->get(key, value, MDB_NEXT)) {
        found.emplace_back(lmdb::view_of(key), lmdb::view_of(value));
    }
    if (code != MDB_SUCCESS && code != MDB_NOTFOUND) {
        return error_of(code, "read the records");
    }
    return found;
}

}  // namespace gridlore::store::lmdb
