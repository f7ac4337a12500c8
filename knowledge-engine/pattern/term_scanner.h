/// Cuts a text into the marks that graph patterns and rules are made of. Knows where it is, for messages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::pattern {

/// Confined to one thread; the text must outlive it.
class TermScanner {
  public:
    TermScanner(std::string_view text, bool slash_comments) : text_(text), slash_comments_(slash_comments) {}

    /// Passes white space and comments.
    void skip_space();
    bool at_end() const { return at_ == text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    bool starts_with(std::string_view expected) const { return text_.substr(at_).starts_with(expected); }
    bool take(std::string_view expected);
    /// A run of letters, digits, `_`, `-` and characters beyond ASCII.
    std::string_view word();
    std::string_view peek_word() const;
    std::string_view rest() const { return text_.substr(at_); }

    /// `<…>`: must be absolute.
    Result<rdf::Term> iri();
    /// A string with its datatype or language.
    Result<rdf::Term> string(const rdf::PrefixMap& prefixes);
    /// A number; the lexical form is kept.
    Result<rdf::Term> number();
    Result<rdf::Term> prefixed_name(const rdf::PrefixMap& prefixes);

    TextPosition position() const;
    Error error(const std::string& message) const;

  private:
    std::size_t word_end(std::size_t from) const;

    std::string_view text_;
    bool slash_comments_;
    std::size_t at_ = 0;
};

}  // namespace gridlore::pattern
