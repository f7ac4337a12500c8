/// Graph patterns as the contract has them: one SPARQL basic graph pattern, without blank nodes
/// (ke-rest-contract, section 5). Value types; safe to share between threads once made.
#pragma once

#include <compare>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::pattern {

struct Variable {
    std::string name;  ///< without `?`
    friend bool operator==(const Variable&, const Variable&) = default;
    friend auto operator<=>(const Variable&, const Variable&) = default;
};

using PatternTerm = std::variant<Variable, rdf::Term>;

struct TriplePattern {
    PatternTerm subject;
    PatternTerm predicate;
    PatternTerm object;
    friend bool operator==(const TriplePattern&, const TriplePattern&) = default;
    friend auto operator<=>(const TriplePattern&, const TriplePattern&) = default;
};

/// A set of triple patterns, in the order in which they were written; a triple written twice counts once.
struct GraphPattern {
    std::vector<TriplePattern> triples;

    /// Names of all variables, in order of first appearance.
    std::vector<std::string> variables() const;

    friend bool operator==(const GraphPattern&, const GraphPattern&) = default;
};

struct PatternLimits {
    std::size_t triples = 1000;  ///< as written; more is LimitExceeded
    std::size_t bytes = std::size_t{1} << 20;
};

/// Reads a pattern. `prefixes` are the only ones known (none is predeclared).
/// Errors: InvalidInput with line and column, what was found and how to mend it, for everything that section 5 lists as
/// rejected (FILTER, OPTIONAL … by name), relative IRIs, bad UTF-8, and prefix names that are no PN_PREFIX;
/// LimitExceeded.
Result<GraphPattern> parse_pattern(std::string_view text, const rdf::PrefixMap& prefixes,
                                   const PatternLimits& limits = {});

/// Where each triple of `parse_pattern` begins with what it does not share with the one before it: the subject, behind
/// `;` the predicate, behind `,` the object. Errors as above.
Result<std::vector<TextPosition>> triple_positions(std::string_view text, const rdf::PrefixMap& prefixes,
                                                   const PatternLimits& limits = {});

/// The canonical form: `S P O . ` for each triple, with the final space.
std::string to_string(const GraphPattern& pattern);
/// `S P O`, as knowledge gaps are written.
std::string to_string(const TriplePattern& triple);

}  // namespace gridlore::pattern
