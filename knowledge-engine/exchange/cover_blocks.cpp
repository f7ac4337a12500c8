#include "knowledge-engine/exchange/cover_blocks.h"

#include <algorithm>
#include <map>
#include <utility>

namespace gridlore::exchange {
namespace {

using pattern::BindingSet;
using pattern::Equality;
using rdf::TermId;

class BlockMaker {
  public:
    BlockMaker(const Plan& plan, const Target& target, const std::vector<ProviderRows>& rows, Equality equality,
               const UniversalShare& share)
        : plan_(plan), target_(target), rows_(rows), equality_(equality), share_(share) {}

    std::vector<Block> make() {
        make_blocks();
        order_blocks();
        return std::move(blocks_);
    }

  private:
    const Provider& provider(std::size_t p) const { return plan_.providers[p]; }

    const Service& service_of(std::size_t p) const {
        return *std::ranges::find(target_.services, p, &Service::provider);
    }

    /// A provider that is the only one for some triples, and always gives them from one row, serves them as one block.
    void make_blocks() {
        std::map<std::size_t, std::vector<std::size_t>> exclusive;
        std::vector<std::size_t> others;
        const std::vector<bool> made = make_universal_blocks();
        for (std::size_t t = 0; t < target_.triples.size(); ++t) {
            if (made[t]) {
                continue;
            }
            const auto& list = target_.candidates[t];
            const std::size_t p = list.front().provider;
            const bool only = std::ranges::all_of(list, [&](const Candidate& c) { return c.provider == p; });
            const Provider& first = provider(p);
            const bool single = !first.interactions || first.interactions->members.size() == 1;
            if (only && single && plan_.level < 5 && first.kind != ProviderKind::Facts && service_of(p).simple) {
                exclusive[p].push_back(t);
            } else {
                others.push_back(t);
            }
        }
        for (auto& [p, triples] : exclusive) {
            Block block(std::move(triples), target_.variable_count);
            Use use;
            for (const Pair pair : service_of(p).maximal.front()) {
                if (std::ranges::find(block.triples, pair.target) != block.triples.end()) {
                    use.push_back(pair);
                }
            }
            block.uses.push_back(std::move(use));
            const bool is_all = block.triples.size() == target_.triples.size() && !target_.needs_fed;
            fill(block, p, block.uses.front(), !is_all);
            block.are_different = rows_[p].are_different && keeps_all(p, block.uses.front());
            blocks_.push_back(std::move(block));
        }
        for (const std::size_t t : others) {
            Block block({t}, target_.variable_count);
            block.uses.reserve(target_.candidates[t].size());
            fill_with_units(block);
            for (const Candidate& candidate : target_.candidates[t]) {
                block.uses.push_back({{t, candidate.given}});
                fill(block, candidate.provider, block.uses.back());
            }
            blocks_.push_back(std::move(block));
        }
    }

    /// Whether a use puts every variable of a provider into the target, so that different rows give different bindings.
    bool keeps_all(std::size_t p, const Use& use) const {
        const Provider& from = provider(p);
        std::vector<bool> kept(from.variable_count);
        for (const FacingSlots& slots : facing_slots(target_.triples, from.gives, use)) {
            if (slots.wanted.is_variable() && slots.given.is_variable()) {
                kept[static_cast<std::size_t>(slots.given.variable)] = true;
            }
        }
        return std::ranges::find(kept, false) == kept.end();
    }

    /// Blocks of what only the universal knowledge base gives. Tells which triples they serve.
    std::vector<bool> make_universal_blocks() {
        std::vector<bool> made(target_.triples.size());
        for (const UniversalShare::Unit& unit : share_.units) {
            if (unit.is_alone) {
                blocks_.emplace_back(unit.triples, target_.variable_count);
                fill_with_units(blocks_.back());
                std::ranges::for_each(unit.triples, [&](std::size_t t) { made[t] = true; });
            }
        }
        return made;
    }

    /// Its rows may be used with anything, as facts are.
    void fill_with_units(Block& block) const {
        for (const UniversalShare::Unit& unit : share_.units) {
            if (unit.triples == block.triples) {
                block.bindings.append(unit.rows.rows());
                block.entries.resize(block.entries.size() + unit.rows.rows().size());
            }
        }
    }

    /// Without entries where the block is all there is: it is joined with nothing.
    void fill(Block& block, std::size_t p, const Use& use, bool has_entries = true) {
        const Provider& from = provider(p);
        if (from.kind == ProviderKind::Universal) {
            return;  // what it gives is known by units
        }
        if (from.kind == ProviderKind::Facts) {
            fill_with_facts(block, use);
            return;
        }
        const BindingSet& rows = rows_[p].rows;
        const bool simple = service_of(p).simple;
        const auto slots = facing_slots(target_.triples, from.gives, use);
        std::vector<TermId> binding;
        block.bindings.reserve(block.bindings.size() + rows.size());
        block.entries.reserve(block.entries.size() + (has_entries ? rows.size() : 0));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            binding.assign(target_.variable_count, {});
            if (!give(slots, rows.row(i), equality_, binding)) {
                continue;
            }
            block.bindings.add(binding);
            if (has_entries) {
                block.entries.push_back({.giver = Giver{static_cast<std::uint32_t>(from.owner), rows_[p].member[i]},
                                         .provider = static_cast<std::uint32_t>(p),
                                         .row = static_cast<std::uint32_t>(i),
                                         .use = &use,
                                         .simple = simple,
                                         .fed = from.fed});
            }
        }
    }

    void fill_with_facts(Block& block, const Use& use) {
        const FactSet& facts = plan_.rules->facts;
        std::vector<TermId> binding;
        CompiledTriples fact(1);
        for (const std::uint32_t f : facts.matching(target_.triples[use.front().target])) {
            fact.front() = facts[f];
            binding.assign(target_.variable_count, {});
            if (give(target_.triples, fact, use, {}, equality_, binding)) {
                block.bindings.add(binding);
                block.entries.push_back({.giver = std::nullopt, .use = &use});
            }
        }
    }

    /// Starts with the smallest block and goes on with those that share variables with what is there.
    void order_blocks() {
        std::vector<bool> bound(target_.variable_count);
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            const auto rank = [&](const Block& block) {
                bool connected = false;
                for (const std::size_t t : block.triples) {
                    for (const Slot& slot : target_.triples[t]) {
                        connected = connected || (slot.is_variable() && bound[static_cast<std::size_t>(slot.variable)]);
                    }
                }
                return std::make_pair(!connected, block.bindings.size());
            };
            const auto next = std::min_element(blocks_.begin() + static_cast<std::ptrdiff_t>(i), blocks_.end(),
                                               [&](const Block& a, const Block& b) { return rank(a) < rank(b); });
            std::iter_swap(blocks_.begin() + static_cast<std::ptrdiff_t>(i), next);
            for (const std::size_t t : blocks_[i].triples) {
                for (const Slot& slot : target_.triples[t]) {
                    if (slot.is_variable()) {
                        bound[static_cast<std::size_t>(slot.variable)] = true;
                    }
                }
            }
        }
    }

    const Plan& plan_;
    const Target& target_;
    const std::vector<ProviderRows>& rows_;
    const Equality equality_;
    const UniversalShare& share_;
    std::vector<Block> blocks_;
};

}  // namespace

std::vector<Block> blocks_of(const Plan& plan, const Target& target, const std::vector<ProviderRows>& rows,
                             Equality equality, const UniversalShare& share) {
    return BlockMaker(plan, target, rows, equality, share).make();
}

}  // namespace gridlore::exchange
