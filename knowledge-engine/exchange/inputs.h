/// What ANSWERs that must be given variables are asked: only bindings that have them, from the ask or from rows of
/// others (docs/decisions/0010). Confined to one exchange.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "knowledge-engine/exchange/demands.h"
#include "knowledge-engine/exchange/gathered_rows.h"
#include "knowledge-engine/exchange/input_search.h"

namespace gridlore::exchange {

/// Providers and targets are named by their numbers in the plan.
class Inputs {
  public:
    /// All must outlive this. `asker`: whose ask or post it is. `limit`: of rows in one join.
    Inputs(const Plan& plan, const Interaction& asker, const pattern::Ranges& ranges, Demands& demands,
           GatheredRows& gathered, UniversalRows& universal, const rdf::Dictionary& dictionary, std::size_t limit);

    /// In an ask, once it is known what is asked: finds whom its bindings do not give what they need.
    void begin();
    /// Whether rows of others are to give an ANSWER what it needs.
    bool waits(std::size_t answer) const { return waiting_.contains(answer); }
    /// Of one that waits: those who may give it what is missing. They are to be done before it is asked.
    const std::vector<std::size_t>& sources(std::size_t answer) const { return waiting_.at(answer).sources; }

    /// In an ask: what an ANSWER that needs variables is asked, each binding once, from the rows that there are now.
    pattern::BindingSet of(std::size_t answer, const std::function<bool(std::size_t)>& is_done);
    /// In a post: what an ANSWER is asked for a target, from what is fed; nothing that it was asked before.
    pattern::BindingSet beside(std::size_t answer, std::size_t target);

    /// The variables for want of which ANSWERs were not asked.
    const std::map<std::size_t, std::vector<int>>& lacking() const { return lacking_; }

  private:
    struct Waiting {
        std::vector<int> missing;   ///< of the variables that it needs
        VariablesOfTargets wanted;  ///< what faces them, also where what it gives is made something else
        std::vector<std::size_t> sources;
    };

    std::vector<int> missing_of(std::size_t answer) const;
    void find_sources(std::size_t answer, Waiting& waiting) const;
    void add_sources(std::size_t provider, std::size_t target, const Use& use, int variable,
                     std::set<std::size_t>& sources) const;
    bool may_give(const Candidate& candidate, const CompiledTriple& triple, int variable) const;
    KnownRows known_rows(const std::vector<ProviderRows>& rows, std::function<bool(std::size_t)> is_open) const;
    pattern::BindingSet search(std::size_t answer, const std::function<bool(std::size_t)>& is_done);

    const Plan& plan_;
    const Interaction& asker_;
    const pattern::Ranges& ranges_;
    Demands& demands_;
    GatheredRows& gathered_;
    UniversalRows& universal_;
    const rdf::Dictionary& dictionary_;
    std::size_t limit_;
    std::optional<Servings> servings_;  ///< if somebody waits
    std::map<std::size_t, Waiting> waiting_;
    std::map<std::size_t, std::vector<int>> lacking_;
};

}  // namespace gridlore::exchange
