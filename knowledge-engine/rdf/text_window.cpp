#include "knowledge-engine/rdf/text_window.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "knowledge-engine/rdf/tokens.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rdf {
namespace {

constexpr std::size_t block = std::size_t{64} << 10;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t longest_character = 4;

}  // namespace

bool TextWindow::read_on() {
    if (has_ended()) {
        return false;
    }
    const std::size_t before = checked_ - begin_;
    if (before > limit_) {
        fault_ = Error{ErrorKind::LimitExceeded,
                       "a line, string or tag is longer than " + std::to_string(limit_) + " bytes", position_};
        return false;
    }
    make_room();
    fill();
    check();
    return checked_ - begin_ > before;
}

/// Always a whole block, so that windows are the same however the source cuts the document; one as long as what is
/// there, so that looking at it again and again takes no longer than its length.
void TextWindow::make_room() {
    const std::size_t length = end_ - begin_;
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, length);
        checked_ -= begin_;
        begin_ = 0;
        end_ = length;
    }
    full_ = length + std::max(length, block);
    if (buffer_.size() < full_) {
        buffer_.resize(full_);
    }
}

void TextWindow::fill() {
    while (end_ < full_) {
        Result<std::size_t> count = source_(std::span(buffer_).subspan(end_, full_ - end_));
        if (!count) {
            fault_ = std::move(count).error();
            return;
        }
        if (*count == 0) {
            ended_ = true;
            return;
        }
        end_ += *count;
    }
}

void TextWindow::check() {
    if (std::exchange(at_start_, false) && std::string_view(buffer_.data(), end_).starts_with(byte_order_mark)) {
        begin_ = checked_ = byte_order_mark.size();
    }
    const std::string_view fresh(buffer_.data() + checked_, end_ - checked_);
    const std::size_t valid = first_invalid_utf8(fresh);
    checked_ += valid;
    const bool may_be_cut = !ended_ && fresh.size() - valid < longest_character;
    if (valid < fresh.size() && !may_be_cut && !fault_) {
        fail_at(checked_, "the text is not valid UTF-8 here; send it encoded as UTF-8");
    }
}

void TextWindow::fail_at(std::size_t offset, const char* message) {
    fault_ = Error{ErrorKind::InvalidInput, message, position_of(offset - begin_)};
}

/// Line ends are far apart, so that looking for the next one is the fastest way to count them.
void TextWindow::drop(std::size_t bytes) {
    const char* at = buffer_.data() + begin_;
    const char* const end = at + bytes;
    while (at != end) {
        const void* line_end = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
        if (line_end == nullptr) {
            position_.column += static_cast<std::size_t>(end - at);
            break;
        }
        ++position_.line;
        position_.column = 1;
        at = static_cast<const char*>(line_end) + 1;
    }
    begin_ += bytes;
}

TextPosition TextWindow::position_of(std::size_t offset) const {
    const auto [line, column] = position_in(text(), offset);
    return {position_.line + line - 1, line == 1 ? position_.column + column - 1 : column};
}

}  // namespace gridlore::rdf
