#include "knowledge-engine/rdf/turtle_guard.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::rdf {
namespace {

constexpr std::array<bool, 256> set_of(std::string_view characters) {
    std::array<bool, 256> set{};
    for (const char c : characters) {
        set[static_cast<unsigned char>(c)] = true;
    }
    return set;
}

constexpr bool has(const std::array<bool, 256>& set, char c) {
    return set[static_cast<unsigned char>(c)];
}

/// Every other character keeps its mode.
constexpr auto ends_plain = set_of({"#<\\\"'[]():\0", 11});
constexpr auto ends_comment = set_of({"\n\r\0", 3});
constexpr auto ends_iri = set_of({"<> \n[]()\0", 9});
constexpr auto ends_string = set_of({"\"'\\\0", 4});

/// True for what can stand before a character of a name within the name.
constexpr bool is_in_name(char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-' || c == '.' || c == ':' ||
           static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::string_view TurtleGuard::pass(std::string_view piece, bool is_last) {
    piece_ = piece;
    passed_.clear();
    insertions_.clear();
    taken_ = 0;
    carried_ = 0;
    token_began_ = false;
    iri_too_deep_ = iri_too_deep_ ? std::optional<std::size_t>(0) : std::nullopt;
    at_ = 0;
    for (skip_uninteresting(); at_ < piece_.size() && !too_deep_ && !nul_; skip_uninteresting()) {
        step(piece_[at_]);
        ++at_;
    }
    if (mode_ == Mode::Closing && !too_deep_ && !nul_) {
        is_last ? escape_quotes() : keep_back();
    }
    std::tie(earlier_[0], earlier_[1]) = std::pair(before(2), before(1));
    measure_open_token();
    const std::size_t end = nul_.value_or(too_deep_.value_or(piece_.size()));
    if (taken_ == 0 && passed_.empty()) {
        return piece_.substr(0, end);
    }
    take_over(end);
    return passed_;
}

void TurtleGuard::measure_open_token() {
    const bool has_space = piece_.find_first_of(" \t\r\n") != std::string_view::npos;
    const bool is_inside = mode_ != Mode::Plain && mode_ != Mode::Comment;
    if (is_inside ? token_began_ : has_space) {
        open_token_length_ = 0;
    }
    open_token_length_ += is_inside || !has_space ? piece_.size() : 0;
}

std::ptrdiff_t TurtleGuard::origin(std::size_t index) const {
    const auto inserted = std::lower_bound(insertions_.begin(), insertions_.end(), index) - insertions_.begin();
    return static_cast<std::ptrdiff_t>(index) - inserted - static_cast<std::ptrdiff_t>(carried_);
}

/// The byte that stands `distance` before the place.
char TurtleGuard::before(std::size_t distance) const {
    return distance <= at_ ? piece_[at_ - distance] : distance - at_ <= 2 ? earlier_[2 - (distance - at_)] : '\0';
}

void TurtleGuard::take_over(std::size_t end) {
    if (end > taken_) {
        passed_ += piece_.substr(taken_, end - taken_);
        taken_ = end;
    }
}

void TurtleGuard::insert(char c) {
    insertions_.push_back(passed_.size());
    passed_ += c;
}

void TurtleGuard::skip_uninteresting() {
    const auto skip = [this](const std::array<bool, 256>& stops) {
        while (at_ < piece_.size() && !has(stops, piece_[at_])) {
            ++at_;
        }
    };
    switch (mode_) {
        case Mode::Plain:
            return skip(ends_plain);
        case Mode::Comment:
            return skip(ends_comment);
        case Mode::Iri:
            return skip(ends_iri);
        case Mode::Short:
        case Mode::Long:
            return skip(ends_string);
        default:
            return;
    }
}

/// Its escape is its own byte and five more.
void TurtleGuard::nul_character() {
    if (mode_ != Mode::Short && mode_ != Mode::Long && mode_ != Mode::Comment) {
        nul_ = at_;
        return;
    }
    take_over(at_);
    for (const char c : {'\\', 'u', '0', '0', '0'}) {
        insert(c);
    }
    passed_ += '0';
    taken_ = at_ + 1;
}

void TurtleGuard::step(char c) {
    const bool begins_or_ends_string =
        mode_ == Mode::OneQuote || mode_ == Mode::TwoQuotes || mode_ == Mode::Closing || mode_ == Mode::Label;
    if (c == '\0' && !begins_or_ends_string) {
        return nul_character();
    }
    switch (mode_) {
        case Mode::Plain:
            return plain(c);
        case Mode::Comment:
        case Mode::Escape:
            mode_ = Mode::Plain;
            return;
        case Mode::Label:
            return label(c);
        case Mode::Iri:
            return in_iri(c);
        case Mode::OneQuote:
            mode_ = c == quote_ ? Mode::TwoQuotes : Mode::Short;
            return c == quote_ ? void() : step(c);
        case Mode::TwoQuotes:
            mode_ = c == quote_ ? Mode::Long : Mode::Plain;
            return c == quote_ ? void() : step(c);
        case Mode::Short:
            mode_ = c == '\\' ? Mode::ShortEscape : c == quote_ ? Mode::Plain : Mode::Short;
            return;
        case Mode::ShortEscape:
            mode_ = Mode::Short;
            return;
        case Mode::Long:
            return in_long_string(c);
        case Mode::LongEscape:
            mode_ = Mode::Long;
            return;
        case Mode::Closing:
            return closing(c);
    }
}

void TurtleGuard::open(std::size_t& depth, std::optional<std::size_t>& fault) const {
    if (++depth > depth_limit_ && !fault) {
        fault = at_;
    }
}

void TurtleGuard::plain(char c) {
    switch (c) {
        case '#':
            mode_ = Mode::Comment;
            return;
        case '<':
            mode_ = Mode::Iri;
            token_began_ = true;
            iri_depth_ = depth_;
            iri_too_deep_.reset();
            return;
        case '\\':
            mode_ = Mode::Escape;
            return;
        case '"':
        case '\'':
            mode_ = Mode::OneQuote;
            token_began_ = true;
            quote_ = c;
            return;
        case '[':
        case '(':
            return open(depth_, too_deep_);
        case ']':
        case ')':
            depth_ -= depth_ > 0 ? 1 : 0;
            return;
        default:  // a colon
            mode_ = before(1) == '_' && !is_in_name(before(2)) ? Mode::Label : Mode::Plain;
    }
}

void TurtleGuard::label(char c) {
    mode_ = Mode::Plain;
    if (c != 'B') {
        return step(c);
    }
    take_over(at_ + 1);
    insert('_');
}

void TurtleGuard::in_iri(char c) {
    switch (c) {
        case '>':
            mode_ = Mode::Plain;
            return;
        case '[':
        case '(':
            return open(iri_depth_, iri_too_deep_);
        case ']':
        case ')':
            iri_depth_ -= iri_depth_ > 0 ? 1 : 0;
            return;
        default:
            break;
    }
    depth_ = iri_depth_;
    too_deep_ = iri_too_deep_;
    mode_ = c == '<' ? Mode::Iri : Mode::Plain;
}

void TurtleGuard::in_long_string(char c) {
    if (c == '\\') {
        mode_ = Mode::LongEscape;
    } else if (c == quote_) {
        mode_ = Mode::Closing;
        closing_quotes_ = 1;
        kept_back_ = 0;
    }
}

void TurtleGuard::closing(char c) {
    if (c != quote_) {
        escape_quotes();
        return step(c);
    }
    if (++closing_quotes_ < 3) {
        return;
    }
    if (kept_back_ > 0) {
        carried_ = kept_back_;
        passed_.assign(3, quote_);
        taken_ = at_ + 1;
    }
    mode_ = Mode::Plain;
}

/// They are the string's own.
void TurtleGuard::escape_quotes() {
    carried_ += kept_back_;
    take_over(at_ - (closing_quotes_ - kept_back_));
    for (std::size_t i = 0; i < closing_quotes_; ++i) {
        insert('\\');
        passed_ += quote_;
    }
    taken_ = at_;
    kept_back_ = 0;
    mode_ = Mode::Long;
}

void TurtleGuard::keep_back() {
    take_over(piece_.size() - (closing_quotes_ - kept_back_));
    taken_ = piece_.size();
    kept_back_ = closing_quotes_;
}

}  // namespace gridlore::rdf
