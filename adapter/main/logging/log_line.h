/// What stands in a line of the log behind time and level. Pure functions.
#pragma once

#include <initializer_list>
#include <string>

#include "adapter/main/logging/log.h"

namespace gridlore::logging {

/// `event key=value key="other value"`: values with other than plain visible ASCII are quoted, escapes as in JSON.
std::string text_line(std::string_view event, std::initializer_list<Field> fields);

/// `"event":"…","key":"value","count":1`: the members of an object, without its braces.
std::string json_members(std::string_view event, std::initializer_list<Field> fields);

}  // namespace gridlore::logging
