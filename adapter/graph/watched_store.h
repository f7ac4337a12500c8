/// A store that counts what was written through it, so that what was learnt of it is known to be out of date without
/// looking into it. Owns the store behind it; internally synchronized.
#pragma once

#include <atomic>
#include <memory>

#include "knowledge-engine/store/quad_store.h"

namespace gridlore::graph {

class WatchedStore final : public store::QuadStore {
  public:
    explicit WatchedStore(std::unique_ptr<store::QuadStore> store) : store_(std::move(store)) {}

    /// Has changed once a change is acknowledged; a snapshot taken after it was read shows all that it counts.
    std::uint64_t writes() const { return *writes_; }

    Result<std::unique_ptr<store::Snapshot>> snapshot() const override { return store_->snapshot(); }
    std::unique_ptr<store::Snapshot> snapshot_at_once() const override { return store_->snapshot_at_once(); }
    void submit(store::Change change, std::function<void(Result<void>)> done) override;
    Result<store::LoadReport> load(const std::function<Result<void>(store::QuadSink&)>& fill,
                                   const store::LoadOptions& options) override;
    store::StoreStatistics statistics() const override { return store_->statistics(); }
    Result<void> backup(const std::string& target, const store::Cancelled& cancelled) const override {
        return store_->backup(target, cancelled);
    }
    Result<std::vector<std::string>> check(std::size_t limit, const store::Cancelled& cancelled) const override {
        return store_->check(limit, cancelled);
    }

  private:
    const std::shared_ptr<std::atomic<std::uint64_t>> writes_ = std::make_shared<std::atomic<std::uint64_t>>(0);
    const std::unique_ptr<store::QuadStore> store_;
};

}  // namespace gridlore::graph
