/// Whether providers can cover a target together (docs/decisions/0001). Pure functions.
#pragma once

#include <set>
#include <vector>

#include "knowledge-engine/exchange/plan.h"

namespace gridlore::exchange {

/// For each triple of `target` the candidates that are in covers by allowed providers (in a post: covers with a fed
/// one). The search for each is bounded; one that it gives up on counts as found.
std::vector<std::set<Candidate>> candidates_in_covers(const Plan& plan, const Target& target,
                                                      const std::vector<bool>& allowed);

/// Whether there is such a cover at all.
bool has_cover(const Plan& plan, const Target& target, const std::vector<bool>& allowed);

}  // namespace gridlore::exchange
