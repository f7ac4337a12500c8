/// Joins the blocks of a target where it matters which row of which provider was used (docs/decisions/0001): a provider
/// may occur in several blocks, or what was posted must take part. Pure function.
#pragma once

#include "knowledge-engine/exchange/cover_blocks.h"

namespace gridlore::exchange {

/// The rows of all covers, each once by value. LimitExceeded: as `evaluate`.
Result<pattern::BindingSet> join_with_provenance(const Plan& plan, const Target& target, std::vector<Block> blocks,
                                                 pattern::Equality equality, std::size_t limit);

}  // namespace gridlore::exchange
