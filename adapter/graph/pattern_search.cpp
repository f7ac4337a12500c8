#include "adapter/graph/pattern_search.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "adapter/graph/search_order.h"

namespace gridlore::graph {
namespace {

using pattern::TermRow;
using pattern::TermRows;
using rdf::Term;
using rdf::TermId;
using store::QuadIds;
using store::QuadPattern;
using store::ValueIds;

constexpr std::size_t batch_size = 64;
constexpr unsigned steps_between_looks = 1024;
/// Literals of the dictionary that a range may name one by one; beyond it each quad is compared.
constexpr std::size_t most_listed_literals = 10'000;
constexpr std::size_t most_remembered_terms = 10'000;

Error too_slow() {
    return {ErrorKind::LimitExceeded,
            "The graph needs longer than it may take. Ask for less, by more bindings or a "
            "narrower pattern."};
}

Error cancelled() {
    return {ErrorKind::Unavailable, "Nobody waits for the answer any more."};
}

struct RowHash {
    std::size_t operator()(const std::vector<TermId>& row) const {
        std::size_t hash = row.size();
        for (const TermId id : row) {
            hash = hash * 0x9E3779B97F4A7C15ULL + std::hash<TermId>{}(id);
        }
        return hash;
    }
};

/// What an object may be, if that is more than one term.
using Alternatives = const ValueIds*;

/// A triple that is being searched: what is left of its scans.
struct Level {
    std::unique_ptr<store::QuadCursor> cursor;
    std::vector<QuadPattern> scans;
    std::size_t next_scan = 0;
    std::array<QuadIds, batch_size> quads;
    std::size_t count = 0;
    std::size_t next = 0;
    std::vector<std::size_t> bound;  ///< variables that the present quad bound
};

class Search {
  public:
    Search(const exchange::Question& question, const store::Snapshot& snapshot,
           const std::vector<store::GraphScope>& scopes, const BlankNodeNames& blank_nodes)
        : question_(question),
          snapshot_(snapshot),
          scopes_(scopes),
          blank_nodes_(blank_nodes),
          end_(std::chrono::steady_clock::now() + question.time) {}

    Result<TermRows> run() {
        if (const auto prepared = prepare(); !prepared || is_empty_) {
            return prepared ? Result<TermRows>(TermRows{}) : prepared.error();
        }
        // Bindings of the same variables are searched in the same order.
        std::map<std::vector<bool>, std::vector<std::size_t>> orders;
        for (const TermRow& binding : question_.bindings) {
            auto begun = begin(binding);
            if (!begun) {
                return std::move(begun).error();
            }
            if (!*begun) {
                continue;
            }
            std::vector<bool> known(cells_.size());
            for (std::size_t v = 0; v < known.size(); ++v) {
                known[v] = cells_[v].is_bound() || given_[v] != nullptr;
            }
            auto [order, is_new] = orders.try_emplace(known);
            if (is_new) {
                auto found = order_of(known);
                if (!found) {
                    return std::move(found).error();
                }
                order->second = std::move(*found);
            }
            if (const auto found = find_rows(order->second); !found) {
                return found.error();
            }
            if (rows_.size() >= question_.most) {
                break;
            }
        }
        return std::move(rows_);
    }

  private:
    Result<void> prepare() {
        for (const pattern::TriplePattern& triple : question_.triples) {
            SearchTriple one;
            std::size_t position = 0;
            for (const pattern::PatternTerm* term : {&triple.subject, &triple.predicate, &triple.object}) {
                const auto placed = place_of(*term, position == 2);
                if (!placed) {
                    return placed.error();
                }
                one.places[position++] = *placed;
            }
            triples_.push_back(one);
        }
        cells_.assign(names_.size(), {});
        given_.assign(names_.size(), nullptr);
        in_range_.assign(names_.size(), nullptr);
        is_object_only_.assign(names_.size(), true);
        for (const SearchTriple& triple : triples_) {
            for (const std::size_t position : {0, 1}) {
                if (triple.places[position].is_variable()) {
                    is_object_only_[static_cast<std::size_t>(triple.places[position].variable)] = false;
                }
            }
        }
        return prepare_ranges();
    }

    Result<void> prepare_ranges() {
        for (const auto& [name, range] : question_.ranges) {
            const auto it = std::ranges::find(names_, name);
            if (it == names_.end()) {
                continue;
            }
            const auto variable = static_cast<std::size_t>(it - names_.begin());
            ranges_.emplace(variable, &range);
            is_empty_ = is_empty_ || !is_object_only_[variable];  // only literals are in ranges
            auto within = snapshot_.within(range, most_listed_literals);
            if (within) {
                in_range_[variable] = keep(std::move(*within));
                is_empty_ = is_empty_ || in_range_[variable]->empty();
            } else if (within.error().kind != ErrorKind::LimitExceeded) {
                return within.error();
            }
        }
        return {};
    }

    Result<Place> place_of(const pattern::PatternTerm& term, bool is_object) {
        Place place;
        if (const auto* variable = std::get_if<pattern::Variable>(&term)) {
            const auto it = std::ranges::find(names_, variable->name);
            place.variable = static_cast<int>(it - names_.begin());
            if (it == names_.end()) {
                names_.push_back(variable->name);
            }
            return place;
        }
        const Term constant = blank_nodes_.inside(std::get<Term>(term));
        if (constant.is_literal()) {
            is_empty_ = is_empty_ || !is_object;
            auto equal = equal_to(constant, kept_);
            if (!equal) {
                return equal.error();
            }
            place.alternatives = *equal;
            is_empty_ = is_empty_ || place.alternatives->empty();
            return place;
        }
        const auto id = snapshot_.find(constant);
        if (!id) {
            return id.error();
        }
        place.id = id->value_or(TermId());
        is_empty_ = is_empty_ || !place.id.is_bound();
        return place;
    }

    Alternatives keep(ValueIds ids) {
        kept_.push_back(std::make_unique<ValueIds>(std::move(ids)));
        return kept_.back().get();
    }

    Result<Alternatives> equal_to(const Term& literal, std::vector<std::unique_ptr<ValueIds>>& kept) {
        auto equal = snapshot_.equal_to(literal);
        if (!equal) {
            return std::move(equal).error();
        }
        kept.push_back(std::make_unique<ValueIds>(std::move(*equal)));
        return kept.back().get();
    }

    /// What a term that was matched may be elsewhere. Valid until the next call.
    Result<Alternatives> equal_to(TermId id) {
        const auto known = equal_ids_.find(id);
        if (known != equal_ids_.end()) {
            return &known->second;
        }
        const auto term = snapshot_.term(id);
        if (!term) {
            return term.error();
        }
        auto equal = term->is_literal() ? snapshot_.equal_to(*term) : Result<ValueIds>(ValueIds{{}, {id}});
        if (!equal) {
            return std::move(equal).error();
        }
        if (equal_ids_.size() >= most_remembered_terms) {
            equal_ids_.clear();
        }
        return &equal_ids_.emplace(id, std::move(*equal)).first->second;
    }

    /// False if nothing can agree with the binding.
    Result<bool> begin(const TermRow& binding) {
        std::ranges::fill(cells_, TermId());
        given_ = in_range_;
        kept_of_binding_.clear();
        for (const auto& [name, outside] : binding) {
            const auto it = std::ranges::find(names_, name);
            if (it == names_.end()) {
                continue;
            }
            const auto variable = static_cast<std::size_t>(it - names_.begin());
            const Term term = blank_nodes_.inside(outside);
            if (term.is_literal()) {
                const auto equal = equal_to(term, kept_of_binding_);
                if (!equal) {
                    return equal.error();
                }
                given_[variable] = *equal;
                if (!is_object_only_[variable] || (*equal)->empty()) {
                    return false;
                }
                continue;
            }
            const auto id = snapshot_.find(term);
            if (!id) {
                return id.error();
            }
            if (!id->has_value()) {
                return false;
            }
            cells_[variable] = **id;
        }
        return true;
    }

    Result<std::vector<std::size_t>> order_of(const std::vector<bool>& known) {
        std::vector<double> counts;
        for (const SearchTriple& triple : triples_) {
            auto scans = scans_of(triple);
            if (!scans) {
                return std::move(scans).error();
            }
            double count = 0;
            for (const QuadPattern& scan : *scans) {
                const auto estimated = snapshot_.estimate(scan);
                if (!estimated) {
                    return estimated.error();
                }
                count += static_cast<double>(*estimated);
            }
            counts.push_back(count);
        }
        return search_order(triples_, counts, known, snapshot_);
    }

    /// The scans that find a triple with what is known of its variables.
    Result<std::vector<QuadPattern>> scans_of(const SearchTriple& triple) {
        QuadPattern base;
        Alternatives alternatives = nullptr;
        const auto id_of = [&](const Place& place) {
            return place.is_variable() ? cells_[static_cast<std::size_t>(place.variable)] : place.id;
        };
        base.subject = id_of(triple.places[0]);
        base.predicate = id_of(triple.places[1]);
        const Place& object = triple.places[2];
        if (object.is_variable()) {
            const auto variable = static_cast<std::size_t>(object.variable);
            if (!cells_[variable].is_bound()) {
                alternatives = given_[variable];
            } else if (is_object_only_[variable]) {
                const auto equal = equal_to(cells_[variable]);
                if (!equal) {
                    return equal.error();
                }
                alternatives = *equal;
            } else {
                base.object = cells_[variable];
            }
        } else if (object.alternatives != nullptr) {
            alternatives = object.alternatives;
        } else {
            base.object = object.id;
        }
        std::vector<QuadPattern> scans;
        for (const store::GraphScope& scope : scopes_) {
            base.graph = scope;
            add_scans(base, alternatives, scans);
        }
        return scans;
    }

    static void add_scans(const QuadPattern& base, Alternatives alternatives, std::vector<QuadPattern>& scans) {
        if (alternatives == nullptr) {
            scans.push_back(base);
            return;
        }
        for (const rdf::IdInterval& interval : alternatives->intervals) {
            scans.push_back(base);
            if (interval.first == interval.last) {
                scans.back().object = interval.first;
            } else {
                scans.back().object_range = interval;
            }
        }
        for (const TermId id : alternatives->ids) {
            scans.push_back(base);
            scans.back().object = id;
        }
    }

    /// Goes through the triples in that order, each within the one before.
    Result<void> find_rows(const std::vector<std::size_t>& order) {
        if (levels_.size() < order.size()) {
            levels_.resize(order.size());
        }
        std::size_t depth = 0;
        if (auto begun = begin_level(0, order); !begun) {
            return begun;
        }
        for (;;) {
            if (const auto looked = look_at_the_time(); !looked) {
                return looked;
            }
            Level& level = levels_[depth];
            unbind(level);
            const auto found = advance(level, triples_[order[depth]]);
            if (!found) {
                return found.error();
            }
            if (!*found) {
                if (depth == 0) {
                    return {};
                }
                --depth;
            } else if (depth + 1 < order.size()) {
                ++depth;
                if (auto begun = begin_level(depth, order); !begun) {
                    return begun;
                }
            } else if (const auto added = add_row(); !added || rows_.size() >= question_.most) {
                unbind_all(order.size());
                return added;
            }
        }
    }

    Result<void> begin_level(std::size_t depth, const std::vector<std::size_t>& order) {
        Level& level = levels_[depth];
        if (!level.cursor) {
            level.cursor = snapshot_.cursor();
        }
        auto scans = scans_of(triples_[order[depth]]);
        if (!scans) {
            return std::move(scans).error();
        }
        level.scans = std::move(*scans);
        level.next_scan = level.count = level.next = 0;
        return {};
    }

    void unbind(Level& level) {
        for (const std::size_t variable : level.bound) {
            cells_[variable] = {};
        }
        level.bound.clear();
    }
    void unbind_all(std::size_t depth) {
        for (std::size_t d = 0; d < depth; ++d) {
            unbind(levels_[d]);
        }
    }

    /// Binds what the next quad says; false if there is none.
    Result<bool> advance(Level& level, const SearchTriple& triple) {
        for (;;) {
            while (level.next < level.count) {
                if (bind(level, triple, level.quads[level.next++])) {
                    return true;
                }
            }
            if (level.count == 0) {
                if (level.next_scan == level.scans.size()) {
                    return false;
                }
                level.cursor->seek(level.scans[level.next_scan++]);
            }
            const auto count = level.cursor->next(level.quads);
            if (!count) {
                return count.error();
            }
            level.count = *count;
            level.next = 0;
            if (const auto looked = look_at_the_time(); !looked) {
                return looked.error();
            }
        }
    }

    /// False if a variable occurs twice in the triple and the quad has different terms there.
    bool bind(Level& level, const SearchTriple& triple, const QuadIds& quad) {
        const std::array<TermId, 3> ids = {quad.subject, quad.predicate, quad.object};
        for (std::size_t position = 0; position < 3; ++position) {
            const Place& place = triple.places[position];
            if (!place.is_variable()) {
                continue;
            }
            const auto variable = static_cast<std::size_t>(place.variable);
            if (!cells_[variable].is_bound()) {
                cells_[variable] = ids[position];
                level.bound.push_back(variable);
            } else if (cells_[variable] != ids[position] && !is_object_only_[variable]) {
                unbind(level);
                return false;
            }
        }
        return true;
    }

    Result<void> add_row() {
        if (!seen_.insert(cells_).second) {
            return {};
        }
        TermRow row;
        for (std::size_t v = 0; v < names_.size(); ++v) {
            auto term = term_of(cells_[v]);
            if (!term) {
                return std::move(term).error();
            }
            const auto range = ranges_.find(v);
            if (range != ranges_.end() && !pattern::is_within(*term, *range->second)) {
                return {};
            }
            row.emplace_back(names_[v], std::move(*term));
        }
        rows_.push_back(std::move(row));
        return {};
    }

    Result<Term> term_of(TermId id) {
        const auto known = terms_.find(id);
        if (known != terms_.end()) {
            return known->second;
        }
        auto term = snapshot_.term(id);
        if (!term) {
            return term;
        }
        Term outside = blank_nodes_.outside(std::move(*term));
        if (terms_.size() < most_remembered_terms) {
            terms_.emplace(id, outside);
        }
        return outside;
    }

    Result<void> look_at_the_time() {
        if (++steps_ % steps_between_looks != 0) {
            return {};
        }
        if (question_.cancelled != nullptr && *question_.cancelled) {
            return cancelled();
        }
        return std::chrono::steady_clock::now() > end_ ? Result<void>(too_slow()) : Result<void>();
    }

    const exchange::Question& question_;
    const store::Snapshot& snapshot_;
    const std::vector<store::GraphScope>& scopes_;
    const BlankNodeNames& blank_nodes_;
    const std::chrono::steady_clock::time_point end_;

    std::vector<SearchTriple> triples_;
    std::vector<std::string> names_;      ///< of variables, by number
    std::vector<bool> is_object_only_;    ///< of each: it may be a literal, and is compared by value
    std::vector<Alternatives> in_range_;  ///< of each: what a range leaves it
    std::map<std::size_t, const pattern::Range*> ranges_;
    std::vector<std::unique_ptr<ValueIds>> kept_;
    std::vector<std::unique_ptr<ValueIds>> kept_of_binding_;
    std::unordered_map<TermId, ValueIds> equal_ids_;
    std::unordered_map<TermId, Term> terms_;
    bool is_empty_ = false;  ///< a constant is one that the store does not have

    std::vector<TermId> cells_;        ///< what each variable is
    std::vector<Alternatives> given_;  ///< what each may be until it is matched
    std::vector<Level> levels_;
    std::unordered_set<std::vector<TermId>, RowHash> seen_;
    TermRows rows_;
    unsigned steps_ = 0;
};

}  // namespace

Result<std::vector<store::GraphScope>> scopes_of(const GraphNames& names, const store::Snapshot& snapshot) {
    std::vector<store::GraphScope> scopes;
    if (names.default_graph) {
        scopes.push_back(store::GraphScope::default_graph());
    }
    if (names.all_named) {
        scopes.push_back(store::GraphScope::all_named());
        return scopes;
    }
    for (const std::string& name : names.named) {
        const auto id = snapshot.find(Term::iri(name));
        if (!id) {
            return id.error();
        }
        if (id->has_value()) {
            scopes.push_back(store::GraphScope::named(**id));
        }
    }
    return scopes;
}

Result<TermRows> search(const exchange::Question& question, const store::Snapshot& snapshot,
                        const std::vector<store::GraphScope>& scopes, const BlankNodeNames& blank_nodes) {
    return Search(question, snapshot, scopes, blank_nodes).run();
}

}  // namespace gridlore::graph
