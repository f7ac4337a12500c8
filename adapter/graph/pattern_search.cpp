#include "adapter/graph/pattern_search.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <unordered_set>

#include "adapter/graph/search_order.h"
#include "adapter/graph/search_scans.h"
#include "adapter/graph/search_terms.h"

namespace gridlore::graph {
namespace {

using pattern::TermRow;
using pattern::TermRows;
using rdf::Term;
using rdf::TermId;
using store::QuadIds;
using store::QuadPattern;

constexpr std::size_t batch_size = 64;
constexpr unsigned steps_between_looks = 1024;

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
          end_(std::chrono::steady_clock::now() + question.time),
          terms_(snapshot, blank_nodes),
          scans_(question, scopes, terms_) {}

    Result<TermRows> run() {
        if (const auto prepared = scans_.prepare(); !prepared || scans_.is_empty()) {
            return prepared ? Result<TermRows>(TermRows{}) : prepared.error();
        }
        // Bindings of the same variables are searched in the same order.
        std::map<std::vector<bool>, std::vector<std::size_t>> orders;
        for (const TermRow& binding : question_.bindings) {
            auto begun = scans_.begin(binding);
            if (!begun) {
                return std::move(begun).error();
            }
            if (!*begun) {
                continue;
            }
            const std::vector<bool> known = scans_.known();
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
    Result<std::vector<std::size_t>> order_of(const std::vector<bool>& known) {
        std::vector<double> counts;
        for (const SearchTriple& triple : scans_.triples()) {
            auto scans = scans_.scans_of(triple);
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
        return search_order(scans_.triples(), counts, known, snapshot_);
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
            scans_.unbind(level.bound);
            const auto found = advance(level, scans_.triples()[order[depth]]);
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
        auto scans = scans_.scans_of(scans_.triples()[order[depth]]);
        if (!scans) {
            return std::move(scans).error();
        }
        level.scans = std::move(*scans);
        level.next_scan = level.count = level.next = 0;
        return {};
    }

    void unbind_all(std::size_t depth) {
        for (std::size_t d = 0; d < depth; ++d) {
            scans_.unbind(levels_[d].bound);
        }
    }

    /// Binds what the next quad says; false if there is none.
    Result<bool> advance(Level& level, const SearchTriple& triple) {
        for (;;) {
            while (level.next < level.count) {
                if (scans_.bind(triple, level.quads[level.next++], level.bound)) {
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

    Result<void> add_row() {
        if (!seen_.insert(scans_.cells()).second) {
            return {};
        }
        TermRow row;
        for (std::size_t v = 0; v < scans_.names().size(); ++v) {
            auto term = terms_.outside(scans_.cells()[v]);
            if (!term) {
                return std::move(term).error();
            }
            const auto* range = scans_.range_of(v);
            if (range != nullptr && !pattern::is_within(*term, *range)) {
                return {};
            }
            row.emplace_back(scans_.names()[v], std::move(*term));
        }
        rows_.push_back(std::move(row));
        return {};
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
    const std::chrono::steady_clock::time_point end_;
    SearchTerms terms_;
    SearchScans scans_;
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
