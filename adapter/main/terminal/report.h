/// What a server answered, for a person. Pure functions over its JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapter/main/terminal/table.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::terminal {

struct ReportForm {
    const rdf::PrefixMap& prefixes;
    const Style& style;
};

/// A binding set as a table; `variables` are its columns.
std::string bindings_report(const nlohmann::json& binding_set, const std::vector<std::string>& variables,
                            const ReportForm& form);

/// Who was contacted and what came of it: the `exchangeInfo` of an ask or post.
std::string contacts_report(const nlohmann::json& exchange_info, const ReportForm& form);

/// The `knowledgeGaps` of an ask: what would have to be there.
std::string gaps_report(const nlohmann::json& knowledge_gaps, const ReportForm& form);

/// Why it went as it did: the `explanation` of an exchange.
std::string explanation_report(const nlohmann::json& explanation, const ReportForm& form);

/// One knowledge base (an element of GET /sc) and its interactions (GET /sc/ki).
std::string knowledge_base_report(const nlohmann::json& knowledge_base, const nlohmann::json& interactions,
                                  const ReportForm& form);

}  // namespace gridlore::terminal
