#include "adapter/http/request_parser.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/http/gzip.h"
#include "adapter/http/mapped_file.h"

namespace gridlore::http {

void PrintTo(RequestParser::State state, std::ostream* out) {
    static constexpr std::array names{"InHeader", "InBody", "Complete", "Refused"};
    *out << names.at(static_cast<std::size_t>(state));
}

namespace {

using State = RequestParser::State;
using namespace std::string_literals;

const RequestParser::Limits wide{.header = 16 << 10, .body = 1 << 20};
constexpr std::string_view get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

/// What came of some bytes, as a text that a test can compare.
struct Outcome {
    State state = State::InHeader;
    unsigned status = 0;  ///< of the refusal
    std::string line;     ///< `POST /a?b`
    Headers headers;
    std::string body;
    bool is_in_file = false;
    bool keep_alive = false;
    bool is_http_1_0 = false;
    std::string rest;

    bool operator==(const Outcome&) const = default;
};

/// Feeds pieces of that size, as a socket would, until the parser wants no more.
Outcome parse(std::string_view bytes, std::size_t piece, RequestParser::Limits limits = wide) {
    RequestParser parser(limits);
    while (!bytes.empty() && parser.needs_more()) {
        const auto room = parser.room();
        const std::size_t size = std::min({room.size(), piece, bytes.size()});
        std::ranges::copy(bytes.substr(0, size), room.begin());
        parser.received(size);
        bytes.remove_prefix(size);
    }
    Outcome outcome;
    outcome.state = parser.state();
    if (outcome.state == State::Refused) {
        outcome.status = parser.refusal().status;
        EXPECT_FALSE(parser.refusal().message.empty());
    } else if (outcome.state == State::Complete) {
        outcome.rest = std::string(parser.rest()) + std::string(bytes);
        const auto [request, persistence] = parser.take();
        outcome.is_in_file = request.large_body != nullptr;
        outcome.line = request.method + " " + request.path + (request.query.empty() ? "" : "?" + request.query);
        outcome.headers = request.headers;
        outcome.body = request.content();
        outcome.keep_alive = persistence.keep_alive;
        outcome.is_http_1_0 = persistence.is_http_1_0;
    }
    return outcome;
}

/// The outcome however the bytes are cut up.
Outcome parse(std::string_view bytes, RequestParser::Limits limits = wide) {
    SCOPED_TRACE(std::string(bytes.substr(0, 200)));
    Outcome whole = parse(bytes, bytes.size(), limits);
    for (const std::size_t piece : {1, 2, 3, 7, 64, 1000}) {
        const Outcome cut = parse(bytes, piece, limits);
        EXPECT_EQ(cut.state, whole.state) << "in pieces of " << piece;
        EXPECT_EQ(cut.status, whole.status) << "in pieces of " << piece;
        EXPECT_TRUE(cut == whole) << "in pieces of " << piece;
    }
    return whole;
}

std::string with_header(const std::string& lines) {
    return "POST /a HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n";
}

std::string chunked(const std::string& body) {
    return with_header("Transfer-Encoding: chunked\r\n") + body;
}

void expect_refused(const std::string& bytes, unsigned status, RequestParser::Limits limits = wide) {
    SCOPED_TRACE(bytes.substr(0, 200));
    const Outcome outcome = parse(bytes, limits);
    EXPECT_EQ(outcome.state, State::Refused);
    EXPECT_EQ(outcome.status, status);
}

std::string gzipped(std::string_view text) {
    GzipEncoder encoder;
    std::string out;
    encoder.add(text, out);
    encoder.finish(out);
    return out;
}

std::string with_gzip(const std::string& body) {
    return with_header("Content-Encoding: gzip\r\nContent-Length: " + std::to_string(body.size()) + "\r\n") + body;
}

TEST(RequestParser, DecodesGzip) {
    EXPECT_EQ(parse(with_gzip(gzipped("some text"))).body, "some text");
    EXPECT_EQ(parse(with_gzip(gzipped(""))).body, "");
    const std::string body = gzipped("some text");
    EXPECT_EQ(parse(with_header("Content-Encoding: x-gzip\r\nTransfer-Encoding: chunked\r\n") + "5\r\n" +
                    body.substr(0, 5) + "\r\n18\r\n" + body.substr(5) + "\r\n0\r\n\r\n")
                  .body,
              "some text");
    ASSERT_EQ(body.size(), 5U + 0x18U);
}

TEST(RequestParser, RefusesGzipThatIsDamagedOrCut) {
    const std::string body = gzipped("some text");
    expect_refused(with_gzip(body.substr(0, 12)), 400);
    expect_refused(with_gzip("plain text"), 400);
    expect_refused(with_gzip(body + "behind"), 400);
}

TEST(RequestParser, RefusesOtherCodings) {
    expect_refused(with_header("Content-Encoding: br\r\nContent-Length: 1\r\n") + "x", 415);
    expect_refused(with_header("Content-Encoding: gzip, gzip\r\nContent-Length: 1\r\n") + "x", 415);
    EXPECT_EQ(parse(with_header("Content-Encoding: identity\r\nContent-Length: 1\r\n") + "x").body, "x");
}

TEST(RequestParser, LimitsWhatGzipIsDecodedTo) {
    const RequestParser::Limits limits{.header = 1000, .body = 1000};
    EXPECT_EQ(parse(with_gzip(gzipped(std::string(1000, 'x'))), limits).state, State::Complete);
    expect_refused(with_gzip(gzipped(std::string(1001, 'x'))), 413, limits);
    expect_refused(with_gzip(gzipped(std::string(10'000'000, 'x'))), 413, {.header = 1000, .body = 100'000});
}

TEST(RequestParser, KeepsLargeBodiesOfSomePathsInFiles) {
    const std::vector<LargeBodies> large = {{.path = "/a", .limit = 1000, .in_memory = 100}};
    const RequestParser::Limits limits{
        .header = 1000, .body = 10, .large_bodies = large, .spool = std::make_shared<SpoolFolder>()};
    const auto with_size = [](std::size_t size) {
        return with_header("Content-Length: " + std::to_string(size) + "\r\n") + std::string(size, 'x');
    };
    EXPECT_FALSE(parse(with_size(100), limits).is_in_file);
    EXPECT_EQ(parse(with_size(100), limits).body, std::string(100, 'x'));
    EXPECT_TRUE(parse(with_size(101), limits).is_in_file);
    EXPECT_EQ(parse(with_size(1000), limits).body, std::string(1000, 'x'));
    expect_refused(with_size(1001), 413, limits);
    EXPECT_TRUE(parse(with_gzip(gzipped(std::string(1000, 'x'))), limits).is_in_file);
    expect_refused(with_gzip(gzipped(std::string(1001, 'x'))), 413, limits);
    expect_refused("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n01234567890", 413, limits);
}

TEST(RequestParser, ReadsRequestWithoutBody) {
    const Outcome outcome = parse("GET /rest/sc?a=b%20c HTTP/1.1\r\nHost: x\r\nAccept:  text/plain \r\n\r\n");
    EXPECT_EQ(outcome.state, State::Complete);
    EXPECT_EQ(outcome.line, "GET /rest/sc?a=b%20c");
    EXPECT_EQ(outcome.headers, (Headers{{"Host", "x"}, {"Accept", "text/plain"}}));
    EXPECT_EQ(outcome.body, "");
    EXPECT_TRUE(outcome.keep_alive);
    EXPECT_FALSE(outcome.is_http_1_0);
    EXPECT_EQ(outcome.rest, "");
}

TEST(RequestParser, KeepsPercentEncodingAndTrailingSlash) {
    EXPECT_EQ(parse("GET /a%2Fb/ HTTP/1.1\r\nHost: x\r\n\r\n").line, "GET /a%2Fb/");
}

TEST(RequestParser, SplitsTargetAtFirstQuestionMark) {
    EXPECT_EQ(parse("GET /a?b?c HTTP/1.1\r\nHost: x\r\n\r\n").line, "GET /a?b?c");
    EXPECT_EQ(parse("GET /a? HTTP/1.1\r\nHost: x\r\n\r\n").line, "GET /a");
}

TEST(RequestParser, ReadsUnknownMethods) {
    EXPECT_EQ(parse("BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n").line, "BREW /pot");
}

TEST(RequestParser, ReadsBodyOfDeclaredLength) {
    const Outcome outcome = parse(with_header("Content-Length: 5\r\n") + "hello");
    EXPECT_EQ(outcome.state, State::Complete);
    EXPECT_EQ(outcome.line, "POST /a");
    EXPECT_EQ(outcome.body, "hello");
}

TEST(RequestParser, ReadsBodyWithNulBytesAndLineBreaks) {
    const std::string body("\0\r\n\r\n\xff\0", 7);
    EXPECT_EQ(parse(with_header("Content-Length: 7\r\n") + body).body, body);
}

TEST(RequestParser, ReadsBodyOfNoBytes) {
    EXPECT_EQ(parse(with_header("Content-Length: 0\r\n")).state, State::Complete);
    EXPECT_EQ(parse(with_header("")).state, State::Complete);
}

TEST(RequestParser, WaitsForAllOfBody) {
    EXPECT_EQ(parse(with_header("Content-Length: 5\r\n") + "hell").state, State::InBody);
    EXPECT_EQ(parse(with_header("Content-Length: 5\r\n")).state, State::InBody);
}

TEST(RequestParser, ReadsLargeBody) {
    const std::string body(wide.body, 'x');
    const Outcome outcome =
        parse(with_header("Content-Length: " + std::to_string(body.size()) + "\r\n") + body, 100'000, wide);
    EXPECT_EQ(outcome.state, State::Complete);
    EXPECT_TRUE(outcome.body == body);
}

TEST(RequestParser, ReadsChunkedBody) {
    const Outcome outcome = parse(chunked("5\r\nhello\r\nA\r\n, world!!!\r\n0\r\n\r\n"));
    EXPECT_EQ(outcome.state, State::Complete);
    EXPECT_EQ(outcome.body, "hello, world!!!");
    EXPECT_EQ(outcome.rest, "");
}

TEST(RequestParser, ReadsChunkedBodyOfNoBytes) {
    const Outcome outcome = parse(chunked("0\r\n\r\n"));
    EXPECT_EQ(outcome.state, State::Complete);
    EXPECT_EQ(outcome.body, "");
}

TEST(RequestParser, WaitsForLastChunk) {
    for (const char* body : {"", "5", "5\r\nhel", "5\r\nhello", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n",
                             "5\r\nhello\r\n0\r\n\r", "0", "0\r", "0\r\n", "0\r\n\r", "0\r\nA: b\r\n"}) {
        EXPECT_EQ(parse(chunked(body)).state, State::InBody) << body;
    }
}

TEST(RequestParser, IgnoresChunkExtensions) {
    EXPECT_EQ(parse(chunked("5;a=b;c=\"d\"\r\nhello\r\n0;e\r\n\r\n")).body, "hello");
}

TEST(RequestParser, KeepsTrailersOutOfHeaders) {
    const Outcome outcome = parse(chunked("1\r\nx\r\n0\r\nKnowledge-Base-Id: y\r\nConnection: close\r\n\r\n"));
    EXPECT_EQ(outcome.state, State::Complete);
    EXPECT_EQ(outcome.headers, (Headers{{"Host", "x"}, {"Transfer-Encoding", "chunked"}}));
    EXPECT_TRUE(outcome.keep_alive);
}

TEST(RequestParser, RefusesBrokenChunks) {
    for (const char* body : {"zz\r\n\r\n\r\n", "-1\r\nx\r\n0\r\n\r\n", "5\r\nhelloX\r\n0\r\n\r\n", "\r\n0\r\n\r\n",
                             "2\r\nhello!", "5 hello\r\n0\r\n\r\n", "0\r\nno colon\r\n\r\n", "1;\"\r\nx\r\n0\r\n\r\n",
                             "0\r\nContent-Length: 5\r\n\r\n", "0\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
        expect_refused(chunked(body), 400);
    }
}

TEST(RequestParser, RefusesChunkSizeBeyondAnyNumber) {
    expect_refused(chunked("fffffffffffffffff\r\nx\r\n0\r\n\r\n"), 400);
}

TEST(RequestParser, LeavesWhatComesBehindRequest) {
    const std::string two = std::string(get) + "GET /b HTTP/1.1\r\n";
    EXPECT_EQ(parse(two).rest, "GET /b HTTP/1.1\r\n");
    EXPECT_EQ(parse(with_header("Content-Length: 2\r\n") + "hello").rest, "llo");
    EXPECT_EQ(parse(chunked("0\r\n\r\n") + "GET /b").rest, "GET /b");
}

TEST(RequestParser, GoesOnWithWhatWasLeft) {
    RequestParser first(wide);
    first.feed(std::string(get) + "GET /second HTTP/1.1\r\nHo");
    ASSERT_EQ(first.state(), State::Complete);
    RequestParser second(wide);
    second.feed(first.rest());
    EXPECT_TRUE(second.has_begun());
    ASSERT_EQ(second.state(), State::InHeader);
    second.feed("st: x\r\n\r\n");
    ASSERT_EQ(second.state(), State::Complete);
    EXPECT_EQ(second.take().request.path, "/second");
}

TEST(RequestParser, HasNotBegunWithoutBytes) {
    RequestParser parser(wide);
    EXPECT_FALSE(parser.has_begun());
    parser.feed("");
    EXPECT_FALSE(parser.has_begun());
    EXPECT_TRUE(parser.needs_more());
    parser.feed("G");
    EXPECT_TRUE(parser.has_begun());
}

TEST(RequestParser, HasNotBegunWithALineBreak) {
    RequestParser parser(wide);
    parser.feed("\r");
    EXPECT_FALSE(parser.has_begun());
    parser.feed("\n");
    EXPECT_FALSE(parser.has_begun());
    parser.feed("\r");
    EXPECT_TRUE(parser.has_begun());  // one is enough
    RequestParser other(wide);
    other.feed("\rG");
    EXPECT_TRUE(other.has_begun());
}

TEST(RequestParser, SkipsOneLeadingLineBreak) {
    EXPECT_EQ(parse("\r\n" + std::string(get)).line, "GET /a");
    EXPECT_EQ(parse("\r\n").state, State::InHeader);
    EXPECT_EQ(parse("\r").state, State::InHeader);
    expect_refused("\r\n\r\n" + std::string(get), 400);
}

TEST(RequestParser, RefusesWhatIsNoHttp) {
    const std::vector<std::string> texts = {
        "nonsense\r\n",
        "GET\r\n",
        "GET /\r\n",
        "GET / HTTP/9.9\r\n",
        "GET / HTTP/1.1 \r\n",
        "GET / HTTP/1.\r\n",
        "GET / H\r\n",
        "GET  / HTTP/1.1\r\n",
        " GET / HTTP/1.1\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\x16\x03\x01\x02",
        std::string(1000, '\0'),
        "G\0T / HTTP/1.1\r\n"s,
        "GET /\0 HTTP/1.1\r\n"s,
        "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n"s,
        "GET / HTTP/1.1\r\nHost: x\r\nA\0: b\r\n\r\n"s,
        "GET / HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: ,;=\r\n\r\n",
    };
    for (const std::string& text : texts) {
        expect_refused(text, 400);
    }
}

TEST(RequestParser, WaitsForFirstLine) {
    for (const char* text : {"G", "GET", "nonsense", "GET / HTTP/9.9", "GET / HTTP/9.9\r"}) {
        EXPECT_EQ(parse(text).state, State::InHeader) << text;
    }
}

TEST(RequestParser, RefusesHeaderBeyondLimit) {
    const RequestParser::Limits limits{.header = 200, .body = 1000};
    const std::string start = "GET /a HTTP/1.1\r\nHost: x\r\nA: ";
    const std::string fits = start + std::string(200 - start.size() - 4, 'b') + "\r\n\r\n";
    ASSERT_EQ(fits.size(), 200);
    EXPECT_EQ(parse(fits, limits).state, State::Complete);
    expect_refused(start + std::string(201 - start.size() - 4, 'b') + "\r\n\r\n", 431, limits);
    expect_refused(start + std::string(200 - start.size(), 'b'), 431, limits);
    EXPECT_EQ(parse(start + std::string(199 - start.size(), 'b'), limits).state, State::InHeader);
}

TEST(RequestParser, RefusesFirstLineBeyondLimit) {
    const RequestParser::Limits limits{.header = 200, .body = 1000};
    expect_refused("GET /" + std::string(200, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 431, limits);
    expect_refused("GET /" + std::string(200, 'a'), 431, limits);
}

TEST(RequestParser, CountsFirstLineAsHeader) {
    const RequestParser::Limits limits{.header = 200, .body = 1000};
    expect_refused("GET /" + std::string(150, 'a') + " HTTP/1.1\r\nHost: x\r\nA: " + std::string(100, 'b') + "\r\n\r\n",
                   431, limits);
}

TEST(RequestParser, RefusesManyHeadersBeyondLimit) {
    std::string lines;
    for (int i = 0; i < 10'000; ++i) {
        lines += "A: b\r\n";
    }
    expect_refused(with_header(lines), 431);
}

TEST(RequestParser, RefusesDeclaredBodyBeyondLimit) {
    const RequestParser::Limits limits{.header = 200, .body = 10};
    EXPECT_EQ(parse(with_header("Content-Length: 10\r\n") + "0123456789", limits).state, State::Complete);
    expect_refused(with_header("Content-Length: 11\r\n"), 413, limits);
    expect_refused(with_header("Content-Length: 18446744073709551615\r\n"), 413, limits);
}

TEST(RequestParser, RefusesChunkedBodyBeyondLimit) {
    const RequestParser::Limits limits{.header = 200, .body = 10};
    EXPECT_EQ(parse(chunked("5\r\nhello\r\n5\r\nhello\r\n0\r\n\r\n"), limits).state, State::Complete);
    expect_refused(chunked("b\r\nhe"), 413, limits);
    expect_refused(chunked("5\r\nhello\r\n6\r\n"), 413, limits);
    expect_refused(chunked("ffffffffffffffff\r\n"), 413, limits);
}

TEST(RequestParser, CountsEachChunkOnce) {
    const RequestParser::Limits limits{.header = 200, .body = 10};
    expect_refused(chunked("6;a=\"b\r\n" + std::string(20, 'c') + "\"\r\nhello!\r\n0\r\n\r\n"), 400, limits);
}

TEST(RequestParser, RefusesChunkHeaderBeyondLimit) {
    const RequestParser::Limits limits{.header = 200, .body = 1000};
    EXPECT_EQ(parse(chunked("1;a=" + std::string(100, 'b') + "\r\nx\r\n0\r\n\r\n"), limits).body, "x");
    expect_refused(chunked("1;a=" + std::string(200, 'b') + "\r\nx\r\n0\r\n\r\n"), 431, limits);
    expect_refused(chunked("1;a=" + std::string(200, 'b')), 431, limits);
    expect_refused(chunked("1\r\nx\r\n" + std::string(200, '0')), 431, limits);
    expect_refused(chunked("0;a=" + std::string(200, 'b') + "\r\n\r\n"), 431, limits);
}

TEST(RequestParser, RefusesTrailersBeyondLimit) {
    const RequestParser::Limits limits{.header = 200, .body = 1000};
    const std::string trailer = "A: " + std::string(100, 'b') + "\r\n";
    EXPECT_EQ(parse(chunked("0\r\n" + trailer + "\r\n"), limits).state, State::Complete);
    expect_refused(chunked("1\r\nx\r\n0\r\n" + trailer + trailer + "\r\n"), 431, limits);
    expect_refused(chunked("0\r\n" + trailer + trailer), 431, limits);
}

TEST(RequestParser, ReadsChunksLargerThanHeaderLimit) {
    const RequestParser::Limits limits{.header = 100, .body = 1000};
    const std::string data(500, 'x');
    EXPECT_EQ(parse(chunked("1f4\r\n" + data + "\r\n1f4\r\n" + data + "\r\n0\r\n\r\n"), limits).body, data + data);
}

TEST(RequestParser, RefusesOtherTransferCodings) {
    for (const char* coding : {"gzip", "gzip, chunked", "chunked, gzip", "identity", "", "chunked,", "xchunked"}) {
        expect_refused(with_header("Transfer-Encoding: "s + coding + "\r\n"), 501);
    }
    expect_refused(with_header("Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n"), 501);
}

TEST(RequestParser, ReadsTransferCodingWithoutRegardToCase) {
    EXPECT_EQ(parse(with_header("transfer-encoding: CHUNKED\r\n") + "1\r\nx\r\n0\r\n\r\n").body, "x");
}

TEST(RequestParser, RefusesLengthBesideTransferCoding) {
    expect_refused(with_header("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400);
    expect_refused(with_header("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400);
    expect_refused(with_header("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400);
}

TEST(RequestParser, RefusesLengthsThatDiffer) {
    expect_refused(with_header("Content-Length: 5\r\nContent-Length: 6\r\n"), 400);
    expect_refused(with_header("Content-Length: 5, 6\r\n"), 400);
    EXPECT_EQ(parse(with_header("Content-Length: 5\r\nContent-Length: 5\r\n") + "hello").body, "hello");
}

TEST(RequestParser, RefusesLengthThatIsNoNumber) {
    for (const char* length : {"", "-1", "+1", "x", "5x", "0x5", "5 5", "1.5", "99999999999999999999999"}) {
        expect_refused(with_header("Content-Length: "s + length + "\r\n"), 400);
    }
}

TEST(RequestParser, WantsOneHost) {
    expect_refused("GET / HTTP/1.1\r\n\r\n", 400);
    expect_refused("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400);
    EXPECT_EQ(parse("GET / HTTP/1.1\r\nhOST:\r\n\r\n").state, State::Complete);
}

TEST(RequestParser, WantsNoHostOfOldClients) {
    const Outcome outcome = parse("GET /a HTTP/1.0\r\n\r\n");
    EXPECT_EQ(outcome.line, "GET /a");
    EXPECT_TRUE(outcome.is_http_1_0);
    EXPECT_FALSE(outcome.keep_alive);
}

TEST(RequestParser, KeepsConnectionAsClientAsks) {
    EXPECT_TRUE(parse("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").keep_alive);
    EXPECT_FALSE(parse("GET /a HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n").keep_alive);
    EXPECT_FALSE(parse("GET /a HTTP/1.1\r\nHost: x\r\nConnection: a, close\r\n\r\n").keep_alive);
}

TEST(RequestParser, ReadsAbsoluteTargets) {
    EXPECT_EQ(parse("GET http://x:1/a?b HTTP/1.1\r\nHost: x\r\n\r\n").line, "GET /a?b");
    EXPECT_EQ(parse("GET http://x HTTP/1.1\r\nHost: x\r\n\r\n").line, "GET /");
    EXPECT_EQ(parse("GET http://x?b HTTP/1.1\r\nHost: x\r\n\r\n").line, "GET /?b");
    EXPECT_EQ(parse("GET /a?b=http://x/y HTTP/1.1\r\nHost: x\r\n\r\n").line, "GET /a?b=http://x/y");
    EXPECT_EQ(parse("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").line, "OPTIONS *");
}

TEST(RequestParser, ContinuesWhenClientWaitsForIt) {
    RequestParser parser(wide);
    parser.feed("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n");
    EXPECT_FALSE(parser.expects_continue());
    parser.feed("\r\n");
    EXPECT_TRUE(parser.expects_continue());
    parser.feed("o");
    EXPECT_FALSE(parser.expects_continue());
    parser.feed("k");
    EXPECT_EQ(parser.state(), State::Complete);
    EXPECT_FALSE(parser.expects_continue());
}

TEST(RequestParser, ContinuesForNobodyElse) {
    for (const char* text : {"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n",
                             "POST /a HTTP/1.0\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n",
                             "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\no",
                             "POST /a HTTP/1.1\r\nHost: x\r\nExpect: something\r\nContent-Length: 2\r\n\r\n",
                             "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n",
                             "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n"}) {
        RequestParser parser(wide);
        parser.feed(text);
        EXPECT_FALSE(parser.expects_continue()) << text;
    }
}

TEST(RequestParser, SaysWhatIsWrong) {
    RequestParser parser({.header = 100, .body = 10});
    parser.feed(with_header("Content-Length: 11\r\n"));
    EXPECT_EQ(parser.refusal().message, "The request's body is larger than 10 bytes.");
    RequestParser other({.header = 100, .body = 10});
    other.feed(std::string(100, 'a'));
    EXPECT_EQ(other.refusal().message, "The request's header is larger than 100 bytes.");
}

TEST(RequestParser, TakesLittleOfACompressedBodyAtOnce) {
    RequestParser parser({.header = 1000, .body = 1'000'000});
    parser.feed("POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n");
    ASSERT_EQ(parser.state(), RequestParser::State::InBody);
    EXPECT_LE(parser.room().size(), 1024U);
}

}  // namespace
}  // namespace gridlore::http
