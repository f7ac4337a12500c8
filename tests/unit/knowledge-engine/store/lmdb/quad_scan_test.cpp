#include <algorithm>
#include <random>

#include "knowledge-engine/rdf/inline_term.h"
#include "tests/unit/knowledge-engine/store/lmdb/durable_store.h"

namespace gridlore::store {
namespace {

using rdf::Term;
using rdf::TermId;

/// Enough quads that the values of a key fill pages of their own, few enough that all patterns can be tried.
class QuadScans : public DurableStore {
  protected:
    void SetUp() override {
        open();
        write([this](WriteTransaction& transaction) -> Result<void> {
            std::mt19937 random(3);
            const auto term = [&](const std::string& name) { return transaction.add_term(iri(name)).value(); };
            for (int i = 0; i < 6000; ++i) {
                const unsigned kind = random() % 10;
                const TermId object = kind < 3 ? rdf::inline_id(typed(std::to_string(random() % 50), "integer")).value()
                                               : term("o" + std::to_string(random() % 900));
                const QuadIds ids{term("s" + std::to_string(kind == 9 ? random() % 2000 : random() % 3)),
                                  term("p" + std::to_string(random() % 3)), object,
                                  random() % 2 == 0 ? TermId() : term("g" + std::to_string(random() % 3))};
                EXPECT_TRUE(transaction.insert(ids));
                all_.push_back(ids);
            }
            return {};
        });
        std::sort(all_.begin(), all_.end());
        all_.erase(std::unique(all_.begin(), all_.end()), all_.end());
    }

    std::vector<QuadIds> expected(const QuadPattern& pattern) const {
        std::vector<QuadIds> found;
        std::copy_if(all_.begin(), all_.end(), std::back_inserter(found), [&](const QuadIds& ids) {
            const auto fits = [](TermId wanted, TermId id) { return !wanted.is_bound() || wanted == id; };
            const bool in_graph = pattern.graph.kind() == GraphScope::Kind::AllNamed
                                      ? ids.graph.is_bound()
                                      : ids.graph == pattern.graph.graph();
            return in_graph && fits(pattern.subject, ids.subject) && fits(pattern.predicate, ids.predicate) &&
                   fits(pattern.object, ids.object) &&
                   (!pattern.object_range || pattern.object_range->contains(ids.object));
        });
        return found;
    }

    QuadPattern random_pattern(std::mt19937& random) const {
        const QuadIds& like = all_[random() % all_.size()];
        QuadPattern pattern;
        pattern.subject = random() % 2 == 0 ? like.subject : TermId();
        pattern.predicate = random() % 2 == 0 ? like.predicate : TermId();
        pattern.object = random() % 2 == 0 ? like.object : TermId();
        pattern.graph = random() % 3 == 0       ? GraphScope::all_named()
                        : like.graph.is_bound() ? GraphScope::named(like.graph)
                                                : GraphScope::default_graph();
        if (!pattern.object.is_bound() && random() % 2 == 0) {
            const TermId other = all_[random() % all_.size()].object;
            pattern.object_range = rdf::IdInterval{std::min(like.object, other), std::max(like.object, other)};
        }
        return pattern;
    }

    std::vector<QuadIds> all_;
};

TEST_F(QuadScans, GiveWhatANaiveFilterGivesWhateverCameBeforeOnTheSameCursor) {
    std::mt19937 random(4);
    const auto reading = snapshot();
    const auto cursor = reading->cursor();
    for (int i = 0; i < 1500; ++i) {
        const QuadPattern pattern = random_pattern(random);
        auto found = scan(*cursor, pattern, 1 + random() % 300);
        std::sort(found.begin(), found.end());
        ASSERT_EQ(found, expected(pattern)) << "pattern " << i;
    }
}

TEST_F(QuadScans, MayBeLeftHalfwayAndBegunAnewNearby) {
    std::mt19937 random(5);
    const auto reading = snapshot();
    const auto cursor = reading->cursor();
    std::vector<QuadIds> some(40);
    for (int i = 0; i < 3000; ++i) {
        QuadPattern pattern = random_pattern(random);
        pattern.graph = GraphScope::named(*reading->find(iri("g1")).value());  // one key: most seeks stay on a page
        cursor->seek(pattern);
        const std::size_t count = cursor->next(std::span(some).first(1 + random() % 40)).value();
        const auto all = expected(pattern);
        ASSERT_EQ(count == 0, all.empty());
        for (std::size_t k = 0; k < count; ++k) {
            ASSERT_TRUE(std::binary_search(all.begin(), all.end(), some[k]));
        }
    }
}

TEST_F(QuadScans, AreEstimatedExactlyIfSmallAndWithinBoundsOtherwise) {
    std::mt19937 random(6);
    const auto reading = snapshot();
    for (int i = 0; i < 1500; ++i) {
        const QuadPattern pattern = random_pattern(random);
        // Ranges are of one kind of ids, as ranges of values are, and bounds of the scan.
        const bool is_filter = pattern.object_range && pattern.subject.is_bound() && !pattern.predicate.is_bound();
        const bool is_mixed =
            pattern.object_range && pattern.object_range->first.is_inline() != pattern.object_range->last.is_inline();
        if (is_filter || is_mixed) {
            continue;
        }
        const auto count = static_cast<double>(expected(pattern).size());
        const auto about = static_cast<double>(reading->estimate(pattern).value());
        if (count <= 60) {
            EXPECT_EQ(about, count);
        } else {
            EXPECT_GE(about, count / 5);
            EXPECT_LE(about, count * 5);
        }
    }
}

}  // namespace
}  // namespace gridlore::store
