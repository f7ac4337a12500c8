/// What the writer and the reader of XML results have in common. Private to this folder.
#pragma once

#include <optional>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::query {

inline constexpr std::string_view results_xml_namespace = "http://www.w3.org/2005/sparql-results#";

/// InvalidInput if `text`, which is UTF-8, has a character that no XML 1.0 document can hold (section 2.2, Char).
std::optional<Error> xml_fault(std::string_view text);

}  // namespace gridlore::query
