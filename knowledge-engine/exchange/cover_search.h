/// Whether providers can cover a target together (docs/decisions/0001). Pure functions.
#pragma once

#include <set>
#include <vector>

#include "knowledge-engine/exchange/plan.h"

namespace gridlore::exchange {

/// The providers that take part in covers of `target` by allowed providers (in a post: covers with a fed one). The
/// search for each is bounded; one that it gives up on counts as found.
std::set<std::size_t> providers_in_covers(const Plan& plan, const Target& target, const std::vector<bool>& allowed);

}  // namespace gridlore::exchange
