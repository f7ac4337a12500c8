#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "knowledge-engine/store/lmdb/hashed_ids.h"
#include "knowledge-engine/store/lmdb/raw_quads.h"
#include "knowledge-engine/store/lmdb/record_spool.h"
#include "knowledge-engine/store/lmdb/sorted_strings.h"
#include "tests/unit/knowledge-engine/rdf/temporary_folder.h"

namespace gridlore::store::lmdb {
namespace {

using Numbered = std::pair<std::string, std::uint64_t>;

std::vector<Numbered> all_of(const SortedStrings& strings) {
    SortedStrings::Merge merge(strings);
    std::vector<Numbered> all;
    std::string_view bytes;
    for (std::uint64_t number = 0; merge.next(bytes, number).value();) {
        all.emplace_back(bytes, number);
    }
    return all;
}

/// Few letters, a zero among them, and long common beginnings: each kind of comparison comes about.
std::string random_string(std::mt19937_64& random) {
    std::string bytes(random() % 3 == 0 ? random() % 600 : random() % 4 * 8, 'a');
    const std::size_t tail = random() % 12;
    for (std::size_t i = 0; i < tail; ++i) {
        bytes += "\0a\xFF"[random() % 3];
    }
    return bytes;
}

TEST(SortedStrings, AreReadInTheOrderOfTheirBytesThenOfTheirNumbers) {
    const rdf::TemporaryFolder folder;
    std::mt19937_64 random(5);
    for (const std::size_t memory : {std::size_t{0}, std::size_t{100'000}, std::size_t{1} << 24}) {
        for (const std::size_t count : {0U, 1U, 2U, 5000U}) {
            SortedStrings strings(folder.path(), memory);
            std::vector<Numbered> expected;
            for (std::uint64_t number = 0; number < count; ++number) {
                expected.emplace_back(random_string(random), number);
                ASSERT_TRUE(strings.add(expected.back().first, number));
            }
            ASSERT_TRUE(strings.finish());
            std::sort(expected.begin(), expected.end());
            EXPECT_EQ(all_of(strings), expected);
            EXPECT_EQ(all_of(strings), expected) << "they can be read again";
        }
    }
}

TEST(SortedStrings, SayWhenThereIsNoRoomForThem) {
    SortedStrings strings("/nowhere/at/all", 0);
    ASSERT_TRUE(strings.add("a", 0));
    const auto finished = strings.finish();
    ASSERT_FALSE(finished);
    EXPECT_EQ(finished.error().kind, ErrorKind::Unavailable);
}

TEST(RecordSpool, GivesBackWhatItTookUntilThatIsRefused) {
    const rdf::TemporaryFolder folder;
    for (const std::size_t memory : {std::size_t{0}, std::size_t{1} << 24}) {
        for (const std::uint64_t count : {0U, 1U, 4096U, 10'000U}) {
            RecordSpool<std::uint64_t> spool(folder.path(), memory);
            for (std::uint64_t i = 0; i < count; ++i) {
                ASSERT_TRUE(spool.add(i * i));
            }
            ASSERT_TRUE(spool.finish());
            std::uint64_t read = 0;
            ASSERT_TRUE(spool.each([&](std::uint64_t record) {
                EXPECT_EQ(record, read * read);
                ++read;
                return Result<void>();
            }));
            EXPECT_EQ(read, count);
            read = 0;
            const auto refused = spool.each([&](std::uint64_t) -> Result<void> {
                ++read;
                return invalid_input("no more");
            });
            EXPECT_EQ(refused.has_value(), count == 0);
            EXPECT_EQ(read, std::min<std::uint64_t>(count, 1));
        }
    }
}

TEST(ByteSpool, GivesBackWhatItTook) {
    const rdf::TemporaryFolder folder;
    std::mt19937_64 random(4);
    for (const std::size_t memory : {std::size_t{0}, std::size_t{5000}, std::size_t{1} << 24}) {
        ByteSpool spool(folder.path(), memory);
        std::vector<std::string> expected;
        for (int i = 0; i < 500; ++i) {
            expected.emplace_back(random() % (i % 50 == 0 ? 400'000 : 40), static_cast<char>('a' + i % 26));
            ASSERT_TRUE(spool.append(expected.back()));
        }
        for (int round = 0; round < 2; ++round) {
            ByteSpool::Reader reader(spool);
            std::string_view bytes;
            for (const std::string& one : expected) {
                ASSERT_TRUE(reader.next(bytes).value());
                ASSERT_EQ(bytes, one);
            }
            EXPECT_FALSE(reader.next(bytes).value());
        }
    }
}

TEST(HashedIds, AreFoundInMemoryAndInAFile) {
    const rdf::TemporaryFolder folder;
    for (const std::size_t memory : {std::size_t{0}, std::size_t{1} << 16, std::size_t{1} << 30}) {
        HashedIds ids(folder.path(), memory);
        constexpr std::uint64_t spread = 0x9E3779B97F4A7C15ULL;
        EXPECT_EQ(ids.find({1, 1}), 0U);
        // The second half of some hashes is the same: both halves count.
        for (std::uint64_t i = 1; i <= 50'000; ++i) {
            ASSERT_TRUE(ids.set({i, i % 40'000 * spread}, i));
        }
        ASSERT_TRUE(ids.set({7, 7 * spread}, 700));
        for (std::uint64_t i = 1; i <= 50'000; ++i) {
            ASSERT_EQ(ids.find({i, i % 40'000 * spread}), i == 7 ? 700 : i);
        }
        EXPECT_EQ(ids.find({50'001, 1}), 0U);
    }
}

TEST(RawQuads, AreReadAsTheyWereAdded) {
    const rdf::TermView a{rdf::TermKind::Iri, "urn:a", {}, {}};
    const rdf::TermView node{rdf::TermKind::BlankNode, "urn:a", {}, {}};
    const rdf::TermView text{rdf::TermKind::Literal, "", "urn:t", {}};
    const rdf::TermView tagged{rdf::TermKind::Literal, "x", "urn:l", "en"};
    const rdf::QuadView quads[] = {
        {a, a, a, {}}, {a, a, text, {}}, {node, a, tagged, a}, {node, a, node, {}}, {a, a, a, node}};
    const bool same_subject[] = {false, true, false, true, false};
    RawQuads raw;
    EXPECT_TRUE(raw.empty());
    for (const rdf::QuadView& quad : quads) {
        raw.add(quad);
    }
    RawQuads::Reader reader(raw);
    rdf::QuadView read;
    const auto expect_same = [](const rdf::TermView& x, const rdf::TermView& y) {
        EXPECT_TRUE(x.kind == y.kind && x.text == y.text && x.datatype == y.datatype && x.language == y.language);
    };
    for (std::size_t i = 0; i < std::size(quads); ++i) {
        ASSERT_TRUE(reader.next(read));
        EXPECT_EQ(reader.has_same_subject(), same_subject[i]);
        expect_same(read.subject, quads[i].subject);
        expect_same(read.predicate, quads[i].predicate);
        expect_same(read.object, quads[i].object);
        ASSERT_EQ(read.graph.has_value(), quads[i].graph.has_value());
        if (read.graph) {
            expect_same(*read.graph, *quads[i].graph);
        }
    }
    EXPECT_FALSE(reader.next(read));
}

}  // namespace
}  // namespace gridlore::store::lmdb
