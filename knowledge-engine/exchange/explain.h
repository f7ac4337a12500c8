/// Makes the explanation of an exchange that has ended.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "knowledge-engine/exchange/exchange.h"
#include "knowledge-engine/exchange/explanation.h"
#include "knowledge-engine/exchange/plan.h"

namespace gridlore::exchange {

/// What is known of an exchange. Everything is borrowed for the call.
struct ExplainedExchange {
    const Network& network;
    const Interaction& asker;
    const Plan& plan;
    const std::vector<std::string>& recipients;              ///< as selected; empty: everybody
    const std::vector<ExchangeInfo>& info;                   ///< of everybody who was asked
    const std::map<std::size_t, std::vector<int>>& lacking;  ///< variables for want of which ANSWERs were not asked
    std::size_t entries = 0;                                 ///< how many that were not asked are listed
};

/// Says nothing of the plan's reuse and of dropped bindings. Linear in the interactions that share a predicate with the
/// asker's pattern.
Explanation explain(const ExplainedExchange& exchange);

}  // namespace gridlore::exchange
