#include "knowledge-engine/exchange/cover_join.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include "knowledge-engine/exchange/row_terms.h"

namespace gridlore::exchange {
namespace {

using pattern::BindingSet;
using pattern::Equality;
using pattern::RowSet;
using rdf::TermId;

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

class ProvenanceJoin {
  public:
    ProvenanceJoin(const Plan& plan, const Target& target, std::vector<Block> blocks, Equality equality,
                   std::size_t limit)
        : plan_(plan), target_(target), equality_(equality), limit_(limit), blocks_(std::move(blocks)) {
        find_last_blocks();
        one_use_each_ = has_one_use_each();
        if (one_use_each_) {
            std::ranges::for_each(blocks_, [&](Block& block) { drop_spare_rows(block); });
        }
    }

    Result<BindingSet> run() {
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

  private:
    const Provider& provider(std::size_t p) const { return plan_.providers[p]; }

    void find_last_blocks() {
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            for (const std::size_t t : blocks_[b].triples) {
                for (const Candidate& candidate : target_.candidates[t]) {
                    last_block_[provider(candidate.provider).owner] = b;
                }
            }
        }
    }

    /// Whether no cover has two uses of one provider: so at level 2; at levels 3 and 4 they would have to share a
    /// triple of the provider, and those of a simple service never do.
    bool has_one_use_each() const {
        std::set<std::size_t> owners;
        return plan_.level == 2 || std::ranges::all_of(target_.services, [&](const Service& service) {
                   const Provider& from = plan_.providers[service.provider];
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

    /// What stands for the values of `variables` in a row.
    std::vector<TermId> keys(BindingSet::Row row, const std::vector<std::size_t>& variables) const {
        std::vector<TermId> found;
        found.reserve(variables.size());
        std::ranges::transform(variables, std::back_inserter(found),
                               [&](std::size_t v) { return equality_.key(row[v]); });
        return found;
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
            // one use, and every use of a simple one is of one row anyway). So does what is free to be used, but not
            // what was posted where that must still take part.
            RowSet given(target_.variable_count, equality_);
            RowSet free(target_.variable_count, equality_);
            const auto is_used = [&](const Entry& entry) {
                return entry.simple && std::ranges::any_of(partial.uses, [&](const UseState& use) {
                           return use.giver == entry.giver && use.provider == entry.provider && use.row == entry.row;
                       });
            };
            std::vector<std::size_t> order = bucket->second;
            auto others = std::stable_partition(order.begin(), order.end(),
                                                [&](std::size_t i) { return !block.entries[i].giver; });
            if (one_use_each_) {
                std::stable_partition(others, order.end(), [&](std::size_t i) { return is_used(block.entries[i]); });
            }
            for (const std::size_t i : order) {
                const BindingSet::Row row = block.bindings.row(i);
                const Entry& entry = block.entries[i];
                const bool may_be_fed = target_.needs_fed && entry.fed && !partial.fed;
                if (one_use_each_ && !entry.giver) {
                    free.insert(row);
                } else if (one_use_each_ && !may_be_fed && free.contains(row)) {
                    continue;
                }
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
                    return too_many_rows(limit_);
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
    const Equality equality_;
    const std::size_t limit_;
    std::vector<Block> blocks_;
    std::map<std::size_t, std::size_t> last_block_;  ///< of each owner: where it may be used for the last time
    bool one_use_each_ = false;
};

}  // namespace

Result<BindingSet> join_with_provenance(const Plan& plan, const Target& target, std::vector<Block> blocks,
                                        Equality equality, std::size_t limit) {
    return ProvenanceJoin(plan, target, std::move(blocks), equality, limit).run();
}

}  // namespace gridlore::exchange
