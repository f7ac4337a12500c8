#include <future>
#include <latch>
#include <random>
#include <thread>

#include "tests/unit/knowledge-engine/store/lmdb/durable_store.h"

namespace gridlore::store {
namespace {

using rdf::Quad;
using rdf::Term;
using testing::IsEmpty;

/// Changes that are certain to come together: the first one holds the writer until all others were submitted.
class GroupCommit : public DurableStore {
  protected:
    std::vector<Result<void>> submit_together(const std::vector<Change>& changes) {
        std::promise<void> begun;
        std::promise<void> all_wait;
        std::vector<std::promise<Result<void>>> outcomes(changes.size());
        store().submit(
            [&, held = std::make_shared<std::once_flag>()](WriteTransaction&) -> Result<void> {
                std::call_once(*held, [&] {
                    begun.set_value();
                    all_wait.get_future().wait();
                });
                return {};
            },
            [](const Result<void>& done) { EXPECT_TRUE(done); });
        begun.get_future().wait();
        for (std::size_t i = 0; i < changes.size(); ++i) {
            store().submit(changes[i], [&, i](Result<void> done) { outcomes[i].set_value(std::move(done)); });
        }
        all_wait.set_value();
        std::vector<Result<void>> results;
        for (auto& outcome : outcomes) {
            results.push_back(outcome.get_future().get());
        }
        return results;
    }
};

Change one_quad(const std::string& name) {
    return insertion({quad(iri(name), iri("p"), iri("o of " + name))});
}

/// Writes quads, terms and a record, and fails.
Change failure_after_writing(const std::string& name) {
    return [name](WriteTransaction& transaction) -> Result<void> {
        if (auto done = one_quad(name)(transaction); !done) {
            return done;
        }
        EXPECT_TRUE(transaction.put_record(name, "half"));
        return invalid_input("it was not to be");
    };
}

TEST_F(GroupCommit, SharesOneCommitAmongChangesThatWaitTogether) {
    open();
    const auto before = store().statistics();
    std::vector<Change> changes;
    for (int i = 0; i < 100; ++i) {
        changes.push_back(one_quad(std::to_string(i)));
    }
    for (const Result<void>& done : submit_together(changes)) {
        EXPECT_TRUE(done);
    }
    const auto after = store().statistics();
    EXPECT_EQ(after.commits - before.commits, 1);
    EXPECT_EQ(after.changes - before.changes, 101);
    EXPECT_EQ(after.quads, 100);
}

TEST_F(GroupCommit, HasNoMoreChangesInACommitThanItMay) {
    open({.changes_per_commit = 10});
    std::vector<Change> changes;
    for (int i = 0; i < 100; ++i) {
        changes.push_back(one_quad(std::to_string(i)));
    }
    submit_together(changes);
    EXPECT_EQ(store().statistics().commits, 11);  // the one that held the writer is in the first
}

TEST_F(GroupCommit, UndoesAChangeThatFailsAndNoOther) {
    open();
    const auto done = submit_together({one_quad("a"), failure_after_writing("x"), one_quad("b"),
                                       [](WriteTransaction&) -> Result<void> { return not_found("nothing written"); },
                                       failure_after_writing("y"), one_quad("c")});
    ASSERT_EQ(done.size(), 6);
    EXPECT_TRUE(done[0] && done[2] && done[5]);
    EXPECT_EQ(done[1].error().message, "it was not to be");
    EXPECT_EQ(done[3].error().kind, ErrorKind::NotFound);
    EXPECT_FALSE(done[4]);
    EXPECT_EQ(store().statistics().commits, 1);
    const auto reading = snapshot();
    EXPECT_EQ(reading->size(), 3);
    EXPECT_EQ(reading->find(iri("x")).value(), std::nullopt);
    EXPECT_EQ(reading->find(iri("o of y")).value(), std::nullopt);
    write([](WriteTransaction& transaction) -> Result<void> {
        EXPECT_THAT(transaction.records("").value(), IsEmpty());
        return {};
    });
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_F(GroupCommit, LetsLaterChangesSeeEarlierOnesOnly) {
    open();
    std::size_t seen = 99;
    const auto done =
        submit_together({one_quad("a"), failure_after_writing("x"), [&](WriteTransaction& transaction) -> Result<void> {
                             seen = scan(transaction.view(), {}).size();
                             return {};
                         }});
    EXPECT_TRUE(done[2]);
    EXPECT_EQ(seen, 1);
}

TEST_F(GroupCommit, FailsNoChangeForTheSakeOfAnotherThatWasUndone) {
    open();
    int calls = 0;
    const Change only_at_first = [&](WriteTransaction& transaction) -> Result<void> {
        return calls++ == 0 ? one_quad("a")(transaction) : invalid_input("no more");
    };
    const Change unless_a_is_there = [](WriteTransaction& transaction) -> Result<void> {
        return *transaction.view().find(iri("a")) ? invalid_input("it is there") : one_quad("b")(transaction);
    };
    const auto outcomes = submit_together({only_at_first, unless_a_is_there, failure_after_writing("c")});
    EXPECT_FALSE(outcomes[0]);
    EXPECT_TRUE(outcomes[1]);
    EXPECT_FALSE(outcomes[2]);
    EXPECT_EQ(contents(*snapshot()), set_of({quad(iri("b"), iri("p"), iri("o of b"))}));
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_F(GroupCommit, TurnsWhatAChangeThrowsIntoAnError) {
    open();
    const auto done = submit_together({one_quad("a"), [](WriteTransaction& transaction) -> Result<void> {
                                           EXPECT_TRUE(one_quad("x")(transaction));
                                           throw std::runtime_error("surprise");
                                       }});
    EXPECT_TRUE(done[0]);
    EXPECT_EQ(done[1].error().kind, ErrorKind::Internal);
    EXPECT_EQ(snapshot()->size(), 1);
}

TEST_F(GroupCommit, IsTheSameAsOneChangeAfterTheOther) {
    open();
    std::mt19937 random(7);
    std::set<Quad> expected;
    for (int round = 0; round < 10; ++round) {
        std::vector<Change> changes;
        std::vector<bool> succeeds;
        for (int i = 0; i < 30; ++i) {
            const Quad one = quad(iri(std::to_string(random() % 10)), iri("p"),
                                  typed("0" + std::to_string(random() % 10), "integer"),
                                  random() % 2 == 0 ? std::optional(iri("g")) : std::nullopt);
            const bool inserts = random() % 3 > 0;
            const bool fails = random() % 4 == 0;
            changes.push_back([=](WriteTransaction& transaction) -> Result<void> {
                const QuadIds ids = ids_of(transaction, one);
                EXPECT_TRUE(inserts ? transaction.insert(ids) : transaction.remove(ids));
                return fails ? Result<void>(invalid_input("")) : Result<void>();
            });
            succeeds.push_back(!fails);
            if (!fails && inserts) {
                expected.insert(one);
            } else if (!fails) {
                expected.erase(one);
            }
        }
        const auto done = submit_together(changes);
        for (std::size_t i = 0; i < done.size(); ++i) {
            EXPECT_EQ(done[i].has_value(), succeeds[i]);
        }
        EXPECT_EQ(contents(*snapshot()), expected);
    }
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_F(GroupCommit, GoesOnWithoutAChangeThatIsTooLargeForTheRest) {
    open();
    const Change large = [](WriteTransaction& transaction) -> Result<void> {
        const rdf::TermId p = transaction.add_term(iri("p")).value();
        for (int i = 0; i < 40'000; ++i) {
            const rdf::TermId node = transaction.add_blank_node().value();
            if (auto added = transaction.insert({node, p, node, p}); !added) {
                return std::move(added).error();
            }
        }
        return invalid_input("at the very end");
    };
    const auto done = submit_together({one_quad("a"), large, one_quad("b")});
    EXPECT_TRUE(done[0] && done[2]);
    EXPECT_EQ(done[1].error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(snapshot()->size(), 2);
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_F(GroupCommit, RefusesWhatIsMoreThanMayWait) {
    open({.waiting_changes = 5});
    std::promise<void> goes_on;
    std::promise<void> begun;
    store().submit(
        [&](WriteTransaction&) -> Result<void> {
            begun.set_value();
            goes_on.get_future().wait();
            return {};
        },
        [](const Result<void>&) {});
    begun.get_future().wait();
    std::vector<ErrorKind> refused;
    std::latch stored(5);
    for (int i = 0; i < 8; ++i) {
        store().submit(one_quad(std::to_string(i)), [&](const Result<void>& done) {
            if (done) {
                stored.count_down();
            } else {
                refused.push_back(done.error().kind);
            }
        });
    }
    EXPECT_EQ(refused, std::vector<ErrorKind>(3, ErrorKind::LimitExceeded));
    goes_on.set_value();
    stored.wait();
    write(one_quad("last"));
    EXPECT_EQ(snapshot()->size(), 6);
}

TEST_F(GroupCommit, LeavesWhatWaitsUnstoredWhenTheStoreIsClosed) {
    open();
    std::promise<void> closing;
    std::promise<void> begun;
    std::promise<Result<void>> waited;
    store().submit(
        [&](WriteTransaction& transaction) -> Result<void> {
            begun.set_value();
            closing.get_future().wait();
            return one_quad("first")(transaction);
        },
        [](const Result<void>& done) { EXPECT_TRUE(done); });
    begun.get_future().wait();
    store().submit(one_quad("second"), [&](Result<void> done) { waited.set_value(std::move(done)); });
    std::thread closer([&] { close(); });
    // The first change goes on once closing has begun, which nothing tells: either order is right, half of one is not.
    closing.set_value();
    closer.join();
    const Result<void> second = waited.get_future().get();
    if (!second) {
        EXPECT_EQ(second.error().kind, ErrorKind::Unavailable);
    }
    open();
    EXPECT_EQ(snapshot()->size(), second ? 2 : 1);
}

}  // namespace
}  // namespace gridlore::store
