/// How a document says what it says: the text of its terms, and where its triples stand. Immutable; safe from any
/// thread.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/document.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

class WrittenDocument {
  public:
    /// `text` is what `document` was read from. Errors: it is not.
    static Result<WrittenDocument> read(const Document& document, std::string_view text);

    /// The variable's term in one line, as `{ literal: "xsd:decimal" }`; empty: `terms` has none, it is a string.
    const std::string& term(const std::string& variable) const;
    /// Where a triple pattern of a part stands. Precondition: it exists.
    TextPosition triple(std::size_t part, std::size_t number) const { return triples_[part][number]; }

  private:
    WrittenDocument() = default;

    std::map<std::string, std::string, std::less<>> terms_;
    std::vector<std::vector<TextPosition>> triples_;  ///< by part
};

}  // namespace gridlore::mapping
