#include "adapter/http/gzip.h"

#include <gtest/gtest.h>

#include <random>

namespace gridlore::http {
namespace {

std::string encoded(std::string_view text, std::size_t piece) {
    GzipEncoder encoder;
    std::string out;
    while (!text.empty()) {
        encoder.add(text.substr(0, piece), out);
        text.remove_prefix(std::min(piece, text.size()));
    }
    encoder.finish(out);
    return out;
}

struct Decoded {
    std::string text;
    bool is_whole = false;
    bool is_refused = false;
};

Decoded decoded(std::string_view bytes, std::size_t piece) {
    GzipDecoder decoder;
    Decoded result;
    std::string out;
    while (!bytes.empty()) {
        std::string_view next = bytes.substr(0, piece);
        bytes.remove_prefix(next.size());
        do {
            if (!decoder.next(next, out)) {
                result.is_refused = true;
                return result;
            }
            result.text += out;
        } while (!next.empty() || !out.empty());
    }
    result.is_whole = decoder.is_complete();
    return result;
}

std::string random_text(std::size_t size) {
    std::mt19937 random(5);
    std::string text;
    for (std::size_t i = 0; i < size; ++i) {
        text.push_back(static_cast<char>('a' + random() % 4));
    }
    return text;
}

TEST(Gzip, IsDecodedToWhatWasEncodedHoweverItIsCutUp) {
    for (const std::string& text : {std::string(), std::string("a"), random_text(300'000)}) {
        for (const std::size_t piece : {std::size_t{7}, std::size_t{40'000}, std::size_t{1'000'000}}) {
            const Decoded result = decoded(encoded(text, piece), piece);
            EXPECT_TRUE(result.is_whole);
            EXPECT_EQ(result.text, text);
        }
    }
}

TEST(Gzip, MayHaveSeveralMembers) {
    EXPECT_EQ(decoded(encoded("one ", 9) + encoded("two", 9), 5).text, "one two");
}

TEST(Gzip, ThatIsCutIsNotComplete) {
    const std::string whole = encoded("some text", 100);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(decoded(whole.substr(0, size), 100).is_whole) << size;
    }
}

TEST(Gzip, ThatIsDamagedIsRefused) {
    std::string damaged = encoded(random_text(1000), 1000);
    damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1);  // its checksum
    EXPECT_TRUE(decoded(damaged, 100).is_refused);
    EXPECT_TRUE(decoded("plain text", 100).is_refused);
    EXPECT_TRUE(decoded(encoded("x", 1) + "behind it", 100).is_refused);
}

TEST(Gzip, GivesABombInSmallPieces) {
    const std::string bomb = encoded(std::string(50'000'000, 'x'), 1'000'000);
    ASSERT_LT(bomb.size(), 400'000U);
    GzipDecoder decoder;
    std::string_view rest = bomb;
    std::string out;
    ASSERT_TRUE(decoder.next(rest, out));
    EXPECT_LT(out.size(), 100'000U);
    EXPECT_FALSE(rest.empty());
}

TEST(AcceptEncoding, AllowsGzipByNameOrByStar) {
    for (const char* header : {"gzip", "deflate, GZIP;q=0.1", "*", "br, *;q=0.5", "x-gzip"}) {
        EXPECT_TRUE(accepts_gzip(header)) << header;
    }
    for (const char* header : {"", "identity", "gzip;q=0", "*, gzip;q=0", "*;q=0"}) {
        EXPECT_FALSE(accepts_gzip(header)) << header;
    }
}

}  // namespace
}  // namespace gridlore::http
