/// Mapping documents are read from YAML and checked (docs/mapping-documents.md). Functions are safe from any thread.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/problem.h"

namespace gridlore::mapping {

/// The `bind` section is others' to read: its text, where it begins.
struct ReadDocument {
    std::shared_ptr<const Document> document;  ///< null: there is an error among the problems
    std::vector<Problem> problems;             ///< in the order of their places
};

/// Terms that loaded ontologies declare: IRIs. Null: what the pattern names is not checked.
using DeclaredTerms = std::set<std::string, std::less<>>;

/// Checks all that can be told without a payload: names, patterns, that every variable is bound on both sides or says
/// where it comes from, that terms can be inverted, that the pattern is connected and its predicates and classes are
/// declared; then tries the examples. Never throws for what is in `text`.
ReadDocument read_document(std::string_view text, const std::string& file, const DeclaredTerms* declared = nullptr);

}  // namespace gridlore::mapping
