/// The store that configuration names.
#pragma once

#include <memory>

#include "adapter/graph/settings.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::graph {

/// Opens it, or makes it. Errors: those of `store::open_lmdb_store`, with the folder's name.
Result<std::unique_ptr<store::QuadStore>> open_store(const StoreSettings& settings);

}  // namespace gridlore::graph
