/// Meta-knowledge: how knowledge bases describe themselves to each other (ke-rest-contract, section 13).
#pragma once

#include <functional>
#include <string>

#include "knowledge-engine/exchange/network.h"
#include "knowledge-engine/pattern/term_rows.h"

namespace gridlore::exchange {

enum class MetaEvent : std::uint8_t { New, Changed, Removed };

/// The pattern of all meta interactions, 15 triples.
const pattern::GraphPattern& meta_pattern();

/// The rows that describe one knowledge base, the meta interactions included (13.2).
pattern::TermRows describe(const KnowledgeBaseState& state);

/// Of the meta ANSWER; and of the meta POST that tells of an event.
const ClosedAct& meta_answer_act();
const ClosedAct& meta_act(MetaEvent event);
std::string meta_answer_id(const std::string& knowledge_base);

/// The meta pattern, numbered.
class MetaPattern {
  public:
    /// To match with patterns of the network: constants that it does not know get ids that stand for no term.
    explicit MetaPattern(const rdf::NetworkTerms& terms);
    /// To give rows in an exchange: all its constants are terms there.
    explicit MetaPattern(rdf::Dictionary& dictionary);
    const CompiledTriples& triples() const { return triples_; }
    const std::vector<std::string>& variables() const { return variables_; }
    bool usable_for(const CompiledTriples& target) const { return target.size() <= triples_.size(); }

  private:
    void number(const std::function<Slot(const rdf::Term&)>& constant);

    CompiledTriples triples_;
    std::vector<std::string> variables_;
};

}  // namespace gridlore::exchange
