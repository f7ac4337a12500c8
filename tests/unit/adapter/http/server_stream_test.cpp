#include <gtest/gtest.h>

#include "adapter/http/body_stream.h"
#include "adapter/http/gzip.h"
#include "adapter/http/mapped_file.h"
#include "tests/unit/adapter/http/test_server.h"

namespace gridlore::http {
namespace {

std::string gzipped(std::string_view text) {
    GzipEncoder encoder;
    std::string out;
    encoder.add(text, out);
    encoder.finish(out);
    return out;
}

/// Answers the request that is held with a stream.
std::shared_ptr<BodyStream> answer_with_stream(TestServer& server, BodyStream::Limits limits = {}) {
    auto held = server.held.next();
    EXPECT_TRUE(held);
    auto stream = std::make_shared<BodyStream>(std::move(limits));
    Response response = Response::empty(200);
    response.stream = stream;
    held->responder->respond(std::move(response));
    return stream;
}

/// What comes until `end` or until the server closes the connection.
std::string receive_until(RawConnection& client, std::string_view end) {
    std::string all;
    std::string some = "x";
    while (!some.empty() && !all.ends_with(end)) {
        some = client.receive_at_most(std::size_t{64} << 10);
        all += some;
    }
    return all;
}

constexpr std::string_view last_chunk = "\r\n0\r\n\r\n";

TEST(StreamedResponse, GoesOutInChunksAndTheConnectionGoesOn) {
    TestServer server;
    RawConnection client = server.connect();
    client.send(get_request("/hold"));
    const auto stream = answer_with_stream(server);
    ASSERT_TRUE(stream->write("one"));
    EXPECT_TRUE(client.receive().has_line("Transfer-Encoding: chunked"));
    EXPECT_EQ(receive_until(client, "one"), "3\r\none");
    ASSERT_TRUE(stream->write("and sixteen more"));
    stream->finish();
    EXPECT_EQ(receive_until(client, last_chunk), "\r\n10\r\nand sixteen more\r\n0\r\n\r\n");
    client.send(get_request("/next"));
    EXPECT_EQ(client.receive().body, "GET /next ");
}

TEST(StreamedResponse, MayBeOfNoBytes) {
    TestServer server;
    RawConnection client = server.connect();
    client.send(get_request("/hold"));
    answer_with_stream(server)->finish();
    EXPECT_EQ(client.receive().status, 200U);
    EXPECT_EQ(receive_until(client, "0\r\n\r\n"), "0\r\n\r\n");
}

TEST(StreamedResponse, ToAnOldClientEndsWithTheConnection) {
    TestServer server;
    RawConnection client = server.connect();
    client.send("GET /hold HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const auto stream = answer_with_stream(server);
    ASSERT_TRUE(stream->write("all of it"));
    stream->finish();
    const RawResponse response = client.receive();
    EXPECT_FALSE(response.has_line("Transfer-Encoding: chunked"));
    EXPECT_TRUE(response.has_line("Connection: close"));
    EXPECT_EQ(receive_until(client, "never"), "all of it");
    EXPECT_TRUE(client.is_closed());
}

TEST(StreamedResponse, ToHeadHasNoBodyAndItsWriterIsTold) {
    TestServer server;
    RawConnection client = server.connect();
    client.send("HEAD /hold HTTP/1.1\r\nHost: x\r\n\r\nGET /next HTTP/1.1\r\nHost: x\r\n\r\n");
    const auto stream = answer_with_stream(server);
    EXPECT_TRUE(client.receive().has_line("Transfer-Encoding: chunked"));
    EXPECT_EQ(client.receive().body, "GET /next ");
    EXPECT_FALSE(stream->write("x"));
}

TEST(StreamedResponse, ThatFailsIsCutWithoutItsLastChunk) {
    TestServer server;
    RawConnection client = server.connect();
    client.send(get_request("/hold"));
    const auto stream = answer_with_stream(server);
    ASSERT_TRUE(stream->write("one"));
    EXPECT_EQ(client.receive().status, 200U);
    EXPECT_EQ(receive_until(client, "one"), "3\r\none");
    stream->fail();
    EXPECT_TRUE(client.is_closed());
}

TEST(StreamedResponse, ThatIsNotTakenHoldsNeitherItsWriterNorOtherClients) {
    TestServer server({.threads = 1});
    RawConnection slow;
    slow.receive_little();
    slow.connect(server->port());
    slow.send(get_request("/hold"));
    const auto stream = answer_with_stream(server, {.memory = 10'000, .file = 100'000'000});
    const std::string piece(1'000'000, 'x');
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(stream->write(piece));
    }
    stream->finish();
    RawConnection other = server.connect();
    other.send(get_request("/other"));
    EXPECT_EQ(other.receive().body, "GET /other ");
    EXPECT_EQ(slow.receive().status, 200U);
    const std::string all = receive_until(slow, last_chunk);
    EXPECT_EQ(std::count(all.begin(), all.end(), 'x'), 20'000'000);
}

TEST(StreamedResponse, TellsItsWriterThatTheClientHasGone) {
    TestServer server;
    RawConnection client = server.connect();
    client.send(get_request("/hold"));
    const auto stream = answer_with_stream(server);
    ASSERT_TRUE(stream->write("one"));
    EXPECT_EQ(client.receive().status, 200U);
    client.close();
    EXPECT_TRUE(server.comes_to_have(0));
    EXPECT_FALSE(stream->write("two"));
}

TEST(StreamedResponse, IsCutIfTheClientTakesNothing) {
    TestServer server({.write_timeout = std::chrono::seconds(1)});
    RawConnection client;
    client.receive_little();
    client.connect(server->port());
    client.send(get_request("/hold"));
    const auto stream = answer_with_stream(server);
    ASSERT_TRUE(stream->write(std::string(10'000'000, 'x')));
    EXPECT_TRUE(server.comes_to_have(0));
    EXPECT_FALSE(stream->write("x"));
}

TEST(StreamedResponse, EndsWithTheServer) {
    TestServer server;
    RawConnection client = server.connect();
    client.send(get_request("/hold"));
    const auto stream = answer_with_stream(server);
    ASSERT_TRUE(stream->write("one"));
    EXPECT_EQ(client.receive().status, 200U);
    server->stop(std::chrono::milliseconds(1));
    EXPECT_FALSE(stream->write("two"));
}

TEST(CompressedRequest, IsDecoded) {
    TestServer server;
    RawConnection client = server.connect();
    const std::string body = gzipped("some text");
    client.send("POST /x HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body);
    EXPECT_EQ(client.receive().body, "POST /x some text");
}

TEST(LargeRequest, GoesToAFileWhereThatIsAllowed) {
    TestServer server(
        {.body_limit = 1000, .large_bodies = {{.path = "/hold/*", .limit = 10'000'000, .in_memory = 10'000}}});
    RawConnection client = server.connect();
    std::string body;
    for (int i = 0; body.size() < 5'000'000; ++i) {
        body += std::to_string(i);
    }
    client.send(post_request("/hold/large", body));
    const auto held = server.held.next();
    ASSERT_TRUE(held);
    EXPECT_TRUE(held->request.body.empty());
    ASSERT_NE(held->request.large_body, nullptr);
    EXPECT_TRUE(held->request.content() == body);
    held->respond("taken");
    EXPECT_EQ(client.receive().body, "taken");
    client.send(post_request("/other", body));
    EXPECT_EQ(client.receive().status, 413U);
}

TEST(LargeRequest, IsRefusedWhereThereIsNoRoomForFiles) {
    TestServer server({.large_bodies = {{.path = "/hold", .limit = 100'000, .in_memory = 10}},
                       .spool = std::make_shared<SpoolFolder>(1'000'000, "/nowhere")});
    RawConnection client = server.connect();
    client.send(post_request("/hold", std::string(100, 'x')));
    EXPECT_EQ(client.receive().status, 503U);
}

}  // namespace
}  // namespace gridlore::http
