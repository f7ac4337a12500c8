/// What a draft guesses of values. Private to this folder. Pure functions.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace gridlore::mapping {

/// Whether there is one term for all of them: they are of one kind, or numbers of which some are written as texts.
bool have_one_term(const std::vector<nlohmann::ordered_json>& values);
/// A term of a document (docs/mapping-documents.md, "Terms") as it is written in YAML: `{ literal: "xsd:integer" }`.
/// Precondition: `have_one_term(values)`.
std::string guessed_term(const std::vector<nlohmann::ordered_json>& values);

/// How well a member of that name says which thing it is: 0 `id`, `mRID`, `uuid`; 1 `Hems_ID`, `meterId`, which may be
/// another thing's; else `no_identifier`.
inline constexpr int no_identifier = 2;
int identifier_rank(const std::string& name);
/// Of such a member: texts stay texts, whatever they look like.
std::string identifier_term(const std::vector<nlohmann::ordered_json>& values);

/// A member's name as the name of a variable or term: `Start time` becomes `startTime`. Never empty.
std::string camel_case(const std::string& name);

}  // namespace gridlore::mapping
