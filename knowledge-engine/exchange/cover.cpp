#include "knowledge-engine/exchange/cover.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "knowledge-engine/exchange/cover_blocks.h"
#include "knowledge-engine/exchange/cover_join.h"
#include "knowledge-engine/exchange/row_terms.h"
#include "knowledge-engine/pattern/join.h"

namespace gridlore::exchange {
namespace {

using pattern::BindingSet;
using pattern::Equality;
using pattern::RowSet;
using rdf::TermId;

class Evaluation {
  public:
    Evaluation(const Plan& plan, const Target& target, const std::vector<ProviderRows>& rows,
               const rdf::Dictionary& dictionary, std::size_t limit, const UniversalShare& share)
        : plan_(plan),
          target_(target),
          rows_(rows),
          equality_(Equality::by_value(dictionary)),
          limit_(limit),
          share_(share) {}

    Result<BindingSet> run() {
        auto joined = of_covers();
        if (!joined || share_.whole.empty()) {
            return joined;
        }
        joined->append(share_.whole);
        BindingSet all = pattern::distinct(*joined, equality_);
        return all.size() > limit_ ? Result<BindingSet>(too_many_rows(limit_)) : std::move(all);
    }

  private:
    /// With the universal knowledge base as one of several, or without it.
    Result<BindingSet> of_covers() {
        if (plan_.level == 1) {
            return alone();
        }
        if (std::ranges::any_of(target_.candidates, [](const auto& list) { return list.empty(); })) {
            return BindingSet(target_.variable_count);
        }
        blocks_ = blocks_of(plan_, target_, rows_, equality_, share_);
        return needs_provenance() ? join_with_provenance(plan_, target_, std::move(blocks_), equality_, limit_)
                                  : join_blocks();
    }

    const Provider& provider(std::size_t p) const { return plan_.providers[p]; }

    Result<BindingSet> alone() {
        RowSet found(target_.variable_count, equality_);
        std::vector<TermId> binding;
        const auto add = [&](std::span<const FacingSlots> use, BindingSet::Row row) {
            binding.assign(target_.variable_count, {});
            if (give(use, row, equality_, binding)) {
                found.insert(binding);
            }
        };
        for (const Service& service : target_.services) {
            if (provider(service.provider).kind == ProviderKind::Facts) {
                const FactSet& facts = plan_.rules->facts;
                for (const std::uint32_t f : facts.matching(target_.triples.front())) {
                    if (facts.is_alone(f)) {
                        add(facing_slots(target_.triples, {facts[f]}, {{0, 0}}), {});
                    }
                }
                continue;
            }
            for (const Use& use : service.total) {
                const BindingSet& rows = rows_[service.provider].rows;
                const auto slots = facing_slots(target_.triples, provider(service.provider).gives, use);
                for (std::size_t i = 0; i < rows.size(); ++i) {
                    add(slots, rows.row(i));
                }
            }
            if (found.rows().size() > limit_) {
                return too_many_rows(limit_);
            }
        }
        return std::move(found).rows();
    }

    /// Whether it matters which row of which provider was used: one of them occurs in two blocks, or what was posted
    /// must take part and need not.
    bool needs_provenance() const {
        std::map<std::size_t, std::size_t> blocks_of_owner;
        bool some_fed = false;
        bool some_not = false;
        for (const Block& block : blocks_) {
            std::set<std::size_t> owners;
            bool all_fed = true;
            for (const Candidate& candidate : target_.candidates[block.triples.front()]) {
                const Provider& from = provider(candidate.provider);
                all_fed = all_fed && from.fed;
                if (!is_free(from)) {
                    owners.insert(from.owner);
                }
            }
            some_fed = some_fed || all_fed;
            some_not = some_not || !all_fed;
            for (const std::size_t owner : owners) {
                if (++blocks_of_owner[owner] > 1 && plan_.level < 5) {
                    return true;
                }
            }
        }
        return target_.needs_fed && some_not && !some_fed;
    }

    Result<BindingSet> join_blocks() {
        BindingSet joined = std::move(blocks_.front().bindings);
        if (blocks_.size() == 1 && blocks_.front().are_different) {
            return joined;
        }
        for (std::size_t i = 1; i < blocks_.size(); ++i) {
            auto next = pattern::join(pattern::distinct(joined, equality_), blocks_[i].bindings, equality_, limit_);
            if (!next) {
                return too_many_rows(limit_);
            }
            joined = std::move(*next);
        }
        return pattern::distinct(joined, equality_);
    }

    const Plan& plan_;
    const Target& target_;
    const std::vector<ProviderRows>& rows_;
    Equality equality_;
    std::size_t limit_;
    const UniversalShare& share_;
    std::vector<Block> blocks_;
};

bool give(const Slot& wanted, const Slot& given, BindingSet::Row row, Equality equality, std::vector<TermId>& binding) {
    const TermId value = given.is_variable() ? row[static_cast<std::size_t>(given.variable)] : given.term;
    if (!wanted.is_variable()) {
        return equality.equal(value, wanted.term);
    }
    TermId& cell = binding[static_cast<std::size_t>(wanted.variable)];
    if (cell.is_bound()) {
        return equality.equal(cell, value);
    }
    cell = value;
    return true;
}

}  // namespace

std::vector<FacingSlots> facing_slots(const CompiledTriples& target, const CompiledTriples& gives, const Use& use) {
    std::vector<FacingSlots> slots;
    for (const Pair pair : use) {
        for (std::size_t i = 0; i < 3; ++i) {
            const FacingSlots facing{target[pair.target][i], gives[pair.given][i]};
            const bool is_certain =
                !facing.wanted.is_variable() && !facing.given.is_variable() && facing.wanted.term == facing.given.term;
            if (!is_certain && std::ranges::find(slots, facing) == slots.end()) {
                slots.push_back(facing);
            }
        }
    }
    return slots;
}

bool give(std::span<const FacingSlots> use, BindingSet::Row row, Equality equality, std::vector<TermId>& binding) {
    return std::ranges::all_of(
        use, [&](const FacingSlots& slots) { return give(slots.wanted, slots.given, row, equality, binding); });
}

bool give(const CompiledTriples& target, const CompiledTriples& gives, const Use& use, BindingSet::Row row,
          Equality equality, std::vector<TermId>& binding) {
    for (const Pair pair : use) {
        for (std::size_t i = 0; i < 3; ++i) {
            if (!give(target[pair.target][i], gives[pair.given][i], row, equality, binding)) {
                return false;
            }
        }
    }
    return true;
}

BindingSet given_to(const Plan& plan, const Target& target, std::size_t triple, const std::vector<ProviderRows>& rows,
                    Equality equality) {
    RowSet found(target.variable_count, equality);
    std::vector<TermId> binding;
    const auto add = [&](std::span<const FacingSlots> use, BindingSet::Row row) {
        binding.assign(target.variable_count, {});
        if (give(use, row, equality, binding)) {
            found.insert(binding);
        }
    };
    for (const Candidate& candidate : target.candidates[triple]) {
        const Provider& from = plan.providers[candidate.provider];
        if (from.kind == ProviderKind::Facts) {
            const FactSet& facts = plan.rules->facts;
            for (const std::uint32_t fact : facts.matching(target.triples[triple])) {
                add(facing_slots(target.triples, {facts[fact]}, {{triple, 0}}), {});
            }
        } else if (from.kind != ProviderKind::Universal) {
            const BindingSet& of_provider = rows[candidate.provider].rows;
            const auto slots = facing_slots(target.triples, from.gives, {{triple, candidate.given}});
            for (std::size_t i = 0; i < of_provider.size(); ++i) {
                add(slots, of_provider.row(i));
            }
        }
    }
    return std::move(found).rows();
}

Result<BindingSet> evaluate(const Plan& plan, const Target& target, const std::vector<ProviderRows>& rows,
                            const rdf::Dictionary& dictionary, std::size_t limit, const UniversalShare& share) {
    return Evaluation(plan, target, rows, dictionary, limit, share).run();
}

}  // namespace gridlore::exchange
