/// Room for many connections.
#pragma once

#include <cstddef>

namespace gridlore::load {

/// Raises this program's limit of open files as far as allowed and returns it; programs started later inherit it.
std::size_t raise_open_file_limit();

}  // namespace gridlore::load
