/// Sources of YARRRML. Private to this folder; faults are thrown (yaml_entries.h).
#pragma once

#include <vector>

#include "adapter/rml/rml_document.h"
#include "adapter/rml/yaml_entries.h"

namespace gridlore::rml {

/// The sources of one mapping; `named` has the document's own by their names, or is undefined.
std::vector<LogicalSource> read_yarrrml_sources(const YAML::Node& node, const YAML::Node& named);

}  // namespace gridlore::rml
