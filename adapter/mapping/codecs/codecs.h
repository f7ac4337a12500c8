/// The codecs that documents name (docs/mapping-documents.md, "Terms"). Making one checks it: errors are InvalidInput
/// and say how to mend it. Safe from any thread.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapter/mapping/codecs/codec.h"
#include "adapter/mapping/codecs/iri_template.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::mapping {

using CodecPtr = std::shared_ptr<const Codec>;

/// `template` has the own value alone. `json`: String or Number, what is written; both are read.
Result<CodecPtr> iri_codec(IriTemplate iri, JsonKind json);
/// An absolute IRI as it is.
CodecPtr whole_iri_codec();

struct LiteralForm {
    std::string datatype;            ///< an IRI; rdf:langString with a language
    std::string language;            ///< empty: none
    std::vector<JsonKind> json;      ///< which are read, the first is written; empty: as the datatype has it
    bool has_decimal_comma = false;  ///< in strings
};
/// A number keeps its digits: what is lifted is a valid lexical form, and what is lowered the same digits, but where
/// JSON has no such number (`007`, `.5`): there it is as it is in a string if strings are read, else the same value in
/// JSON's form.
Result<CodecPtr> literal_codec(LiteralForm form);

/// What a local time is that comes twice in autumn.
enum class Repeated { Refuse, First, Second, InOrder };

struct TimeForm {
    std::vector<std::string> formats;  ///< the first is written; of `%Y %m %d %H %M %S %z %Ez`, or `iso`
    std::string zone;                  ///< by its name in the IANA database; empty: UTC
    Repeated repeated = Repeated::Refuse;
    /// The JSON has the end of an interval of this length, the RDF its beginning.
    std::optional<std::chrono::seconds> end_of;
};
/// xsd:dateTime in UTC with `Z`; without seconds' fraction if it is zero. What is lowered may have any zone; one
/// without is on the clock of the form's zone. A form without seconds refuses times that have some.
Result<CodecPtr> date_time_codec(TimeForm form);
/// xsd:date, by formats of `%Y %m %d`.
Result<CodecPtr> date_codec(const std::vector<std::string>& formats);

struct TableEntry {
    JsonConstant json;
    rdf::Term term;
    bool is_odd = false;  ///< the JSON does not say what is meant: it is taken with a warning
};
/// Of entries with equal terms the first is written. InvalidInput: a JSON value comes twice, or there is none.
Result<CodecPtr> table_codec(std::string name, std::vector<TableEntry> entries);

}  // namespace gridlore::mapping
