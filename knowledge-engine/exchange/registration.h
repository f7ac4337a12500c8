/// What may be registered (ke-rest-contract, sections 3.3 and 4). Pure functions; each error is InvalidInput and names
/// the member.
#pragma once

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/exchange/interaction.h"

namespace gridlore::exchange {

Result<void> check(const KnowledgeBaseDescription& description);
Result<void> check(const InteractionSpec& spec);

}  // namespace gridlore::exchange
