/// In which order REACTs are called that wait for others' rows. Pure functions.
#pragma once

#include <functional>
#include <set>

#include "knowledge-engine/exchange/plan.h"

namespace gridlore::exchange {

/// Providers of `plan` for which `waits` holds, that wait for each other and for nobody else; empty if nobody waits.
/// Linear in those that wait and whom they wait for.
std::set<std::size_t> waiting_circle(const Plan& plan, const std::function<bool(std::size_t)>& waits);

}  // namespace gridlore::exchange
