#include "adapter/graph/store_records.h"

#include <gtest/gtest.h>

#include <future>

#include "adapter/rest-api/handle_request_ids.h"
#include "knowledge-engine/store/memory/memory_store.h"

namespace gridlore::graph {
namespace {

using rest_api::handle_request_id_block;
using rest_api::Record;

Result<void> submit(StoreRecords& records, rest_api::RecordChange change) {
    std::promise<Result<void>> told;
    records.submit(std::move(change), [&told](Result<void> result) { told.set_value(std::move(result)); });
    return told.get_future().get();
}

TEST(StoreRecords, ABlockOfIdsIsReservedForEachRunAndTheStoreKeepsItsName) {
    const auto store = store::make_memory_store();
    const auto first = begin_use(*store);
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(first->handle_request_ids, 0U);
    EXPECT_FALSE(first->store.empty());
    const auto second = begin_use(*store);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->handle_request_ids, handle_request_id_block);
    EXPECT_EQ(second->store, first->store);
    EXPECT_NE(begin_use(*store::make_memory_store())->store, first->store);
}

TEST(StoreRecords, WhatIsPutIsThereUntilItIsRemoved) {
    const auto store = store::make_memory_store();
    StoreRecords records(*store);
    ASSERT_TRUE(submit(records, {.remove = {}, .put = {{"registration/b", "2"}, {"registration/a", "1"}}}));
    EXPECT_EQ(begin_use(*store)->registrations,
              (std::vector<Record>{{"registration/a", "1"}, {"registration/b", "2"}}));
    ASSERT_TRUE(submit(records, {.remove = {"registration/a"}, .put = {{"registration/c", "3"}}}));
    EXPECT_EQ(begin_use(*store)->registrations,
              (std::vector<Record>{{"registration/b", "2"}, {"registration/c", "3"}}));
    EXPECT_EQ((*store->snapshot())->size(), 0U) << "no query sees them";
}

TEST(StoreRecords, NobodyIsToldOnceItHasStopped) {
    const auto store = store::make_memory_store();
    StoreRecords records(*store);
    records.stop();
    bool told = false;
    records.submit({.remove = {}, .put = {{"registration/a", "1"}}}, [&told](const Result<void>&) { told = true; });
    ASSERT_TRUE(store->write([](store::WriteTransaction&) { return Result<void>(); }));
    EXPECT_FALSE(told);
    EXPECT_EQ(begin_use(*store)->registrations.size(), 1U) << "it is written all the same";
}

}  // namespace
}  // namespace gridlore::graph
