/// What the program keeps in the store for itself, beside the users' graphs: which store this is, what is registered,
/// and how far handle request ids have been reserved.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapter/graph/gate.h"
#include "adapter/rest-api/durable_records.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::graph {

/// What earlier runs have left.
struct KeptRecords {
    std::string store;  ///< names it among all stores
    std::vector<rest_api::Record> registrations;
    std::uint64_t handle_request_ids = 0;  ///< the last that may have been given out
};

/// Reads them, and reserves one block of handle request ids for this run; on disk when it returns.
Result<KeptRecords> begin_use(store::QuadStore& store);

/// Internally synchronized.
class StoreRecords final : public rest_api::DurableRecords {
  public:
    explicit StoreRecords(store::QuadStore& store) : store_(store) {}

    void submit(rest_api::RecordChange change, std::function<void(Result<void>)> done) override;
    /// Nobody is told of what is still being written. Before those who would be end.
    void stop();

  private:
    store::QuadStore& store_;
    const std::shared_ptr<Gate> gate_ = std::make_shared<Gate>();
};

}  // namespace gridlore::graph
