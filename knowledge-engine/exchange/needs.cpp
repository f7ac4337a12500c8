#include "knowledge-engine/exchange/needs.h"

#include <algorithm>
#include <map>
#include <set>

#include "knowledge-engine/exchange/cover_search.h"
#include "knowledge-engine/exchange/waiting.h"

namespace gridlore::exchange {
namespace {

/// In an ask of level 4 or 5 all that could serve is asked, for the sake of knowledge gaps.
bool asks_everybody(const Plan& plan) {
    return plan.level > 3 && !plan.is_post;
}

/// For each provider the targets of which it is a candidate.
std::vector<std::vector<std::size_t>> targets_served(const Plan& plan) {
    std::vector<std::vector<std::size_t>> served(plan.providers.size());
    for (std::size_t t = 0; t < plan.targets.size(); ++t) {
        for (const auto& list : plan.targets[t].candidates) {
            for (const Candidate& candidate : list) {
                std::vector<std::size_t>& known = served[candidate.provider];
                if (known.empty() || known.back() != t) {
                    known.push_back(t);
                }
            }
        }
    }
    return served;
}

/// Which providers can give anything: a least fixed point. In a post, marks who hands on what was posted.
std::vector<bool> find_viable(Plan& plan, Work& work) {
    const std::size_t count = plan.providers.size();
    std::vector<bool> viable(count);
    std::vector<std::vector<std::size_t>> owners(plan.targets.size());
    std::vector<std::size_t> open;
    std::vector<bool> is_open(count);
    for (std::size_t p = 0; p < count; ++p) {
        const Provider& provider = plan.providers[p];
        viable[p] = provider.target == no_target || asks_everybody(plan);
        if (!viable[p]) {
            owners[provider.target].push_back(p);
            open.push_back(p);
            is_open[p] = true;
        }
    }
    if (open.empty()) {
        return viable;
    }
    const std::vector<std::vector<std::size_t>> served = targets_served(plan);
    while (!open.empty()) {
        const std::size_t p = open.back();
        open.pop_back();
        is_open[p] = false;
        if (!has_cover(plan, plan.targets[plan.providers[p].target], viable, work)) {
            continue;
        }
        viable[p] = true;
        plan.providers[p].fed = plan.is_post;
        for (const std::size_t target : served[p]) {
            for (const std::size_t owner : owners[target]) {
                if (!viable[owner] && !is_open[owner]) {
                    is_open[owner] = true;
                    open.push_back(owner);
                }
            }
        }
    }
    return viable;
}

/// Leaves a target only what serves in its covers.
void keep_candidates_in_covers(const Plan& plan, Target& target, const std::vector<bool>& viable, Work& work) {
    if (!asks_everybody(plan)) {
        target.candidates = candidates_in_covers(plan, target, viable, work);
    }
}

/// Which providers take part in covers that lead to the result. Others are no candidates any more.
std::vector<bool> find_needed(Plan& plan, const std::vector<bool>& viable, Work& work) {
    std::vector<bool> needed(plan.providers.size());
    std::vector<std::size_t> open;
    const auto need = [&](std::size_t p) {
        if (!needed[p]) {
            needed[p] = true;
            if (plan.providers[p].target != no_target) {
                open.push_back(plan.providers[p].target);
            }
        }
    };
    if (plan.is_post) {
        for (std::size_t p = 0; p < plan.providers.size(); ++p) {
            if (plan.providers[p].fed && plan.providers[p].kind != ProviderKind::Rule) {
                need(p);
            }
        }
    } else {
        open.push_back(plan.result);
    }
    std::set<std::size_t> done;
    while (!open.empty()) {
        const std::size_t index = open.back();
        open.pop_back();
        if (done.insert(index).second) {
            keep_candidates_in_covers(plan, plan.targets[index], viable, work);
            for (const auto& list : plan.targets[index].candidates) {
                std::ranges::for_each(list, need, &Candidate::provider);
            }
        }
    }
    for (std::size_t t = 0; t < plan.targets.size(); ++t) {
        if (!done.contains(t) && t != plan.result) {
            plan.targets[t].candidates.assign(plan.targets[t].triples.size(), {});
        }
    }
    return needed;
}

void drop_all_but(Plan& plan, const std::vector<bool>& needed) {
    std::vector<std::size_t> renamed(needed.size());
    std::vector<Provider> kept;
    for (std::size_t p = 0; p < needed.size(); ++p) {
        renamed[p] = kept.size();
        if (needed[p]) {
            kept.push_back(std::move(plan.providers[p]));
        } else if (plan.providers[p].interactions) {
            plan.rejected.push_back(plan.providers[p].interactions);
        }
    }
    plan.providers = std::move(kept);
    for (Target& target : plan.targets) {
        for (auto& list : target.candidates) {
            std::erase_if(list, [&](const Candidate& candidate) { return !needed[candidate.provider]; });
            for (Candidate& candidate : list) {
                candidate.provider = renamed[candidate.provider];
            }
        }
    }
}

/// How one provider can serve a target, of whose triples it is a candidate in `pairs` (sorted).
Service describe_service(Plan& plan, const Target& target, std::size_t p, const std::vector<Pair>& pairs, Work& work) {
    const Provider& provider = plan.providers[p];
    Service service;
    service.provider = p;
    if (provider.kind == ProviderKind::Facts || provider.kind == ProviderKind::Universal) {
        return service;
    }
    // Specialised rules are candidates only for the triples that they were specialised for.
    const auto allowed = [&](const Use& use) {
        return std::ranges::all_of(use, [&](Pair pair) { return std::ranges::binary_search(pairs, pair); });
    };
    if (plan.level == 1) {
        FoundUses found = total_uses(target.triples, provider.gives, 1, plan.is_post, work);
        plan.is_cut = plan.is_cut || !found.complete;
        service.total = std::move(found.uses);
        std::erase_if(service.total, [&](const Use& use) { return !allowed(use); });
        service.maximal = service.total;
    } else {
        service.maximal = fitting_parts(maximal_uses(target.triples, provider.gives, plan.level, work), allowed);
    }
    service.simple = service.maximal.size() == 1 && service.maximal.front().size() == pairs.size();
    return service;
}

void describe_target(Plan& plan, Target& target, Work& work) {
    std::map<std::size_t, std::vector<Pair>> pairs;
    for (std::size_t t = 0; t < target.candidates.size(); ++t) {
        for (const Candidate& candidate : target.candidates[t]) {
            pairs[candidate.provider].push_back({t, candidate.given});
        }
    }
    for (auto& [provider, of_provider] : pairs) {
        std::ranges::sort(of_provider);
        target.services.push_back(describe_service(plan, target, provider, of_provider, work));
    }
}

}  // namespace

void keep_what_is_needed(Plan& plan, Work& work) {
    const std::vector<bool> viable = find_viable(plan, work);
    drop_all_but(plan, find_needed(plan, viable, work));
}

void describe_services(Plan& plan, Work& work) {
    for (Target& target : plan.targets) {
        describe_target(plan, target, work);
    }
    for (std::size_t p = 0; p < plan.providers.size(); ++p) {
        Provider& provider = plan.providers[p];
        if (provider.kind == ProviderKind::React) {
            std::set<std::size_t> sources = sources_of(plan, provider.target);
            sources.erase(p);
            provider.waits_for.assign(sources.begin(), sources.end());
        }
    }
}

}  // namespace gridlore::exchange
