/// Tokens that the text form of terms, SPARQL's patterns, Turtle and the rule language share (SPARQL 1.1, 19.8).
///
/// A reader stands at a place in a text; each function reads one token there and moves behind it, or returns an
/// `Error` with the position. Nothing recurses. Confined; the text must be well-formed UTF-8 and outlive the reader.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rdf {

/// Line and column of a byte.
TextPosition position_in(std::string_view text, std::size_t offset);

/// InvalidInput at the first byte of `text` that is not UTF-8; nothing if all is well.
std::optional<Error> check_utf8(std::string_view text);

/// A number as it is written, and the XSD type that its form gives it.
struct NumberToken {
    std::string_view text;
    std::string_view datatype;
};

class TokenReader {
  public:
    explicit TokenReader(std::string_view text) : text_(text) {}

    bool at_end() const { return offset_ == text_.size(); }
    /// The byte `ahead` of the place, 0 behind the end.
    char peek(std::size_t ahead = 0) const { return offset_ + ahead < text_.size() ? text_[offset_ + ahead] : '\0'; }
    std::size_t offset() const { return offset_; }
    std::string_view text() const { return text_; }

    /// Moves `bytes` on. Precondition: that many are left, and whole characters.
    void advance(std::size_t bytes = 1) { offset_ += bytes; }
    /// Moves behind `expected` if it stands here.
    bool skip(std::string_view expected);
    /// Moves over white space and `#` comments.
    void skip_space();
    void skip_line();

    /// `<…>`, with `\u` escapes resolved; relative ones too. Precondition: a `<` stands here.
    Result<std::string> iri_reference();
    /// A string in any of the four quotings, escapes resolved. Precondition: a quote stands here.
    Result<std::string> quoted_string();
    /// `@en-GB`, without the `@`, as written. Precondition: an `@` stands here.
    Result<std::string> language_tag();
    /// An integer, decimal or double, if one stands here. A point with no digit behind it belongs to the number only
    /// with `may_end_in_point` (or before an exponent).
    std::optional<NumberToken> number(bool may_end_in_point);
    /// What stands before the `:` of a prefixed name (it may be empty), and moves behind the colon. Nothing, and no
    /// move, if no PN_PREFIX with a colon stands here.
    std::optional<std::string_view> prefix();
    /// PN_LOCAL, escapes resolved; may be empty. Errors: an escape that is none.
    Result<std::string> local_name();
    /// VARNAME, without `?`; empty if none stands here.
    std::string_view variable_name();
    /// BLANK_NODE_LABEL, without `_:`; empty if none stands here.
    std::string_view blank_node_label();
    /// The letters that stand here, for keywords.
    std::string_view peek_word() const;

    /// What stands here, for messages: a token's beginning in backquotes, or `the end`.
    std::string describe() const;
    Error error(std::string message) const { return error_at(offset_, std::move(message)); }
    Error error_at(std::size_t offset, std::string message) const;

  private:
    CodePoint current() const { return code_point_at(text_, offset_); }
    /// `\u…` or `\U…`.
    Result<char32_t> escaped_character();
    /// What a backslash and the character behind it mean in a string.
    Result<char32_t> string_escape();
    /// What a backslash or `%` and what is behind it stand for in a name. Stays.
    Result<std::string_view> local_name_escape() const;
    Error not_closed(std::size_t begin, const std::string& closing) const;
    std::size_t skip_digits();

    std::string_view text_;
    std::size_t offset_ = 0;
};

/// True if `name` may stand before the colon of a prefixed name (PN_PREFIX, or empty).
bool is_prefix_name(std::string_view name);
/// True if well-formed `label` may stand behind `_:`.
bool is_blank_node_label(std::string_view label);
/// True if `tag` is shaped like a language tag: subtags of 1 to 8 letters or digits, the first of letters only.
bool is_language_tag(std::string_view tag);

}  // namespace gridlore::rdf
