#include "adapter/service/row_terms.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <vector>

#include "knowledge-engine/rdf/inline_term.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"
#include "tests/unit/adapter/service/documents.h"

namespace gridlore::service {
namespace {

using rdf::Term;

/// With `day`, which only stands in the JSON, and is read back from the reading's IRI.
const std::string readings_by_day = R"(
id: test.days
prefixes: { e: "urn:e:" }
graph: "?reading e:value ?value ; e:result ?result ; e:kind ?kind ."
terms:
  day:     { literal: "xsd:string" }
  reading: { iri: "urn:reading:{day}:{kind}" }
  result:  { iri: "urn:reading:{day}:{kind}:result" }
  value:   { literal: "xsd:decimal" }
  kind:    { table: { "1": e:quarter, "2": e:hour } }
json: [ { Day: ?day, Value: ?value, Kind: ?kind } ]
)";

class RowTermsTest : public testing::Test {
  protected:
    std::size_t number(std::string_view name) const { return *document_->find(name); }
    void set(std::string_view name, const Term& term) { terms_.set(number(name), view_of(term)); }
    std::string text(std::string_view name) {
        const Term* const term = terms_.find(number(name));
        return term == nullptr ? "none" : term->text;
    }
    rdf::TermId id(std::string_view name) { return terms_.held_in(rows_, number(name)).id; }

    const std::shared_ptr<const mapping::Document> document_ = document_of(readings_by_day);
    RowTerms terms_{*document_};
    pattern::AnswerRows rows_{{"reading"}};
};

Term decimal(std::string text) {
    return Term::literal(std::move(text), std::string(rdf::xsd_decimal));
}

TEST_F(RowTermsTest, AreMadeOfOthersOnceAllOfTheseAreKnown) {
    set("day", Term::string("a day"));
    terms_.complete();
    EXPECT_EQ(text("reading"), "none");
    set("kind", Term::iri("urn:e:hour"));
    terms_.complete();
    EXPECT_EQ(text("reading"), "urn:reading:a%20day:2");
    EXPECT_EQ(text("result"), "urn:reading:a%20day:2:result");
    EXPECT_EQ(text("value"), "none");
}

TEST_F(RowTermsTest, AreMadeAnewWhereSomethingChanged) {
    set("day", Term::string("1"));
    set("kind", Term::iri("urn:e:hour"));
    set("value", decimal("1.5"));
    terms_.complete();
    const rdf::TermId reading = id("reading");
    const rdf::TermId value = id("value");
    EXPECT_EQ(id("reading"), reading) << "it is in the rows once";
    EXPECT_TRUE(value.is_inline());

    set("value", decimal("2.5"));
    terms_.complete();
    EXPECT_EQ(id("reading"), reading) << "nothing of what it is made of has changed";
    EXPECT_NE(id("value"), value);

    set("day", Term::string("2"));
    EXPECT_FALSE(terms_.complete()) << "it has the same variables as before";
    EXPECT_EQ(text("reading"), "urn:reading:2:2");
    EXPECT_NE(id("reading"), reading);
    EXPECT_EQ(rows_.terms()[reading.bits() - 1].text, "urn:reading:1:2") << "what was added stays";
}

TEST_F(RowTermsTest, MayBeGivenAsIds) {
    set("day", Term::string("1"));
    set("kind", Term::iri("urn:e:hour"));
    const rdf::TermId id = *rdf::inline_id(decimal("1.50"));
    terms_.set(number("value"), id);
    EXPECT_TRUE(terms_.complete());
    EXPECT_EQ(this->id("value"), id);
    ASSERT_NE(terms_.find(number("value")), nullptr);
    EXPECT_EQ(*terms_.find(number("value")), decimal("1.50"));
    set("value", Term::literal("much", "urn:amount"));
    EXPECT_EQ(text("value"), "much");
    EXPECT_FALSE(this->id("value").is_inline());
}

TEST_F(RowTermsTest, AreGoneWithWhatTheyAreMadeOf) {
    set("day", Term::string("1"));
    set("kind", Term::iri("urn:e:hour"));
    terms_.complete();
    terms_.forget(number("day"));
    EXPECT_TRUE(terms_.complete());
    EXPECT_FALSE(terms_.has(number("reading")));
    EXPECT_EQ(text("day"), "none");
    EXPECT_EQ(text("reading"), "none");
    EXPECT_EQ(text("kind"), "urn:e:hour");
}

TEST_F(RowTermsTest, ThatWereGivenAreNotMadeOfOthers) {
    set("reading", Term::iri("urn:reading:7:1"));
    set("kind", Term::iri("urn:e:hour"));
    terms_.complete();
    set("kind", Term::iri("urn:e:quarter"));
    terms_.complete();
    EXPECT_EQ(text("reading"), "urn:reading:7:1");
}

TEST_F(RowTermsTest, AreAddedToThoseThatAreThere) {
    Terms terms = {{number("day"), Term::string("1")}, {number("kind"), Term::iri("urn:e:hour")}};
    complete(*document_, terms);
    EXPECT_EQ(terms.size(), 4U);
    EXPECT_EQ(terms.at(number("result")), Term::iri("urn:reading:1:2:result"));
}

/// A value that only the address has stands in the IRI, and comes back from there.
TEST(RowTerms, AreReadBackFromIris) {
    const auto document = document_of(R"(
id: test.back
prefixes: { e: "urn:e:" }
graph: "?reading e:value ?value ."
terms:
  meter:   { literal: "xsd:string" }
  reading: { iri: "urn:reading:{meter}" }
  value:   { literal: "xsd:decimal" }
json: [ { Meter: ?meter, Value: ?value } ]
)");
    RowTerms terms(*document);
    const std::size_t meter = *document->find("meter");
    const std::size_t reading = *document->find("reading");
    terms.set(reading, view_of(Term::iri("urn:reading:M%201")));
    terms.complete();
    ASSERT_NE(terms.find(meter), nullptr);
    EXPECT_EQ(*terms.find(meter), Term::string("M 1"));
    terms.set(reading, view_of(Term::iri("urn:reading:M%202")));
    terms.complete();
    EXPECT_EQ(*terms.find(meter), Term::string("M 2"));
    terms.set(reading, view_of(Term::iri("urn:other")));
    terms.complete();
    EXPECT_EQ(terms.find(meter), nullptr) << "something else stands there";
}

/// Rows in which both are missing, and there again: nothing of an earlier row comes back.
TEST(RowTerms, ThatCouldBeReadBackAreThoseThatWereSet) {
    const auto document = document_of(R"(
id: test.feeders
prefixes: { e: "urn:e:" }
graph: "?feeder e:feeds ?client ."
terms:
  client: { iri: "urn:client:{}" }
  number: { literal: "xsd:integer" }
  feeder: { iri: "urn:feeder:{number}" }
json: [ { Client: ?client, Feeder: ?number } ]
)");
    RowTerms terms(*document);
    const std::size_t number = *document->find("number");
    const std::size_t feeder = *document->find("feeder");
    const auto integer = [](const char* text) { return Term::literal(text, std::string(rdf::xsd_integer)); };
    for (const char* const text : {"4", "5"}) {
        terms.set(number, *rdf::inline_id(integer(text)));
        EXPECT_TRUE(terms.complete());
        EXPECT_EQ(*terms.find(number), integer(text));
        EXPECT_EQ(terms.find(feeder)->text, std::string("urn:feeder:") + text);
        terms.forget(number);
        EXPECT_TRUE(terms.complete());
        EXPECT_FALSE(terms.has(number));
        EXPECT_FALSE(terms.has(feeder));
    }
    terms.set(number, view_of(Term::literal("06", std::string(rdf::xsd_integer))));
    terms.complete();
    EXPECT_EQ(terms.find(feeder)->text, "urn:feeder:06");
}

/// Row after row, whatever changes, as if each were the first. IRIs are made of others that are made, and read back.
TEST(RowTerms, AreThoseOfTheRowAlone) {
    const auto document = document_of(R"(
id: test.chain
prefixes: { e: "urn:e:" }
graph: "?result e:of ?reading ; e:kind ?kind ; e:value ?value ; e:meter ?meter ."
terms:
  day:     { literal: "xsd:integer" }
  kind:    { table: { "1": e:quarter, "2": e:hour } }
  reading: { iri: "urn:reading:{day}:{kind}" }
  result:  { iri: "urn:result:{reading}" }
  serial:  { literal: "xsd:string" }
  meter:   { iri: "urn:meter:{serial}" }
  value:   { literal: "xsd:decimal" }
json: [ { Day: ?day, Kind: ?kind, Value: ?value, Serial: ?serial } ]
)");
    const std::map<std::string, std::vector<Term>> choices = {
        {"day",
         {Term::literal("1", std::string(rdf::xsd_integer)), Term::literal("02", std::string(rdf::xsd_integer))}},
        {"kind", {Term::iri("urn:e:quarter"), Term::iri("urn:e:hour")}},
        {"reading", {Term::iri("urn:reading:7:1"), Term::iri("urn:other")}},
        {"serial", {Term::string("a"), Term::string("b c")}},
        {"meter", {Term::iri("urn:meter:d"), Term::iri("urn:other")}},
        {"value", {decimal("1.5"), decimal("2")}}};
    const auto set = [&](RowTerms& terms, std::size_t variable, const Term& term) {
        const auto id = rdf::inline_id(term);
        id ? terms.set(variable, *id) : terms.set(variable, view_of(term));
    };
    std::mt19937 random(1);
    RowTerms terms(*document);
    std::map<std::size_t, Term> given;
    for (int row = 0; row < 5000; ++row) {
        for (const auto& [name, some] : choices) {
            const std::size_t variable = *document->find(name);
            const std::size_t choice = random() % 6;
            if (choice < some.size()) {
                given[variable] = some[choice];
                set(terms, variable, some[choice]);
            } else if (choice == some.size()) {
                given.erase(variable);
                terms.forget(variable);
            }
        }
        terms.complete();
        RowTerms alone(*document);
        for (const auto& [variable, term] : given) {
            set(alone, variable, term);
        }
        alone.complete();
        for (std::size_t variable = 0; variable < document->variables.size(); ++variable) {
            const std::string& name = document->variables[variable].name;
            ASSERT_EQ(terms.has(variable), alone.has(variable)) << "row " << row << ": " << name;
            if (random() % 2 == 0 && alone.has(variable)) {
                ASSERT_EQ(rdf::to_text(*terms.find(variable)), rdf::to_text(*alone.find(variable)))
                    << "row " << row << ": " << name;
            }
        }
    }
}

}  // namespace
}  // namespace gridlore::service
