/// Bindings as code of this process hands them to the engine: the variables' names once, and each term once for all
/// rows of which it is known to be in them.
///
/// A value type, confined to whoever fills it.
#pragma once

#include <cassert>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/rdf/term_id.h"

namespace gridlore::pattern {

class AnswerRows {
  public:
    explicit AnswerRows(std::vector<std::string> variables) : variables_(std::move(variables)) {}

    const std::vector<std::string>& variables() const { return variables_; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    /// Inline ids, and those that `add` gave; in the order of `variables()`. Valid until rows are added.
    std::span<const rdf::TermId> row(std::size_t index) const {
        return {cells_.data() + index * variables_.size(), variables_.size()};
    }
    /// Of the ids that are not inline: that of number `n` is `n + 1`.
    const std::vector<rdf::Term>& terms() const& { return terms_; }
    std::vector<rdf::Term> terms() && { return std::move(terms_); }

    /// The inline id of `term`, or one of these rows alone: the same term may be added again, under another one.
    rdf::TermId add(const rdf::Term& term) {
        if (const auto inlined = rdf::inline_id(term)) {
            return *inlined;
        }
        terms_.push_back(term);
        return rdf::TermId(terms_.size());
    }
    /// Precondition: a term for each of `variables()`.
    void add_row(std::span<const rdf::TermId> row) {
        assert(row.size() == variables_.size());
        cells_.insert(cells_.end(), row.begin(), row.end());
        ++size_;
    }

  private:
    std::vector<std::string> variables_;
    std::vector<rdf::Term> terms_;
    std::size_t size_ = 0;  ///< apart from the cells, since rows may have none
    std::vector<rdf::TermId> cells_;
};

}  // namespace gridlore::pattern
