#include "knowledge-engine/exchange/waiting.h"

#include <vector>

#include "knowledge-engine/exchange/circles.h"

namespace gridlore::exchange {

std::set<std::size_t> waiting_circle(std::size_t count, const std::function<bool(std::size_t)>& waits,
                                     const WaitedFor& waited_for) {
    std::vector<std::size_t> waiting;
    std::vector<std::size_t> place(count);
    for (std::size_t p = 0; p < count; ++p) {
        if (waits(p)) {
            place[p] = waiting.size();
            waiting.push_back(p);
        }
    }
    std::vector<std::vector<std::size_t>> among(waiting.size());
    for (std::size_t w = 0; w < waiting.size(); ++w) {
        for (const std::size_t other : waited_for(waiting[w])) {
            if (waits(other)) {
                among[w].push_back(place[other]);
            }
        }
    }
    const std::vector<std::size_t> component = components(among);
    std::set<std::size_t> circle;
    for (std::size_t w = 0; w < waiting.size(); ++w) {
        if (component[w] == 0) {  // No component has a lower number that it could lead to.
            circle.insert(waiting[w]);
        }
    }
    return circle;
}

/// How long a chain of rules is, clients choose: so what is still to be looked at is a list, and not the stack.
std::set<std::size_t> sources_of(const Plan& plan, std::size_t target) {
    std::set<std::size_t> sources;
    std::set<std::size_t> seen = {target};
    std::vector<std::size_t> open = {target};
    while (!open.empty()) {
        const std::size_t next = open.back();
        open.pop_back();
        for (const Service& service : plan.targets[next].services) {
            const Provider& provider = plan.providers[service.provider];
            if (provider.interactions) {
                sources.insert(service.provider);
            } else if (provider.target != no_target && seen.insert(provider.target).second) {
                open.push_back(provider.target);
            }
        }
    }
    return sources;
}

}  // namespace gridlore::exchange
