/// Registrations over the REST API while the disk is slow or refuses them: all or nothing.
#include <gtest/gtest.h>

#include "tests/support/rest_client.h"
#include "tests/support/shelf.h"

namespace gridlore::rest_api {
namespace {

using test_support::error_message;
using test_support::json_of;
using test_support::Recorded;
using test_support::RestClient;
using test_support::Shelf;

const Error full{ErrorKind::Unavailable, "the disk is full"};
const std::string refusal = "The registration could not be kept: the disk is full";

/// What clients see: who is registered, with which interactions.
std::string seen(RestClient& rest) {
    std::string text;
    for (const auto& one : json_of(rest.send("GET", "/rest/sc"))) {
        const std::string id = one["knowledgeBaseId"];
        text += id + ":";
        const auto interactions = rest.send("GET", "/rest/sc/ki", {id});
        if (interactions->status() != 200) {
            text += " unknown";
            continue;
        }
        for (const auto& interaction : json_of(interactions)) {
            text += " " + interaction["knowledgeInteractionId"].get<std::string>();
        }
    }
    return text;
}

/// What a restart would bring back.
std::string seen_after_restart(Shelf& shelf) {
    RestClient rest({}, {}, &shelf);
    EXPECT_TRUE(rest.api().restore(shelf.all()).empty());
    return seen(rest);
}

class KeptRegistrations : public testing::Test {
  protected:
    KeptRegistrations() {
        rest_.add_knowledge_base("urn:kb:a");
        rest_.add_interaction("urn:kb:a", "Answer", "?a e:p ?b", name("one"));
    }

    static std::string name(const std::string& name) { return R"(,"knowledgeInteractionName":")" + name + "\""; }

    Recorded add_answer(const std::string& its_name) {
        return rest_.send("POST", "/rest/sc/ki", {"urn:kb:a"},
                          R"({"knowledgeInteractionType":"AnswerKnowledgeInteraction","prefixes":{"e":"urn:e:"},
                              "graphPattern":"?a e:q ?b")" +
                              name(its_name) + "}");
    }
    Recorded remove(const std::string& interaction) {
        return rest_.send("DELETE", "/rest/sc/ki", {"urn:kb:a", "urn:kb:a/interaction/" + interaction});
    }
    Recorded set_rules(const std::string& text) { return rest_.send("POST", "/rest/sc/knowledge", {"urn:kb:a"}, text); }
    static constexpr const char* all = "urn:kb:a: urn:kb:a/interaction/one";
    Shelf shelf_;
    RestClient rest_{{}, {}, &shelf_};
};

TEST_F(KeptRegistrations, RemoveNothingThatTheDiskKeeps) {
    shelf_.is_slow = true;
    const auto interaction = remove("one");
    const auto knowledge_base = rest_.send("DELETE", "/rest/sc", {"urn:kb:a"});
    shelf_.tell(full);
    for (const auto& response : {interaction, knowledge_base}) {
        EXPECT_EQ(response->status(), 503U);
        EXPECT_EQ(error_message(response), refusal);
    }
    EXPECT_EQ(seen(rest_), all);
    EXPECT_EQ(seen_after_restart(shelf_), all);
    shelf_.is_slow = false;
    EXPECT_EQ(remove("one")->status(), 200U) << "a later try succeeds";
    EXPECT_EQ(seen(rest_), "urn:kb:a:");
}

TEST_F(KeptRegistrations, RemoveOnlyWhatTheDiskHasRemoved) {
    shelf_.is_slow = true;
    const auto interaction = remove("one");
    EXPECT_EQ(seen(rest_), all);
    shelf_.tell();
    EXPECT_EQ(interaction->status(), 200U);
    EXPECT_EQ(seen(rest_), "urn:kb:a:");
    const auto knowledge_base = rest_.send("DELETE", "/rest/sc", {"urn:kb:a"});
    EXPECT_EQ(seen(rest_), "urn:kb:a:");
    shelf_.tell();
    EXPECT_EQ(knowledge_base->status(), 200U);
    EXPECT_EQ(seen(rest_), "");
    EXPECT_TRUE(shelf_.records.empty());
}

TEST_F(KeptRegistrations, AddNothingThatTheDiskRefuses) {
    shelf_.is_slow = true;
    const auto interaction = add_answer("two");
    const auto knowledge_base =
        rest_.send("POST", "/rest/sc", {},
                   R"({"knowledgeBaseId":"urn:kb:b","knowledgeBaseName":"","knowledgeBaseDescription":""})");
    shelf_.tell(full);
    EXPECT_EQ(error_message(interaction), refusal);
    EXPECT_EQ(error_message(knowledge_base), refusal);
    EXPECT_EQ(seen(rest_), all);
    EXPECT_EQ(seen_after_restart(shelf_), all);
}

TEST_F(KeptRegistrations, KeepTheRulesThatTheDiskHas) {
    rest_.add_interaction("urn:kb:a", "Ask", "?a e:r ?b", name("ask"));
    const auto given = [&] {
        return json_of(
                   rest_.send("POST", "/rest/sc/ask", {"urn:kb:a", "urn:kb:a/interaction/ask"}, "[{}]"))["bindingSet"]
            .size();
    };
    ASSERT_EQ(set_rules("-> (<urn:s> <urn:e:r> <urn:o>) .")->status(), 200U);
    ASSERT_EQ(given(), 1U);
    shelf_.is_slow = true;
    const auto refused = set_rules("");
    EXPECT_EQ(given(), 1U) << "not before the disk has it";
    shelf_.tell(full);
    EXPECT_EQ(error_message(refused), refusal);
    EXPECT_EQ(given(), 1U);
    const auto set = set_rules("");
    shelf_.tell();
    EXPECT_EQ(set->status(), 200U);
    EXPECT_EQ(given(), 0U);
}

TEST_F(KeptRegistrations, UndoNoNewerOneOfTheSameName) {
    shelf_.is_slow = true;
    const auto first = add_answer("two");
    EXPECT_EQ(remove("two")->status(), 404U) << "it is not registered yet";
    EXPECT_EQ(add_answer("two")->status(), 400U) << "the name is in use";
    shelf_.tell(full);
    EXPECT_EQ(first->status(), 503U);
    const auto second = add_answer("two");
    shelf_.tell();
    EXPECT_EQ(second->status(), 200U);
    EXPECT_EQ(seen(rest_), std::string(all) + " urn:kb:a/interaction/two");
    EXPECT_EQ(seen_after_restart(shelf_), seen(rest_));
}

TEST_F(KeptRegistrations, RemoveTheNewerOfTheSameNameOnlyWhenAsked) {
    shelf_.is_slow = true;
    const auto once = remove("one");
    const auto twice = remove("one");
    shelf_.tell();
    EXPECT_EQ(once->status(), 200U);
    EXPECT_EQ(twice->status(), 404U);
}

TEST_F(KeptRegistrations, LeaveNothingBehindAKnowledgeBaseThatGoesMeanwhile) {
    shelf_.is_slow = true;
    const auto removed = rest_.send("DELETE", "/rest/sc", {"urn:kb:a"});
    const auto again = rest_.send("DELETE", "/rest/sc", {"urn:kb:a"});
    const auto interaction = add_answer("two");
    const auto rules = set_rules("-> (<urn:s> <urn:e:r> <urn:o>) .");
    shelf_.tell();
    EXPECT_EQ(removed->status(), 200U);
    for (const auto& response : {again, interaction, rules}) {
        EXPECT_EQ(response->status(), 404U);
        EXPECT_EQ(error_message(response), "Smart connector not found, because its ID is unknown.");
    }
    shelf_.tell();
    EXPECT_TRUE(shelf_.records.empty());
    EXPECT_EQ(seen(rest_), "");
}

TEST(KeptRegistrationLimits, ARefusedSetOfRulesIsNotKept) {
    Shelf shelf;
    exchange::Settings settings;
    settings.rules = 1;
    RestClient rest({}, settings, &shelf);
    rest.add_knowledge_base("urn:kb:a");
    const std::size_t before = shelf.records.size();
    const auto refused = rest.send("POST", "/rest/sc/knowledge", {"urn:kb:a"},
                                   "-> (<urn:a> <urn:p> <urn:b>) . -> (<urn:a> <urn:p> <urn:c>) .");
    EXPECT_NE(refused->status(), 200U);
    EXPECT_EQ(shelf.records.size(), before);
}

}  // namespace
}  // namespace gridlore::rest_api
