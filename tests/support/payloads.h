/// Payloads that fit a mapping document, drawn at random.
#pragma once

#include <cstddef>
#include <map>
#include <random>
#include <string>

#include "adapter/mapping/document.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::test {

/// JSON that fits the document's shape and that lifting and lowering give back: what it has of optional members, how
/// long its lists are (up to 4 elements), in which order its members stand and how they are spelled is drawn. Elements
/// that bindings cannot tell apart are not in one list, nor are two things that the document gives one IRI.
/// Throws std::runtime_error if the document has no such payload, as far as it was tried.
std::string random_payload(const mapping::Document& document, std::mt19937_64& random);

/// Terms for the variables that are given with a payload.
std::map<std::size_t, rdf::Term> random_given(const mapping::Document& document, std::mt19937_64& random);

}  // namespace gridlore::test
