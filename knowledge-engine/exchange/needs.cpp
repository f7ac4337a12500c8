#include "knowledge-engine/exchange/needs.h"

#include <algorithm>
#include <set>

#include "knowledge-engine/exchange/cover_search.h"

namespace gridlore::exchange {
namespace {

bool feeds(const Plan& plan, const Target& target) {
    return std::ranges::any_of(target.candidates, [&](const auto& list) {
        return std::ranges::any_of(list, [&](const Candidate& c) { return plan.providers[c.provider].fed; });
    });
}

/// Which providers can give anything: a least fixed point. In a post, marks who hands on what was posted.
std::vector<bool> find_viable(Plan& plan) {
    const std::size_t count = plan.providers.size();
    std::vector<bool> viable(count);
    for (std::size_t p = 0; p < count; ++p) {
        const Provider& provider = plan.providers[p];
        viable[p] = provider.target == no_target || plan.level > 3;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t p = 0; p < count; ++p) {
            Provider& provider = plan.providers[p];
            const bool settled = plan.is_post ? provider.fed : viable[p];
            if (settled || provider.target == no_target) {
                continue;
            }
            const Target& target = plan.targets[provider.target];
            const bool can = plan.level > 3 ? feeds(plan, target) : !providers_in_covers(plan, target, viable).empty();
            if (can) {
                viable[p] = true;
                provider.fed = plan.is_post;
                changed = true;
            }
        }
    }
    return viable;
}

/// Who serves a target: up to level 3 those in its covers.
std::set<std::size_t> servers(const Plan& plan, const Target& target, const std::vector<bool>& viable) {
    if (plan.level <= 3) {
        return providers_in_covers(plan, target, viable);
    }
    std::set<std::size_t> all;
    for (const auto& list : target.candidates) {
        for (const Candidate& candidate : list) {
            if (viable[candidate.provider]) {
                all.insert(candidate.provider);
            }
        }
    }
    return all;
}

void keep_only(Target& target, const std::set<std::size_t>& providers) {
    for (auto& list : target.candidates) {
        std::erase_if(list, [&](const Candidate& candidate) { return !providers.contains(candidate.provider); });
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
            const std::set<std::size_t> providers = servers(plan, plan.targets[index], viable);
            keep_only(plan.targets[index], providers);
            std::ranges::for_each(providers, need);
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
            service.maximal = maximal_uses(target.triples, provider.gives, plan.level);
            std::erase_if(service.maximal, [&](const Use& use) { return !allowed(use); });
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
