/// What codecs say of values and terms that are not theirs. Private to this folder. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "adapter/mapping/json/json_scalar.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/quad_view.h"

namespace gridlore::mapping {

/// As the exchange writes it; long ones are cut.
std::string shown(const rdf::TermView& term);
/// `xsd:decimal`, or an IRI in angle brackets.
std::string shown_datatype(std::string_view datatype);

/// As JSON Schema calls it: `string`.
const char* kind_name(JsonKind kind);

/// InvalidInput: `the number 3 is not a string`; `expected` is `a string`.
Error unexpected(const JsonScalar& found, std::string_view expected);
/// InvalidInput: `<urn:x> is not a literal of xsd:decimal`.
Error unexpected(const rdf::TermView& found, std::string_view expected);

}  // namespace gridlore::mapping
