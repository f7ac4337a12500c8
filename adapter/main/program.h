/// The whole program, but for `main` itself.
#pragma once

#include <string>
#include <vector>

#include "adapter/main/terminal/options.h"

namespace gridlore::program {

/// `arguments` are those behind the program's name. Returns the exit code.
int run(const std::vector<std::string>& arguments, const terminal::Streams& streams);

}  // namespace gridlore::program
