/// The configuration in force, and the table of settings, for people and for programs. Pure functions.
#pragma once

#include <string>

#include "adapter/main/configuration/sources.h"

namespace gridlore::configuration {

/// Aligned columns: name, value, where it came from.
std::string to_text(const LoadedConfiguration& loaded);

/// One JSON object: name to `{"value":…, "origin":…}`. Durations are in seconds, sizes in bytes.
std::string to_json(const LoadedConfiguration& loaded);

/// The table of docs/operator.md.
std::string to_markdown();

}  // namespace gridlore::configuration
