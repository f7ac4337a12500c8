/// Bindings as code of this process hands them to the engine: the variables' names once, and each term once for all
/// rows of which it is known to be in them.
///
/// A value type, confined to whoever fills it.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "knowledge-engine/rdf/term.h"

namespace gridlore::pattern {

class AnswerRows {
  public:
    /// Names a term of these rows.
    using Number = std::uint32_t;

    explicit AnswerRows(std::vector<std::string> variables) : variables_(std::move(variables)) {}

    const std::vector<std::string>& variables() const { return variables_; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    /// In the order of `variables()`. Valid until rows are added.
    std::span<const Number> row(std::size_t index) const {
        return {cells_.data() + index * variables_.size(), variables_.size()};
    }
    const rdf::Term& term(Number number) const { return terms_[number]; }

    /// The same term may be added again, under another number.
    Number add_term(rdf::Term term) {
        terms_.push_back(std::move(term));
        return static_cast<Number>(terms_.size() - 1);
    }
    /// Precondition: a number for each of `variables()`.
    void add_row(std::span<const Number> row) {
        assert(row.size() == variables_.size());
        cells_.insert(cells_.end(), row.begin(), row.end());
        ++size_;
    }
    /// The terms, by number, which are these rows' no more.
    std::vector<rdf::Term> take_terms() { return std::move(terms_); }

  private:
    std::vector<std::string> variables_;
    std::vector<rdf::Term> terms_;
    std::size_t size_ = 0;  ///< apart from the cells, since rows may have none
    std::vector<Number> cells_;
};

}  // namespace gridlore::pattern
