#include "knowledge-engine/store/lmdb/bulk_load.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <random>
#include <thread>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/store/lmdb/term_bytes.h"
#include "tests/unit/knowledge-engine/store/lmdb/durable_store.h"

namespace gridlore::store {
namespace {

class BulkLoad : public DurableStore {
  protected:
    Result<LoadReport> load(const std::vector<rdf::Quad>& quads, const LoadOptions& options = {}) {
        return store().load(
            [&](QuadSink& sink) -> Result<void> {
                for (const rdf::Quad& one : quads) {
                    if (auto added = sink.add(view_of(one)); !added) {
                        return added;
                    }
                }
                return {};
            },
            options);
    }

    void expect_contents(const std::set<rdf::Quad>& expected) {
        const auto now = snapshot();
        EXPECT_EQ(contents(*now), expected);
        EXPECT_EQ(now->size(), expected.size());
        EXPECT_THAT(store().check(10).value(), testing::IsEmpty());
    }
};

/// Quads of few enough terms that many come again, in the default graph and in named ones.
class RandomQuads {
  public:
    explicit RandomQuads(unsigned seed) : random_(seed) {}

    std::vector<rdf::Quad> next(std::size_t count) {
        std::vector<rdf::Quad> quads;
        for (std::size_t i = 0; i < count; ++i) {
            quads.push_back(quad(node(), iri("p" + std::to_string(number(5))), number(2) == 0 ? node() : literal()));
            if (number(3) == 0) {
                quads.back().graph = iri("g" + std::to_string(number(4)));
            }
        }
        return quads;
    }
    std::size_t number(std::size_t below) { return random_() % below; }

  private:
    rdf::Term node() { return iri("n" + std::to_string(number(2000))); }
    rdf::Term literal() {
        const std::string n = std::to_string(number(300));
        switch (number(7)) {
            case 0:
                return typed(n, "integer");
            case 1:
                return typed("00" + n, "integer");  // another form of a value, which no id holds
            case 2:
                return typed(n + ".50", "decimal");
            case 3:
                return rdf::Term::string("a text that is longer than the key of its value: " + n);
            case 4:
                return rdf::Term::language_string("text " + n, "en-GB");
            case 5:
                return rdf::Term::literal(n, "urn:x:type");
            default:
                return typed("12345678901234567890123456789.0" + n, "decimal");
        }
    }

    std::mt19937_64 random_;
};

TEST_F(BulkLoad, IsTheSameAsAddingOneByOne) {
    for (const std::size_t memory : {std::size_t{0}, std::size_t{300'000}, std::size_t{1} << 30}) {
        SCOPED_TRACE(memory);
        std::filesystem::remove_all(folder());
        open();
        RandomQuads random(7);
        std::set<rdf::Quad> expected;
        for (const std::size_t count : {5000U, 1U, 20'000U, 300U, 20'000U}) {
            const auto quads = random.next(count);
            const std::size_t before = expected.size();
            expected.insert(quads.begin(), quads.end());
            const auto report = load(quads, {.memory = memory});
            ASSERT_TRUE(report) << report.error().message;
            EXPECT_EQ(report->read, quads.size());
            EXPECT_EQ(report->added, expected.size() - before);

            const auto more = random.next(50);
            write(insertion(more));
            expected.insert(more.begin(), more.end());
            const rdf::Quad gone = *expected.begin();
            write([&](WriteTransaction& change) -> Result<void> {
                EXPECT_TRUE(*change.remove(ids_of(change, gone)));
                return {};
            });
            expected.erase(gone);
        }
        expect_contents(expected);
        close();
    }
}

TEST_F(BulkLoad, HasNoTermTwiceWhenOthersAddItInTheMeantime) {
    for (const std::size_t memory : {std::size_t{0}, std::size_t{1} << 30}) {
        std::filesystem::remove_all(folder());
        open();
        RandomQuads random(11);
        const auto quads = random.next(8000);
        std::set<rdf::Quad> expected(quads.begin(), quads.end());
        const auto report = store().load(
            [&](QuadSink& sink) -> Result<void> {
                for (const rdf::Quad& one : quads) {
                    EXPECT_TRUE(sink.add(view_of(one)));
                    if (random.number(1000) == 0) {
                        const auto meanwhile = random.next(100);
                        EXPECT_TRUE(store().write(insertion(meanwhile)));
                        expected.insert(meanwhile.begin(), meanwhile.end());
                    }
                }
                return {};
            },
            {.memory = memory});
        ASSERT_TRUE(report) << report.error().message;
        expect_contents(expected);
        close();
    }
}

TEST_F(BulkLoad, SharesTermsWithOneThatRunsAtTheSameTime) {
    open();
    const auto first = RandomQuads(1).next(20'000);
    const auto second = RandomQuads(2).next(20'000);
    std::thread other([&] { EXPECT_TRUE(load(first)); });
    EXPECT_TRUE(load(second));
    other.join();
    std::set<rdf::Quad> expected(first.begin(), first.end());
    expected.insert(second.begin(), second.end());
    expect_contents(expected);
}

TEST_F(BulkLoad, TakesADocumentFromSeveralThreads) {
    open();
    const auto quads = RandomQuads(3).next(50'000);
    std::string document;
    for (const rdf::Quad& one : quads) {
        document += rdf::to_text(one.subject) + " " + rdf::to_text(one.predicate) + " " + rdf::to_text(one.object) +
                    (one.graph ? " " + rdf::to_text(*one.graph) : "") + " .\n";
    }
    std::size_t threads = 0;
    const auto read = [&threads](const std::string& text) {
        return [&](QuadSink& sink) {
            const auto handlers = handlers_of(sink);
            threads = handlers.size();
            return rdf::read_document(rdf::memory_source(text), rdf::Syntax::NQuads, {}, handlers);
        };
    };
    const auto refused = store().load(read(document + "<urn:a> oops\n"), {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().position->line, 50'001U);
    expect_contents({});
    const auto report = store().load(read(document), {});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_GT(threads, 1U);
    EXPECT_EQ(report->read, quads.size());
    expect_contents(set_of(quads));
}

TEST_F(BulkLoad, MakesOneNodeOfALabelHoweverOftenItComes) {
    open();
    std::vector<rdf::Quad> quads;
    for (std::size_t i = 0; i < 6000; ++i) {
        const std::string label = "n" + std::to_string(i % 2000);
        quads.push_back(
            quad(rdf::Term::blank_node(label), iri("p" + std::to_string(i / 2000)), rdf::Term::string(label)));
    }
    for (const std::size_t loads : {1U, 2U}) {
        ASSERT_TRUE(load(quads, {.memory = 0}));
        std::map<rdf::Term, std::set<rdf::Term>> texts;
        std::map<rdf::Term, std::size_t> uses;
        for (const rdf::Quad& one : contents(*snapshot())) {
            texts[one.subject].insert(one.object);
            ++uses[one.subject];
        }
        EXPECT_EQ(texts.size(), 2000 * loads);
        for (const auto& [node, its_texts] : texts) {
            EXPECT_EQ(its_texts.size(), 1U);
            EXPECT_EQ(uses[node], 3U);
        }
    }
    EXPECT_THAT(store().check(10).value(), testing::IsEmpty());
}

TEST_F(BulkLoad, GivesNoNodeALabelThatAnotherHas) {
    open();
    // Nodes with labels as the store would give them, for ids that come soon.
    write([](WriteTransaction& change) -> Result<void> {
        for (int number = 15; number < 25; number += 3) {
            EXPECT_TRUE(change.add_term(
                rdf::Term::blank_node(lmdb::own_label(rdf::TermId(static_cast<std::uint64_t>(number))))));
        }
        return {};
    });
    std::vector<rdf::Quad> quads;
    for (int i = 0; i < 20; ++i) {
        quads.push_back(quad(rdf::Term::blank_node("x" + std::to_string(i)), iri("p"), iri("o")));
    }
    ASSERT_TRUE(load(quads));
    const auto now = snapshot();
    for (const rdf::Quad& one : contents(*now)) {
        const auto found = now->find(one.subject).value();
        ASSERT_TRUE(found);
        EXPECT_EQ(now->term(*found).value(), one.subject);
        EXPECT_FALSE(scan(*now, {*found, {}, {}}).empty()) << "the label is another node's";
    }
    EXPECT_THAT(store().check(10).value(), testing::IsEmpty());
}

TEST_F(BulkLoad, GivesIdsInTheOrderOfNamesWhateverTheSequence) {
    open();
    std::vector<rdf::Quad> quads;
    std::vector<std::string> names;
    for (int i = 0; i < 500; ++i) {
        names.push_back("meter/" + std::to_string(i % 10) + "/reading/" + std::to_string(i));
        quads.push_back(quad(iri(names.back()), iri("p"), iri("o")));
    }
    ASSERT_TRUE(load(quads));
    std::sort(names.begin(), names.end());
    const auto now = snapshot();
    std::vector<rdf::TermId> ids;
    for (const std::string& name : names) {
        ids.push_back(now->find(iri(name)).value().value());
    }
    EXPECT_TRUE(
        std::is_sorted(ids.begin(), ids.end(), [](rdf::TermId a, rdf::TermId b) { return a.bits() < b.bits(); }));
}

TEST_F(BulkLoad, LeavesNothingOfWhatFailsLate) {
    open();
    const auto before = RandomQuads(3).next(100);
    ASSERT_TRUE(load(before));
    const auto report = store().load(
        [](QuadSink& sink) -> Result<void> {
            for (const rdf::Quad& one : RandomQuads(4).next(30'000)) {
                EXPECT_TRUE(sink.add(view_of(one)));
            }
            return invalid_input("cut off");
        },
        {.memory = 0});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().message, "cut off");
    expect_contents(set_of(before));
    ASSERT_TRUE(load(RandomQuads(4).next(100)));
}

TEST_F(BulkLoad, CanBeCancelledWhileItIsWritten) {
    open();
    const auto quads = RandomQuads(5).next(20'000);
    bool has_all = false;
    std::size_t questions = 0;
    const auto report = store().load(
        [&](QuadSink& sink) -> Result<void> {
            for (const rdf::Quad& one : quads) {
                EXPECT_TRUE(sink.add(view_of(one)));
            }
            has_all = true;
            return {};
        },
        {.cancelled = [&] { return has_all && ++questions > 3; }});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().message, "the load was cancelled");
    expect_contents({});
    ASSERT_TRUE(load(quads));
    expect_contents(set_of(quads));
}

/// No file grows beyond a size for as long as this lives.
class SmallFiles {
  public:
    explicit SmallFiles(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &old_);
        const rlimit small{bytes, old_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallFiles() {
        setrlimit(RLIMIT_FSIZE, &old_);
        std::signal(SIGXFSZ, old_handler_);
    }
    SmallFiles(const SmallFiles&) = delete;
    SmallFiles& operator=(const SmallFiles&) = delete;

  private:
    rlimit old_{};
    void (*old_handler_)(int);
};

TEST_F(BulkLoad, LeavesNothingWhenTheDiskIsFull) {
    open();
    const auto before = RandomQuads(3).next(100);
    ASSERT_TRUE(load(before));
    for (const rlim_t room : {rlim_t{10'000}, rlim_t{100'000}, rlim_t{1'000'000}}) {
        for (const std::size_t memory : {std::size_t{0}, std::size_t{1} << 30}) {
            const SmallFiles limit(room);
            const auto report = load(RandomQuads(4).next(60'000), {.memory = memory});
            ASSERT_FALSE(report) << room;
            EXPECT_EQ(report.error().kind, ErrorKind::Unavailable) << report.error().message;
        }
    }
    expect_contents(set_of(before));
    ASSERT_TRUE(load(RandomQuads(4).next(60'000)));
    EXPECT_THAT(store().check(10).value(), testing::IsEmpty());
}

TEST_F(BulkLoad, GrowsAStoreForWhichLittleAddressSpaceWasReserved) {
    open({.map_bytes = 1 << 20});
    const auto before = RandomQuads(3).next(100);
    ASSERT_TRUE(load(before));
    std::vector<rdf::Quad> many;
    for (int i = 0; i < 60'000; ++i) {
        const std::string name = std::string(200, 'x') + std::to_string(i);
        many.push_back(quad(iri("s" + name), iri("p"), iri("o" + name)));
    }
    const auto report = load(many);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(snapshot()->size(), set_of(before).size() + many.size());
    EXPECT_THAT(store().check(10).value(), testing::IsEmpty());
}

TEST_F(BulkLoad, TurnsWhatItsSourceThrowsIntoAnError) {
    open();
    const auto report = store().load(
        [](QuadSink& sink) -> Result<void> {
            EXPECT_TRUE(sink.add(view_of(quad(iri("s"), iri("p"), iri("o")))));
            throw std::bad_alloc();
        },
        {});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().kind, ErrorKind::Unavailable);
    expect_contents({});
    const auto quads = RandomQuads(8).next(100);
    ASSERT_TRUE(load(quads));
    expect_contents(set_of(quads));
}

TEST_F(BulkLoad, IsThereWhenTheStoreIsOpenedAgain) {
    open();
    const auto quads = RandomQuads(6).next(5000);
    ASSERT_TRUE(load(quads, {.graph = iri("g")}));
    open();
    std::set<rdf::Quad> expected;
    for (rdf::Quad one : quads) {
        one.graph = one.graph ? one.graph : iri("g");
        expected.insert(one);
    }
    expect_contents(expected);
}

}  // namespace
}  // namespace gridlore::store
