/// The codec of tables, which templates look into: a term's key is its local text. Private to this folder.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/codecs/codecs.h"

namespace gridlore::mapping {

/// Immutable; safe from any thread.
class TableCodec final : public Codec {
  public:
    /// Precondition: no JSON value comes twice.
    TableCodec(std::string name, std::vector<TableEntry> entries);

    Result<rdf::TermView> lift(const JsonScalar& value, CodecMemory& memory, std::string& room) const override;
    std::optional<std::string> oddity(const JsonScalar& value) const override;
    Result<JsonScalar> lower(const rdf::TermView& term, std::string& room) const override;
    Result<rdf::TermView> from_local_text(std::string_view text, std::string& room) const override;
    std::string_view local_text(const rdf::TermView& term) const override;
    std::string describe() const override;
    Schema schema() const override;

  private:
    /// What is written of the term; null: it is not in the table.
    const JsonConstant* find(const rdf::TermView& term) const;
    /// Null: the table does not have it.
    const TableEntry* find(const JsonScalar& value) const;
    std::string title() const;
    /// The end of a sentence.
    std::string what_it_has(std::string_view instead) const;

    std::string name_;
    std::vector<TableEntry> entries_;   ///< as the document has them
    std::vector<std::size_t> by_json_;  ///< their numbers, in the order of JSON values
    std::vector<std::size_t> by_term_;  ///< in the order of terms, of equal ones the first alone
};

}  // namespace gridlore::mapping
