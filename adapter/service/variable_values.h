/// What a document's variables are in a parameter and on the exchange. Pure functions; safe from any thread. Private to
/// this folder.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/json/json_scalar.h"
#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/term_rows.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::service {

/// By the variable's number in the document.
using Terms = std::map<std::size_t, rdf::Term>;

/// The term that a parameter means. Parameters have no types: `7` and `"7"`, `true` and `"true"` are the same to them.
/// InvalidInput: the variable's codec takes none of these.
Result<rdf::Term> term_of(const mapping::Variable& variable, const mapping::JsonScalar& value);
/// The same; `memory` says in which form a time was.
Result<rdf::Term> term_of(const mapping::Variable& variable, const mapping::JsonScalar& value,
                          mapping::CodecMemory& memory);
/// The same as a view of `value`, of the variable's codec or of `room`.
Result<rdf::TermView> view_of_term(const mapping::Variable& variable, const mapping::JsonScalar& value,
                                   mapping::CodecMemory& memory, std::string& room);

/// The text of the parameter that means `term`. InvalidInput: the variable's codec does not take it.
Result<std::string> parameter_text(const mapping::Variable& variable, const rdf::Term& term);

/// The variables that the document has, by number; others are left out.
Terms terms_of(const mapping::Document& document, const pattern::TermRow& row);

/// Adds `now`, in whole seconds, for the variables that are the time at which a payload came.
void add_time_of_coming(const mapping::Document& document, TimePoint now, Terms& terms);

}  // namespace gridlore::service
