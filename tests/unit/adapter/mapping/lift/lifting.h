/// Payloads that tests lift.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapter/mapping/lift/lift.h"
#include "tests/unit/adapter/mapping/documents.h"

namespace gridlore::mapping {

using Pairs = std::vector<std::pair<std::string, std::string>>;

inline const std::string head = R"(
id: test
prefixes: { ex: "https://example.org/" }
)";

/// docs/mapping-documents.md has this one.
inline const std::string metering = head + R"(
graph: "?reading a ex:Observation ; ex:madeBy ?meter ; ex:at ?time ; ex:value ?value ; ex:unit ?unit . ?meter ex:of ?user ."
terms:
  user:    { iri: "urn:x:user:{}" }
  meter:   { iri: "urn:x:meter:{user}" }
  reading: { iri: "urn:x:reading:{user}:{time}" }
  time:    { dateTime: "%Y/%m/%d %H:%M", zone: Europe/Lisbon }
  value:   { literal: "xsd:decimal" }
  unit:    { table: { kW: "ex:kilowatt", W: "ex:watt" } }
json:
  - User/Zone: ?user
    Metering: { $list: { Time: ?time, Measurement: ?value, Unit: ?unit }, $order: ?time }
)";

inline constexpr std::string_view two_readings =
    R"([{"User/Zone": "U 1", "Metering": [{"Time": "2021/09/27 10:00", "Measurement": 890, "Unit": "kW"},
                                          {"Time": "2021/12/27 10:15", "Measurement": -0.50, "Unit": "W"}]}])";

inline const std::string two_rows =
    "core: reading=urn:x:reading:U%201:2021-09-27T09%3A00%3A00Z meter=urn:x:meter:U%201 time=2021-09-27T09:00:00Z "
    "value=890 unit=https://example.org/kilowatt user=urn:x:user:U%201\n"
    "core: reading=urn:x:reading:U%201:2021-12-27T10%3A15%3A00Z meter=urn:x:meter:U%201 time=2021-12-27T10:15:00Z "
    "value=-0.50 unit=https://example.org/watt user=urn:x:user:U%201\n";

/// What is lifted as text, or the error.
inline std::string lifted(const std::string& yaml, std::string_view json, const LiftOptions& options = {}) {
    const auto document = document_of(yaml);
    if (document == nullptr) {
        return "no document";
    }
    const auto rows = lift(*document, json, options);
    return rows ? text_of(*document, *rows) : rows.error().message;
}

/// The same in pieces of that size; the error with its pointer.
inline std::string lifted_in_pieces(const Document& document, std::string_view json, std::size_t size) {
    PartRows rows;
    for (const Part& part : document.parts) {
        rows.emplace_back(part.variables.size());
    }
    const RowHandler keep = [&](std::size_t part, std::span<const rdf::TermView> row) {
        rows[part].add(row);
        return Result<void>();
    };
    Lifter lifter(document, keep);
    for (std::size_t at = 0; at < json.size(); at += size) {
        // A copy of its own, so that a view that outlives the call is found.
        if (const auto done = lifter.write(std::string(json.substr(at, size))); !done) {
            return lifter.pointer() + " | " + done.error().message;
        }
    }
    const auto done = lifter.finish();
    return done ? text_of(document, rows) : lifter.pointer() + " | " + done.error().message;
}

struct Refused {
    std::string_view json;
    std::string_view pointer;
    std::string_view message;  ///< behind the pointer
};

}  // namespace gridlore::mapping
