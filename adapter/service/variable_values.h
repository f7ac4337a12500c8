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

/// The text of the parameter that means `term`. InvalidInput: the variable's codec does not take it.
Result<std::string> parameter_text(const mapping::Variable& variable, const rdf::Term& term);

/// Makes terms of others, row after row, of which each has most of what the row before it had. Confined.
class TermMaker {
  public:
    /// `document` must outlive it.
    explicit TermMaker(const mapping::Document& document);

    /// Adds the terms that are made of those in `terms`, and those that are read back from them.
    void complete(Terms& terms);
    /// The next row has another term for that variable than the last one, or none.
    void forget(std::size_t variable) { written_[variable].reset(); }

  private:
    std::optional<rdf::Term> made_of(const mapping::Variable& variable, const Terms& terms);
    std::string_view encoded(std::size_t variable, const rdf::Term& term);

    const mapping::Document& document_;
    std::vector<std::size_t> makeable_;  ///< the variables that are made of others, or read back from them
    std::vector<std::optional<std::string>> written_;  ///< by variable: the term as it stands in IRIs
    std::string room_;
    std::vector<std::string_view> values_;
};

/// The same once.
void complete(const mapping::Document& document, Terms& terms);

/// The variables that the document has, by number; others are left out.
Terms terms_of(const mapping::Document& document, const pattern::TermRow& row);

/// Adds `now`, in whole seconds, for the variables that are the time at which a payload came.
void add_time_of_coming(const mapping::Document& document, TimePoint now, Terms& terms);

}  // namespace gridlore::service
