// With what ANSWERs that must be given variables can be asked, as docs/decisions/0010 says.
#include <algorithm>
#include <iterator>

#include "tests/support/naive_matcher_state.h"

namespace gridlore::naive {
namespace {

using Names = std::set<std::string>;

bool share_one(const Names& a, const Names& b) {
    return std::any_of(a.begin(), a.end(), [&](const std::string& name) { return b.contains(name); });
}

Names bound(const Row& row) {
    Names names;
    for (const auto& [name, term] : row) {
        names.insert(name);
    }
    return names;
}

bool serves_only(const Use& use, std::size_t triple) {
    return use.assigned.size() == 1 && use.assigned.contains(triple);
}

/// What faces a variable of a provider in a use: names, or also a constant.
struct Facing {
    bool is_constant = false;
    Names names;
};

Facing facing(const Triples& target, const Provider& provider, const Use& use, const std::string& name) {
    Facing found;
    for (const auto& [t, c] : use.assigned) {
        const auto ours = terms(target[t]);
        const auto theirs = terms(provider.pattern[c]);
        for (std::size_t i = 0; i < 3; ++i) {
            if (variable(theirs[i]) && variable(theirs[i])->name == name) {
                if (variable(ours[i])) {
                    found.names.insert(variable(ours[i])->name);
                } else {
                    found.is_constant = true;
                }
            }
        }
    }
    return found;
}

Rows join(const Rows& rows, const Rows& others) {
    Rows result;
    for (const Row& row : rows) {
        for (const Row& other : others) {
            if (Row merged = row; merge(merged, other)) {
                result.insert(std::move(merged));
            }
        }
    }
    return result;
}

}  // namespace

const std::vector<Use>& Matcher::uses_at(const Place& place) const {
    const auto it = uses_at_.find(place);
    return it != uses_at_.end() ? it->second : uses_at_.emplace(place, uses_in_covers(triples(place))).first->second;
}

std::vector<Use> Matcher::uses_of(const Place& place, const Server& server) const {
    std::vector<Use> uses = uses_at(place);
    std::erase_if(uses, [&](const Use& use) {
        return use.provider != server.provider || need(triples(place), use) != server.derived_from;
    });
    return uses;
}

const Names& Matcher::needs(std::size_t provider) const {
    static const Names none;
    return providers_[provider].kind == Provider::Kind::Answer ? interactions_[providers_[provider].index].needs : none;
}

bool Matcher::binds_needs(std::size_t provider, const Row& row) const {
    const Names& names = needs(provider);
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) { return row.contains(name); });
}

void Matcher::find_places() {
    std::vector<Place> open = {std::nullopt};
    while (!open.empty()) {
        const Place place = open.back();
        open.pop_back();
        if (places_.insert(place).second) {
            for (const Use& use : uses_at(place)) {
                if (const auto needed = need(triples(place), use)) {
                    open.push_back(needed);
                }
            }
        }
    }
}

/// The ANSWERs and REACTs whose rows come to a triple of a place, or to any, at once or through rules.
std::set<std::size_t> Matcher::sources(const Place& start, std::optional<std::size_t> triple) const {
    std::set<std::size_t> found;
    std::set<Place> seen;
    std::vector<std::pair<Place, std::optional<std::size_t>>> open = {{start, triple}};
    while (!open.empty()) {
        const auto [place, only] = open.back();
        open.pop_back();
        for (const Use& use : uses_at(place)) {
            if (only && !use.assigned.contains(*only)) {
                continue;
            }
            const auto kind = providers_[use.provider].kind;
            if (kind == Provider::Kind::Answer || kind == Provider::Kind::React) {
                found.insert(use.provider);
            } else if (const auto needed = need(triples(place), use); needed && seen.insert(needed).second) {
                open.emplace_back(needed, std::nullopt);
            }
        }
    }
    return found;
}

/// Whether a use of a single triple could tell the variable. One that must be given it cannot.
bool Matcher::may_give(const Place& place, const Use& use, const std::string& name) const {
    const auto missing = missing_.find(use.provider);
    const auto& [t, c] = *use.assigned.begin();
    const auto ours = terms(triples(place)[t]);
    const auto theirs = terms(providers_[use.provider].pattern[c]);
    for (std::size_t i = 0; i < 3; ++i) {
        if (variable(ours[i]) && variable(ours[i])->name == name &&
            (missing == missing_.end() || !variable(theirs[i]) ||
             !missing->second.contains(variable(theirs[i])->name))) {
            return true;
        }
    }
    return false;
}

void Matcher::add_sources(const Place& place, const Server& server, const Use& use, const std::string& name,
                          std::set<std::size_t>& found) const {
    for (const Use& other : uses_at(place)) {
        const auto needed = need(triples(place), other);
        const bool is_server = other.provider == server.provider && needed == server.derived_from;
        if (other.assigned.size() > 1 || is_server || serves_only(use, other.assigned.begin()->first) ||
            !may_give(place, other, name)) {
            continue;
        }
        const auto kind = providers_[other.provider].kind;
        if (kind == Provider::Kind::Answer || kind == Provider::Kind::React) {
            found.insert(other.provider);
        } else if (needed) {
            found.merge(sources(needed, std::nullopt));
        }
    }
}

/// Which variables of which places would give an ANSWER what is missing, and who gives those.
void Matcher::find_wanted(std::size_t answer) {
    std::map<Place, Names>& wanted = wanted_[answer];
    std::set<std::size_t>& found = input_sources_[answer];
    std::vector<std::pair<Server, std::string>> open;
    for (const std::string& name : missing_.at(answer)) {
        open.emplace_back(Server{answer, std::nullopt}, name);
    }
    while (!open.empty()) {
        const auto [server, name] = open.back();
        open.pop_back();
        for (const Place& place : places_) {
            for (const Use& use : maximal(uses_of(place, server))) {
                for (const std::string& ours : facing(triples(place), providers_[server.provider], use, name).names) {
                    add_sources(place, server, use, ours, found);
                    if (!wanted[place].insert(ours).second || !place) {
                        continue;
                    }
                    for (std::size_t p = 0; p < providers_.size(); ++p) {
                        if (providers_[p].kind == place->kind && providers_[p].index == place->index) {
                            open.emplace_back(Server{p, place}, ours);
                        }
                    }
                }
            }
        }
    }
    found.erase(answer);
}

/// Whether all who could give a triple something have done so. In a post they may be asked more.
bool Matcher::is_settled(const Place& place, std::size_t triple) const {
    const std::set<std::size_t> all = sources(place, triple);
    return !is_post_ && std::includes(done_.begin(), done_.end(), all.begin(), all.end());
}

Rows Matcher::given_to(const Place& place, std::size_t triple) const {
    Rows rows;
    for (const Use& use : uses_at(place)) {
        if (serves_only(use, triple)) {
            rows.merge(given(triples(place), use, place ? &*place : nullptr));
        }
    }
    return rows;
}

std::set<std::size_t> Matcher::settled_around(const Place& place, Names names) const {
    const Triples all = triples(place);
    std::set<std::size_t> found;
    for (std::size_t before = all.size() + 1; before != found.size();) {
        before = found.size();
        for (std::size_t t = 0; t < all.size(); ++t) {
            if (is_settled(place, t) && share_one(variables({all[t]}), names)) {
                found.insert(t);
                names.merge(variables({all[t]}));
            }
        }
    }
    return found;
}

Rows Matcher::joined(const Place& place, const std::set<std::size_t>& all, const Row& start, const Names& kept) const {
    Rows rows = {start};
    for (const std::size_t t : all) {
        rows = join(rows, given_to(place, t));
    }
    Rows result;
    for (const Row& row : rows) {
        result.insert(only(row, kept));
    }
    return result;
}

Rows Matcher::extended(const Place& place, const Row& binding, const Use& use, const std::vector<Names>& wanted,
                       bool all) const {
    if (wanted.empty()) {
        return {binding};
    }
    Names of_interest;
    for (const Names& names : wanted) {
        of_interest.insert(names.begin(), names.end());
    }
    Names kept = bound(binding);
    kept.insert(of_interest.begin(), of_interest.end());
    Rows rows = joined(place, settled_around(place, of_interest), binding, kept);
    for (const Names& any : wanted) {
        Rows next;
        for (const Row& row : rows) {
            const bool has_it = share_one(bound(row), any);
            if (has_it || !all) {
                next.insert(row);
            }
            for (std::size_t t = 0; t < triples(place).size() && !has_it; ++t) {
                const Names names = variables({triples(place)[t]});
                if (!is_settled(place, t) && !serves_only(use, t) && share_one(names, any)) {
                    std::set<std::size_t> with_others = settled_around(place, names);
                    with_others.insert(t);
                    next.merge(join({row}, joined(place, with_others, binding, kept)));
                }
            }
        }
        rows = std::move(next);
    }
    return rows;
}

/// As the provider's pattern (of a REACT or rule what it needs) names them first.
std::vector<std::string> Matcher::in_order(std::size_t provider, const Names& names) const {
    const Provider& own = providers_[provider];
    const pattern::GraphPattern pattern{own.kind == Provider::Kind::Rule ? rules_[own.index].body
                                                                         : interactions_[own.index].pattern};
    std::vector<std::string> ordered = pattern.variables();
    std::erase_if(ordered, [&](const std::string& name) { return !names.contains(name); });
    return ordered;
}

/// What a provider is asked because of some bindings of a place, with what others know of the variables needed.
Rows Matcher::questions(const Place& place, const Server& server, const Rows& bindings, const Names& needed,
                        bool all) const {
    const Triples target = triples(place);
    const std::vector<Use> uses = uses_of(place, server);
    Rows result;
    for (const Row& binding : bindings) {
        for (const Use& use : maximal(uses)) {
            std::vector<Names> wanted;
            for (const std::string& name : in_order(server.provider, needed)) {
                const Facing found = facing(target, providers_[server.provider], use, name);
                if (!found.is_constant && !found.names.empty() && !share_one(found.names, bound(binding))) {
                    wanted.push_back(found.names);
                }
            }
            for (const Row& row : extended(place, binding, use, wanted, all)) {
                std::vector<Use> possible = uses;
                std::erase_if(possible, [&](const Use& u) { return !providers_.question(target, u, row); });
                for (const Use& fitting : maximal(possible)) {
                    result.insert(*providers_.question(target, fitting, row));
                }
            }
        }
    }
    return result;
}

/// What the places are asked for that an ANSWER serves, also through others, with what is known there.
std::map<Place, Rows> Matcher::asked_at_places(std::size_t answer) const {
    std::map<Place, Rows> asked;
    for (const Place& place : places_) {
        const auto needed = place ? needed_.find(*place) : needed_.end();
        asked[place] = !place ? bindings_ : needed == needed_.end() ? Rows{} : needed->second;
    }
    const std::map<Place, Names>& wanted = wanted_.at(answer);
    std::map<Place, Rows> before;
    while (before != asked) {
        before = asked;
        for (const auto& [place, names] : wanted) {
            for (std::size_t p = 0; place && p < providers_.size(); ++p) {
                if (providers_[p].kind != place->kind || providers_[p].index != place->index) {
                    continue;
                }
                for (const auto& [where, ignored] : wanted) {
                    for (const Row& row : questions(where, {p, place}, before.at(where), names, false)) {
                        asked[place].insert(only(row, variables(triples(place))));
                    }
                }
            }
        }
    }
    return asked;
}

Rows Matcher::inputs(std::size_t answer) const {
    Rows result;
    for (const auto& [place, bindings] : asked_at_places(answer)) {
        for (const Row& row : questions(place, {answer, std::nullopt}, bindings, needs(answer), true)) {
            if (binds_needs(answer, row)) {
                result.insert(row);
            }
        }
    }
    return result;
}

}  // namespace gridlore::naive
