#include "knowledge-engine/query/evaluation/budget.h"

#include <string>

namespace gridlore::query {
namespace {

std::string seconds_text(std::chrono::nanoseconds time) {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
    return milliseconds % 1000 == 0 ? std::to_string(milliseconds / 1000) + " s" : std::to_string(milliseconds) + " ms";
}

std::string memory_text(std::size_t bytes) {
    return bytes % (std::size_t{1} << 20) == 0 ? std::to_string(bytes >> 20) + " MiB"
                                               : std::to_string(bytes) + " bytes";
}

}  // namespace

Budget::Budget(const Limits& limits, const std::atomic<bool>* cancelled, const QueryTerms& terms)
    : limits_(limits), cancelled_(cancelled), terms_(terms) {
    const auto now = std::chrono::steady_clock::now();
    const auto longest = std::chrono::steady_clock::time_point::max() - now;
    deadline_ = now + std::min<std::chrono::steady_clock::duration>(limits.time, longest);
}

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
    if (cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed)) {
        over_ = Error{ErrorKind::Unavailable, "the query was cancelled"};
        return false;
    }
    if (std::chrono::steady_clock::now() >= deadline_) {
        over_ = Error{ErrorKind::LimitExceeded,
                      "the query takes longer than its limit (query-time) of " + seconds_text(limits_.time)};
        return false;
    }
    take(0);
    return !over_;
}

}  // namespace gridlore::query
