#include "knowledge-engine/store/lmdb/sorted_runs.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "knowledge-engine/store/lmdb/load_terms.h"
#include "knowledge-engine/store/lmdb/raw_quads.h"
#include "tests/unit/knowledge-engine/rdf/temporary_folder.h"

namespace gridlore::store::lmdb {
namespace {

template <typename Record>
std::vector<Record> all_of(const SortedRuns<Record>& runs, std::size_t at_once) {
    auto merge = runs.merge();
    std::vector<Record> all;
    for (std::size_t before = 1; before != 0;) {
        const std::size_t old = all.size();
        EXPECT_TRUE(merge.next(all, at_once));
        before = all.size() - old;
        EXPECT_LE(before, at_once);
    }
    return all;
}

TEST(SortedRuns, AreReadInOrderAndWithoutRepetitions) {
    const rdf::TemporaryFolder folder;
    std::mt19937_64 random(3);
    for (const std::size_t memory : {std::size_t{0}, std::size_t{2000}, std::size_t{1} << 20}) {
        for (const std::size_t runs : {0U, 1U, 2U, 7U, 300U}) {
            MemoryBudget budget(memory);
            SortedRuns<std::uint64_t> sorted(folder.path(), budget);
            std::set<std::uint64_t> expected;
            for (std::size_t i = 0; i < runs; ++i) {
                std::vector<std::uint64_t> run(random() % 300);
                for (std::uint64_t& record : run) {
                    record = random() % 20'000;
                }
                std::sort(run.begin(), run.end());
                expected.insert(run.begin(), run.end());
                ASSERT_TRUE(sorted.add(std::move(run)));
            }
            const std::vector<std::uint64_t> all(expected.begin(), expected.end());
            EXPECT_EQ(all_of(sorted, 1), all);
            EXPECT_EQ(all_of(sorted, 100'000), all) << "they can be read again";
            EXPECT_EQ(sorted.empty(), all.empty());
        }
    }
}

TEST(SortedRuns, OfManyBlocksAreReadFromTheirFile) {
    const rdf::TemporaryFolder folder;
    MemoryBudget budget(0);
    SortedRuns<std::uint64_t> sorted(folder.path(), budget);
    std::vector<std::uint64_t> expected;
    for (std::uint64_t i = 0; i < 3; ++i) {
        std::vector<std::uint64_t> run;
        for (std::uint64_t n = 0; n < 50'000; ++n) {
            run.push_back(3 * n + i);
            expected.push_back(3 * n + i);
        }
        ASSERT_TRUE(sorted.add(std::move(run)));
    }
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(all_of(sorted, 1000), expected);
}

TEST(SortedRuns, SayWhenThereIsNoRoomForThem) {
    MemoryBudget budget(0);
    SortedRuns<std::uint64_t> sorted("/nowhere/at/all", budget);
    const auto added = sorted.add({1, 2, 3});
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().kind, ErrorKind::Unavailable);
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
