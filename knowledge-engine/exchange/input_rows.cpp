#include "knowledge-engine/exchange/input_rows.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "knowledge-engine/pattern/join.h"

namespace gridlore::exchange {

using pattern::BindingSet;
using pattern::RowSet;
using rdf::TermId;

namespace {

std::vector<bool> bound_in(BindingSet::Row row) {
    std::vector<bool> bound;
    std::ranges::transform(row, std::back_inserter(bound), &TermId::is_bound);
    return bound;
}

void add_all(std::vector<bool>& flags, const std::vector<bool>& others) {
    for (std::size_t v = 0; v < flags.size(); ++v) {
        flags[v] = flags[v] || others[v];
    }
}

bool share_one(const std::vector<bool>& a, const std::vector<bool>& b) {
    for (std::size_t v = 0; v < a.size(); ++v) {
        if (a[v] && b[v]) {
            return true;
        }
    }
    return false;
}

std::vector<bool> flags_of(const Alternatives& variables, std::size_t count) {
    std::vector<bool> flags(count);
    for (const int variable : variables) {
        flags[static_cast<std::size_t>(variable)] = true;
    }
    return flags;
}

/// The rows with only the variables kept, each once.
BindingSet projected(const BindingSet& rows, const std::vector<bool>& kept, pattern::Equality equality) {
    RowSet found(rows.width(), equality);
    std::vector<TermId> cells(rows.width());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t v = 0; v < cells.size(); ++v) {
            cells[v] = kept[v] ? rows.row(i)[v] : TermId();
        }
        found.insert(cells);
    }
    return std::move(found).rows();
}

}  // namespace

bool serves_only(const Use& use, std::size_t triple) {
    return use.size() == 1 && use.front().target == triple;
}

std::vector<bool> bound_variables(const BindingSet& rows) {
    return rows.empty() ? std::vector<bool>(rows.width()) : bound_in(rows.row(0));
}

std::vector<BindingSet> by_bound_variables(const BindingSet& rows) {
    std::map<std::vector<bool>, BindingSet> groups;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        groups.try_emplace(bound_in(rows.row(i)), rows.width()).first->second.add(rows.row(i));
    }
    std::vector<BindingSet> tables;
    for (auto& [bound, table] : groups) {
        tables.push_back(std::move(table));
    }
    return tables;
}

InputRows::InputRows(const KnownRows& known, std::size_t target)
    : known_(known),
      target_(known.plan.targets[target]),
      index_(target),
      equality_(pattern::Equality::by_value(known.dictionary)),
      given_(target_.triples.size()) {
    for (std::size_t t = 0; t < target_.triples.size(); ++t) {
        variables_.push_back(variables_of({target_.triples[t]}, target_.variable_count));
        is_settled_.push_back(
            std::ranges::none_of(target_.candidates[t], known_.is_open, [](const Candidate& c) { return c.provider; }));
    }
}

/// What all but the universal knowledge base gave for a triple: of an ask's own pattern only what is in its ranges.
const BindingSet& InputRows::given(std::size_t triple) {
    if (given_[triple]) {
        return *given_[triple];
    }
    BindingSet rows = given_to(known_.plan, target_, triple, known_.rows, equality_);
    if (index_ == known_.plan.result && !known_.ranges.empty()) {
        rows = pattern::rows_within(std::move(rows), known_.variables, known_.ranges, known_.dictionary);
    }
    return given_[triple].emplace(std::move(rows));
}

/// The settled triples that are connected, through each other, with some variables.
InputRows::Triples InputRows::settled_around(const std::vector<bool>& variables) const {
    Triples found;
    std::vector<bool> reached = variables;
    for (bool has_grown = true; has_grown;) {
        has_grown = false;
        for (std::size_t t = 0; t < variables_.size(); ++t) {
            if (is_settled_[t] && std::ranges::find(found, t) == found.end() && share_one(variables_[t], reached)) {
                add_all(reached, variables_[t]);
                found.push_back(t);
                has_grown = true;
            }
        }
    }
    return found;
}

BindingSet InputRows::join(const BindingSet& a, const BindingSet& b) {
    auto joined = pattern::join(a, b, equality_, known_.limit);
    is_too_large_ = is_too_large_ || !joined;
    return joined ? std::move(*joined) : BindingSet(a.width());
}

/// Takes out what is joined next: what shares a variable with what is there, and of that the smallest.
std::size_t InputRows::take_next(Triples& triples, const std::vector<bool>& bound) {
    const auto is_universal = [&](const Candidate& candidate) {
        return known_.plan.providers[candidate.provider].kind == ProviderKind::Universal;
    };
    const auto rank = [&](std::size_t t) {
        return std::make_tuple(!share_one(variables_[t], bound),
                               std::ranges::any_of(target_.candidates[t], is_universal), given(t).size());
    };
    const auto next = std::ranges::min_element(triples, {}, rank);
    const std::size_t taken = *next;
    triples.erase(next);
    return taken;
}

/// `bound` joined with the rows of all these triples, of which the variables kept are of interest.
BindingSet InputRows::join_all(const BindingSet& bound, Triples triples, const std::vector<bool>& kept) {
    BindingSet rows = bound;
    while (!triples.empty() && !rows.empty()) {
        const std::size_t next = take_next(triples, bound_variables(rows));
        const BindingSet& asked = known_.universal.beside(index_, next, rows);
        BindingSet joined = join(rows, given(next));
        if (!asked.empty()) {
            joined.append(join(rows, asked));
        }
        std::vector<bool> still_of_use = kept;
        for (const std::size_t t : triples) {
            add_all(still_of_use, variables_[t]);
        }
        rows = projected(joined, still_of_use, equality_);
    }
    return rows;
}

std::vector<BindingSet> InputRows::extend(const BindingSet& bound, const Use& use,
                                          const std::vector<Alternatives>& wanted, bool all) {
    if (wanted.empty() || bound.empty()) {
        return {bound};
    }
    const std::size_t count = target_.variable_count;
    std::vector<bool> of_interest(count);
    for (const Alternatives& one : wanted) {
        add_all(of_interest, flags_of(one, count));
    }
    std::vector<bool> kept = bound_variables(bound);
    add_all(kept, of_interest);

    BindingSet extended = join_all(bound, settled_around(of_interest), kept);
    std::map<std::size_t, BindingSet> of_unsettled;
    const auto rows_of = [&](std::size_t t) -> const BindingSet& {
        const auto [it, added] = of_unsettled.try_emplace(t, count);
        if (added) {
            Triples triples = settled_around(variables_[t]);
            triples.push_back(t);
            it->second = join_all(bound, std::move(triples), kept);
        }
        return it->second;
    };
    for (const Alternatives& one : wanted) {
        const std::vector<bool> any = flags_of(one, count);
        RowSet next(count, equality_);
        const auto add = [&](const BindingSet& rows) {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                next.insert(rows.row(i));
            }
        };
        for (const BindingSet& rows : by_bound_variables(extended)) {
            const bool has_it = share_one(bound_variables(rows), any);
            if (has_it || !all) {
                add(rows);
            }
            for (std::size_t t = 0; t < variables_.size() && !has_it; ++t) {
                if (!is_settled_[t] && !serves_only(use, t) && share_one(variables_[t], any)) {
                    add(join(rows, rows_of(t)));
                }
            }
        }
        extended = std::move(next).rows();
    }
    return by_bound_variables(extended);
}

}  // namespace gridlore::exchange
