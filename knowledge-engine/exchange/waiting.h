/// In which order those are called that wait for others' rows. Pure functions.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "knowledge-engine/exchange/plan.h"

namespace gridlore::exchange {

/// Whom a provider waits for.
using WaitedFor = std::function<const std::vector<std::size_t>&(std::size_t)>;

/// Those of `count` providers for which `waits` holds, that wait for each other and for nobody else; empty if nobody
/// waits. Linear in those that wait and whom they wait for.
std::set<std::size_t> waiting_circle(std::size_t count, const std::function<bool(std::size_t)>& waits,
                                     const WaitedFor& waited_for);

/// The ANSWERs and REACTs whose rows come to a target, at once or through rules.
std::set<std::size_t> sources_of(const Plan& plan, std::size_t target);

}  // namespace gridlore::exchange
