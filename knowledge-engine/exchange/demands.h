/// What an exchange needs of whom: bindings of a target ask its providers, and a provider that derives what it gives
/// asks those of its own target. Confined to one exchange.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "knowledge-engine/exchange/plan.h"
#include "knowledge-engine/pattern/binding_set.h"

namespace gridlore::exchange {

/// The binding that `asked`, a binding of the target, gives to a provider's variables (`binding`, all unbound before);
/// false if they contradict.
bool ask_for(const Target& target, const CompiledTriples& gives, const Use& use, pattern::BindingSet::Row asked,
             pattern::Equality equality, std::vector<rdf::TermId>& binding);

/// Whether a binding has all that an ANSWER must be given.
bool binds_needs(const Provider& answer, pattern::BindingSet::Row binding);

/// Providers and targets are named by their numbers in the plan.
class Demands {
  public:
    /// Both must outlive this.
    Demands(const Plan& plan, const rdf::Dictionary& dictionary);

    /// An ask's bindings, and all that they need, directly and through others.
    void ask(const pattern::BindingSet& rows);
    /// In a post: what an ANSWER is asked for a target beside `known`, which others give it already. Returns what the
    /// ANSWER has not been asked before.
    pattern::BindingSet ask_beside(std::size_t answer, std::size_t target, const pattern::BindingSet& known);

    /// All that a provider is asked, in its variables.
    const pattern::BindingSet& of_provider(std::size_t provider) const { return of_providers_[provider].rows(); }
    const pattern::BindingSet& of_target(std::size_t target) const { return of_targets_[target].rows(); }
    /// In a post: what an ANSWER has been asked for that target. Nothing if it has not been asked at all.
    const pattern::BindingSet* beside(std::size_t answer, std::size_t target) const;

  private:
    bool ask(const Service& service, std::size_t target);
    bool hand_on(const Provider& provider, const pattern::BindingSet& demanded);

    const Plan& plan_;
    pattern::Equality equality_;
    std::vector<pattern::RowSet> of_providers_;
    std::vector<pattern::RowSet> of_targets_;
    std::map<std::pair<std::size_t, std::size_t>, pattern::RowSet> beside_;
};

}  // namespace gridlore::exchange
