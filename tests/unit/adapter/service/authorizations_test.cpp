#include "adapter/service/authorizations.h"

#include <gtest/gtest.h>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::service {
namespace {

rdf::Term time(const std::string& hour) {
    return rdf::Term::literal("2021-09-27T" + hour + ":00:00Z", std::string(rdf::xsd_date_time));
}

Period period(const std::string& from, const std::string& until) {
    return {time(from), time(until)};
}

TEST(Authorizations, CoverASubjectAndAPeriod) {
    const auto all = authorizations_in_memory();
    const auto token = all->issue("urn:u:1", period("10", "12"), "urn:kb");
    ASSERT_TRUE(token);
    EXPECT_TRUE(all->check(*token, "urn:u:1", period("10", "12")));
    EXPECT_TRUE(all->check(*token, "urn:u:1", period("11", "11")));
    EXPECT_FALSE(all->check(*token, "urn:u:1", period("09", "12")));
    EXPECT_FALSE(all->check(*token, "urn:u:1", period("10", "13")));
    EXPECT_FALSE(all->check(*token, "urn:u:1", {}));
    EXPECT_FALSE(all->check(*token, "urn:u:1", {time("10"), std::nullopt}));
    EXPECT_FALSE(all->check(*token, "urn:u:2", period("10", "12")));
    EXPECT_FALSE(all->check("", "urn:u:1", period("10", "12")));
}

TEST(Authorizations, WithoutBoundsCoverAllTimes) {
    const auto all = authorizations_in_memory();
    const auto token = all->issue("urn:u:1", {}, "urn:kb");
    ASSERT_TRUE(token);
    EXPECT_TRUE(all->check(*token, "urn:u:1", {}));
    EXPECT_TRUE(all->check(*token, "urn:u:1", period("10", "12")));
}

TEST(Authorizations, AreTheSameForTheSame) {
    const auto all = authorizations_in_memory();
    const auto token = all->issue("urn:u:1", period("10", "12"), "urn:kb");
    ASSERT_TRUE(token);
    EXPECT_EQ(*all->issue("urn:u:1", period("10", "12"), "urn:kb"), *token);
    EXPECT_NE(*all->issue("urn:u:1", period("10", "12"), "urn:other"), *token);
    EXPECT_FALSE(all->issue("urn:u:1", period("12", "10"), "urn:kb"));
}

}  // namespace
}  // namespace gridlore::service
