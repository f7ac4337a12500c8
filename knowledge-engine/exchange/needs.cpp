#include "knowledge-engine/exchange/needs.h"

#include <algorithm>
#include <set>

#include "knowledge-engine/exchange/cover_search.h"

namespace gridlore::exchange {
namespace {

/// In an ask of level 4 or 5 all that could serve is asked, for the sake of knowledge gaps.
bool asks_everybody(const Plan& plan) {
    return plan.level > 3 && !plan.is_post;
}

/// Which providers can give anything: a least fixed point. In a post, marks who hands on what was posted.
std::vector<bool> find_viable(Plan& plan) {
    const std::size_t count = plan.providers.size();
    std::vector<bool> viable(count);
    for (std::size_t p = 0; p < count; ++p) {
        const Provider& provider = plan.providers[p];
        viable[p] = provider.target == no_target || asks_everybody(plan);
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t p = 0; p < count; ++p) {
            Provider& provider = plan.providers[p];
            const bool settled = plan.is_post ? provider.fed : viable[p];
            if (settled || provider.target == no_target) {
                continue;
            }
            if (has_cover(plan, plan.targets[provider.target], viable)) {
                viable[p] = true;
                provider.fed = plan.is_post;
                changed = true;
            }
        }
    }
    return viable;
}

/// Leaves a target only what serves in its covers.
void keep_servers(const Plan& plan, Target& target, const std::vector<bool>& viable) {
    if (asks_everybody(plan)) {
        return;
    }
    const auto in_covers = candidates_in_covers(plan, target, viable);
    for (std::size_t t = 0; t < in_covers.size(); ++t) {
        std::erase_if(target.candidates[t],
                      [&](const Candidate& candidate) { return !in_covers[t].contains(candidate); });
    }
}

/// Which providers take part in covers that lead to the result. Others are no candidates any more.
std::vector<bool> keep_servers(Plan& plan, const std::vector<bool>& viable) {
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
            keep_servers(plan, plan.targets[index], viable);
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

void describe_services(const Plan& plan, Target& target) {
    std::set<std::size_t> providers;
    for (const auto& list : target.candidates) {
        for (const Candidate& candidate : list) {
            providers.insert(candidate.provider);
        }
    }
    for (const std::size_t p : providers) {
        const Provider& provider = plan.providers[p];
        Service service;
        service.provider = p;
        if (provider.kind != ProviderKind::Facts) {
            // Specialised rules are candidates only for the triples that they were specialised for.
            const auto allowed = [&](const Use& use) {
                return std::ranges::all_of(use, [&](Pair pair) {
                    return std::ranges::any_of(target.candidates[pair.target], [&](const Candidate& c) {
                        return c.provider == p && c.given == pair.given;
                    });
                });
            };
            service.maximal = fitting_parts(maximal_uses(target.triples, provider.gives, plan.level), allowed);
            if (plan.level == 1) {
                service.total = total_uses(target.triples, provider.gives, 1, plan.is_post);
                std::erase_if(service.total, [&](const Use& use) { return !allowed(use); });
                service.maximal = service.total;
            }
            std::size_t pairs = 0;
            for (const auto& list : target.candidates) {
                pairs += static_cast<std::size_t>(
                    std::ranges::count(list, p, [](const Candidate& c) { return c.provider; }));
            }
            service.simple = service.maximal.size() == 1 && service.maximal.front().size() == pairs;
        }
        target.services.push_back(std::move(service));
    }
}

void collect_sources(const Plan& plan, std::size_t target, std::set<std::size_t>& seen,
                     std::set<std::size_t>& sources) {
    if (target == no_target || !seen.insert(target).second) {
        return;
    }
    for (const Service& service : plan.targets[target].services) {
        const Provider& provider = plan.providers[service.provider];
        if (provider.kind == ProviderKind::Answer || provider.kind == ProviderKind::React) {
            sources.insert(service.provider);
        } else {
            collect_sources(plan, provider.target, seen, sources);
        }
    }
}

}  // namespace

void keep_what_is_needed(Plan& plan) {
    const std::vector<bool> viable = find_viable(plan);
    drop_all_but(plan, keep_servers(plan, viable));
}

void describe_services(Plan& plan) {
    for (Target& target : plan.targets) {
        describe_services(plan, target);
    }
    for (std::size_t p = 0; p < plan.providers.size(); ++p) {
        std::set<std::size_t> sources;
        std::set<std::size_t> seen;
        collect_sources(plan, plan.providers[p].target, seen, sources);
        sources.erase(p);
        plan.providers[p].waits_for.assign(sources.begin(), sources.end());
    }
}

}  // namespace gridlore::exchange
