/// A store in memory: Sord. For trying out, and for what need not last. It has neither snapshots nor durability: a
/// reader and the writer take turns.
#pragma once

#include <memory>

#include "knowledge-engine/store/quad_store.h"

namespace gridlore::store {

std::unique_ptr<QuadStore> make_memory_store();

}  // namespace gridlore::store
