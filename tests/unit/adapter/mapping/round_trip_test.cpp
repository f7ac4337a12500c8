// What is lifted and lowered again is what it was, in both directions, for every form of the shape and every term.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "adapter/mapping/json/equal_json.h"
#include "adapter/mapping/lift/lift.h"
#include "adapter/mapping/lower/lower.h"
#include "tests/support/payloads.h"
#include "tests/unit/adapter/mapping/documents.h"

namespace gridlore::mapping {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int payloads = 500;
#else
constexpr int payloads = 10'000;
#endif

constexpr const char* heading = R"(
prefixes: { ex: "http://example.org/", om: "http://www.ontology-of-units-of-measure.org/resource/om-2/" }
)";

struct NamedDocument {
    std::string name;
    std::string yaml;
};

void PrintTo(const NamedDocument& document, std::ostream* out) {
    *out << document.name;
}

const std::vector<NamedDocument> documents = {
    {"ListsThatGroup", R"(
id: lists-that-group
graph: |
  ?reading ex:madeBy ?meter ; ex:at ?time ; ex:value ?value ; ex:unit ?unit . ?meter ex:of ?user .
terms:
  user:    { iri: "urn:user:{}" }
  meter:   { iri: "urn:meter:{user}" }
  reading: { iri: "urn:reading:{user}:{time}" }
  time:    { dateTime: "%Y/%m/%d %H:%M", zone: Europe/Lisbon, also: [iso], repeated: in-order }
  value:   { literal: "xsd:decimal" }
  unit:    { table: { kW: "om:kilowatt", Kilowatt: "om:kilowatt", W: "om:watt" } }
json:
  - User: ?user
    Metering: { $list: { Time: ?time, Measurement: ?value, Unit: ?unit }, $order: ?time }
)"},
    {"ColumnsWithAJoinedListOfAPart", R"(
id: columns
graph: |
  ?need ex:zone ?zone ; ex:at ?time ; ex:value ?value ; ex:direction ?direction .
parts:
  clients: "?need ex:client ?client ."
terms:
  zone:      { iri: "urn:zone:{}" }
  time:      { dateTime: "%d.%m.%Y %H:%M:%S", zone: Europe/Berlin, repeated: first }
  value:     { literal: "xsd:decimal", json: [string, number] }
  direction: { table: { Up: "ex:up", Down: "ex:down" } }
  client:    { iri: "urn:meter:{}" }
  need:      { iri: "urn:need:{zone}:{time}:{direction}" }
json:
  - Zone: ?zone
    $zip:
      $order: ?time
      Dates: ?time
      Needs: ?value
      Direction: { $value: ?direction, $also: [Directions] }
      Clients: { $list: ?client, $joined: "_", $empty: true }
)"},
    {"OptionalMembersOfParts", R"(
id: optional-members
graph: "?offer ex:number ?number ."
parts:
  comments: "?offer ex:comment ?comment ; ex:urgent ?urgent ."
  meters: "?offer ex:meter ?meter ."
  places: "?meter ex:place ?place ."
  prices: "?offer ex:price ?price ."
terms:
  number:  { literal: "xsd:integer", json: [number, string] }
  offer:   { iri: "urn:offer:{number}" }
  comment: { literal: "xsd:string", language: pt }
  urgent:  { boolean: [ "Yes", "No" ] }
  meter:   { iri: "urn:meter:{}" }
  place:   { literal: "xsd:string" }
  price:   { literal: "xsd:decimal", decimal: "," }
json:
  $list:
    Remarks: { $value: { Comment: ?comment, Urgent: ?urgent }, $optional: true }
    Offer: ?number
    Meters: { $list: { Meter: ?meter, Place: { $value: ?place, $optional: true } }, $empty: true }
    Price: { $value: ?price, $optional: true, $also: [Cost, Price (€/kWh)] }
)"},
    {"NullsForWhatIsMissing", R"(
id: nulls
graph: "?meter ex:name ?name ."
parts:
  limits: "?meter ex:limit ?limit ."
  places: "?meter ex:place ?place ; ex:floor ?floor ."
  tags: "?meter ex:tag ?tag ."
terms:
  name:  { literal: "xsd:string" }
  meter: { iri: "urn:meter:{name}" }
  limit: { literal: "xsd:decimal" }
  floor: { literal: "xsd:integer" }
json:
  - name: ?name
    limit: { $value: ?limit, $optional: null }
    place: { $value: { text: ?place, floor: ?floor }, $optional: null }
    tags: { $value: [ ?tag ], $optional: null }
)"},
    {"NullsInColumns", R"(
id: nulls-in-columns
graph: "?hour ex:at ?time ; ex:value ?value ."
parts: { limits: "?hour ex:limit ?limit ." }
terms:
  time:  { literal: "xsd:integer" }
  hour:  { iri: "urn:hour:{time}" }
  value: { literal: "xsd:decimal" }
  limit: { literal: "xsd:decimal" }
json: { $zip: { time: ?time, value: ?value, limit: { $value: ?limit, $optional: null } } }
)"},
    {"StringsOfSeveralValues", R"(
id: strings
graph: |
  ?plan ex:name ?name ; ex:quantity ?quantity ; ex:unit ?unit ; ex:from ?from ; ex:mode ?mode .
parts:
  tags: "?plan ex:tag ?tag ."
terms:
  name:     { iri: "urn:name:{}" }
  plan:     { iri: "urn:plan:{name}" }
  quantity: { literal: "xsd:decimal" }
  unit:     { table: { kW: "om:kilowatt", W: "om:watt" } }
  from:     { date: "%Y/%m/%d" }
  mode:     { constant: "ex:automatic" }
  tag:      { literal: "xsd:string" }
json:
  $members:
    - { Plan: ?name }
    - { Unit: "a constant" }
    - { Note: { $ignore: "" } }
    - { Unit: { $text: "about {quantity} {unit}, from {from}." } }
    - { Tags: { $list: ?tag, $joined: "; ", $empty: true } }
    - { Nothing: null }
    - { Kind: { $constant: "?kind" } }
)"},
    {"ListsInTheirOwnOrder", R"(
id: positions
graph: "?cell ex:table ?table ; ex:row ?row ; ex:column ?column ; ex:value ?value ."
terms:
  table:  { iri: "urn:table:{}" }
  row:    { position: 1 }
  column: { position: 0 }
  cell:   { iri: "urn:cell:{table}:{row}:{column}" }
  value:  { literal: "xsd:double" }
json:
  Table: ?table
  Cells: { $list: { $list: ?value, $order: ?column }, $order: ?row }
)"},
    {"ValuesThatOnlyAnIriHas", R"(
id: read-back
graph: "?reading ex:value ?value ."
parts:
  notes: "?reading ex:note ?note ."
terms:
  subject:  { iri: "urn:subject:{}", json: number }
  time:     { dateTime: iso, zone: Europe/Lisbon, repeated: second }
  unit:     { table: { kW: "om:kilowatt", W: "om:watt" } }
  is_total: { literal: "xsd:boolean" }
  amount:   { literal: "xsd:decimal", decimal: "," }
  series:   { iri: "urn:series:{subject}:{unit}:{is_total}" }
  reading:  { iri: "urn:reading:{series}:{time}:{amount}" }
  value:    { literal: "xsd:decimal" }
  note:     { literal: "xsd:string" }
json:
  - Subject: ?subject
    Unit: ?unit
    Total: ?is_total
    Readings:
      - Time: ?time
        Amount: ?amount
        Value: ?value
        Note: { $value: ?note, $optional: true }
)"},
    {"AnObjectWithAListThatMayBeEmpty", R"(
id: may-be-empty
graph: "?fault ex:code ?code ; ex:in ?grid ; ex:since ?since ."
parts:
  faults_of_lines: "?line ex:in ?grid ; ex:length ?length ."
terms:
  grid:   { constant: "ex:grid" }
  code:   { literal: "xsd:string" }
  since:  { dateTime: "%Y-%m-%dT%H:%M:%S", zone: Europe/Lisbon, end: true, interval: 15min, repeated: first }
  fault:  { iri: "urn:fault:{code}" }
  length: { literal: "xsd:integer" }
  line:   { iri: "urn:line:{length}" }
json:
  Kind: Faults
  Faults: { $list: { Code: ?code, Since: ?since }, $empty: true, $order: ?since }
  Lines: [ ?length ]
)"},
    {"EveryDatatype", R"(
id: datatypes
graph: |
  ?thing ex:iri ?iri ; ex:integer ?integer ; ex:double ?double ; ex:float ?float ; ex:text ?text ; ex:language ?language ;
      ex:flag ?flag ; ex:day ?day ; ex:time ?time ; ex:own ?own ; ex:small ?small .
terms:
  thing:    { iri: "urn:thing:{text}" }
  iri:      { iri: true }
  integer:  { literal: "xsd:integer", json: [string, number] }
  double:   { literal: "xsd:double" }
  float:    { literal: "xsd:float" }
  text:     { literal: "xsd:string" }
  language: { literal: "rdf:langString", language: de-AT }
  flag:     { literal: "xsd:boolean" }
  day:      { date: "%d.%m.%Y" }
  time:     { dateTime: iso }
  own:      { literal: "ex:own" }
  small:    { literal: "xsd:nonNegativeInteger" }
json:
  - { I: ?iri, N: ?integer, D: ?double, F: ?float, T: ?text, L: ?language, B: ?flag, Day: ?day, Time: ?time, Own: ?own,
      Small: ?small }
)"},
    {"ValuesThatAreGiven", R"(
id: given
graph: "?reading ex:of ?user ; ex:granularity ?granularity ; ex:came ?came ; ex:kind ?kind ; ex:at ?time ; ex:value ?value ."
terms:
  user:        { iri: "urn:user:{}", given: true }
  granularity: { table: { "1": "ex:quarter", "2": "ex:hour" }, given: true }
  came:        { dateTime: iso, given: now }
  kind:        { constant: "ex:Reading" }
  reading:     { iri: "urn:reading:{user}:{granularity}:{time}" }
  time:        { dateTime: "%Y/%m/%d %H:%M:%S", zone: Europe/Lisbon, repeated: first }
  value:       { literal: "xsd:decimal" }
json:
  - { Time: ?time, Value: ?value }
)"},
    {"NamesWithAVariable", R"(
id: names
graph: |
  ?forecast ex:of ?user ; ex:hour ?hour ; ex:slot ?slot ; ex:power ?power ; ex:unit ?unit .
parts:
  bounds: "?forecast ex:bound ?bound ."
  ranks: "?user ex:rank ?rank . ?rank ex:of ?signal ; ex:percent ?percent ."
  places: "?user ex:trustsIn ?place ."
  trusts: "?user ex:trust ?trust . ?trust ex:in ?place ; ex:at ?minute ; ex:value ?reliability ."
terms:
  user:        { iri: "urn:user:{}" }
  hour:        { literal: "xsd:integer" }
  slot:        { literal: "xsd:integer" }
  power:       { literal: "xsd:decimal", json: [number, string] }
  unit:        { table: { kW: "ex:kw", W: "ex:w" } }
  bound:       { literal: "xsd:decimal" }
  forecast:    { iri: "urn:forecast:{user}:{hour}:{slot}" }
  signal:      { literal: "xsd:string" }
  percent:     { literal: "xsd:decimal" }
  rank:        { iri: "urn:rank:{user}:{signal}" }
  place:       { table: { Home: "ex:home", House: "ex:home", Work: "ex:work" } }
  minute:      { dateTime: "%Y/%m/%d %H:%M", zone: Europe/Lisbon, repeated: first }
  reliability: { literal: "xsd:decimal", decimal: "," }
  trust:       { iri: "urn:trust:{user}:{place}:{minute}" }
json:
  user: ?user
  responses:
    - hour: ?hour
      $each:
        "y_Power_i{slot}": ?power
        "y_Power_i{slot}_unit": { $value: ?unit, $also: ["unit of {slot}"] }
        "y_Bound_i{slot}": { $value: ?bound, $optional: true }
  $each:
    - { "{signal}": ?percent }
    - "trust {place}":
        - minute: ?minute
          "{place}_reliability": ?reliability
          "{{place}}": true
      $empty: true
)"},
    {"AListInAListOfAPart", R"(
id: list-in-list-of-part
graph: "?grid ex:name ?name ."
parts:
  feeders: "?grid ex:feeder ?feeder . ?feeder ex:label ?label ."
  loads: "?feeder ex:load ?load . ?load ex:power ?power ."
terms:
  name:   { iri: "urn:name:{}" }
  grid:   { iri: "urn:grid:{name}" }
  label:  { literal: "xsd:string" }
  feeder: { iri: "urn:feeder:{name}:{label}" }
  power:  { literal: "xsd:decimal" }
  load:   { iri: "urn:load:{name}:{label}:{power}" }
json:
  - Grid: ?name
    Feeders: [ { Label: ?label, Grid: ?name, Loads: [ ?power ] } ]
)"},
};

/// Rows as text, sorted.
std::multiset<std::string> row_set(const Document& document, const PartRows& rows) {
    std::multiset<std::string> set;
    const std::string text = text_of(document, rows);
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        set.insert(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return set;
}

PartRows shuffled(const PartRows& rows, std::mt19937_64& random) {
    PartRows result;
    for (const Rows& part : rows) {
        std::vector<std::size_t> order;
        for (std::size_t row = 0; row < part.size(); ++row) {
            order.insert(order.end(), 1 + (random() % 8 == 0 ? 1 : 0), row);
        }
        std::ranges::shuffle(order, random);
        Rows& moved = result.emplace_back(part.width());
        for (const std::size_t row : order) {
            moved.add(part.row(row));
        }
    }
    return result;
}

class RoundTrip : public testing::TestWithParam<NamedDocument> {};

void check_payload(const Document& document, std::mt19937_64& random) {
    const std::string payload = test::random_payload(document, random);
    SCOPED_TRACE(payload);
    LiftOptions options;
    options.given = test::random_given(document, random);
    const auto rows = lift(document, payload, options);
    ASSERT_TRUE(rows) << rows.error().message;
    SCOPED_TRACE(text_of(document, *rows));
    const auto lowered = lower(document, *rows);
    ASSERT_TRUE(lowered) << lowered.error().message;
    const auto same = equal_json(document, payload, *lowered);
    ASSERT_TRUE(same) << same.error().message;
    ASSERT_TRUE(*same) << *lowered;
    const auto again = lift(document, *lowered, options);
    ASSERT_TRUE(again) << again.error().message;
    ASSERT_EQ(row_set(document, *rows), row_set(document, *again));
    const auto shuffled_rows = lower(document, shuffled(*rows, random));
    ASSERT_TRUE(shuffled_rows) << shuffled_rows.error().message;
    ASSERT_EQ(*shuffled_rows, *lowered);
}

TEST_P(RoundTrip, GivesBackWhatItWasGivenInBothDirectionsAndInAnyOrderOfRows) {
    const auto document = document_of(heading + GetParam().yaml);
    ASSERT_NE(document, nullptr);
    std::mt19937_64 random(20240229);
    for (int number = 0; number < payloads && !HasFatalFailure(); ++number) {
        check_payload(*document, random);
    }
}

INSTANTIATE_TEST_SUITE_P(Documents, RoundTrip, testing::ValuesIn(documents),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace gridlore::mapping
