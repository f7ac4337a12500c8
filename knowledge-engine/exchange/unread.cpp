#include "knowledge-engine/exchange/unread.h"

#include <algorithm>

#include "knowledge-engine/exchange/cover.h"

namespace gridlore::exchange {
namespace {

/// By which the provider, with nobody beside it, gives the whole of what is asked for, each time from one row. Null:
/// it does not.
const Use* only_use(const Plan& plan, std::size_t provider) {
    constexpr int joins_rows_of_one = 5;  // a level: docs/decisions/0001
    const bool is_alone = !plan.is_post && !plan.may_block && plan.meta_uses.empty() && plan.targets.size() == 1 &&
                          plan.level < joins_rows_of_one;
    if (!is_alone || plan.targets.front().services.size() != 1) {
        return nullptr;
    }
    const Target& target = plan.targets.front();
    const Service& service = target.services.front();
    const Provider& from = plan.providers[provider];
    const bool is_one = from.kind == ProviderKind::Answer && from.interactions->members.size() == 1;
    const bool gives_all =
        service.provider == provider && service.simple && service.maximal.front().size() == target.triples.size();
    return is_one && gives_all ? &service.maximal.front() : nullptr;
}

}  // namespace

std::vector<bool> unread_variables(const Plan& plan, std::size_t provider, const std::vector<bool>& looked_at) {
    const std::size_t count = plan.providers[provider].variable_count;
    const Use* const use = only_use(plan, provider);
    if (use == nullptr) {
        return std::vector<bool>(count, false);
    }
    const auto slots = facing_slots(plan.targets.front().triples, plan.providers[provider].gives, *use);
    // What several slots of the provider face is compared with each other.
    std::vector<int> faced(looked_at.size(), 0);
    for (const FacingSlots& facing : slots) {
        if (facing.wanted.is_variable()) {
            ++faced[static_cast<std::size_t>(facing.wanted.variable)];
        }
    }
    const auto is_read = [&](const Slot& wanted) {
        const auto variable = static_cast<std::size_t>(wanted.variable);
        return !wanted.is_variable() || looked_at[variable] || faced[variable] > 1;
    };
    std::vector<bool> unread(count, true);
    for (const FacingSlots& facing : slots) {
        if (facing.given.is_variable() && is_read(facing.wanted)) {
            unread[static_cast<std::size_t>(facing.given.variable)] = false;
        }
    }
    return unread;
}

}  // namespace gridlore::exchange
