/// Secrets by reference: what documents and services' files name, and never have.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "knowledge-engine/base/result.h"

namespace gridlore::service {

/// The secret of that name. NotFound: there is none; the message says where it was looked for.
using Secrets = std::function<Result<std::string>(const std::string& name)>;

/// The value of an environment variable, or nothing.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// The file of that name in `folder` (may be empty: there is none), without the line's end behind it; else the variable
/// `GRIDLORE_SECRET_<NAME>`, in capitals and with `_` for `-`.
Secrets secrets_of(std::string folder, Environment environment);

}  // namespace gridlore::service
