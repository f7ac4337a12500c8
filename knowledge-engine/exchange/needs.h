/// The last steps of planning: what of the providers found is needed, and how each can serve.
#pragma once

#include "knowledge-engine/exchange/plan.h"

namespace gridlore::exchange {

/// Removes providers and candidates that no cover needs (docs/decisions/0001, "Who is contacted").
void keep_what_is_needed(Plan& plan, Work& work);

/// Fills in each target's services and whose rows each REACT waits for. What cannot be found with the work that is left
/// makes the plan incomplete.
void describe_services(Plan& plan, Work& work);

}  // namespace gridlore::exchange
