#include "adapter/rest-api/registrations.h"

#include <gtest/gtest.h>

#include "adapter/rest-api/handle_request_ids.h"
#include "tests/support/shelf.h"

namespace gridlore::rest_api {
namespace {

using test_support::Shelf;

exchange::KnowledgeBaseDescription described(const std::string& id) {
    exchange::KnowledgeBaseDescription description;
    description.id = id;
    description.name = "a name";
    description.description = "what it \"is\"";
    description.reasoner_level = 3;
    return description;
}

const std::string answer_body =
    R"({"knowledgeInteractionType":"AnswerKnowledgeInteraction","knowledgeInteractionName":"one","includeMetaKIs":true,
        "prefixes":{"e":"urn:e:"},"graphPattern":"?a e:p ?b"})";

void nothing() {}
void ignore(const Result<void>&) {}

void put(Registrations& registrations, KeptKnowledgeBase& made, const std::string& id) {
    registrations.put(made, described(id), nothing, nothing, ignore);
}

void add(KeptKnowledgeBase& kept, const std::string& interaction) {
    kept.add_interaction(
        answer_body, [&] { return Result<std::string>(interaction); }, nothing, ignore);
}

TEST(Registrations, ComeBackInTheirOrderWithTheirIds) {
    Shelf shelf;
    {
        Registrations registrations(&shelf);
        for (const std::string id : {"urn:kb:z", "urn:kb:a"}) {
            const auto kept = registrations.make(described(id));
            put(registrations, *kept, id);
            add(*kept, "urn:ki:2");
            add(*kept, "urn:ki:1");
            kept->set_rules(
                "(?a <urn:p> ?b) -> (?a <urn:q> ?b) .", [] { return Result<void>(); }, ignore);
        }
    }
    Registrations later(&shelf);
    const auto restored = later.restore(shelf.all());
    EXPECT_TRUE(restored.unreadable.empty());
    ASSERT_EQ(restored.knowledge_bases.size(), 2U);
    const RestoredKnowledgeBase& first = restored.knowledge_bases.front();
    EXPECT_EQ(first.description.id, "urn:kb:z");
    EXPECT_EQ(first.description.name, "a name");
    EXPECT_EQ(first.description.description, "what it \"is\"");
    EXPECT_EQ(first.description.reasoner_level, 3);
    ASSERT_EQ(first.interactions.size(), 2U);
    EXPECT_EQ(first.interactions[0].id, "urn:ki:2");
    EXPECT_EQ(first.interactions[0].spec.name, "one");
    EXPECT_TRUE(first.interactions[0].spec.include_meta);
    EXPECT_EQ(pattern::to_string(first.interactions[0].spec.pattern), "?a <urn:e:p> ?b . ");
    EXPECT_EQ(first.interactions[1].id, "urn:ki:1");
    ASSERT_TRUE(first.rules);
    EXPECT_EQ(first.rules->size(), 1U);
    EXPECT_EQ(restored.knowledge_bases[1].description.id, "urn:kb:a");
}

TEST(Registrations, WhatWasTakenBackStaysAway) {
    Shelf shelf;
    Registrations registrations(&shelf);
    const auto kept = registrations.make(described("urn:kb:a"));
    put(registrations, *kept, "urn:kb:a");
    add(*kept, "urn:ki:1");
    add(*kept, "urn:ki:2");
    kept->remove_interaction(
        "urn:ki:1", [] { return Result<void>(); }, ignore);
    Registrations later(&shelf);
    const auto restored = later.restore(shelf.all());
    ASSERT_EQ(restored.knowledge_bases.size(), 1U);
    ASSERT_EQ(restored.knowledge_bases.front().interactions.size(), 1U);
    EXPECT_EQ(restored.knowledge_bases.front().interactions[0].id, "urn:ki:2");
    restored.knowledge_bases.front().kept->remove([] { return Result<void>(); }, ignore);
    EXPECT_TRUE(shelf.records.empty());
}

TEST(Registrations, GoOnWithNumbersThatNobodyHas) {
    Shelf shelf;
    Registrations first(&shelf);
    const auto kept = first.make(described("urn:kb:a"));
    put(first, *kept, "urn:kb:a");
    add(*kept, "urn:ki:1");
    Registrations later(&shelf);
    const auto restored = later.restore(shelf.all());
    const auto& again = restored.knowledge_bases.front().kept;
    add(*again, "urn:ki:2");
    const auto other = later.make(described("urn:kb:b"));
    put(later, *other, "urn:kb:b");
    EXPECT_EQ(shelf.records.size(), 4U);
}

TEST(Registrations, WhatTheExchangeRefusesIsNotKept) {
    Shelf shelf;
    Registrations registrations(&shelf);
    const auto kept = registrations.make(described("urn:kb:a"));
    std::string why;
    kept->add_interaction(
        answer_body, [] { return Result<std::string>(invalid_input("no")); }, nothing,
        [&](const Result<void>& result) { why = result.error().message; });
    EXPECT_EQ(why, "no");
    EXPECT_TRUE(shelf.records.empty());
}

TEST(Registrations, OfALeaseAndWithoutADiskAreNotKept) {
    Shelf shelf;
    auto leased = described("urn:kb:a");
    leased.lease = std::chrono::seconds(60);
    EXPECT_EQ(Registrations(&shelf).make(leased), nullptr);
    EXPECT_EQ(Registrations(nullptr).make(described("urn:kb:a")), nullptr);
}

TEST(Registrations, ThatCannotBeReadAreNamed) {
    for (const Record& record : std::vector<Record>{{"registration/kb/0000000000000001", "2\n{}"},
                                                    {"registration/kb/0000000000000001", "1\nnot JSON"},
                                                    {"registration/kb/1", "1\n{}"},
                                                    {"registration/other/0000000000000001", "1\n"},
                                                    {"registration/kb/0000000000000001", "1"}}) {
        Shelf shelf;
        Registrations registrations(&shelf);
        const auto restored = registrations.restore({record});
        ASSERT_EQ(restored.unreadable.size(), 1U) << record.first;
        EXPECT_NE(restored.unreadable.front().message.find(record.first), std::string::npos);
    }
}

TEST(Registrations, ThatCannotBeReadCostNoOthers) {
    Shelf shelf;
    Registrations first(&shelf);
    for (const std::string id : {"urn:kb:a", "urn:kb:b", "urn:kb:c"}) {
        const auto kept = first.make(described(id));
        put(first, *kept, id);
        for (const std::string interaction : {":1", ":2"}) {
            add(*kept, id + interaction);
        }
    }
    shelf.records["registration/ki/0000000000000001/0000000000000002"] = "1 urn:kb:a:2\nnot JSON";
    shelf.records["registration/kb/0000000000000003"] = "a later version";
    Registrations later(&shelf);
    auto restored = later.restore(shelf.all());
    EXPECT_EQ(restored.unreadable.size(), 2U);
    ASSERT_EQ(restored.knowledge_bases.size(), 2U);
    EXPECT_EQ(restored.knowledge_bases[0].interactions.size(), 1U);
    EXPECT_EQ(restored.knowledge_bases[1].interactions.size(), 2U);

    // And nothing new takes their places.
    const std::size_t before = shelf.records.size();
    add(*restored.knowledge_bases[0].kept, "urn:kb:a:3");
    const auto other = later.make(described("urn:kb:d"));
    put(later, *other, "urn:kb:d");
    EXPECT_EQ(shelf.records.size(), before + 2);
}

TEST(Registrations, AreFollowedUpByTheExecutorInTheirOrder) {
    Shelf shelf;
    std::vector<std::function<void()>> given;
    Registrations registrations(&shelf, [&](std::function<void()> work) {
        given.push_back(std::move(work));
        return true;
    });
    std::string log;
    const auto kept = [&log](const Result<void>& result) { log += result ? " kept" : " refused"; };
    const auto change = [&log](const std::string& name) {
        return [&log, name] {
            log += "; " + name;
            return Result<void>();
        };
    };
    const auto made = registrations.make(described("urn:kb:a"));
    registrations.put(
        *made, described("urn:kb:a"), [&log] { log += "put"; }, nothing, kept);
    made->set_rules("", change("rules"), kept);
    shelf.is_slow = true;
    made->set_rules("", change("other rules"), kept);
    made->remove(change("remove"), kept);
    shelf.tell(Error{ErrorKind::Unavailable, "full"});
    shelf.is_slow = false;
    made->remove(change("remove again"), kept);
    EXPECT_EQ(log, "") << "the records' thread does nothing of it";
    EXPECT_TRUE(shelf.records.empty());
    for (const auto& work : std::exchange(given, {})) {
        work();
    }
    EXPECT_EQ(log, "put kept; rules kept refused refused; remove again kept");
}

TEST(HandleRequestIds, AreReservedBeforeTheyAreNeeded) {
    Shelf shelf;
    shelf.is_slow = true;
    const auto ids = std::make_shared<HandleRequestIds>(5'000'000, &shelf);
    EXPECT_EQ(ids->base(), 5'000'000U);
    EXPECT_TRUE(ids->allows(5'000'001));
    EXPECT_TRUE(shelf.waiting.empty());
    EXPECT_TRUE(ids->allows(5'500'001));
    EXPECT_TRUE(ids->allows(6'000'000));
    EXPECT_FALSE(ids->allows(6'000'001)) << "the disk has not said so yet";
    EXPECT_EQ(shelf.waiting.size(), 1U);
    shelf.tell(Error{ErrorKind::Unavailable, "full"});
    EXPECT_FALSE(ids->allows(6'000'001));
    shelf.tell();
    EXPECT_EQ(shelf.records[handle_request_ids_key], "7000000");
    EXPECT_TRUE(ids->allows(6'000'001));
}

TEST(HandleRequestIds, NeedNotBeReservedWithoutADisk) {
    EXPECT_TRUE(std::make_shared<HandleRequestIds>(0, nullptr)->allows(1'000'000'000));
}

}  // namespace
}  // namespace gridlore::rest_api
