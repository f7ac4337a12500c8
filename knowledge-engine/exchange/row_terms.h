/// Rows of terms, as clients and in-process services send and get them, and the same rows of ids inside the engine.
#pragma once

#include <string>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/answer_rows.h"
#include "knowledge-engine/pattern/binding_set.h"
#include "knowledge-engine/pattern/term_rows.h"

namespace gridlore::exchange {

/// Unknown variables are left out; each blank node becomes one that is no other's.
pattern::BindingSet to_bindings(pattern::TermRows rows, const std::vector<std::string>& variables,
                                rdf::Dictionary& dictionary);

/// The same; variables that the rows do not have are left unbound.
pattern::BindingSet to_bindings(pattern::AnswerRows rows, const std::vector<std::string>& variables,
                                rdf::Dictionary& dictionary);

/// Whether both have the same variables in the same order.
bool has_names_of(const pattern::TermRow& row, const pattern::TermRow& other);

/// LimitExceeded, in words for the asker.
Error too_many_rows(std::size_t limit);

/// The cells that are bound, of the variables for which `only` holds.
pattern::TermRows to_rows(const pattern::BindingSet& rows, const std::vector<std::string>& variables,
                          const std::vector<bool>& only, const rdf::Dictionary& dictionary);

}  // namespace gridlore::exchange
