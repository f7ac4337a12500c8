#include "adapter/http/response_slot.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace gridlore::http {
namespace {

class ResponseSlotTest : public testing::Test {
  protected:
    std::function<void(bool)> note_written() {
        return [this](bool whole) { written.push_back(whole); };
    }
    std::function<void()> note_gone() {
        return [this] { ++gone; };
    }
    std::shared_ptr<Responder> responder() {
        return make_responder(slot,
                              std::make_shared<const RefusalWording>([](unsigned status, const std::string& message) {
                                  return Response::with_body(status, "text/plain", "refused: " + message);
                              }));
    }

    int notified = 0;
    int gone = 0;
    std::vector<bool> written;
    std::shared_ptr<ResponseSlot> slot = std::make_shared<ResponseSlot>([this] { ++notified; });
};

TEST_F(ResponseSlotTest, NotifiesOnceWhenResponseComes) {
    EXPECT_FALSE(slot->has_response_or_notifies());
    EXPECT_EQ(notified, 0);
    slot->respond(Response::empty(201), {});
    EXPECT_EQ(notified, 1);
    EXPECT_TRUE(slot->has_response_or_notifies());
    EXPECT_EQ(slot->take().status, 201U);
    EXPECT_EQ(notified, 1);
}

TEST_F(ResponseSlotTest, DoesNotNotifyWhoDoesNotWaitYet) {
    slot->respond(Response::empty(201), {});
    EXPECT_EQ(notified, 0);
    EXPECT_TRUE(slot->has_response_or_notifies());
    EXPECT_EQ(notified, 0);
}

TEST_F(ResponseSlotTest, OnlyFirstResponseCounts) {
    slot->respond(Response::empty(201), note_written());
    bool second_written = true;
    slot->respond(Response::empty(202), [&](bool whole) { second_written = whole; });
    EXPECT_FALSE(second_written);
    EXPECT_TRUE(slot->has_response_or_notifies());
    EXPECT_EQ(slot->take().status, 201U);
    slot->written(true);
    EXPECT_EQ(written, std::vector<bool>{true});
}

TEST_F(ResponseSlotTest, TellsOnceWhetherItWasWritten) {
    for (const bool whole : {true, false}) {
        ResponseSlot one([] {});
        std::vector<bool> told;
        one.respond(Response::empty(200), [&](bool value) { told.push_back(value); });
        one.take();
        one.written(whole);
        one.written(whole);
        one.disconnected();
        EXPECT_EQ(told, std::vector<bool>{whole});
    }
}

TEST_F(ResponseSlotTest, TellsThatNobodySawResponse) {
    slot->respond(Response::empty(200), note_written());
    slot->disconnected();
    EXPECT_EQ(written, std::vector<bool>{false});
}

TEST_F(ResponseSlotTest, TellsLateResponseThatNobodySawIt) {
    EXPECT_FALSE(slot->has_response_or_notifies());
    slot->disconnected();
    slot->respond(Response::empty(200), note_written());
    EXPECT_EQ(written, std::vector<bool>{false});
    EXPECT_EQ(notified, 0);
    EXPECT_FALSE(slot->has_response_or_notifies());
}

TEST_F(ResponseSlotTest, TellsHandlerOnceThatClientHasGone) {
    slot->on_disconnect(note_gone());
    EXPECT_EQ(gone, 0);
    slot->disconnected();
    slot->disconnected();
    EXPECT_EQ(gone, 1);
}

TEST_F(ResponseSlotTest, TellsAtOnceIfClientHasGoneAlready) {
    slot->disconnected();
    slot->on_disconnect(note_gone());
    EXPECT_EQ(gone, 1);
}

TEST_F(ResponseSlotTest, TellsNothingOnceThereIsAResponse) {
    slot->on_disconnect(note_gone());
    slot->respond(Response::empty(200), {});
    slot->disconnected();
    slot->on_disconnect(note_gone());
    EXPECT_EQ(gone, 0);
}

TEST_F(ResponseSlotTest, HandlerMayRespondWhenClientHasGone) {
    slot->on_disconnect([this] { slot->respond(Response::empty(200), note_written()); });
    slot->disconnected();
    EXPECT_EQ(written, std::vector<bool>{false});
}

TEST_F(ResponseSlotTest, LetsGoOfWhatTellsOfDisconnection) {
    const auto held = std::make_shared<int>(0);
    slot->on_disconnect([held] {});
    EXPECT_EQ(held.use_count(), 2);
    slot->respond(Response::empty(200), {});
    EXPECT_EQ(held.use_count(), 1);
}

/// What the handler waits with may hold the responder itself, as long polls do.
TEST_F(ResponseSlotTest, BreaksCycleWhenClientGoes) {
    auto waiting = responder();
    const std::weak_ptr<Responder> watched = waiting;
    waiting->on_disconnect([waiting] { waiting->respond(Response::empty(200)); });
    waiting.reset();
    EXPECT_FALSE(watched.expired());
    slot->disconnected();
    EXPECT_TRUE(watched.expired());
}

TEST_F(ResponseSlotTest, TakesResponseFromAnotherThread) {
    std::atomic<bool> told = false;
    ResponseSlot other([&] {
        told = true;
        told.notify_one();
    });
    EXPECT_FALSE(other.has_response_or_notifies());
    std::thread handler([&] { other.respond(Response::with_body(200, "text/plain", "x"), {}); });
    told.wait(false);
    handler.join();
    EXPECT_TRUE(other.has_response_or_notifies());
    EXPECT_EQ(*other.take().body, "x");
}

TEST_F(ResponseSlotTest, ResponseAndDisconnectionMayMeet) {
    for (int i = 0; i < 200; ++i) {
        ResponseSlot other([] {});
        std::atomic<int> told = 0;
        other.on_disconnect([&] { ++told; });
        std::thread handler(
            [&] { other.respond(Response::empty(200), [&](bool whole) { told += whole ? 100 : 10; }); });
        other.disconnected();
        handler.join();
        EXPECT_TRUE(told == 10 || told == 11) << told;
    }
}

TEST_F(ResponseSlotTest, OneOfManyResponsesCounts) {
    std::atomic<int> unseen = 0;
    std::vector<std::thread> handlers;
    for (unsigned i = 0; i < 8; ++i) {
        handlers.emplace_back(
            [&, i] { slot->respond(Response::empty(200 + i), [&](bool whole) { unseen += whole ? 100 : 1; }); });
    }
    for (std::thread& handler : handlers) {
        handler.join();
    }
    EXPECT_EQ(unseen, 7);
    slot->written(true);
    EXPECT_EQ(unseen, 107);
}

TEST_F(ResponseSlotTest, ResponderPassesResponseOn) {
    const auto handlers = responder();
    handlers->respond(Response::empty(204), note_written());
    EXPECT_TRUE(slot->has_response_or_notifies());
    EXPECT_EQ(slot->take().status, 204U);
    slot->written(true);
    EXPECT_EQ(written, std::vector<bool>{true});
}

TEST_F(ResponseSlotTest, DroppedResponderGivesRefusal) {
    EXPECT_FALSE(slot->has_response_or_notifies());
    auto first = responder();
    auto copy = first;
    first.reset();
    EXPECT_EQ(notified, 0);
    copy.reset();
    EXPECT_EQ(notified, 1);
    ASSERT_TRUE(slot->has_response_or_notifies());
    const Response response = slot->take();
    EXPECT_EQ(response.status, 500U);
    EXPECT_EQ(*response.body, "refused: The request was not answered.");
}

TEST_F(ResponseSlotTest, ResponderDroppedAfterItsResponseAddsNothing) {
    responder()->respond(Response::empty(204));
    EXPECT_TRUE(slot->has_response_or_notifies());
    EXPECT_EQ(slot->take().status, 204U);
}

TEST_F(ResponseSlotTest, ResponderTellsOfDisconnection) {
    const auto handlers = responder();
    handlers->on_disconnect(note_gone());
    slot->disconnected();
    EXPECT_EQ(gone, 1);
}

}  // namespace
}  // namespace gridlore::http
