/// What an answer to a call must look like (ke-rest-contract, sections 3.12 and 6). Pure functions.
#pragma once

#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/exchange/compiled.h"
#include "knowledge-engine/exchange/knowledge_base.h"

namespace gridlore::exchange {

/// Of an ANSWER or REACT: each row has all variables of its pattern or result pattern and no others; without a result
/// pattern there are no rows. InvalidInput names the row and the variable. `AnswerRows` may lack variables that are
/// `unread`, by number; empty: none is.
Result<void> check_answer(const Interaction& interaction, const Reply& rows, const std::vector<bool>& unread = {});

}  // namespace gridlore::exchange
