#include "adapter/mapping/read/braced_text.h"

#include <algorithm>

namespace gridlore::mapping {

BracedText read_braced_text(std::string_view text) {
    BracedText read;
    read.between.emplace_back();
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if ((c == '{' || c == '}') && at + 1 < text.size() && text[at + 1] == c) {
            read.between.back() += c;
            ++at;
        } else if (c == '{') {
            const std::size_t end = std::min(text.find('}', at), text.size());
            read.names.emplace_back(text.substr(at + 1, end - at - 1));
            read.between.emplace_back();
            at = end;
        } else {
            read.between.back() += c;
        }
    }
    return read;
}

}  // namespace gridlore::mapping
