/// Domain knowledge: rules that are read are written in full, and read back as the same rules.

#include <string>

#include "knowledge-engine/exchange/rules.h"
#include "tests/fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gridlore;
    const auto rules = exchange::parse_rules(fuzz::text_of(data, size));
    if (!rules) {
        fuzz::require_refusal(rules.error());
        fuzz::require(rules.error().position.has_value());
        return 0;
    }
    std::string written;
    for (const exchange::Rule& rule : *rules) {
        fuzz::require(!rule.head.empty());
        written += to_string(rule) + "\n";
    }
    const auto again = exchange::parse_rules(written);
    fuzz::require(again && *again == *rules);
    return 0;
}
