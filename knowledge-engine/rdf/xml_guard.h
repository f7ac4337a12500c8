/// What an XML parser must not be given: looked for in the text before the parser sees it. Pure; safe from any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::rdf {

/// The first of these, with its line: elements deeper than `depth_limit` and entities that blow the document up
/// (LimitExceeded); an entity that names a file or holds others or elements, a language longer than 255 bytes, which
/// overflows Raptor's memory, and an encoding in which the bytes are not what they seem here (InvalidInput).
std::optional<Error> find_xml_danger(std::string_view xml, std::size_t depth_limit);

}  // namespace gridlore::rdf
