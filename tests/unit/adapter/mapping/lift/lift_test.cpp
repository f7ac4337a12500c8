#include "adapter/mapping/lift/lift.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/rdf/namespaces.h"
#include "tests/unit/adapter/mapping/lift/lifting.h"

namespace gridlore::mapping {
namespace {

using testing::ElementsAre;

TEST(Lift, MakesARowOfEachReading) {
    EXPECT_EQ(lifted(metering, two_readings), two_rows);
}

TEST(Lift, KeepsKindsAndDatatypesOfTerms) {
    const auto document = document_of(metering);
    const auto rows = lift(*document, two_readings);
    ASSERT_TRUE(rows);
    const auto row = rows->front().row(0);
    EXPECT_EQ(owned(row[0]), rdf::Term::iri("urn:x:reading:U%201:2021-09-27T09%3A00%3A00Z"));
    EXPECT_EQ(owned(row[2]), rdf::Term::literal("2021-09-27T09:00:00Z", std::string(rdf::xsd_date_time)));
    EXPECT_EQ(owned(row[3]), rdf::Term::literal("890", std::string(rdf::xsd_decimal)));
}

TEST(Lift, MakesTheSameOfAPayloadThatIsCutAnywhere) {
    const auto document = document_of(metering);
    for (std::size_t cut = 1; cut <= two_readings.size(); ++cut) {
        const std::string first(two_readings.substr(0, cut));
        const std::string second(two_readings.substr(cut));
        std::size_t count = 0;
        const RowHandler counted = [&](std::size_t, std::span<const rdf::TermView>) {
            ++count;
            return Result<void>();
        };
        Lifter lifter(*document, counted);
        ASSERT_TRUE(lifter.write(first)) << cut;
        ASSERT_TRUE(lifter.write(second)) << cut;
        ASSERT_TRUE(lifter.finish()) << cut;
        EXPECT_EQ(count, 2) << cut;
    }
    for (const std::size_t size : {1, 2, 3, 5, 8, 13}) {
        EXPECT_EQ(lifted_in_pieces(*document, two_readings, size), two_rows) << size;
    }
}

TEST(Lift, HandsRowsOverAsSoonAsTheyAreComplete) {
    const auto document = document_of(metering);
    std::size_t count = 0;
    const RowHandler counted = [&](std::size_t, std::span<const rdf::TermView>) {
        ++count;
        return Result<void>();
    };
    Lifter lifter(*document, counted);
    ASSERT_TRUE(lifter.write(R"([{"User/Zone": "U", "Metering": [)"));
    EXPECT_EQ(count, 0);
    for (std::size_t reading = 1; reading < 5; ++reading) {
        ASSERT_TRUE(lifter.write(R"({"Time": "2021/09/27 10:00", "Measurement": 1, "Unit": "W"},)"));
        EXPECT_EQ(count, reading);
    }
}

TEST(Lift, TakesMembersInAnyOrder) {
    EXPECT_EQ(lifted(metering, R"([{"Metering": [{"Unit": "kW", "Measurement": 890, "Time": "2021/09/27 10:00"},
                                                 {"Measurement": -0.50, "Time": "2021/12/27 10:15", "Unit": "W"}],
                                    "User/Zone": "U 1"}])"),
              two_rows);
}

TEST(Lift, EndsWithTheHandlersError) {
    const auto document = document_of(metering);
    std::size_t count = 0;
    const RowHandler refuse = [&](std::size_t, std::span<const rdf::TermView>) -> Result<void> {
        ++count;
        return Error{ErrorKind::Unavailable, "no more room"};
    };
    Lifter lifter(*document, refuse);
    for (int again = 0; again < 2; ++again) {
        const auto done = lifter.write(two_readings);
        ASSERT_FALSE(done);
        EXPECT_EQ(done.error().kind, ErrorKind::Unavailable);
        EXPECT_EQ(done.error().message, "no more room");
    }
    EXPECT_EQ(count, 1);
    EXPECT_FALSE(lifter.finish());
}

TEST(Lift, KeepsTheDigitsOfHugeNumbers) {
    const std::string yaml = head + R"(
graph: "?a ex:b ?c ."
terms: { a: { iri: true }, c: { literal: "xsd:double" } }
json: { a: ?a, c: ?c }
)";
    EXPECT_EQ(lifted(yaml, R"({"a": "urn:x:a", "c": 1e999999})"), "core: a=urn:x:a c=1e999999\n");
    const std::string digits(400, '7');
    EXPECT_EQ(lifted(yaml, R"({"a": "urn:x:a", "c": )" + digits + "}"), "core: a=urn:x:a c=" + digits + "\n");
}

TEST(Lift, MakesConstantsAndUuids) {
    const std::string yaml = head + R"(
graph: "?a ex:b ?b ; ex:kind ?kind ; ex:id ?all ."
terms: { a: { uuid: "urn:uuid:{}", for: "?b" }, all: { uuid: "urn:all:{}" }, b: { literal: "xsd:string" },
         kind: { constant: "ex:Kind" } }
json: [ ?b ]
direction: lift
)";
    const auto document = document_of(yaml);
    ASSERT_NE(document, nullptr);
    const auto rows = lift(*document, R"(["x", "y"])");
    ASSERT_TRUE(rows) << rows.error().message;
    const auto term = [&](std::size_t row, std::string_view name) {
        const auto& variables = document->parts.front().variables;
        const auto number = *document->find(name);
        const auto column = std::find(variables.begin(), variables.end(), number) - variables.begin();
        return rows->front().row(row)[static_cast<std::size_t>(column)].text;
    };
    ASSERT_EQ(rows->front().size(), 2);
    EXPECT_EQ(term(0, "kind"), "https://example.org/Kind");
    EXPECT_THAT(term(0, "a"), testing::MatchesRegex("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f-]*"));
    EXPECT_NE(term(0, "a"), term(1, "a"));
    EXPECT_EQ(term(0, "all"), term(1, "all"));
}

TEST(Lift, TakesWhatIsGivenWithThePayload) {
    const std::string yaml = head + R"(
graph: "?a ex:b ?b ; ex:c ?c ."
terms: { a: { iri: "urn:x:{b}:{c}" }, b: { literal: "xsd:string", given: true }, c: { literal: "xsd:string" } }
json: [ ?c ]
)";
    const auto document = document_of(yaml);
    LiftOptions options;
    options.given.emplace(*document->find("b"), rdf::Term::string("B"));
    EXPECT_EQ(lifted(yaml, R"(["x"])", options), "core: a=urn:x:B:x b=B c=x\n");
    EXPECT_EQ(lifted(yaml, R"(["x"])"),
              "the payload: ?b is not in it but in what it was asked with, and was not given");
}

TEST(Lift, MakesTheTriplesOfARow) {
    const auto document = document_of(metering);
    const auto rows = lift(*document, two_readings);
    ASSERT_TRUE(rows);
    std::vector<std::string> triples;
    const auto done = each_triple(document->parts.front(), rows->front().row(1), [&](const rdf::QuadView& quad) {
        EXPECT_FALSE(quad.graph);
        triples.push_back(std::string(quad.subject.text) + " " + std::string(quad.predicate.text) + " " +
                          std::string(quad.object.text));
        return Result<void>();
    });
    ASSERT_TRUE(done);
    const std::string reading = "urn:x:reading:U%201:2021-12-27T10%3A15%3A00Z";
    EXPECT_THAT(triples, ElementsAre(reading + " http://www.w3.org/1999/02/22-rdf-syntax-ns#type "
                                               "https://example.org/Observation",
                                     reading + " https://example.org/madeBy urn:x:meter:U%201",
                                     reading + " https://example.org/at 2021-12-27T10:15:00Z",
                                     reading + " https://example.org/value -0.50",
                                     reading + " https://example.org/unit https://example.org/watt",
                                     "urn:x:meter:U%201 https://example.org/of urn:x:user:U%201"));
}

TEST(Lift, RefusesTriplesThatRdfHasNot) {
    const auto document = document_of(metering);
    const rdf::TermView iri{rdf::TermKind::Iri, "urn:x", {}, {}};
    const rdf::TermView literal{rdf::TermKind::Literal, "x", rdf::xsd_string, {}};
    const auto handler = [](const rdf::QuadView&) { return Result<void>(); };
    const std::vector<rdf::TermView> wrong = {literal, iri, iri, iri, iri, iri};
    const auto done = each_triple(document->parts.front(), wrong, handler);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message, "?reading: a literal cannot be the subject of a triple, found \"x\"");
    const auto refuse = [](const rdf::QuadView&) -> Result<void> { return Error{ErrorKind::Conflict, "no"}; };
    const std::vector<rdf::TermView> right(6, iri);
    EXPECT_EQ(each_triple(document->parts.front(), right, refuse).error().kind, ErrorKind::Conflict);
}

}  // namespace
}  // namespace gridlore::mapping
