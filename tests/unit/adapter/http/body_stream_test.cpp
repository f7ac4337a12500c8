#include "adapter/http/body_stream.h"

#include <gtest/gtest.h>

#include <random>
#include <thread>

namespace gridlore::http {
namespace {

using Taken = BodyStream::Taken;

BodyStream::Limits limits(std::size_t memory, std::uint64_t file) {
    return {.memory = memory, .file = file};
}

/// Everything that can be taken now.
std::string drained(BodyStream& stream, Taken& last) {
    std::string all;
    std::string piece;
    while ((last = stream.take(piece)) == Taken::Piece) {
        all += piece;
    }
    return all;
}

TEST(BodyStream, GivesWhatWasWritten) {
    BodyStream stream(limits(100, 1000));
    std::string piece;
    EXPECT_EQ(stream.take(piece), Taken::Nothing);
    ASSERT_TRUE(stream.write("one "));
    ASSERT_TRUE(stream.write("two"));
    EXPECT_EQ(stream.take(piece), Taken::Piece);
    EXPECT_EQ(piece, "one two");
    stream.finish();
    EXPECT_EQ(stream.take(piece), Taken::End);
}

TEST(BodyStream, KeepsTheOrderOfWhatGoesThroughTheFile) {
    BodyStream stream(limits(4, 1000));
    for (const char* text : {"abc", "defg", "hi"}) {
        ASSERT_TRUE(stream.write(text));
    }
    stream.finish();
    Taken last{};
    EXPECT_EQ(drained(stream, last), "abcdefghi");
    EXPECT_EQ(last, Taken::End);
}

TEST(BodyStream, UsesTheRoomOfItsFileAgain) {
    BodyStream stream(limits(0, 10));
    Taken last{};
    std::string all;
    std::string expected;
    for (int i = 0; i < 50; ++i) {
        const std::string text(7, static_cast<char>('a' + i % 26));
        ASSERT_TRUE(stream.write(text));
        expected += text;
        all += drained(stream, last);
    }
    EXPECT_EQ(all, expected);
}

TEST(BodyStream, IsRefusedMoreThanItsFileHolds) {
    BodyStream stream(limits(4, 10));
    ASSERT_TRUE(stream.write("1234"));
    ASSERT_TRUE(stream.write("0123456789"));
    const auto refused = stream.write("x");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::LimitExceeded);
}

TEST(BodyStream, IsRefusedWhereThereIsNoRoomForFiles) {
    BodyStream stream({.memory = 4, .file = 10, .folder = std::make_shared<SpoolFolder>(1000, "/nowhere")});
    const auto refused = stream.write("12345");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Unavailable);
}

TEST(BodyStream, ThatFailsIsCutAtOnce) {
    BodyStream stream(limits(100, 100));
    ASSERT_TRUE(stream.write("some"));
    stream.fail();
    std::string piece;
    EXPECT_EQ(stream.take(piece), Taken::Cut);
    stream.finish();
    EXPECT_EQ(stream.take(piece), Taken::Cut);
}

TEST(BodyStream, TellsItsWriterThatNobodyTakesIt) {
    BodyStream stream(limits(100, 100));
    stream.abandon();
    const auto refused = stream.write("some");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::Unavailable);
}

TEST(BodyStream, NotifiesOnceWhoFoundNothing) {
    BodyStream stream(limits(100, 100));
    int notified = 0;
    stream.notify_by([&notified] { ++notified; });
    ASSERT_TRUE(stream.write("before anyone asked"));
    EXPECT_EQ(notified, 0);
    Taken last{};
    drained(stream, last);
    ASSERT_TRUE(stream.write("a"));
    ASSERT_TRUE(stream.write("b"));
    EXPECT_EQ(notified, 1);
    drained(stream, last);
    stream.finish();
    EXPECT_EQ(notified, 2);
}

TEST(BodyStream, NotifiesNobodyWhoHasGone) {
    BodyStream stream(limits(100, 100));
    bool is_notified = false;
    stream.notify_by([&is_notified] { is_notified = true; });
    std::string piece;
    ASSERT_EQ(stream.take(piece), Taken::Nothing);
    stream.abandon();
    stream.finish();
    EXPECT_FALSE(is_notified);
}

TEST(BodyStream, CarriesBytesFromOneThreadToAnother) {
    BodyStream stream(limits(300, 10'000));
    std::string expected;
    std::thread writer([&] {
        std::mt19937 random(3);
        for (int i = 0; i < 20'000; ++i) {
            const std::string text(random() % 50, static_cast<char>('a' + random() % 26));
            while (!stream.write(text)) {
                std::this_thread::yield();
            }
            expected += text;
        }
        stream.finish();
    });
    std::string all;
    Taken last{};
    while (last != Taken::End) {
        all += drained(stream, last);
    }
    writer.join();
    EXPECT_EQ(all, expected);
}

}  // namespace
}  // namespace gridlore::http
