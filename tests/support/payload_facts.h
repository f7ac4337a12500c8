/// What of a mapping document tells which payloads lifting and lowering give back.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "adapter/mapping/document.h"

namespace gridlore::test {

/// Immutable once made.
class PayloadFacts {
  public:
    /// `document` must outlive it.
    explicit PayloadFacts(const mapping::Document& document);

    /// Whether the variable stands outside of optional members in its element.
    bool is_required(std::size_t variable) const { return is_required_[variable]; }
    /// Whether a reader would find the end of the value in a string of several.
    bool is_apart(std::size_t variable, const std::string& text) const;
    /// Whether a level is another, or in its elements.
    bool is_within(std::size_t inner, std::size_t outer) const;
    /// Whether nothing is lost if the list is empty; `is_allowed`: the shape says that it may be.
    bool may_be_empty(std::size_t level, bool is_allowed) const;
    /// For a part: the variables that make the terms that it shares with others.
    std::vector<std::size_t> shared_values(std::size_t part) const;

  private:
    void add_values(std::size_t variable, std::set<std::size_t>& values) const;
    void look_at(const mapping::Shape& shape, bool is_optional, const std::vector<std::string>& separators);
    void look_at(const mapping::TextShape& text, bool is_optional, const std::vector<std::string>& separators);
    void see(std::size_t variable, bool is_optional, const std::vector<std::string>& behind);

    const mapping::Document& document_;
    std::vector<std::vector<std::string>> forbidden_;  ///< behind a variable's value
    std::vector<bool> is_required_;
};

}  // namespace gridlore::test
