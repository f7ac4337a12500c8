#include "knowledge-engine/base/nearest_name.h"

#include <gtest/gtest.h>

#include <vector>

namespace gridlore {
namespace {

const std::vector<std::string> names = {"long-poll", "listen", "log-level", "rows"};

TEST(NearestName, FindsTheLikelyOne) {
    EXPECT_EQ(nearest_name("longpoll", names), "long-poll");
    EXPECT_EQ(nearest_name("lsiten", names), "listen");
    EXPECT_EQ(nearest_name("row", names), "rows");
    EXPECT_EQ(nearest_name("log-levle", names), "log-level");
}

TEST(NearestName, KeepsQuietWhenNothingIsNear) {
    EXPECT_EQ(nearest_name("certificate", names), std::nullopt);
    EXPECT_EQ(nearest_name("", names), std::nullopt);
    EXPECT_EQ(nearest_name("x", {}), std::nullopt);
}

}  // namespace
}  // namespace gridlore
