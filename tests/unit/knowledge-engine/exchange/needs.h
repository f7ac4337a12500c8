/// What the tests of ANSWERs that must be given some of their variables share (docs/decisions/0010).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/support/exchange_world.h"

namespace gridlore::exchange::needs {

using Texts = std::vector<std::string>;

inline InteractionSpec needing(std::vector<std::string> variables) {
    InteractionSpec spec;
    spec.needs = std::move(variables);
    return spec;
}

inline Request explained() {
    Request request;
    request.explain = true;
    return request;
}

/// The verdict on a knowledge base of that name, and the reason if it was not asked.
inline std::string verdict_on(const std::string& name, const std::optional<Explanation>& explanation) {
    for (const Consideration& one : explanation ? explanation->considered : std::vector<Consideration>{}) {
        if (one.knowledge_base == "urn:kb:" + name) {
            return to_string(one.verdict) + (one.verdict == Verdict::Asked ? "" : ": " + one.reason);
        }
    }
    return "not considered";
}

}  // namespace gridlore::exchange::needs
