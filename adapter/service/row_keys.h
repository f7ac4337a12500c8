/// Rows by the values of some of their variables. Pure functions; safe from any thread. Private to this folder.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/pattern/term_rows.h"
#include "knowledge-engine/pattern/term_table.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::service {

/// Appends a text that is the same for two terms exactly if they are equal by value.
void append_key(const rdf::Term& term, std::string& key);

/// Null: the row does not have it.
const rdf::Term* find_term(const pattern::TermRow& row, std::string_view variable);

/// Whether rows agree with at least one of those that were asked for: have the same values of what both have.
/// Precondition: they have all variables that were asked for. Immutable.
class AskedRows {
  public:
    /// A row's term of a variable; null: it has none.
    using TermOf = std::function<const rdf::Term*(std::string_view variable)>;

    explicit AskedRows(const pattern::TermRows& asked);
    bool agree_with(const TermOf& term_of) const;
    bool agree_with(const pattern::TermRow& row) const;
    /// That were asked for, each once.
    std::set<std::string> variables() const;

  private:
    std::map<std::vector<std::string>, std::set<std::string>> keys_;  ///< by the variables, in their order
};

/// Only these variables of each row, and each row once; those without one of them are left out.
pattern::TermRows projected(const pattern::TermTable& rows, std::span<const std::string> variables);

}  // namespace gridlore::service
