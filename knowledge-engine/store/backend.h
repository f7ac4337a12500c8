/// What the backends have in common beside the interface. For the backends alone; safe from any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "knowledge-engine/store/quad_store.h"

namespace gridlore::store {

/// What a change throws is a defect of ours, which must not end the writer: it comes back as Internal.
Result<void> call_guarded(const Change& change, WriteTransaction& transaction);

/// InvalidInput unless it has from 1 to `max_record_key` bytes.
Result<void> check_record_key(std::string_view key);
/// InvalidInput unless the graph is an IRI.
Result<void> check_options(const LoadOptions& options);

}  // namespace gridlore::store
