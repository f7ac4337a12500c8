#include "knowledge-engine/query/evaluation/budget.h"

#include <string>
#include <utility>

namespace gridlore::query {
namespace {

std::string memory_text(std::size_t bytes) {
    return bytes % (std::size_t{1} << 20) == 0 ? std::to_string(bytes >> 20) + " MiB"
                                               : std::to_string(bytes) + " bytes";
}

}  // namespace

void Budget::take(std::size_t bytes) {
    held_ += bytes;
    if (!over_ && held_ + terms_.bytes() > limits_.memory) {
        over_ = Error{ErrorKind::LimitExceeded,
                      "the query needs more memory than its limit (query-memory) of " + memory_text(limits_.memory)};
    }
}

bool Budget::look() {
    if (over_) {
        return false;
    }
    if (terms_.has_failed()) {
        over_ = *terms_.fault();
        return false;
    }
    if (Result<void> in_time = deadline_.check(); !in_time) {
        over_ = std::move(in_time).error();
        return false;
    }
    take(0);
    return !over_;
}

}  // namespace gridlore::query
