// Whether a plan that was made for an earlier state of the network still holds.
#include <algorithm>

#include "knowledge-engine/exchange/plan.h"

namespace gridlore::exchange {
namespace {

/// Whether the universal knowledge base offers what it offered when the plan was made. Where it does not fit the asker,
/// it never will.
bool is_offer_current(const Plan& plan, const Network& network) {
    if (!plan.universal) {
        return plan.version == network.version() || !network.universal();
    }
    if (!network.universal() || network.universal()->universal != plan.universal->universal) {
        return false;
    }
    UniversalKnowledgeBase& universal = *plan.universal->universal;
    return universal.version() == plan.universal_version || std::ranges::all_of(plan.offered, [&](const auto& offer) {
               const auto& [predicate, was_offered] = offer;
               if (!predicate.is_bound()) {
                   return universal.offers(std::nullopt) == was_offered;
               }
               return network.terms().contains(predicate) &&
                      universal.offers(network.terms().term(predicate)) == was_offered;
           });
}

}  // namespace

bool is_current(const Plan& plan, const Network& network, int level, const RuleSet* rules) {
    // One made from a later network, by whoever was faster, names terms that this network may not have.
    return plan.level == level && plan.rules.get() == rules && plan.version <= network.version() &&
           (plan.version == network.version() ||
            std::ranges::all_of(plan.footprint,
                                [&](const auto& triple) { return network.unchanged_since(plan.version, triple); })) &&
           is_offer_current(plan, network);
}

}  // namespace gridlore::exchange
