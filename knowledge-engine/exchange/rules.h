/// Domain knowledge: rules and facts (ke-rest-contract, section 11).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/graph_pattern.h"

namespace gridlore::exchange {

/// `body -> head`. A rule without body is a fact, and its head has no variables. All variables of the head occur in the
/// body. The head is never empty.
struct Rule {
    std::string name;  ///< may be empty
    std::vector<pattern::TriplePattern> body;
    std::vector<pattern::TriplePattern> head;
    friend bool operator==(const Rule&, const Rule&) = default;
};

/// Reads rules in the syntax of Apache Jena's rule language without builtins, as section 11 describes it.
/// Errors: InvalidInput with line and column and how to mend it; LimitExceeded for a rule with more than 1,000 triples
/// on a side, and where the names written in full come to more than 128 MiB.
Result<std::vector<Rule>> parse_rules(std::string_view text);

/// The form that `parse_rules` reads: `[name: (s p o) (s p o) -> (s p o)]`, names in full.
std::string to_string(const Rule& rule);

/// Rules from a file: `.rules` (or `.jena`) in the syntax above, or any RDF syntax that we read, each of whose triples
/// is a fact (a blank node becomes an IRI of its own, graph names are dropped).
Result<std::vector<Rule>> read_domain_knowledge(const std::filesystem::path& file);

}  // namespace gridlore::exchange
