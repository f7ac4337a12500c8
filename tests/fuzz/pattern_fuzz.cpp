/// Graph patterns: what is read is written in canonical form, which is read back as the same pattern without prefixes.

#include <algorithm>
#include <string>

#include "knowledge-engine/pattern/graph_pattern.h"
#include "tests/fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace gridlore;
    static const rdf::PrefixMap prefixes = {
        {"s", "https://e.example/"}, {"", "urn:e:"}, {"xsd", "http://www.w3.org/2001/XMLSchema#"}};
    const auto pattern = pattern::parse_pattern(fuzz::text_of(data, size), prefixes);
    if (!pattern) {
        fuzz::require_refusal(pattern.error());
        fuzz::require(pattern.error().position.has_value());
        return 0;
    }
    fuzz::require(!pattern->triples.empty());
    auto sorted = pattern->triples;
    std::ranges::sort(sorted);
    fuzz::require(std::ranges::adjacent_find(sorted) == sorted.end());

    const std::string canonical = to_string(*pattern);
    const auto again = pattern::parse_pattern(canonical, {}, {.triples = 1000, .bytes = canonical.size()});
    fuzz::require(again && *again == *pattern);
    fuzz::require(to_string(*again) == canonical);
    return 0;
}
