#include "knowledge-engine/exchange/rules.h"

#include <gtest/gtest.h>

namespace gridlore::exchange {
namespace {

std::string times(const std::string& text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
        all.append(text);
    }
    return all;
}

TEST(RuleLimits, OfTriplesOnASide) {
    EXPECT_TRUE(parse_rules(times("(?x <urn:p> ?y) ", 1000) + "-> (?x <urn:q> ?y) ."));
    const auto refused = parse_rules(times("(?x <urn:p> ?y) ", 1001) + "-> (?x <urn:q> ?y) .");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::LimitExceeded);
    EXPECT_TRUE(refused.error().position);
}

TEST(RuleLimits, OfNamesWrittenInFull) {
    const std::string prefix = "@prefix p: <urn:" + std::string(8000, 'x') + "> .\n";
    EXPECT_TRUE(parse_rules(prefix + times("-> (p:a p:b p:c) .\n", 1000)));
    const auto refused = parse_rules(prefix + times("-> (p:a p:b p:c) .\n", 6000));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::LimitExceeded);
}

}  // namespace
}  // namespace gridlore::exchange
