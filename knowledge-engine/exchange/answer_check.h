/// What an answer to a call must look like (ke-rest-contract, section 6). Pure functions.
#pragma once

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/exchange/interaction.h"
#include "knowledge-engine/pattern/term_rows.h"

namespace gridlore::exchange {

/// Each row has all of `variables` and no others. InvalidInput names the row and the variable.
Result<void> check_rows(const pattern::TermRows& rows, const std::vector<std::string>& variables);

}  // namespace gridlore::exchange
