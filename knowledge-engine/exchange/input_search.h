/// Finds the bindings that an ANSWER which waits for others' rows can be asked with. Confined to one exchange.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "knowledge-engine/exchange/demands.h"
#include "knowledge-engine/exchange/input_rows.h"

namespace gridlore::exchange {

/// The variables of a target that face a variable of a provider in one use; `is_constant`: so does a constant.
struct Facing {
    bool is_constant = false;
    Alternatives variables;
};
Facing facing(const Target& target, const CompiledTriples& gives, const Use& use, int variable);

/// The bindings of a target, extended for one of its providers by what others know of the variables that it needs.
pattern::BindingSet extended_for(const KnownRows& known, InputRows& others, std::size_t target, std::size_t provider,
                                 const pattern::BindingSet& bindings);

/// Which targets each provider serves, and who derives something from each target.
struct Servings {
    struct Serving {
        std::size_t target = 0;
        const Service* service = nullptr;
    };
    static constexpr std::size_t nobody = ~std::size_t{0};

    /// `plan` must outlive this.
    explicit Servings(const Plan& plan);

    std::vector<std::vector<Serving>> of_provider;
    std::vector<std::size_t> owner;  ///< of each target, or `nobody`
};

/// Variables of targets.
using VariablesOfTargets = std::map<std::size_t, std::set<int>>;

class InputSearch {
  public:
    /// All must outlive this. `wanted`: of the targets for which rows of others are to tell something.
    InputSearch(const KnownRows& known, const Servings& servings, const Demands& demands,
                const VariablesOfTargets& wanted);

    /// Everything that the ANSWER can be asked with all it needs, each binding once.
    pattern::BindingSet bindings_for(std::size_t answer);
    /// A join had too many rows.
    bool is_too_large() const;

  private:
    using Visit = std::function<void(std::vector<rdf::TermId>& binding)>;

    void add_target(std::size_t target);
    void hand_on();
    bool hand_on(std::size_t derived, const std::set<int>& wanted);
    void questions(std::size_t provider, const Servings::Serving& serving, const std::vector<int>& needed, bool all,
                   const Visit& visit);

    const KnownRows& known_;
    const Servings& servings_;
    const Demands& demands_;
    const VariablesOfTargets& wanted_;
    pattern::Equality equality_;
    std::map<std::size_t, InputRows> others_;       ///< by target: what others gave
    std::map<std::size_t, pattern::RowSet> asked_;  ///< by target: what it is asked for, as far as others know
};

}  // namespace gridlore::exchange
