#include <random>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/value.h"
#include "knowledge-engine/store/lmdb/store_state.h"
#include "knowledge-engine/store/lmdb/term_bytes.h"
#include "knowledge-engine/store/lmdb/value_key.h"
#include "tests/unit/knowledge-engine/store/lmdb/durable_store.h"

namespace gridlore::store::lmdb {
namespace {

using rdf::Term;
using rdf::TermId;

const std::vector<Term> terms = {iri("a"),
                                 iri("ab"),
                                 Term::iri(""),
                                 Term::blank_node("a"),
                                 Term::blank_node("b7"),
                                 Term::string(""),
                                 Term::string("a"),
                                 Term::string(std::string(100'000, 'x')),
                                 Term::language_string("a", "en"),
                                 Term::language_string("a", "en-GB"),
                                 Term::language_string("na", "e"),
                                 Term::literal("a", "urn:x:type"),
                                 Term::literal("a", std::string(300, 'd')),
                                 typed("a", "string2"),
                                 typed("1", "integer"),
                                 typed("1", "anyAtomicType"),
                                 Term::literal("a", std::string(rdf::rdf_lang_string))};

TEST(TermBytes, AreReadBackAsTheTerm) {
    for (const Term& term : terms) {
        EXPECT_EQ(decode_term(term_bytes(term), TermId(5)).value(), term);
    }
    EXPECT_EQ(decode_term(own_blank_node_bytes(), TermId(5)).value(), Term::blank_node("b5"));
}

TEST(TermBytes, DifferForDifferentTerms) {
    for (const Term& a : terms) {
        for (const Term& b : terms) {
            EXPECT_EQ(term_bytes(a) == term_bytes(b), a == b);
            EXPECT_EQ(term_hash(term_bytes(a), 1) == term_hash(term_bytes(b), 1), a == b);
        }
    }
    EXPECT_NE(term_hash("abc", 1), term_hash("abc", 2));
}

TEST(TermBytes, KeepTheValueOfAnAlias) {
    std::string entry;
    append_entry("\x01x", TermId(77), entry);
    EXPECT_EQ(decode_entry(entry)->value, TermId(77));
    EXPECT_EQ(decode_entry(entry)->bytes, "\x01x");
    EXPECT_FALSE(decode_entry("\x01x")->value.is_bound());
}

TEST(TermBytes, KnowTheLabelsThatTheStoreGives) {
    EXPECT_EQ(id_of_own_label(own_label(TermId(12))), TermId(12));
    for (const char* other : {"", "b", "b0", "b01", "12", "b1x", "c1", "b-1", "b99999999999999999999"}) {
        EXPECT_EQ(id_of_own_label(other), std::nullopt) << other;
    }
}

TEST(StoreState, IsReadBack) {
    const StoreState state{5, 6, 7, 8};
    EXPECT_EQ(decode_state(encode_state(state)).value(), state);
    EXPECT_EQ(decode_state("something else").error().kind, ErrorKind::InvalidInput);
    EXPECT_EQ(decode_state(encode_state(state).substr(0, 30)).error().kind, ErrorKind::Internal);
    EXPECT_EQ(decode_state(encode_state({0, 0, 0, 0})).error().kind, ErrorKind::Internal);
}

Term random_comparable(std::mt19937& random) {
    const auto digits = [&](int most) {
        std::string text;
        for (int count = 1 + static_cast<int>(random() % static_cast<unsigned>(most)); count > 0; --count) {
            text += static_cast<char>('0' + random() % 3);
        }
        return text;
    };
    const std::string sign = random() % 3 == 0 ? "-" : "";
    switch (random() % 8) {
        case 0:
            return typed(sign + digits(20) + "." + digits(20), "decimal");
        case 1:
            return typed(sign + digits(400), "integer");
        case 2:
            return typed(sign + digits(18) + "e" + std::to_string(random() % 20), "double");
        case 3:
            return typed(sign + digits(9) + ".5", "float");
        case 4:
            return typed("202" + digits(1) + "-01-1" + digits(1) + "T12:00:0" + digits(1) + "." + digits(15) +
                             (random() % 2 == 0 ? "Z" : ""),
                         "dateTime");
        case 5:
            return typed("202" + digits(1) + "-01-1" + digits(1) + (random() % 2 == 0 ? "+01:00" : ""), "date");
        case 6:
            return Term::string(digits(20));
        default:
            return typed(random() % 2 == 0 ? "true" : "0", "boolean");
    }
}

TEST(ValueKeys, SortAsTheValuesDo) {
    std::mt19937 random(8);
    int compared = 0;
    for (int i = 0; i < 20'000; ++i) {
        const Term a = random_comparable(random);
        const Term b = random_comparable(random);
        const auto key_a = value_key(a);
        const auto key_b = value_key(b);
        ASSERT_TRUE(key_a && key_b);
        ASSERT_LE(key_a->size(), max_value_key);
        const auto order = rdf::compare_values(a, b);
        ASSERT_EQ(order.has_value(), value_space(*key_a) == value_space(*key_b)) << a.text << " " << b.text;
        if (order) {
            ++compared;
            ASSERT_FALSE(*order < 0 && *key_a > *key_b) << a.text << " " << b.text;
            ASSERT_FALSE(*order > 0 && *key_a < *key_b) << a.text << " " << b.text;
            ASSERT_FALSE(*order == 0 && *key_a != *key_b) << a.text << " " << b.text;
        }
    }
    EXPECT_GT(compared, 2000);
}

TEST(ValueKeys, AreForComparableLiteralsOnly) {
    for (const Term& term : {iri("a"), Term::blank_node("a"), Term::language_string("a", "en"), typed("NaN", "double"),
                             typed("x", "integer"), Term::literal("1", "urn:x:type")}) {
        EXPECT_EQ(value_key(term), std::nullopt) << term.text;
    }
    EXPECT_EQ(value_key(typed("-0", "double")), value_key(typed("0", "decimal")));
    EXPECT_LT(*value_key(typed("1e308", "double")), *value_key(typed(std::string(400, '9'), "integer")));
}

}  // namespace
}  // namespace gridlore::store::lmdb
