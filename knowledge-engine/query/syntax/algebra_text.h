/// The parts of the algebra as text (s-expressions), for tests and for `explain`. Pure functions; safe from any thread.
#pragma once

#include <string>

#include "knowledge-engine/query/algebra.h"

namespace gridlore::query {

/// `?name`; `?_:label` and `?.0` are variables that the parser made.
std::string to_string(const VariableOrTerm& node, const Variables& variables);
/// On one line, patterns of EXISTS included.
std::string to_string(const Expression& expression, const Variables& variables);
std::string to_string(const Aggregate& aggregate, const Variables& variables);
std::string to_string(const Path& path);
/// A node a line, indented by `indent` levels of two spaces.
std::string to_string(const Group& group, const Variables& variables, std::size_t indent = 0);

}  // namespace gridlore::query
