/// Bindings as the engine gives them to those who asked: rows of ids with their dictionary, so that what many rows have
/// in common, the variables' names and the terms, is there once.
///
/// A value type, read only; safe to share between threads. Copies share names and terms, and not the rows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/pattern/binding_set.h"
#include "knowledge-engine/pattern/term_rows.h"
#include "knowledge-engine/rdf/dictionary.h"

namespace gridlore::pattern {

class TermTable {
  public:
    using Names = std::shared_ptr<const std::vector<std::string>>;

    /// Without variables and rows.
    TermTable() = default;
    /// `rows` has a column for each of `variables`, in which a row may have nothing; its ids are of `terms`, which
    /// nobody changes any more once the table is read.
    TermTable(Names variables, BindingSet rows, std::shared_ptr<const rdf::Dictionary> terms);
    /// The same rows, with a dictionary of their own.
    explicit TermTable(const TermRows& rows);

    std::size_t size() const { return rows_.size(); }
    bool empty() const { return rows_.empty(); }
    const std::vector<std::string>& variables() const;
    /// Its cells in the order of `variables()`.
    BindingSet::Row row(std::size_t index) const { return rows_.row(index); }
    /// A copy. Precondition of these two: `id` is in a row.
    rdf::Term term(rdf::TermId id) const { return terms_->term(id); }
    /// Views `terms()`, or `room`, which is changed for inline ids.
    rdf::TermView view(rdf::TermId id, std::string& room) const { return terms_->view(id, room); }
    const std::shared_ptr<const rdf::Dictionary>& terms() const { return terms_; }

    /// A copy of each term of each row: for those who change rows, or have few.
    TermRows to_rows() const;

  private:
    Names variables_;  ///< null: none
    BindingSet rows_;
    std::shared_ptr<const rdf::Dictionary> terms_;
};

/// Where a table has a variable; as many as it has variables: it does not have it.
inline std::size_t column_of(const TermTable& table, std::string_view variable) {
    const auto& variables = table.variables();
    return static_cast<std::size_t>(std::ranges::find(variables, variable) - variables.begin());
}

}  // namespace gridlore::pattern
