/// A store in memory: Sord. For trying out, and for what need not last. It has neither snapshots nor durability: a
/// reader and the writer take turns.
#pragma once

#include <chrono>
#include <memory>

#include "knowledge-engine/store/quad_store.h"

namespace gridlore::store {

struct MemoryStoreOptions {
    /// How long a change waits for readers to end; then it fails with Unavailable. (A thread that waits for a change
    /// while it has a snapshot would wait for itself.)
    std::chrono::milliseconds patience = std::chrono::seconds(30);
    std::size_t waiting_limit = 10'000;  ///< changes
};

std::unique_ptr<QuadStore> make_memory_store(const MemoryStoreOptions& options = {});

}  // namespace gridlore::store
