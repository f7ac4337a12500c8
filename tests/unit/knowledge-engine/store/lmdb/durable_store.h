/// A durable store in a folder that goes with the test, which can be closed, opened again and damaged in between.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lmdb.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "knowledge-engine/store/lmdb/tables.h"
#include "tests/unit/knowledge-engine/store/backends.h"

namespace gridlore::store {

class DurableStore : public testing::Test {
  protected:
    std::filesystem::path folder() const { return temporary_.path() / "store"; }

    QuadStore& open(const LmdbSettings& settings = {}) {
        store_.reset();
        auto opened = open_lmdb_store(folder(), settings);
        EXPECT_TRUE(opened) << opened.error().message;
        store_ = *std::move(opened);
        return *store_;
    }
    void close() { store_.reset(); }
    QuadStore& store() { return *store_; }
    std::unique_ptr<Snapshot> snapshot() { return std::move(store_->snapshot().value()); }

    void write(const Change& change) {
        const Result<void> done = store_->write(change);
        ASSERT_TRUE(done) << done.error().message;
    }

    /// The error with which opening fails.
    Error refusal() {
        auto opened = open_lmdb_store(folder());
        return opened ? Error{ErrorKind::Internal, "it was opened"} : std::move(opened).error();
    }

    /// Changes the closed store's file with LMDB's own calls.
    void damage(const std::function<void(MDB_txn*, const lmdb::Tables&)>& change) {
        close();
        MDB_env* raw = nullptr;
        ASSERT_EQ(mdb_env_create(&raw), 0);
        const lmdb::Environment env(raw);
        mdb_env_set_maxdbs(raw, 32);
        mdb_env_set_mapsize(raw, std::size_t{1} << 30);
        ASSERT_EQ(mdb_env_open(raw, folder().c_str(), 0, 0644), 0);
        MDB_txn* txn = nullptr;
        ASSERT_EQ(mdb_txn_begin(raw, nullptr, 0, &txn), 0);
        lmdb::Tables tables;
        for (std::size_t i = 0; i < lmdb::table_specs.size(); ++i) {
            ASSERT_EQ(mdb_dbi_open(txn, lmdb::table_specs[i].name, lmdb::table_specs[i].flags,
                                   &tables[static_cast<lmdb::Table>(i)]),
                      0);
        }
        change(txn, tables);
        ASSERT_EQ(mdb_txn_commit(txn), 0);
    }

    rdf::TemporaryFolder temporary_;
    std::unique_ptr<QuadStore> store_;
};

inline void raw_put(MDB_txn* txn, MDB_dbi table, std::string_view key, std::string_view value) {
    MDB_val k = lmdb::to_val(key);
    MDB_val v = lmdb::to_val(value);
    ASSERT_EQ(mdb_put(txn, table, &k, &v, 0), 0);
}

inline void raw_remove(MDB_txn* txn, MDB_dbi table, std::string_view key) {
    MDB_val k = lmdb::to_val(key);
    ASSERT_EQ(mdb_del(txn, table, &k, nullptr), 0);
}

}  // namespace gridlore::store
