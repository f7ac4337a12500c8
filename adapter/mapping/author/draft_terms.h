/// What a draft guesses of values. Private to this folder. Pure functions.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace gridlore::mapping {

/// A term of a document (docs/mapping-documents.md, "Terms") as it is written in YAML: `{ literal: "xsd:integer" }`.
/// `values` are those of one variable, without null.
std::string guessed_term(const std::vector<nlohmann::ordered_json>& values);

/// A member's name as the name of a variable or term: `Start time` becomes `startTime`. Never empty.
std::string camel_case(const std::string& name);

}  // namespace gridlore::mapping
