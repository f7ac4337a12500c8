/// What nobody looks at, so that an answer may lack it (docs/decisions/0014). Pure function.
#pragma once

#include <cstddef>
#include <vector>

#include "knowledge-engine/exchange/plan.h"

namespace gridlore::exchange {

/// The variables of an ANSWER, by number, whose terms make no difference to what an ask is told of those that are
/// `looked_at`, by the asker's numbers. None where the plan has somebody else's rows beside it: by what is not looked
/// at they may be joined.
std::vector<bool> unread_variables(const Plan& plan, std::size_t provider, const std::vector<bool>& looked_at);

}  // namespace gridlore::exchange
