/// Whether providers can cover a target together (docs/decisions/0001). Pure functions.
#pragma once

#include <vector>

#include "knowledge-engine/exchange/plan.h"

namespace gridlore::exchange {

/// For each triple of `target` the candidates that are in covers by allowed providers (in a post: covers with a fed
/// one). One that the search gives up on, or for which no work is left, counts as found.
std::vector<std::vector<Candidate>> candidates_in_covers(const Plan& plan, const Target& target,
                                                         const std::vector<bool>& allowed, Work& work);

/// Whether there is such a cover at all.
bool has_cover(const Plan& plan, const Target& target, const std::vector<bool>& allowed, Work& work);

}  // namespace gridlore::exchange
