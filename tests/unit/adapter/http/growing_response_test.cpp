#include "adapter/http/growing_response.h"

#include <gtest/gtest.h>

#include "tests/support/recorded_response.h"

namespace gridlore::http {
namespace {

using test_support::RecordedResponse;

constexpr std::string_view unwanted = "unwanted";

struct Growing {
    explicit Growing(bool takes_gzip = false)
        : recorded(std::make_shared<RecordedResponse>()),
          response(std::make_unique<GrowingResponse>(recorded, Response::with_body(200, "text/plain", ""), takes_gzip,
                                                     GrowingResponse::Settings{.whole = 100, .compress_from = 50})) {}

    void fail() const { response->fail(Response::with_body(503, "text/plain", std::string(unwanted))); }

    std::shared_ptr<RecordedResponse> recorded;
    std::unique_ptr<GrowingResponse> response;
};

std::string ungzipped(std::string_view bytes) {
    GzipDecoder decoder;
    std::string all;
    std::string out;
    do {
        EXPECT_TRUE(decoder.next(bytes, out));
        all += out;
    } while (!bytes.empty() || !out.empty());
    EXPECT_TRUE(decoder.is_complete());
    return all;
}

std::string taken(BodyStream& stream, BodyStream::Taken& last) {
    std::string all;
    std::string piece;
    while ((last = stream.take(piece)) == BodyStream::Taken::Piece) {
        all += piece;
    }
    return all;
}

TEST(GrowingResponse, ThatStaysSmallGoesOutWhole) {
    const Growing growing;
    ASSERT_TRUE(growing.response->write("one "));
    ASSERT_TRUE(growing.response->write("two"));
    EXPECT_FALSE(growing.recorded->has_response());
    ASSERT_TRUE(growing.response->finish());
    EXPECT_EQ(growing.recorded->status(), 200U);
    EXPECT_EQ(growing.recorded->body(), "one two");
    EXPECT_EQ(growing.recorded->stream(), nullptr);
}

TEST(GrowingResponse, CanBecomeAnErrorUntilItHasBegun) {
    const Growing growing;
    ASSERT_TRUE(growing.response->write("one "));
    growing.fail();
    EXPECT_EQ(growing.recorded->status(), 503U);
    EXPECT_EQ(growing.recorded->body(), unwanted);
}

TEST(GrowingResponse, ThatBecomesLargeIsSentWhileItGrows) {
    const Growing growing;
    const std::string text(101, 'x');
    ASSERT_TRUE(growing.response->write(text));
    const auto stream = growing.recorded->stream();
    ASSERT_NE(stream, nullptr);
    BodyStream::Taken last{};
    EXPECT_EQ(taken(*stream, last), text);
    EXPECT_EQ(last, BodyStream::Taken::Nothing);
    ASSERT_TRUE(growing.response->write("more"));
    ASSERT_TRUE(growing.response->finish());
    EXPECT_EQ(taken(*stream, last), "more");
    EXPECT_EQ(last, BodyStream::Taken::End);
}

TEST(GrowingResponse, ThatFailsOnItsWayIsCut) {
    for (const bool is_let_go : {false, true}) {
        Growing growing;
        ASSERT_TRUE(growing.response->write(std::string(101, 'x')));
        const auto stream = growing.recorded->stream();
        is_let_go ? growing.response.reset() : growing.fail();
        BodyStream::Taken last{};
        taken(*stream, last);
        EXPECT_EQ(last, BodyStream::Taken::Cut);
        EXPECT_EQ(growing.recorded->status(), 200U);
    }
}

TEST(GrowingResponse, IsCompressedForThoseWhoTakeThatIfItPays) {
    for (const std::size_t size : {49, 50}) {
        const Growing growing(true);
        ASSERT_TRUE(growing.response->write(std::string(size, 'x')));
        ASSERT_TRUE(growing.response->finish());
        const bool is_compressed = size == 50;
        EXPECT_EQ(growing.recorded->header("Content-Encoding"), is_compressed ? "gzip" : "");
        EXPECT_EQ(is_compressed ? ungzipped(growing.recorded->body()) : growing.recorded->body(),
                  std::string(size, 'x'));
    }
}

TEST(GrowingResponse, IsCompressedAsAStream) {
    const Growing growing(true);
    std::string expected;
    for (int i = 0; i < 10'000; ++i) {
        const std::string text = std::to_string(i);
        ASSERT_TRUE(growing.response->write(text));
        expected += text;
    }
    ASSERT_TRUE(growing.response->finish());
    EXPECT_EQ(growing.recorded->header("Content-Encoding"), "gzip");
    BodyStream::Taken last{};
    EXPECT_EQ(ungzipped(taken(*growing.recorded->stream(), last)), expected);
}

}  // namespace
}  // namespace gridlore::http
