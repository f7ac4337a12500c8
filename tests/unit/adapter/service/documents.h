/// Documents of a test, written as YAML.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "adapter/mapping/read/read_document.h"
#include "adapter/service/bind_reader.h"

namespace gridlore::service {

inline std::string joined(const std::vector<mapping::Problem>& problems) {
    std::string text;
    for (const mapping::Problem& problem : problems) {
        text += (text.empty() ? "" : "\n") + to_string(problem, "x.yaml");
    }
    return text;
}

inline std::shared_ptr<const mapping::Document> document_of(const std::string& text) {
    auto read = mapping::read_document(text, "x.yaml");
    EXPECT_TRUE(read.document) << joined(read.problems);
    return read.document ? read.document : std::make_shared<const mapping::Document>();
}

/// Readings of users, with what they were asked for in the payload, and a part.
inline const std::string readings = R"(
id: test.readings
prefixes: { e: "urn:e:" }
graph: "?reading e:of ?user ; e:at ?time ; e:value ?value ; e:kind ?kind ."
parts: { notes: "?reading e:note ?note ." }
terms:
  user:    { iri: "urn:user:{}" }
  reading: { iri: "urn:reading:{user}:{time}:{kind}" }
  time:    { dateTime: "%Y/%m/%d %H:%M", also: [iso], zone: Europe/Lisbon }
  value:   { literal: "xsd:decimal" }
  kind:    { table: { "1": e:quarter, "2": e:hour }, given: true }
  note:    { literal: "xsd:string" }
json:
  - User: ?user
    Readings: [ { Time: ?time, Value: ?value, Note: { $value: ?note, $optional: true } } ]
)";

/// The same without the part.
inline const std::string plain_readings = R"(
id: test.plain
prefixes: { e: "urn:e:" }
graph: "?reading e:of ?user ; e:at ?time ; e:value ?value ; e:kind ?kind ."
terms:
  user:    { iri: "urn:user:{}" }
  reading: { iri: "urn:reading:{user}:{time}:{kind}" }
  time:    { dateTime: "%Y/%m/%d %H:%M", also: [iso], zone: Europe/Lisbon }
  value:   { literal: "xsd:decimal" }
  kind:    { table: { "1": e:quarter, "2": e:hour }, given: true }
json:
  - User: ?user
    Readings: { $list: { Time: ?time, Value: ?value }, $empty: true }
)";

/// The document with this section.
inline std::shared_ptr<const BoundDocument> bound_document(const std::string& text, const std::string& bind) {
    const std::string whole = text + "bind:\n" + bind;
    auto document = document_of(whole);
    auto read = read_binds(whole, *document);
    EXPECT_TRUE(read.problems.empty()) << joined(read.problems);
    return std::make_shared<const BoundDocument>(BoundDocument{document, std::move(read.binds), whole});
}

}  // namespace gridlore::service
