#include "knowledge-engine/exchange/waiting.h"

#include <vector>

#include "knowledge-engine/exchange/circles.h"

namespace gridlore::exchange {

std::set<std::size_t> waiting_circle(const Plan& plan, const std::function<bool(std::size_t)>& waits) {
    std::vector<std::size_t> waiting;
    std::vector<std::size_t> place(plan.providers.size());
    for (std::size_t p = 0; p < plan.providers.size(); ++p) {
        if (waits(p)) {
            place[p] = waiting.size();
            waiting.push_back(p);
        }
    }
    std::vector<std::vector<std::size_t>> waited_for(waiting.size());
    for (std::size_t w = 0; w < waiting.size(); ++w) {
        for (const std::size_t other : plan.providers[waiting[w]].waits_for) {
            if (waits(other)) {
                waited_for[w].push_back(place[other]);
            }
        }
    }
    const std::vector<std::size_t> component = components(waited_for);
    std::set<std::size_t> circle;
    for (std::size_t w = 0; w < waiting.size(); ++w) {
        if (component[w] == 0) {  // No component has a lower number that it could lead to.
            circle.insert(waiting[w]);
        }
    }
    return circle;
}

}  // namespace gridlore::exchange
