/// The rows of a target: the union, over all its covers, of the joins of what their providers gave
/// (docs/decisions/0001). Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/exchange/plan.h"
#include "knowledge-engine/pattern/binding_set.h"

namespace gridlore::exchange {

/// What one provider gave so far, in the variables of its class or rule.
struct ProviderRows {
    pattern::BindingSet rows;
    std::vector<std::uint32_t> member;  ///< of each row: which member of the class gave it
    bool are_different = false;         ///< no two are equal by value; false: they may be
};

/// What the universal knowledge base gives to a target, beside the others.
struct UniversalShare {
    pattern::BindingSet whole = pattern::BindingSet(0);  ///< rows of the whole target
    struct Unit {
        std::vector<std::size_t> triples;
        pattern::RowSet rows;   ///< of all variables of these triples
        bool is_alone = false;  ///< no other gives anything for them
    };
    std::vector<Unit> units;  ///< to be joined with the others'; no triple is in two
};

/// A slot of a target, and that of a provider which faces it.
struct FacingSlots {
    Slot wanted;
    Slot given;
    friend bool operator==(const FacingSlots&, const FacingSlots&) = default;
};
/// Those of a use, each once, without those that are the same constant: for many rows.
std::vector<FacingSlots> facing_slots(const CompiledTriples& target, const CompiledTriples& gives, const Use& use);

/// The binding of the target's variables that `row` gives through `use`, into `binding` (all unbound before); false if
/// it gives none.
bool give(const CompiledTriples& target, const CompiledTriples& gives, const Use& use, pattern::BindingSet::Row row,
          pattern::Equality equality, std::vector<rdf::TermId>& binding);
bool give(std::span<const FacingSlots> use, pattern::BindingSet::Row row, pattern::Equality equality,
          std::vector<rdf::TermId>& binding);

/// What all but the universal knowledge base give for one triple of the target, each binding once.
pattern::BindingSet given_to(const Plan& plan, const Target& target, std::size_t triple,
                             const std::vector<ProviderRows>& rows, pattern::Equality equality);

/// All rows of `target`, each once by value. LimitExceeded if they, or what is met on the way, are more than `limit`.
Result<pattern::BindingSet> evaluate(const Plan& plan, const Target& target, const std::vector<ProviderRows>& rows,
                                     const rdf::Dictionary& dictionary, std::size_t limit,
                                     const UniversalShare& share = {});

}  // namespace gridlore::exchange
