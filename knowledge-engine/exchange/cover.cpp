#include "knowledge-engine/exchange/cover.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>

#include "knowledge-engine/exchange/alternatives.h"
#include "knowledge-engine/pattern/join.h"

namespace gridlore::exchange {
namespace {

using pattern::BindingSet;
using pattern::Equality;
using pattern::RowSet;
using rdf::TermId;

Error too_many(std::size_t limit) {
    return {ErrorKind::LimitExceeded, "The exchange would need more than " + std::to_string(limit) +
                                          " rows. Ask for less, by more bindings or a narrower pattern."};
}

/// One row of one provider, as what it gives to a part of the target.
struct Entry {
    std::optional<Giver> giver;  ///< none: a fact, which may be used with anything
    std::uint32_t provider = 0;  ///< of one owner, if that is a rule that was specialised in several ways
    std::uint32_t row = 0;
    const Use* use = nullptr;
    bool simple = false;
    bool fed = false;
};

/// Triples of the target that are served together, and everything that serves them.
struct Block {
    Block(std::vector<std::size_t> served, std::size_t width) : triples(std::move(served)), bindings(width) {}

    std::vector<std::size_t> triples;
    BindingSet bindings;
    std::vector<Entry> entries;  ///< of each binding
    std::vector<Use> uses;       ///< what `Entry::use` points to; filled before the entries
};

/// A use in a cover that is being put together.
struct UseState {
    Giver giver;
    std::uint32_t provider = 0;
    std::uint32_t row = 0;
    Use pairs;
    friend auto operator<=>(const UseState&, const UseState&) = default;
};

struct Partial {
    std::vector<TermId> values;
    std::vector<UseState> uses;
    bool fed = false;
};

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
        return all.size() > limit_ ? Result<BindingSet>(too_many(limit_)) : std::move(all);
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
        make_blocks();
        order_blocks();
        if (!needs_provenance()) {
            return join_blocks();
        }
        one_use_each_ = has_one_use_each();
        if (one_use_each_) {
            std::ranges::for_each(blocks_, [&](Block& block) { drop_spare_rows(block); });
        }
        return join_with_provenance();
    }

    const Provider& provider(std::size_t p) const { return plan_.providers[p]; }

    Result<BindingSet> alone() {
        RowSet found(target_.variable_count, equality_);
        std::vector<TermId> binding;
        const auto add = [&](const CompiledTriples& gives, const Use& use, BindingSet::Row row) {
            binding.assign(target_.variable_count, {});
            if (give(target_.triples, gives, use, row, equality_, binding)) {
                found.insert(binding);
            }
        };
        for (const Service& service : target_.services) {
            if (provider(service.provider).kind == ProviderKind::Facts) {
                const FactSet& facts = plan_.rules->facts;
                for (const std::uint32_t f : facts.matching(target_.triples.front())) {
                    if (facts.is_alone(f)) {
                        add({facts[f]}, {{0, 0}}, {});
                    }
                }
                continue;
            }
            for (const Use& use : service.total) {
                const BindingSet& rows = rows_[service.provider].rows;
                for (std::size_t i = 0; i < rows.size(); ++i) {
                    add(provider(service.provider).gives, use, rows.row(i));
                }
            }
            if (found.rows().size() > limit_) {
                return too_many(limit_);
            }
        }
        return std::move(found).rows();
    }

    /// What it gives may be used as often as needed.
    static bool is_free(const Provider& from) {
        return from.kind == ProviderKind::Facts || from.kind == ProviderKind::Universal;
    }

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
            fill(block, p, block.uses.front());
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

    void fill(Block& block, std::size_t p, const Use& use) {
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
        std::vector<TermId> binding;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            binding.assign(target_.variable_count, {});
            if (give(target_.triples, from.gives, use, rows.row(i), equality_, binding)) {
                block.bindings.add(binding);
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

    /// Whether no cover has two uses of one provider: so at level 2; at levels 3 and 4 they would have to share a
    /// triple of the provider, and those of a simple service never do.
    bool has_one_use_each() const {
        std::set<std::size_t> owners;
        return plan_.level == 2 || std::ranges::all_of(target_.services, [&](const Service& service) {
                   const Provider& from = provider(service.provider);
                   return is_free(from) || (service.simple && owners.insert(from.owner).second);
               });
    }

    /// A thousand providers that give the same make no more covers than a few.
    void drop_spare_rows(Block& block) const {
        Alternatives kept(equality_, blocks_.size() - 1);
        BindingSet bindings(target_.variable_count);
        std::vector<Entry> entries;
        for (std::size_t i = 0; i < block.entries.size(); ++i) {
            const Entry& entry = block.entries[i];
            const BindingSet::Row row = block.bindings.row(i);
            if (!kept.has_enough(row, entry.fed)) {
                kept.add(row, entry.fed, entry.giver ? std::span(&*entry.giver, 1) : std::span<const Giver>());
                bindings.add(row);
                entries.push_back(entry);
            }
        }
        block.bindings = std::move(bindings);
        block.entries = std::move(entries);
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
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            for (const std::size_t t : blocks_[b].triples) {
                for (const Candidate& candidate : target_.candidates[t]) {
                    last_block_[provider(candidate.provider).owner] = b;
                }
            }
        }
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
        BindingSet joined = blocks_.front().bindings;
        for (std::size_t i = 1; i < blocks_.size(); ++i) {
            auto next = pattern::join(pattern::distinct(joined, equality_), blocks_[i].bindings, equality_, limit_);
            if (!next) {
                return too_many(limit_);
            }
            joined = std::move(*next);
        }
        return pattern::distinct(joined, equality_);
    }

    /// What stands for the values of `variables` in a row.
    std::vector<TermId> keys(BindingSet::Row row, const std::vector<std::size_t>& variables) const {
        std::vector<TermId> found;
        found.reserve(variables.size());
        std::ranges::transform(variables, std::back_inserter(found),
                               [&](std::size_t v) { return equality_.key(row[v]); });
        return found;
    }

    Result<BindingSet> join_with_provenance() {
        std::vector<Partial> partials = {{std::vector<TermId>(target_.variable_count), {}, false}};
        std::vector<bool> bound(target_.variable_count);
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            auto next = extend(partials, b, bound);
            if (!next) {
                return std::move(next).error();
            }
            partials = std::move(*next);
        }
        RowSet found(target_.variable_count, equality_);
        for (const Partial& partial : partials) {
            if ((partial.fed || !target_.needs_fed) && overlaps(partial.uses)) {
                found.insert(partial.values);
            }
        }
        return std::move(found).rows();
    }

    /// Levels 3 and 4: any two uses of one provider have a triple in common.
    bool overlaps(const std::vector<UseState>& uses) const {
        if (plan_.level != 3 && plan_.level != 4) {
            return true;
        }
        for (std::size_t i = 0; i < uses.size(); ++i) {
            for (std::size_t j = i + 1; j < uses.size(); ++j) {
                const auto shares = [&](Pair a) {
                    return std::ranges::any_of(uses[j].pairs, [&](Pair other) { return other.given == a.given; });
                };
                if (uses[i].giver == uses[j].giver && std::ranges::none_of(uses[i].pairs, shares)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Whether `entry` can be part of `use`: the same row in the same use of the provider.
    bool can_extend(const UseState& use, const Entry& entry) const {
        return use.provider == entry.provider && use.row == entry.row &&
               std::ranges::all_of(*entry.use, [&](Pair pair) {
                   return std::ranges::all_of(use.pairs, [&](Pair other) {
                       return may_share_use(target_.triples, provider(entry.provider).gives, other, pair, plan_.level);
                   });
               });
    }

    /// All ways to use `entry` beside `uses`, each handed to `emit`.
    template <typename Emit>
    void place(const std::vector<UseState>& uses, const Entry& entry, Emit emit) const {
        if (!entry.giver || plan_.level >= 5) {
            emit(uses);
            return;
        }
        bool giver_used = false;
        for (std::size_t u = 0; u < uses.size(); ++u) {
            if (uses[u].giver != *entry.giver) {
                continue;
            }
            giver_used = true;
            if (can_extend(uses[u], entry)) {
                auto extended = uses;
                extended[u].pairs.insert(extended[u].pairs.end(), entry.use->begin(), entry.use->end());
                emit(std::move(extended));
            }
        }
        if (!giver_used || !one_use_each_) {
            auto extended = uses;
            extended.push_back({*entry.giver, entry.provider, entry.row, *entry.use});
            emit(std::move(extended));
        }
    }

    Result<std::vector<Partial>> extend(const std::vector<Partial>& partials, std::size_t b, std::vector<bool>& bound) {
        const Block& block = blocks_[b];
        std::vector<std::size_t> shared;
        std::set<std::size_t> own;
        for (const std::size_t t : block.triples) {
            for (const Slot& slot : target_.triples[t]) {
                if (slot.is_variable()) {
                    own.insert(static_cast<std::size_t>(slot.variable));
                }
            }
        }
        for (const std::size_t v : own) {
            if (bound[v]) {
                shared.push_back(v);
            }
            bound[v] = true;
        }
        std::unordered_map<std::vector<TermId>, std::vector<std::size_t>, ValuesHash> index;
        for (std::size_t i = 0; i < block.bindings.size(); ++i) {
            index[keys(block.bindings.row(i), shared)].push_back(i);
        }
        std::vector<Partial> next;
        std::map<std::pair<std::vector<TermId>, std::vector<UseState>>, std::size_t> seen;
        std::vector<TermId> key(target_.variable_count);
        Alternatives kept(equality_, blocks_.size() - 1 - b);
        std::vector<Giver> givers;
        for (const Partial& partial : partials) {
            const auto bucket = index.find(keys(partial.values, shared));
            if (bucket == index.end()) {
                continue;
            }
            // What a row that is used already gives makes others that give the same superfluous (where a provider has
            // one use, and every use of a simple one is of one row anyway).
            RowSet given(target_.variable_count, equality_);
            const auto is_used = [&](const Entry& entry) {
                return entry.simple && std::ranges::any_of(partial.uses, [&](const UseState& use) {
                           return use.giver == entry.giver && use.provider == entry.provider && use.row == entry.row;
                       });
            };
            std::vector<std::size_t> order = bucket->second;
            if (one_use_each_) {
                std::stable_partition(order.begin(), order.end(),
                                      [&](std::size_t i) { return is_used(block.entries[i]); });
            }
            for (const std::size_t i : order) {
                const BindingSet::Row row = block.bindings.row(i);
                const Entry& entry = block.entries[i];
                if (one_use_each_ && !target_.needs_fed) {
                    if (is_used(entry)) {
                        given.insert(row);
                    } else if (given.contains(row)) {
                        continue;
                    }
                }
                std::vector<TermId> values = partial.values;
                for (const std::size_t v : own) {
                    values[v] = values[v].is_bound() ? values[v] : row[v];
                }
                const bool fed = partial.fed || entry.fed;
                if (one_use_each_ && kept.has_enough(values, fed)) {
                    continue;
                }
                for (std::size_t v = 0; v < key.size(); ++v) {
                    key[v] = equality_.key(values[v]);
                }
                place(partial.uses, entry, [&](std::vector<UseState> uses) {
                    Partial one{values, std::move(uses), fed};
                    forget_past_owners(one.uses, b);
                    auto sorted = one.uses;
                    std::ranges::sort(sorted);
                    const auto [it, added] = seen.try_emplace({key, std::move(sorted)}, next.size());
                    if (added) {
                        givers.clear();
                        std::ranges::transform(one.uses, std::back_inserter(givers), &UseState::giver);
                        kept.add(one.values, fed, givers);
                        next.push_back(std::move(one));
                    } else {
                        next[it->second].fed = next[it->second].fed || one.fed;
                    }
                });
                if (next.size() > limit_) {
                    return too_many(limit_);
                }
            }
        }
        return next;
    }

    /// A provider with one use that no later block can use restricts nothing any more.
    void forget_past_owners(std::vector<UseState>& uses, std::size_t b) const {
        if (!one_use_each_) {
            return;
        }
        std::erase_if(uses, [&](const UseState& use) { return last_block_.at(use.giver.owner) <= b; });
    }

    const Plan& plan_;
    const Target& target_;
    const std::vector<ProviderRows>& rows_;
    Equality equality_;
    std::size_t limit_;
    const UniversalShare& share_;
    std::vector<Block> blocks_;
    std::map<std::size_t, std::size_t> last_block_;  ///< of each owner: where it may be used for the last time
    bool one_use_each_ = false;
};

}  // namespace

bool give(const CompiledTriples& target, const CompiledTriples& gives, const Use& use, BindingSet::Row row,
          Equality equality, std::vector<TermId>& binding) {
    for (const Pair pair : use) {
        for (std::size_t i = 0; i < 3; ++i) {
            const Slot& wanted = target[pair.target][i];
            const Slot& given = gives[pair.given][i];
            const TermId value = given.is_variable() ? row[static_cast<std::size_t>(given.variable)] : given.term;
            if (!wanted.is_variable()) {
                if (!equality.equal(value, wanted.term)) {
                    return false;
                }
                continue;
            }
            TermId& cell = binding[static_cast<std::size_t>(wanted.variable)];
            if (cell.is_bound() && !equality.equal(cell, value)) {
                return false;
            }
            if (!cell.is_bound()) {
                cell = value;
            }
        }
    }
    return true;
}

BindingSet given_to(const Plan& plan, const Target& target, std::size_t triple, const std::vector<ProviderRows>& rows,
                    Equality equality) {
    RowSet found(target.variable_count, equality);
    std::vector<TermId> binding;
    const auto add = [&](const CompiledTriples& gives, std::size_t given, BindingSet::Row row) {
        binding.assign(target.variable_count, {});
        if (give(target.triples, gives, {{triple, given}}, row, equality, binding)) {
            found.insert(binding);
        }
    };
    for (const Candidate& candidate : target.candidates[triple]) {
        const Provider& from = plan.providers[candidate.provider];
        if (from.kind == ProviderKind::Facts) {
            const FactSet& facts = plan.rules->facts;
            for (const std::uint32_t fact : facts.matching(target.triples[triple])) {
                add({facts[fact]}, 0, {});
            }
        } else if (from.kind != ProviderKind::Universal) {
            const BindingSet& of_provider = rows[candidate.provider].rows;
            for (std::size_t i = 0; i < of_provider.size(); ++i) {
                add(from.gives, candidate.given, of_provider.row(i));
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
