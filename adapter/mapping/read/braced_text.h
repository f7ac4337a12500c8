/// Text with names in braces, as `$text` and names within `$each` have it. Private to this folder. Value type.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gridlore::mapping {

/// `{{` and `}}` are braces. A brace that is not closed is closed by the end.
struct BracedText {
    std::vector<std::string> names;
    std::vector<std::string> between;  ///< one more than names
};
BracedText read_braced_text(std::string_view text);

}  // namespace gridlore::mapping
