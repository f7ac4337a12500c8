#include "knowledge-engine/exchange/explain.h"

#include <algorithm>
#include <unordered_set>

namespace gridlore::exchange {
namespace {

class Explainer {
  public:
    explicit Explainer(const ExplainedExchange& exchange) : exchange_(exchange) {
        explanation_.level = exchange.plan.level;
        explanation_.plan_cut = exchange.plan.is_cut;
        explanation_.pattern = to_string(exchange.asker.declared.spec.pattern);
    }

    Explanation make() {
        for (const ExchangeInfo& info : exchange_.info) {
            add_asked(info);
        }
        bound_ = explanation_.considered.size() + exchange_.entries;
        add_uncovered();
        for (std::size_t p = 0; p < exchange_.plan.providers.size(); ++p) {
            if (exchange_.plan.providers[p].interactions) {
                add_planned(p);
            }
        }
        for (const ClassRef& rejected : exchange_.plan.rejected) {
            add_unfit(*rejected, Verdict::Incomplete,
                      "It matches only a part, and at level " + std::to_string(exchange_.plan.level) +
                          " nobody gives the rest together with it.");
        }
        for (const CompiledTriple& triple : exchange_.asker.triples) {
            add_without_match(triple);
        }
        return std::move(explanation_);
    }

  private:
    void add_asked(const ExchangeInfo& info) {
        listed_.insert(info.interaction);
        Consideration asked;
        asked.knowledge_base = info.knowledge_base;
        asked.interaction = info.interaction;
        asked.verdict = Verdict::Asked;
        asked.reason = info.status == ExchangeStatus::Failed ? "It was asked and failed: " + info.failed_message
                                                             : "It was asked and answered.";
        asked.rows = exchange_.plan.is_post ? info.result.size() : info.bindings.size();
        if (const auto interaction = exchange_.network.find_interaction(info.interaction)) {
            asked.matched = matched_triples(*interaction);
        }
        explanation_.considered.push_back(std::move(asked));
    }

    std::vector<std::string> matched_triples(const Interaction& other) const {
        const InteractionSpec& spec = other.declared.spec;
        const bool by_result = spec.type == InteractionType::React && !exchange_.plan.is_post;
        const CompiledTriples& given = by_result ? other.result : other.triples;
        std::vector<std::string> matched;
        for (const Pair pair : matching_pairs(exchange_.asker.triples, given)) {
            matched.push_back(text(pair.target) + " = " +
                              to_string(given[pair.given], other.variables, exchange_.network.terms()));
        }
        return matched;
    }

    std::string text(std::size_t triple) const {
        return to_string(exchange_.asker.triples[triple], exchange_.asker.variables, exchange_.network.terms());
    }

    void add_uncovered() {
        if (exchange_.plan.meta_uses.empty()) {
            for (const std::size_t triple : exchange_.plan.uncovered) {
                explanation_.uncovered.push_back(text(triple));
            }
        }
    }

    /// Those of the plan that were not asked all the same.
    void add_planned(std::size_t p) {
        const Provider& provider = exchange_.plan.providers[p];
        const auto lacking = exchange_.lacking.find(p);
        for (const auto& member : provider.interactions->members) {
            if (!is_selected(member->declared.knowledge_base)) {
                add(*member, Verdict::NotSelected, "The recipient selector leaves its knowledge base out.");
            } else if (provider.kind == ProviderKind::React) {
                add(*member, Verdict::NothingToHandOn, "Its argument got no rows, so it was not called.");
            } else if (lacking != exchange_.lacking.end()) {
                add(*member, Verdict::NeedsBindings, lack_of(*member, lacking->second));
            } else {
                add(*member, Verdict::Contradicted, "The bindings asked for contradict its pattern.");
            }
        }
    }

    static std::string lack_of(const Interaction& answer, const std::vector<int>& variables) {
        std::string names;
        for (const int variable : variables) {
            names.append(names.empty() ? "?" : " and ?").append(answer.variables[static_cast<std::size_t>(variable)]);
        }
        return "It must be given " + names +
               ", and neither the bindings asked for nor rows of others that fit together give that.";
    }

    bool is_selected(const std::string& knowledge_base) const {
        return exchange_.recipients.empty() ||
               std::ranges::find(exchange_.recipients, knowledge_base) != exchange_.recipients.end();
    }

    void add_unfit(const InteractionClass& others, Verdict verdict, const std::string& reason) {
        for (const auto& member : others.members) {
            if (member->declared.knowledge_base == exchange_.asker.declared.knowledge_base) {
                add(*member, Verdict::OwnInteraction, "It belongs to the asker, and nobody is matched with itself.");
            } else if (!acts_match(exchange_.asker.act, member->act)) {
                add(*member, Verdict::OtherPurpose, "Its communicative act does not fit the asker's.");
            } else {
                add(*member, verdict, reason);
            }
        }
    }

    void add_without_match(CompiledTriple triple) {
        if (triple[1].is_variable()) {
            return;
        }
        for (std::size_t position : {0, 2}) {
            triple[position] = {.variable = 0, .term = {}, .value = {}};
        }
        for (const ClassRef& other : exchange_.network.candidates(triple, !exchange_.plan.is_post)) {
            add_unfit(*other, Verdict::NoMatch, "It shares a predicate, but none of its triples matches.");
        }
    }

    void add(const Interaction& interaction, Verdict verdict, const std::string& reason) {
        const KnowledgeInteraction& declared = interaction.declared;
        if (!listed_.insert(declared.id).second) {
            return;
        }
        if (explanation_.considered.size() >= bound_) {
            ++explanation_.left_out;
            return;
        }
        explanation_.considered.push_back({.knowledge_base = declared.knowledge_base,
                                           .interaction = declared.id,
                                           .verdict = verdict,
                                           .reason = reason,
                                           .matched = {},
                                           .rows = 0});
    }

    const ExplainedExchange& exchange_;
    Explanation explanation_;
    std::unordered_set<std::string> listed_;
    std::size_t bound_ = 0;
};

}  // namespace

Explanation explain(const ExplainedExchange& exchange) {
    return Explainer(exchange).make();
}

}  // namespace gridlore::exchange
