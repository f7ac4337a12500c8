/// What a knowledge base declares: its description and its knowledge interactions (ke-rest-contract, 3.3 and 4).
/// Value types.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/pattern/graph_pattern.h"

namespace gridlore::exchange {

enum class InteractionType : std::uint8_t { Ask, Answer, Post, React };

/// Purposes by IRI (ke-rest-contract, section 10). Both lists are non-empty.
struct CommunicativeAct {
    std::vector<std::string> required = {"https://w3id.org/knowledge-engine/InformPurpose"};
    std::vector<std::string> satisfied = {"https://w3id.org/knowledge-engine/InformPurpose"};
    friend bool operator==(const CommunicativeAct&, const CommunicativeAct&) = default;
};

/// What a client asks to have registered.
struct InteractionSpec {
    InteractionType type = InteractionType::Ask;
    std::optional<std::string> name;                      ///< `[a-zA-Z0-9-]*`, unique in its knowledge base
    pattern::GraphPattern pattern;                        ///< of an ask or answer; the argument of a post or react
    std::optional<pattern::GraphPattern> result_pattern;  ///< of a post or react
    CommunicativeAct act;
    bool knowledge_gaps_enabled = false;  ///< ask only
    bool include_meta = false;            ///< ask: may match the meta interactions of others
    bool accepts_ranges = false;          ///< answer: ranges on its variables are handed over with the bindings
    /// Answer: variables that every binding it is asked with must have. They come from the ask, or from what others
    /// answer; where they do not, it is not asked (docs/decisions/0010). No part of the REST contract.
    std::vector<std::string> needs;
    /// Post: what is no longer so, wherever it agrees with what is posted: whoever keeps what is posted forgets it
    /// (docs/decisions/0011). Each shares a variable with `pattern`. No part of the REST contract.
    std::vector<pattern::GraphPattern> removes;
};

/// A registered interaction.
struct KnowledgeInteraction {
    std::string id;  ///< `<kbId>/interaction/<name or random UUID>`
    std::string knowledge_base;
    InteractionSpec spec;
};

struct KnowledgeBaseDescription {
    std::string id;  ///< an absolute IRI; compared as an exact string
    std::string name;
    std::string description;
    std::optional<std::chrono::seconds> lease;  ///< 30..3600 s
    std::uint8_t reasoner_level = 2;            ///< 1..5
    bool built_in = false;  ///< of the engine's own house: not listed, no trace where it gives nothing
};

}  // namespace gridlore::exchange
