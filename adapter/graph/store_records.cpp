#include "adapter/graph/store_records.h"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <charconv>

#include "adapter/rest-api/handle_request_ids.h"
#include "adapter/rest-api/registrations.h"

namespace gridlore::graph {
namespace {

constexpr std::string_view identity_key = "identity";

Result<std::string> value_of(const store::WriteTransaction& transaction, std::string_view key) {
    auto records = transaction.records(key);
    if (!records) {
        return std::move(records).error();
    }
    for (const auto& [found, value] : *records) {
        if (found == key) {
            return value;
        }
    }
    return std::string();
}

Result<std::string> identity_in(store::WriteTransaction& transaction) {
    auto known = value_of(transaction, identity_key);
    if (!known || !known->empty()) {
        return known;
    }
    std::string made = boost::uuids::to_string(boost::uuids::random_generator()());
    if (const auto put = transaction.put_record(identity_key, made); !put) {
        return put.error();
    }
    return made;
}

/// The last id that may have been given out, before the next block is reserved.
Result<std::uint64_t> reserve_ids(store::WriteTransaction& transaction) {
    const auto text = value_of(transaction, rest_api::handle_request_ids_key);
    if (!text) {
        return text.error();
    }
    std::uint64_t last = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), last);
    if (!text->empty() && (error != std::errc() || end != text->data() + text->size())) {
        return invalid_input("the store's record of handle request ids is no number: '" + *text + "'");
    }
    const auto put = transaction.put_record(rest_api::handle_request_ids_key,
                                            std::to_string(last + rest_api::handle_request_id_block));
    return put ? Result<std::uint64_t>(last) : put.error();
}

Result<void> make(store::WriteTransaction& transaction, const rest_api::RecordChange& change) {
    for (const std::string& prefix : change.remove) {
        const auto records = transaction.records(prefix);
        if (!records) {
            return records.error();
        }
        for (const auto& [key, value] : *records) {
            if (auto removed = transaction.remove_record(key); !removed) {
                return removed;
            }
        }
    }
    for (const auto& [key, value] : change.put) {
        if (auto put = transaction.put_record(key, value); !put) {
            return put;
        }
    }
    return {};
}

}  // namespace

Result<KeptRecords> begin_use(store::QuadStore& store) {
    KeptRecords kept;
    const auto read = store.write([&kept](store::WriteTransaction& transaction) -> Result<void> {
        auto identity = identity_in(transaction);
        if (!identity) {
            return std::move(identity).error();
        }
        const auto ids = reserve_ids(transaction);
        if (!ids) {
            return ids.error();
        }
        auto registrations = transaction.records(rest_api::registrations_prefix);
        if (!registrations) {
            return std::move(registrations).error();
        }
        kept = {std::move(*identity), std::move(*registrations), *ids};
        return {};
    });
    if (!read) {
        return read.error();
    }
    return kept;
}

void StoreRecords::submit(rest_api::RecordChange change, std::function<void(Result<void>)> done) {
    const auto shared = std::make_shared<const rest_api::RecordChange>(std::move(change));
    store_.submit(
        [shared](store::WriteTransaction& transaction) { return make(transaction, *shared); },
        [gate = gate_, done = std::move(done)](Result<void> result) { gate->pass([&] { done(std::move(result)); }); });
}

void StoreRecords::stop() {
    gate_->close();
}

}  // namespace gridlore::graph
