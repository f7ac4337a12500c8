/// Puts a question of the naive matcher to the real exchange: honest knowledge bases answer at once with all that they
/// know and that was asked for.
#pragma once

#include <string>

#include "tests/support/naive_matcher.h"

namespace gridlore::naive {

/// What the exchange makes of it, in the twin's terms. Throws std::runtime_error if the exchange refuses something.
Outcome put_to_engine(const Question& question);

/// For a person who has to find out why both disagree.
std::string to_text(const Question& question);
std::string to_text(const Outcome& outcome);

}  // namespace gridlore::naive
