/// Which records of a parent belong to one of a child. Private to this folder.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "adapter/rml/records.h"
#include "adapter/rml/rml_document.h"
#include "adapter/rml/term_maker.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::rml {

/// Confined. The parent's records must outlive it.
class Join {
  public:
    /// Indexes the parent's records by what the conditions compare. Errors: those of references.
    static Result<Join> make(const ReferencingObjectMap& reference, const TermMap& parent_subject, Records& records,
                             Records& parent_records);

    /// In their order, each once. Without conditions the record of the same number.
    Result<std::vector<std::size_t>> matching(Records& records, std::size_t record) const;

    std::size_t parent() const { return parent_; }
    Records& parent_records() const { return *parent_records_; }
    const CompiledTermMap& parent_subject() const { return parent_subject_; }

  private:
    Join(std::size_t parent, Records& records) : parent_(parent), parent_records_(&records) {}
    Result<void> index(const std::vector<CompiledExpression>& keys);

    std::size_t parent_;  ///< the triples map's number
    Records* parent_records_;
    CompiledTermMap parent_subject_;
    std::vector<CompiledExpression> child_keys_;
    std::unordered_multimap<std::string, std::size_t> index_;
};

}  // namespace gridlore::rml
