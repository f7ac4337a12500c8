#include "adapter/rest-api/mailbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "tests/support/recorded_response.h"

namespace gridlore::rest_api {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test_support::RecordedResponse;
using testing::HasSubstr;

using Recorded = std::shared_ptr<RecordedResponse>;

class MailboxTest : public testing::Test {
  protected:
    static exchange::Call call(exchange::CallId id) {
        exchange::Call call;
        call.id = id;
        call.interaction = "urn:kb:1/interaction/i";
        call.requesting_knowledge_base = "urn:kb:2";
        call.bindings = {{{"n", rdf::Term::string(std::to_string(id))}}};
        return call;
    }

    Recorded poll() {
        auto recorded = std::make_shared<RecordedResponse>();
        mailbox_->poll(recorded);
        return recorded;
    }

    /// The handle request id that a poll was given, 0 if it was given no work.
    static std::uint64_t id_of(const Recorded& response) {
        return response->status() == 200
                   ? nlohmann::json::parse(response->body())["handleRequestId"].get<std::uint64_t>()
                   : 0;
    }
    /// Which call it was.
    static std::string call_of(const Recorded& response) {
        return response->status() == 200
                   ? nlohmann::json::parse(response->body())["bindingSet"][0]["n"].get<std::string>()
                   : "none";
    }

    MailboxSettings settings_{seconds(29), 3, 3};
    ManualClock clock_{TimePoint{}};
    std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>(settings_, clock_);
};

TEST_F(MailboxTest, GivesQueuedWorkFirstInFirstOut) {
    ASSERT_TRUE(mailbox_->handle(call(11)));
    ASSERT_TRUE(mailbox_->handle(call(12)));
    const auto first = poll();
    const auto second = poll();
    EXPECT_EQ(id_of(first), 1U);
    EXPECT_EQ(call_of(first), "\"11\"");
    EXPECT_EQ(id_of(second), 2U);
    EXPECT_EQ(call_of(second), "\"12\"");
}

TEST_F(MailboxTest, WakesAnOpenPollAtOnce) {
    const auto open = poll();
    EXPECT_FALSE(open->has_response());
    ASSERT_TRUE(mailbox_->handle(call(11)));
    EXPECT_EQ(id_of(open), 1U);
    EXPECT_EQ(mailbox_->statistics().open_polls, 0U);
}

TEST_F(MailboxTest, EndsAPollAfterItsTimeOnly) {
    mailbox_->count_reactive(1);
    const auto open = poll();
    clock_.advance(seconds(29) - milliseconds(1));
    EXPECT_FALSE(open->has_response());
    clock_.advance(milliseconds(1));
    EXPECT_EQ(open->status(), 202U);
    EXPECT_EQ(open->body(), "");
}

TEST_F(MailboxTest, TellsAPollThatNothingCanCome) {
    mailbox_->count_reactive(1);
    mailbox_->count_reactive(-1);
    const auto open = poll();
    clock_.advance(seconds(29));
    EXPECT_EQ(open->status(), 202U);
    EXPECT_THAT(open->body(), HasSubstr(R"("messageType":"info")"));
}

TEST_F(MailboxTest, TheTimeOfAnEarlierPollDoesNotEndALaterOne) {
    poll();
    clock_.advance(seconds(20));
    ASSERT_TRUE(mailbox_->handle(call(11)));
    const auto later = poll();
    clock_.advance(seconds(28));
    EXPECT_FALSE(later->has_response());
    clock_.advance(seconds(1));
    EXPECT_EQ(later->status(), 202U);
}

TEST_F(MailboxTest, RefusesASecondPollAndKeepsTheOlder) {
    const auto older = poll();
    const auto second = poll();
    EXPECT_EQ(second->status(), 409U);
    EXPECT_THAT(second->body(), HasSubstr(R"("messageType":"error")"));
    EXPECT_FALSE(older->has_response());
    ASSERT_TRUE(mailbox_->handle(call(11)));
    EXPECT_EQ(id_of(older), 1U);
}

TEST_F(MailboxTest, LetsTheNextPollInAsSoonAsOneIsAnswered) {
    for (int round = 0; round < 10; ++round) {
        const auto open = poll();
        ASSERT_TRUE(mailbox_->handle(call(11 + static_cast<exchange::CallId>(round))));
        EXPECT_EQ(open->status(), 200U);
        EXPECT_TRUE(mailbox_->take(id_of(open)));
    }
}

TEST_F(MailboxTest, NoticesAVanishedClient) {
    const auto gone = poll();
    gone->disconnect();
    const auto next = poll();
    EXPECT_FALSE(next->has_response());
    ASSERT_TRUE(mailbox_->handle(call(11)));
    EXPECT_EQ(id_of(next), 1U);
    EXPECT_FALSE(gone->has_response());
}

TEST_F(MailboxTest, NoticesAClientThatVanishedBeforeItWasHeard) {
    auto gone = std::make_shared<RecordedResponse>();
    gone->disconnect();
    mailbox_->poll(gone);
    EXPECT_EQ(mailbox_->statistics().open_polls, 0U);
}

TEST_F(MailboxTest, ADisconnectOfAnOlderPollDoesNotEndALaterOne) {
    const auto older = poll();
    ASSERT_TRUE(mailbox_->handle(call(11)));
    const auto later = poll();
    older->disconnect();
    EXPECT_EQ(poll()->status(), 409U);
    EXPECT_FALSE(later->has_response());
}

TEST_F(MailboxTest, PutsWorkBackInFrontIfNobodySawIt) {
    ASSERT_TRUE(mailbox_->handle(call(11)));
    ASSERT_TRUE(mailbox_->handle(call(12)));
    const auto broken = poll();
    EXPECT_EQ(call_of(broken), "\"11\"");
    broken->report_written(false);
    EXPECT_EQ(mailbox_->statistics().unanswered, 0U);
    const auto next = poll();
    EXPECT_EQ(call_of(next), "\"11\"");
    EXPECT_EQ(id_of(next), 1U);
    EXPECT_EQ(call_of(poll()), "\"12\"");
}

TEST_F(MailboxTest, GivesReturnedWorkToAPollThatIsOpenAlready) {
    ASSERT_TRUE(mailbox_->handle(call(11)));
    const auto broken = poll();
    const auto next = poll();
    EXPECT_FALSE(next->has_response());
    broken->report_written(false);
    EXPECT_EQ(call_of(next), "\"11\"");
}

TEST_F(MailboxTest, ReturnedWorkGoesBeforeWhatCameLater) {
    for (exchange::CallId id : {11, 12, 13}) {
        ASSERT_TRUE(mailbox_->handle(call(id)));
    }
    const auto first = poll();
    const auto second = poll();
    second->report_written(false);
    first->report_written(false);
    EXPECT_EQ(call_of(poll()), "\"11\"");
    EXPECT_EQ(call_of(poll()), "\"12\"");
    EXPECT_EQ(call_of(poll()), "\"13\"");
}

TEST_F(MailboxTest, GivesOutNothingTwice) {
    ASSERT_TRUE(mailbox_->handle(call(11)));
    const auto first = poll();
    first->report_written(true);
    const auto next = poll();
    clock_.advance(seconds(29));
    EXPECT_EQ(next->status(), 202U);
}

TEST_F(MailboxTest, DropsReturnedWorkThatWasAnswered) {
    ASSERT_TRUE(mailbox_->handle(call(11)));
    const auto first = poll();
    ASSERT_TRUE(mailbox_->take(1));
    first->report_written(false);
    EXPECT_FALSE(poll()->has_response());
}

TEST_F(MailboxTest, DropsReturnedWorkThatNobodyWaitsFor) {
    ASSERT_TRUE(mailbox_->handle(call(11)));
    const auto first = poll();
    mailbox_->cancel(11);
    first->report_written(false);
    EXPECT_FALSE(poll()->has_response());
    EXPECT_FALSE(mailbox_->find(1));
}

TEST_F(MailboxTest, KnowsWhichCallIsPendingUnderAnId) {
    ASSERT_TRUE(mailbox_->handle(call(11)));
    EXPECT_FALSE(mailbox_->find(1));
    poll();
    ASSERT_TRUE(mailbox_->find(1));
    EXPECT_EQ(mailbox_->find(1)->call, 11U);
    EXPECT_EQ(mailbox_->find(1)->interaction, "urn:kb:1/interaction/i");
    EXPECT_FALSE(mailbox_->find(1)->abandoned);
    EXPECT_FALSE(mailbox_->take(0));
    EXPECT_FALSE(mailbox_->take(2));
    EXPECT_TRUE(mailbox_->take(1));
    EXPECT_FALSE(mailbox_->take(1));
}

TEST_F(MailboxTest, RefusesTheNewestWhenItsQueueIsFull) {
    for (exchange::CallId id : {11, 12, 13}) {
        ASSERT_TRUE(mailbox_->handle(call(id)));
    }
    const auto refused = mailbox_->handle(call(14));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::LimitExceeded);
    EXPECT_THAT(refused.error().message, HasSubstr("its queue is full: 3 pieces"));
    for (const char* expected : {"\"11\"", "\"12\"", "\"13\""}) {
        EXPECT_EQ(call_of(poll()), expected);
    }
}

TEST_F(MailboxTest, RefusesTheNewestWhenTooMuchIsUnanswered) {
    for (exchange::CallId id : {11, 12, 13}) {
        ASSERT_TRUE(mailbox_->handle(call(id)));
        poll();
    }
    const auto refused = mailbox_->handle(call(14));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::LimitExceeded);
    EXPECT_THAT(refused.error().message, HasSubstr("fetched 3 pieces"));
    ASSERT_TRUE(mailbox_->take(2));
    EXPECT_TRUE(mailbox_->handle(call(15)));
}

TEST_F(MailboxTest, HoldsQueuedWorkBackWhileTooMuchIsUnanswered) {
    for (exchange::CallId id : {11, 12}) {
        ASSERT_TRUE(mailbox_->handle(call(id)));
        poll();
    }
    ASSERT_TRUE(mailbox_->handle(call(13)));
    ASSERT_TRUE(mailbox_->handle(call(14)));
    EXPECT_EQ(call_of(poll()), "\"13\"");
    const auto waiting = poll();
    EXPECT_FALSE(waiting->has_response());
    ASSERT_TRUE(mailbox_->take(1));
    EXPECT_EQ(call_of(waiting), "\"14\"");
}

TEST_F(MailboxTest, DropsQueuedWorkThatWasCancelled) {
    ASSERT_TRUE(mailbox_->handle(call(11)));
    ASSERT_TRUE(mailbox_->handle(call(12)));
    mailbox_->cancel(11);
    EXPECT_EQ(mailbox_->statistics().queued, 1U);
    const auto next = poll();
    EXPECT_EQ(call_of(next), "\"12\"");
    EXPECT_EQ(id_of(next), 1U);
    mailbox_->cancel(99);
}

TEST_F(MailboxTest, KeepsDeliveredWorkThatWasCancelledForALateAnswer) {
    ASSERT_TRUE(mailbox_->handle(call(11)));
    poll();
    mailbox_->cancel(11);
    mailbox_->cancel(11);
    EXPECT_EQ(mailbox_->statistics().unanswered, 0U);
    const auto late = mailbox_->take(1);
    ASSERT_TRUE(late);
    EXPECT_TRUE(late->abandoned);
    EXPECT_FALSE(mailbox_->take(1));
}

TEST_F(MailboxTest, BoundsWhatItKeepsForLateAnswers) {
    for (exchange::CallId id = 1; id <= 10; ++id) {
        ASSERT_TRUE(mailbox_->handle(call(id)));
        poll();
        mailbox_->cancel(id);
    }
    EXPECT_FALSE(mailbox_->find(7));
    for (std::uint64_t id : {8, 9, 10}) {
        EXPECT_TRUE(mailbox_->find(id)) << id;
    }
}

TEST_F(MailboxTest, AnAbandonedAnswerMakesRoomForTheNext) {
    for (exchange::CallId id : {11, 12, 13}) {
        ASSERT_TRUE(mailbox_->handle(call(id)));
        poll();
    }
    ASSERT_FALSE(mailbox_->handle(call(14)));
    mailbox_->cancel(11);
    EXPECT_TRUE(mailbox_->handle(call(15)));
}

TEST_F(MailboxTest, EndsItsPollWhenRemoved) {
    const Mailbox* told = nullptr;
    mailbox_ = std::make_shared<Mailbox>(settings_, clock_, [&told](const Mailbox& mailbox) { told = &mailbox; });
    const auto open = poll();
    mailbox_->removed();
    EXPECT_EQ(told, mailbox_.get());
    EXPECT_EQ(open->status(), 410U);
    EXPECT_THAT(open->body(), HasSubstr(R"("messageType":"message")"));
    EXPECT_EQ(poll()->status(), 410U);
    EXPECT_FALSE(mailbox_->handle(call(11)));
    clock_.advance(seconds(60));
}

TEST_F(MailboxTest, ForgetsItsWorkWhenRemoved) {
    ASSERT_TRUE(mailbox_->handle(call(11)));
    const auto given = poll();
    ASSERT_TRUE(mailbox_->handle(call(12)));
    mailbox_->removed();
    EXPECT_FALSE(mailbox_->take(1));
    given->report_written(false);
    EXPECT_EQ(mailbox_->statistics().queued, 0U);
}

TEST_F(MailboxTest, EndsPollsWhenTheServerStopsButTakesAnswers) {
    ASSERT_TRUE(mailbox_->handle(call(11)));
    poll();
    const auto open = poll();
    mailbox_->stop();
    EXPECT_EQ(open->status(), 410U);
    EXPECT_EQ(poll()->status(), 410U);
    EXPECT_TRUE(mailbox_->take(1));
}

TEST_F(MailboxTest, MayEndWhileAPollIsOpen) {
    const auto open = poll();
    mailbox_.reset();
    clock_.advance(seconds(29));
    open->disconnect();
    EXPECT_FALSE(open->has_response());
}

TEST(MailboxThreads, GivesEachPieceOutExactlyOnce) {
    constexpr exchange::CallId count = 2000;
    ManualClock clock{TimePoint{}};
    const auto mailbox = std::make_shared<Mailbox>(MailboxSettings{seconds(29), count, count}, clock);
    std::thread sender([&mailbox] {
        for (exchange::CallId id = 1; id <= count; ++id) {
            exchange::Call call;
            call.id = id;
            EXPECT_TRUE(mailbox->handle(call));
        }
    });
    std::atomic<std::size_t> taken{0};
    const auto take_until_all_are_taken = [&mailbox, &taken](std::uint64_t first) {
        for (std::uint64_t id = first; id <= count; id += 2) {
            while (!mailbox->take(id)) {
                std::this_thread::yield();
            }
            ++taken;
        }
    };
    std::thread odd(take_until_all_are_taken, 1);
    std::thread even(take_until_all_are_taken, 2);
    while (taken < count) {
        const auto response = std::make_shared<RecordedResponse>();
        mailbox->poll(response);
        std::this_thread::yield();
    }
    sender.join();
    odd.join();
    even.join();
    EXPECT_EQ(mailbox->statistics().queued, 0U);
    EXPECT_EQ(mailbox->statistics().unanswered, 0U);
}

}  // namespace
}  // namespace gridlore::rest_api
