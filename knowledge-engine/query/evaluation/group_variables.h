/// Which variables a group of the algebra binds and looks at: what decides whether joins may be reordered, and whether
/// rows of one side may be handed into the other (SPARQL 1.1 Query, 18.2.1, "variable scope"). Pure functions.
#pragma once

#include <unordered_map>

#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/evaluation/variable_set.h"

namespace gridlore::query {

struct GroupVariables {
    VariableSet possible;   ///< in scope: bound in some solutions
    VariableSet certain;    ///< bound in every solution
    VariableSet mentioned;  ///< all that a solution depends on, those of filters and of EXISTS included
};

/// Remembers what it found out of each group, which must stay where it is.
class GroupAnalysis {
  public:
    const GroupVariables& of(const Group& group);
    VariableSet of(const Expression& expression);
    /// Whether the expression has one solution for each row, and never fails for want of a value or for a wrong type.
    static bool cannot_fail(const Expression& expression, const VariableSet& bound);

  private:
    GroupVariables fold(const Group& group, const GroupVariables& first);

    std::unordered_map<const Group*, GroupVariables> known_;
};

/// The operand that is evaluated first; null if there is none. Chains of these may be as long as the text.
const Group* first_operand(const Group& group);

/// The patterns of all EXISTS of an expression, outermost ones only.
std::vector<const Expression::Exists*> exists_of(const Expression& expression);

/// Whether it may give something else for the same row (RAND, UUID …), as far as it is no EXISTS.
bool has_volatile(const Expression& expression);

}  // namespace gridlore::query
