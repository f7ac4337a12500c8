/// Patterns, interactions and rules in the form that matching works on: terms as ids, variables as numbers.
/// Immutable once made; safe to share between threads.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "knowledge-engine/exchange/fact_set.h"
#include "knowledge-engine/exchange/interaction.h"
#include "knowledge-engine/exchange/rules.h"
#include "knowledge-engine/exchange/triples.h"
#include "knowledge-engine/pattern/graph_pattern.h"
#include "knowledge-engine/rdf/dictionary.h"

namespace gridlore::exchange {

/// Numbers the variables of several patterns in order of first appearance and finds the ids of their constants.
class Compiler {
  public:
    explicit Compiler(const rdf::NetworkTerms& terms) : terms_(terms) {}

    /// Triples that are the same by value become one. Precondition: the terms of `triples` have been added.
    CompiledTriples compile(const std::vector<pattern::TriplePattern>& triples);
    const std::vector<std::string>& variables() const { return variables_; }

  private:
    Slot compile(const pattern::PatternTerm& term);

    const rdf::NetworkTerms& terms_;
    std::vector<std::string> variables_;
};

/// The purposes of an act with all their superclasses, sorted (ke-rest-contract, section 10).
struct ClosedAct {
    std::vector<std::string> required;
    std::vector<std::string> satisfied;
    friend bool operator==(const ClosedAct&, const ClosedAct&) = default;
};
ClosedAct close(const CommunicativeAct& act);
/// Whether a proactive act and a reactive one match.
bool acts_match(const ClosedAct& a, const ClosedAct& b);

struct Plan;

/// Keeps the plan of one proactive interaction. Internally synchronized.
class PlanSlot {
  public:
    std::shared_ptr<const Plan> get() const {
        const std::lock_guard lock(mutex_);
        return plan_;
    }
    void set(std::shared_ptr<const Plan> plan) {
        const std::lock_guard lock(mutex_);
        plan_ = std::move(plan);
    }

  private:
    mutable std::mutex mutex_;
    std::shared_ptr<const Plan> plan_;
};

/// A registered interaction, ready to be matched. `triples` is the pattern of an ask or answer, the argument of a post
/// or react; `result` that of a post or react, numbered together with it.
struct Interaction {
    KnowledgeInteraction declared;
    std::vector<std::string> variables;
    CompiledTriples triples;
    CompiledTriples result;
    std::vector<int> needs;  ///< of an answer: the variables that it must be given, each once, by number
    ClosedAct act;
    mutable PlanSlot plan;  ///< of an ask or post
};

/// Answers or reacts with the same pattern, up to the names of variables, and the same act: planned as one.
struct InteractionClass {
    std::vector<std::shared_ptr<const Interaction>> members;  ///< never empty
    const Interaction& first() const { return *members.front(); }
};

struct CompiledRule {
    Rule rule;
    std::vector<std::string> variables;
    CompiledTriples body;
    CompiledTriples head;
};

/// The domain knowledge of a knowledge base.
struct RuleSet {
    std::vector<CompiledRule> rules;  ///< with a body, or facts of several triples
    FactSet facts;                    ///< every triple of every fact
};

}  // namespace gridlore::exchange
