#include "knowledge-engine/rdf/whole_lines.h"

#include <string_view>
#include <utility>

namespace gridlore::rdf {
namespace {

/// True of an empty line, one that is a comment, and one that ends in a point or has a comment behind one.
bool is_whole(std::string_view line) {
    static constexpr std::string_view space = " \t";
    while (true) {
        const std::size_t last = line.find_last_not_of(space);
        if (last == std::string_view::npos || line[last] == '.') {
            return true;
        }
        const std::size_t comment = line.rfind('#');
        if (comment == std::string_view::npos) {
            return false;
        }
        line = line.substr(0, comment);
    }
}

/// Behind the last line with which a statement ends.
std::size_t end_of_lines(std::string_view text) {
    while (true) {
        text = text.substr(0, text.find_last_of("\n\r") + 1);
        if (text.empty()) {
            return 0;
        }
        const std::string_view before = text.substr(0, text.size() - 1);
        const std::size_t begin = before.find_last_of("\n\r") + 1;
        if (is_whole(before.substr(begin))) {
            return text.size();
        }
        text = before;
    }
}

}  // namespace

bool WholeLines::take(Lines& lines) {
    const std::lock_guard lock(mutex_);
    while (!ended_ && window_.read_on()) {
        const std::string_view text = window_.text();
        const bool is_last = window_.has_ended() && !window_.fault();
        if (const std::size_t length = is_last ? text.size() : end_of_lines(text); length > 0) {
            hand_out(length, lines);
            return true;
        }
    }
    if (std::exchange(ended_, true) || window_.fault() || window_.text().empty()) {
        return false;
    }
    hand_out(window_.text().size(), lines);
    return true;
}

void WholeLines::hand_out(std::size_t length, Lines& lines) {
    lines.number = count_++;
    lines.text.assign(window_.text().substr(0, length));
    lines.begin = window_.position_of(0);
    window_.drop(length);
}

void WholeLines::end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
}

void WholeLines::fail(std::size_t number, Error error) {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    if (!error_ || number < failed_) {
        failed_ = number;
        error_ = std::move(error);
    }
}

Result<void> WholeLines::outcome() const {
    const std::lock_guard lock(mutex_);
    if (error_) {
        return *error_;
    }
    return window_.fault() ? Result<void>(*window_.fault()) : Result<void>();
}

}  // namespace gridlore::rdf
