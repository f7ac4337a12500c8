#include "adapter/rml/json_path_text.h"

#include <charconv>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rml {
namespace {

constexpr std::int64_t integer_limit = (std::int64_t{1} << 53) - 1;  // RFC 9535, 2.1
constexpr std::size_t shown_limit = 300;                             // bytes of a path in a message

bool begins_name(char c) {
    return rdf::is_ascii_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) {
    return begins_name(c) || rdf::is_ascii_digit(c);
}

}  // namespace

bool JsonPathText::has_name() const {
    return begins_name(peek());
}

std::string JsonPathText::name() {
    const std::size_t begin = at_;
    while (continues_name(peek())) {
        ++at_;
    }
    return std::string(text_.substr(begin, at_ - begin));
}

char JsonPathText::peek(std::size_t ahead) const {
    return !error_ && at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
}

bool JsonPathText::take(char expected) {
    const bool found = peek() == expected && expected != '\0';
    at_ += found ? 1 : 0;
    return found;
}

bool JsonPathText::take(std::string_view expected) {
    const bool found = !error_ && text_.substr(at_).starts_with(expected);
    at_ += found ? expected.size() : 0;
    return found;
}

void JsonPathText::skip_blanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
        ++at_;
    }
}

void JsonPathText::fail(std::string_view reason, ErrorKind kind) {
    if (!error_) {
        const std::size_t cut =
            text_.size() <= shown_limit ? text_.size() : rdf::first_invalid_utf8(text_.substr(0, shown_limit));
        const std::string found = at_ < text_.size() ? "before `" + rest() + "`" : std::string("at the end");
        error_ = Error{kind, "the JSONPath `" + std::string(text_.substr(0, cut)) +
                                 (cut == text_.size() ? "`: " : "…`: ") + std::string(reason) + " " + found};
    }
}

std::string JsonPathText::rest() const {
    std::size_t end = at_;
    for (int characters = 0; characters < 10 && end < text_.size(); ++characters) {
        end += rdf::code_point_at(text_, end).length;
    }
    return std::string(text_.substr(at_, end - at_));
}

std::optional<std::int64_t> JsonPathText::integer() {
    const std::size_t begin = at_;
    take('-');
    const std::size_t digits = at_;
    while (rdf::is_ascii_digit(peek())) {
        ++at_;
    }
    if (at_ == begin) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text_.data() + begin, text_.data() + at_, value);
    const bool is_canonical = at_ != digits && (text_[digits] != '0' || (at_ == digits + 1 && begin == digits));
    if (fault != std::errc() || !is_canonical || value > integer_limit || value < -integer_limit) {
        at_ = begin;
        fail("expected a whole number without leading zeros, of at most 2^53 - 1,");
    }
    return value;
}

std::string JsonPathText::string() {
    const char quote = peek();
    std::string made;
    for (++at_; !take(quote) && !error_;) {
        if (at_ == text_.size() || static_cast<unsigned char>(peek()) < 0x20) {
            fail("expected the closing quote");
        } else if (take('\\')) {
            escape(quote, made);
        } else {
            made += text_[at_++];
        }
    }
    return made;
}

void JsonPathText::escape(char quote, std::string& made) {
    constexpr std::string_view letters = "bfnrt/\\";
    constexpr std::string_view meanings = "\b\f\n\r\t/\\";
    const char c = peek();
    if (const std::size_t known = letters.find(c); c != '\0' && known != std::string_view::npos) {
        made += meanings[known];
        ++at_;
    } else if (take(quote)) {
        made += quote;
    } else if (take('u')) {
        rdf::append_utf8(made, unicode());
    } else {
        fail("expected an escape such as \\n or \\u00e9");
    }
}

char32_t JsonPathText::unicode() {
    char32_t value = four_digits();
    if (value >= 0xD800 && value < 0xDC00 && take("\\u")) {
        const char32_t low = four_digits();
        value = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((value - 0xD800) << 10U) + (low - 0xDC00) : 0xD800;
    }
    if (rdf::is_surrogate(value)) {
        fail("half of a surrogate pair stands");
        return U'?';
    }
    return value;
}

char32_t JsonPathText::four_digits() {
    std::uint32_t value = 0;
    const std::string_view digits = error_ ? std::string_view() : text_.substr(at_, 4);
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (fault != std::errc() || digits.size() != 4 || end != digits.data() + 4) {
        fail("expected four hexadecimal digits");
        return U'?';
    }
    at_ += 4;
    return value;
}

std::string JsonPathText::number() {
    const std::size_t begin = at_;
    take('-');
    const bool has_zero = peek() == '0';
    std::size_t whole = digits();
    bool is_number = whole == 1 || (whole > 1 && !has_zero);
    if (take('.')) {
        is_number = digits() > 0 && is_number;
    }
    if (peek() == 'e' || peek() == 'E') {
        ++at_;
        if (!take('+')) {
            take('-');
        }
        is_number = digits() > 0 && is_number;
    }
    if (!is_number) {
        at_ = begin;
        fail("expected a number as JSON writes it");
    }
    return std::string(text_.substr(begin, at_ - begin));
}

std::size_t JsonPathText::digits() {
    const std::size_t begin = at_;
    while (rdf::is_ascii_digit(peek())) {
        ++at_;
    }
    return at_ - begin;
}

}  // namespace gridlore::rml
