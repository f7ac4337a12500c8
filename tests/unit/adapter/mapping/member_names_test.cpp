#include "adapter/mapping/member_names.h"

#include <gtest/gtest.h>

namespace gridlore::mapping {
namespace {

Member named(std::vector<NameForm> forms) {
    Member member;
    member.named_by = 0;
    for (const NameForm& form : forms) {
        member.keys.push_back(form.before + "{x}" + form.behind);
    }
    member.forms = std::move(forms);
    return member;
}

/// `family.member=text`; `-`: nothing.
std::string found(const ObjectShape& object, std::string_view name) {
    const auto found = find_named(object, name);
    return !found ? "-"
                  : (found->family ? std::to_string(*found->family) + "." : "") + std::to_string(found->member) + "=" +
                        std::string(found->text);
}

TEST(MemberNames, BelongToTheFormWithMostTextOfItsOwn) {
    ObjectShape object;
    object.families.emplace_back().members = {named({{"y_i", ""}}), named({{"y_i", "_unit"}, {"unit of ", ""}})};
    object.families.emplace_back().members = {named({{"", "_unit"}})};
    EXPECT_EQ(found(object, "y_i1"), "0.0=1");
    EXPECT_EQ(found(object, "y_i1_unit"), "0.1=1");
    EXPECT_EQ(found(object, "unit of 1"), "0.1=1");
    EXPECT_EQ(found(object, "z_unit"), "1.0=z");
    EXPECT_EQ(found(object, "y_i"), "0.0=");
    EXPECT_EQ(found(object, "y_i_unit"), "0.1=");
    EXPECT_EQ(found(object, "_uni"), "-");
    EXPECT_EQ(found(object, ""), "-");
}

TEST(MemberNames, AreTheObjectsOwnFirst) {
    ObjectShape object;
    object.members.emplace_back().keys = {"y_i1", "Y1"};
    object.members.push_back(named({{"y_i", ""}}));
    object.families.emplace_back().members = {named({{"y_i", ""}}), named({{"", ""}})};
    EXPECT_EQ(found(object, "y_i1"), "-");
    EXPECT_EQ(found(object, "Y1"), "-");
    EXPECT_EQ(found(object, "y_i2"), "1=2");
    EXPECT_EQ(found(object, "z"), "0.1=z");
    EXPECT_TRUE(has_member(object, "Y1"));
    EXPECT_FALSE(has_member(object, "y{x}"));
}

TEST(MemberNames, AreReadOnlyIfTheirPartsDoNotOverlap) {
    ObjectShape object;
    object.members.push_back(named({{"aba", "aba"}}));
    EXPECT_EQ(found(object, "ababa"), "-");
    EXPECT_EQ(found(object, "abaaba"), "0=");
    EXPECT_EQ(name_with(object.members.front(), "b"), "abababa");
}

}  // namespace
}  // namespace gridlore::mapping
