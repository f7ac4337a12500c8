#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/store/lmdb/store_state.h"
#include "knowledge-engine/store/lmdb/term_bytes.h"
#include "tests/unit/knowledge-engine/store/lmdb/durable_store.h"

namespace gridlore::store {
namespace {

using lmdb::IdBytes;
using lmdb::OrderedQuad;
using lmdb::Table;
using lmdb::Tables;
using rdf::Quad;
using rdf::Term;
using rdf::TermId;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// What the check says of a file that was damaged.
class Check : public DurableStore {
  protected:
    void SetUp() override {
        open();
        write(insertion({quad(iri("s"), iri("p"), typed("007", "integer")),
                         quad(iri("s"), iri("p"), iri("o"), iri("g")), quad(iri("t"), iri("p"), Term::string("text")),
                         quad(iri("t"), iri("p"), typed("7", "integer"))}));
        const auto reading = snapshot();
        s_ = *reading->find(iri("s")).value();
        p_ = *reading->find(iri("p")).value();
        alias_ = *reading->find(typed("007", "integer")).value();
        text_ = *reading->find(Term::string("text")).value();
    }

    std::vector<std::string> findings(const std::function<void(MDB_txn*, const Tables&)>& change) {
        damage(change);
        return std::move(open().check(10).value());
    }

    TermId s_, p_, alias_, text_;
};

TEST_F(Check, FindsNothingInASoundStore) {
    EXPECT_THAT(store().check(10).value(), IsEmpty());
}

TEST_F(Check, FindsAQuadThatOneIndexLacks) {
    for (const auto& order : lmdb::default_orders) {
        SetUp();
        EXPECT_THAT(findings([&](MDB_txn* txn, const Tables& tables) {
                        const OrderedQuad bytes(order, {s_, p_, alias_, {}});
                        MDB_val key = lmdb::to_val(bytes.key());
                        MDB_val value = lmdb::to_val(bytes.value());
                        ASSERT_EQ(mdb_del(txn, tables[order.table], &key, &value), 0);
                    }),
                    Contains(HasSubstr("lacks a quad")));
        close();
        std::filesystem::remove_all(folder());
    }
}

TEST_F(Check, FindsAQuadThatOneIndexOfNamedGraphsHasAlone) {
    for (const auto& order : lmdb::named_orders) {
        SetUp();
        EXPECT_THAT(findings([&](MDB_txn* txn, const Tables& tables) {
                        const OrderedQuad bytes(order, {s_, p_, s_, p_});
                        raw_put(txn, tables[order.table], bytes.key(), bytes.value());
                    }),
                    Not(IsEmpty()));
        close();
        std::filesystem::remove_all(folder());
    }
}

TEST_F(Check, FindsAQuadOfTermsThatDoNotExistOrMayNotStandThere) {
    const QuadIds wrong[] = {{TermId(999), p_, s_, {}},
                             {s_, text_, s_, {}},
                             {text_, p_, s_, {}},
                             {s_, p_, TermId(alias_.bits() & ~TermId::alias_bit), {}},
                             {s_, p_, TermId(TermId::inline_bit | 0x1FFFFFFFFFFFFFFF), {}}};
    for (const QuadIds& ids : wrong) {
        EXPECT_THAT(findings([&](MDB_txn* txn, const Tables& tables) {
                        for (const auto& order : lmdb::default_orders) {
                            const OrderedQuad bytes(order, ids);
                            raw_put(txn, tables[order.table], bytes.key(), bytes.value());
                        }
                    }),
                    Contains(HasSubstr("a quad has a term")));
    }
}

TEST_F(Check, FindsATermThatIsGone) {
    EXPECT_THAT(findings([&](MDB_txn* txn, const Tables& tables) {
                    raw_remove(txn, tables[Table::Terms], lmdb::term_key(s_).view());
                }),
                Contains(HasSubstr("a quad has a term")));
    EXPECT_EQ(snapshot()->term(s_).error().kind, ErrorKind::Internal);
    EXPECT_EQ(snapshot()->find(iri("s")).error().kind, ErrorKind::Internal);
}

TEST_F(Check, FindsATermThatItsTextDoesNotFind) {
    EXPECT_THAT(
        findings([&](MDB_txn* txn, const Tables& tables) { ASSERT_EQ(mdb_drop(txn, tables[Table::Hashes], 0), 0); }),
        AllOf(Contains(HasSubstr("is not found by its text")),
              Contains(HasSubstr("index of terms by text does not agree"))));
}

TEST_F(Check, FindsAnIndexOfValuesThatLacksOne) {
    EXPECT_THAT(
        findings([&](MDB_txn* txn, const Tables& tables) { ASSERT_EQ(mdb_drop(txn, tables[Table::Values], 0), 0); }),
        ElementsAre(HasSubstr("index of terms by value does not agree")));
}

TEST_F(Check, FindsAnAliasOfAnotherValue) {
    EXPECT_THAT(findings([&](MDB_txn* txn, const Tables& tables) {
                    std::string entry;
                    lmdb::append_entry(lmdb::term_bytes(typed("007", "integer")), rdf::inline_id(typed("8", "integer")),
                                       entry);
                    raw_put(txn, tables[Table::Terms], lmdb::term_key(alias_).view(), entry);
                }),
                ElementsAre(HasSubstr("has a wrong value")));
}

TEST_F(Check, FindsBytesThatAreNoTerm) {
    for (const std::string& bytes : {std::string("\x7f?"), std::string("\x80\0\0", 3), std::string("\x05\xff\xff", 3),
                                     std::string("\x04\x00", 2), std::string("\x80\0\0\0\0\0\0\0\0\x01x", 11)}) {
        const auto found = findings([&](MDB_txn* txn, const Tables& tables) {
            raw_put(txn, tables[Table::Terms], lmdb::term_key(s_).view(), bytes);
        });
        EXPECT_THAT(found, Contains(HasSubstr("damaged")));
        EXPECT_EQ(snapshot()->term(s_).error().kind, ErrorKind::Internal);
    }
}

TEST_F(Check, FindsIdsThatWereNotGivenOut) {
    EXPECT_THAT(findings([&](MDB_txn* txn, const Tables& tables) {
                    raw_put(txn, tables[Table::Terms], IdBytes(std::uint64_t{1} << 60).view(), "\x01urn:x:far");
                }),
                Contains(HasSubstr("not given out")));
}

TEST_F(Check, StopsAtItsLimit) {
    const auto found =
        findings([&](MDB_txn* txn, const Tables& tables) { ASSERT_EQ(mdb_drop(txn, tables[Table::Hashes], 0), 0); });
    EXPECT_THAT(found, SizeIs(testing::Gt(2)));
    EXPECT_THAT(store().check(2).value(), SizeIs(2));
    EXPECT_THAT(store().check(0).value(), IsEmpty());
}

TEST_F(Check, RefusesATableOfAnotherKind) {
    damage([&](MDB_txn* txn, const Tables& tables) {
        ASSERT_EQ(mdb_drop(txn, tables[Table::Osp], 1), 0);
        MDB_dbi other = 0;
        ASSERT_EQ(mdb_dbi_open(txn, "osp", MDB_CREATE, &other), 0);
    });
    EXPECT_EQ(refusal().kind, ErrorKind::Internal);
}

TEST_F(Check, AndReadersSurviveValuesOfAnotherSize) {
    damage([&](MDB_txn* txn, const Tables& tables) {
        ASSERT_EQ(mdb_drop(txn, tables[Table::Spo], 0), 0);
        raw_put(txn, tables[Table::Spo], IdBytes(s_).view(), "123");
        raw_put(txn, tables[Table::Spo], IdBytes(s_).view(), "456");
    });
    EXPECT_THAT(open().check(10).value(), Contains(HasSubstr("damaged")));
    std::vector<QuadIds> quads(10);
    for (const QuadPattern& pattern : {QuadPattern{s_, {}, {}}, QuadPattern{}, QuadPattern{s_, p_, {}}}) {
        const auto reading = snapshot();
        const auto cursor = reading->cursor();
        cursor->seek(pattern);
        EXPECT_EQ(cursor->next(quads).error().kind, ErrorKind::Internal);
        (void)reading->estimate(pattern);
    }
}

}  // namespace
}  // namespace gridlore::store
