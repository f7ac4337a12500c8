/// Documents that are files. Pure functions; safe from any thread.
#pragma once

#include <filesystem>
#include <string>

#include "knowledge-engine/base/result.h"

namespace gridlore {

/// All of a file. Errors: NotFound, with its name, also for what is no file that can be read.
Result<std::string> read_text_file(const std::filesystem::path& file);

/// `error`, found in the text of `file`, with the place in its message only, at the front: `name:line:column: …`.
Error in_file(const std::filesystem::path& file, Error error);

}  // namespace gridlore
