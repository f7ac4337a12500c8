/// The terms of a row by the variables of a document, row after row, of which each has most of what the row before it
/// had: what is made of a term is made anew only if that term is another one, and somebody looks at it. Confined.
/// Private to this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/service/variable_values.h"
#include "knowledge-engine/pattern/answer_rows.h"
#include "knowledge-engine/rdf/quad_view.h"

namespace gridlore::service {

class RowTerms {
  public:
    /// Without terms. `document` must outlive it.
    explicit RowTerms(const mapping::Document& document);

    bool has(std::size_t variable) const { return cells_[variable].is_known; }
    /// Null: the row has none. Valid until it changes.
    const rdf::Term* find(std::size_t variable);
    /// Of one that had a term, what is made of it follows at once.
    void set(std::size_t variable, const rdf::TermView& term);
    /// The same with the term that is an inline id (rdf/inline_term.h).
    void set(std::size_t variable, rdf::TermId id);
    void forget(std::size_t variable);
    /// Adds the terms that are made of those it has, and those that are read back from them. False: the same variables
    /// have one as when this was last called.
    bool complete();
    /// A term of `rows`, and how much it is: the bytes of its text, or of its id if that is inline.
    struct Held {
        rdf::TermId id;
        std::size_t bytes = sizeof(rdf::TermId);
    };
    /// A term that it has as it is in `rows`, which are the same in each call.
    Held held_in(pattern::AnswerRows& rows, std::size_t variable) {
        Cell& cell = cells_[variable];
        if (!cell.held.id.is_bound()) {
            cell.held.id = rows.add(*find(variable));
            cell.held.bytes = cell.held.id.is_inline() ? sizeof(rdf::TermId) : cell.term.text.size();
        }
        return cell.held;
    }

  private:
    struct Cell {
        rdf::Term term;       ///< keeps its room while there is none
        Held held;            ///< in the rows; its id is unbound: not there yet
        std::string encoded;  ///< as it stands in IRIs
        bool is_known = false;
        bool is_made = false;     ///< and was not set
        bool is_written = false;  ///< the term is there; else it is made when somebody looks at it
        bool is_encoded = false;
        std::vector<std::size_t> dependents;  ///< what may be made of it, or read back from it
    };
    Cell& begin_setting(std::size_t variable);
    void invalidate(std::size_t variable);
    bool can_make(std::size_t variable) const;
    void make(std::size_t variable);
    bool read_back(std::size_t variable);
    std::string_view encoded(std::size_t variable);

    const mapping::Document& document_;
    std::vector<Cell> cells_;            ///< by variable
    std::vector<std::size_t> makeable_;  ///< the variables that are made of others, or read back from them
    bool has_changed_ = true;            ///< which variables have a term
    std::string room_;
    std::vector<std::string_view> values_;
};

/// Adds to `terms` what is made of them and what is read back from them.
void complete(const mapping::Document& document, Terms& terms);

}  // namespace gridlore::service
