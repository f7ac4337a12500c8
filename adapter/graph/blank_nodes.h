/// Blank nodes of one store under names that hold outside of it: `urn:gridlore:blank:<store>:<label>`. Another store's
/// names are IRIs like any other here. Immutable; safe to share between threads.
#pragma once

#include <optional>
#include <string>

#include "knowledge-engine/rdf/term.h"

namespace gridlore::graph {

class BlankNodeNames {
  public:
    /// `store`: letters, digits and `-`; no other store has it.
    explicit BlankNodeNames(const std::string& store);

    /// A blank node becomes an IRI; others stay.
    rdf::Term outside(rdf::Term term) const;
    /// The IRI of a blank node of this store becomes that node, whether it exists or not; others stay.
    rdf::Term inside(const rdf::Term& term) const;

  private:
    std::string prefix_;
};

}  // namespace gridlore::graph
