/// How a backend calls a change. For the backends alone; safe from any thread.
#pragma once

#include "knowledge-engine/store/quad_store.h"

namespace gridlore::store {

/// What a change throws is a defect of ours, which must not end the writer: it comes back as Internal.
Result<void> call_guarded(const Change& change, WriteTransaction& transaction);

}  // namespace gridlore::store
