/// A plan: which providers, in which order, serve an ask or a post in a given state of the network. Made once for an
/// interaction and reused until a change could concern it. Immutable once made.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "knowledge-engine/exchange/network.h"
#include "knowledge-engine/exchange/uses.h"

namespace gridlore::exchange {

/// `Universal` may give any triple that the universal knowledge base offers; like `Facts` it may be used as often as
/// needed.
enum class ProviderKind : std::uint8_t { Answer, React, Rule, Facts, Posted, Universal };

/// A provider's triple that may serve a target triple.
struct Candidate {
    std::size_t provider = 0;
    std::size_t given = 0;
    friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

/// How one provider can serve a target.
struct Service {
    std::size_t provider = 0;
    std::vector<Use> maximal;  ///< for what it is asked
    std::vector<Use> total;    ///< level 1: what serves the whole
    bool simple = false;       ///< one maximal use that holds all its pairs: it always gives them from one row
};

/// A pattern that needs covering: an ask's, a react's argument, a rule's body, a post's result.
struct Target {
    CompiledTriples triples;
    std::size_t variable_count = 0;
    std::vector<std::vector<Candidate>> candidates;  ///< for each triple
    std::vector<Service> services;                   ///< for each provider that occurs
    bool needs_fed = false;                          ///< a cover must hold a use of what was posted
};

inline constexpr std::size_t no_target = ~std::size_t{0};

struct Provider {
    ProviderKind kind = ProviderKind::Answer;
    ClassRef interactions;               ///< Answer, React
    std::size_t rule = 0;                ///< Rule: its number in the rule set
    CompiledTriples gives;               ///< a rule's are specialised
    std::size_t variable_count = 0;      ///< of both its patterns together
    std::size_t target = no_target;      ///< React: its argument; Rule: its body
    std::size_t owner = 0;               ///< the same for all specialisations of a rule
    bool fed = false;                    ///< in a post: hands on what was posted
    std::vector<std::size_t> waits_for;  ///< React: Answers and Reacts whose rows it needs, rules looked through
    std::vector<int> needs;              ///< Answer: the variables that every binding it is asked with must have
};

struct Plan {
    int level = 2;
    bool is_post = false;
    std::size_t result = no_target;  ///< the ask's pattern, or the post's result pattern
    std::vector<Target> targets;
    std::vector<Provider> providers;  ///< those that are needed only
    std::vector<Use> meta_uses;       ///< of the self-descriptions (section 13), if the ask includes them
    CompiledTriples footprint;        ///< triples for which the network was searched
    std::uint64_t version = 0;        ///< of the network it was made from
    std::shared_ptr<const RuleSet> rules;
    bool is_cut = false;  ///< not everything that could serve was looked at: rows may be missing
    /// Who may give any triple; null if there is none, or if it does not fit the asker.
    std::shared_ptr<const KnowledgeBaseState> universal;
    std::map<rdf::TermId, bool> offered;  ///< by predicate (unbound: a variable), whether it offered it
    std::uint64_t universal_version = 0;  ///< by then
    bool has_needs = false;               ///< one of the providers needs variables
    bool may_block = false;               ///< it is asked, so that making an exchange move on may block
    std::vector<ClassRef> rejected;       ///< only for explanations: found, but not needed
    std::vector<std::size_t> uncovered;   ///< only for explanations: an ask's triples that nobody gives
};

/// Plans for `interaction`, an ASK or POST of a knowledge base with `level` and `rules`.
std::shared_ptr<const Plan> make_plan(const Network& network, const Interaction& interaction, int level,
                                      std::shared_ptr<const RuleSet> rules);

/// Whether `plan` is still what `make_plan` would return.
bool is_current(const Plan& plan, const Network& network, int level, const RuleSet* rules);

/// Whether the universal knowledge base gave something for a triple of a target.
using UniversalGives = std::function<bool(std::size_t target, std::size_t triple)>;

/// The alternatives of triples that nobody gives (section 12); what the universal knowledge base only offers counts
/// for nothing. Precondition: a plan of level 4 or 5.
std::vector<std::vector<std::string>> knowledge_gaps(const Plan& plan, const Interaction& ask,
                                                     const rdf::NetworkTerms& terms,
                                                     const UniversalGives& universal_gives = {});

}  // namespace gridlore::exchange
