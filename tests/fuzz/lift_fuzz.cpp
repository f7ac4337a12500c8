/// Payloads that are lifted with mapping documents: whatever comes gives rows or a refusal, the same whole and in
/// pieces. The first byte chooses the document and how it is cut, the rest is the payload.

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/lift/lift.h"
#include "adapter/mapping/read/read_document.h"
#include "tests/fuzz/require.h"

namespace {

using namespace gridlore;
using fuzz::require;
using DocumentPtr = std::shared_ptr<const mapping::Document>;

constexpr std::string_view head = R"(
id: fuzzed
prefixes: { ex: "https://example.org/" }
direction: lift
)";

/// Every form of the shape is in one of them.
constexpr std::array<std::string_view, 4> texts = {R"(
graph: "?r ex:at ?time ; ex:by ?meter ; ex:value ?value ; ex:unit ?unit ."
terms:
  user:  { iri: "urn:x:user:{}" }
  meter: { iri: "urn:x:meter:{user}" }
  r:     { iri: "urn:x:reading:{user}:{time}" }
  time:  { dateTime: "%Y/%m/%d %H:%M", zone: Europe/Lisbon, also: [iso], repeated: in-order }
  value: { literal: "xsd:decimal", json: [number, string], decimal: "," }
  unit:  { table: { kW: "ex:kW", W: "ex:W" } }
json: [ { User/Zone: ?user, Metering: { $list: { Time: ?time, Measurement: ?value, Unit: ?unit }, $order: ?time } } ]
)",
                                                   R"(
graph: "?thing ex:name ?name ; ex:size ?size ; ex:unit ?unit ."
parts: { note: "?thing ex:note ?note .", tags: "?thing ex:tag ?tag ." }
terms:
  thing: { iri: "urn:x:{name}" }
  name:  { literal: "xsd:string" }
  size:  { literal: "xsd:decimal" }
  unit:  { literal: "xsd:string" }
  note:  { boolean: ["Yes", "No"] }
  tag:   { literal: "xsd:integer" }
json:
  kind: thing
  count: 1
  things:
    - $members: [ { name: ?name }, { power: { $text: "{size} {unit}" } },
                  { note: { $value: ?note, $also: [Note] } },
                  { tags: { $list: ?tag, $joined: "_" } },
                  { other: { $ignore: null } },
                  { note: { $ignore: null } } ]
      $unknown: ignore
)",
                                                   R"(
graph: "?d ex:a ?a ; ex:b ?b ; ex:c ?c ; ex:i ?i ; ex:id ?u ."
terms:
  a: { literal: "xsd:string" }
  b: { literal: "xsd:string" }
  c: { literal: "xsd:double" }
  d: { iri: "urn:x:{a}:{b}:{i}:{c}" }
  i: { position: 0 }
  u: { uuid: "urn:uuid:{}" }
json: { a: ?a, in: { outer: { $list: { b: ?b, a: { $value: ?a, $optional: true }, inner: { $list: [ ?c ],
        $order: ?i } } } } }
)",
                                                   R"(
graph: "?r ex:of ?meter ; ex:day ?day ; ex:value ?value ."
parts:
  flows: "?flow ex:of ?meter ; ex:slot ?slot ; ex:mode ?mode ."
  limits: "?meter ex:limit ?limit ; ex:in ?unit ."
terms:
  meter: { iri: "urn:x:meter:{}" }
  r:     { iri: "urn:x:reading:{meter}:{day}" }
  day:   { date: "%Y-%m-%d" }
  value: { literal: "xsd:decimal" }
  flow:  { iri: "urn:x:flow:{meter}:{slot}" }
  slot:  { literal: "xsd:integer" }
  unit:  { table: { kW: "ex:kW", W: "ex:W", Watt: "ex:W" } }
json:
  - meter: ?meter
    $zip: { $order: ?day, $empty: true, Day: ?day, Value: { v: ?value } }
    $each:
      - { "i{slot}": [ { "i{slot}_mode": ?mode } ], "i{slot}_note": { $value: { $ignore: 0 }, $optional: true } }
      - { "{unit}": { $value: ?limit, $also: ["in {unit}"] } }
unknown: ignore
)"};

const std::vector<DocumentPtr>& documents() {
    static const std::vector<DocumentPtr> all = [] {
        std::vector<DocumentPtr> read;
        for (const std::string_view text : texts) {
            read.push_back(mapping::read_document(std::string(head) + std::string(text), "fuzzed.yaml").document);
            require(read.back() != nullptr);
        }
        return read;
    }();
    return all;
}

struct Outcome {
    std::vector<std::vector<rdf::Term>> rows;
    std::string refusal;
};

/// Rows without what is made anew each time.
Outcome lifted(const mapping::Document& document, std::string_view json, std::size_t piece, bool is_tolerant) {
    Outcome outcome;
    const mapping::RowHandler keep = [&](std::size_t part, std::span<const rdf::TermView> row) {
        require(row.size() == document.parts[part].variables.size());
        std::vector<rdf::Term>& kept = outcome.rows.emplace_back();
        for (const rdf::TermView& term : row) {
            const bool is_new = term.text.starts_with("urn:uuid:");
            kept.push_back({term.kind, is_new ? "" : std::string(term.text), std::string(term.datatype),
                            std::string(term.language)});
        }
        return mapping::each_triple(document.parts[part], row, [](const rdf::QuadView&) { return Result<void>(); });
    };
    mapping::LiftOptions options;
    options.is_tolerant = is_tolerant;
    options.value_bytes = 1000;
    options.warn = [](const std::string&, const std::string& message) { require(!message.empty()); };
    mapping::Lifter lifter(document, keep, options);
    Result<void> done;
    while (!json.empty() && done) {
        done = lifter.write(std::string(json.substr(0, piece)));
        json.remove_prefix(std::min(piece, json.size()));
    }
    if (done) {
        done = lifter.finish();
    }
    if (!done) {
        fuzz::require_refusal(done.error());
        require(!lifter.finish());
        outcome.rows.clear();
        outcome.refusal = done.error().message;
    }
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::size_t choice = data[0];
    const mapping::Document& document = *documents()[choice % texts.size()];
    const bool is_tolerant = (choice & 4) != 0;
    const std::string_view json = fuzz::text_of(data + 1, size - 1);
    const Outcome whole = lifted(document, json, std::string_view::npos, is_tolerant);
    const Outcome pieces = lifted(document, json, 1 + choice / 8, is_tolerant);
    require(whole.rows == pieces.rows && whole.refusal.empty() == pieces.refusal.empty());
    // Where text that is no JSON is found to be none depends on the pieces.
    require(whole.refusal == pieces.refusal || whole.refusal.starts_with("line "));
    return 0;
}
