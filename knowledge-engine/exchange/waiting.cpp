#include "knowledge-engine/exchange/waiting.h"

#include <algorithm>
#include <vector>

namespace gridlore::exchange {
namespace {

/// Those that wait and that `provider` waits for, directly or through others.
std::set<std::size_t> waited_for(const Plan& plan, const std::function<bool(std::size_t)>& waits,
                                 std::size_t provider) {
    std::set<std::size_t> found;
    std::vector<std::size_t> open = {provider};
    while (!open.empty()) {
        const std::size_t next = open.back();
        open.pop_back();
        for (const std::size_t other : plan.providers[next].waits_for) {
            if (waits(other) && found.insert(other).second) {
                open.push_back(other);
            }
        }
    }
    return found;
}

}  // namespace

std::set<std::size_t> waiting_circle(const Plan& plan, const std::function<bool(std::size_t)>& waits) {
    std::size_t member = 0;
    while (member < plan.providers.size() && !waits(member)) {
        ++member;
    }
    if (member == plan.providers.size()) {
        return {};
    }
    for (;;) {
        std::set<std::size_t> circle = waited_for(plan, waits, member);
        const auto outside = std::ranges::find_if(
            circle, [&](std::size_t other) { return !waited_for(plan, waits, other).contains(member); });
        if (outside == circle.end()) {
            circle.insert(member);
            return circle;
        }
        member = *outside;
    }
}

}  // namespace gridlore::exchange
