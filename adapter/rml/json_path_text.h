/// The tokens of a JSONPath. Private to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"

namespace gridlore::rml {

/// Confined. The first fault is kept and ends everything: after it `peek` gives the end, and nothing can be taken.
class JsonPathText {
  public:
    /// Precondition: valid UTF-8.
    explicit JsonPathText(std::string_view text) : text_(text) {}

    const std::optional<Error>& error() const { return error_; }
    void fail(std::string_view reason, ErrorKind kind = ErrorKind::InvalidInput);

    bool is_at_end() const { return at_ == text_.size(); }
    std::size_t place() const { return at_; }
    void back_to(std::size_t place) { at_ = place; }

    /// The character that comes next, or a zero.
    char peek(std::size_t ahead = 0) const;
    bool take(char expected);
    bool take(std::string_view expected);
    void skip_blanks();

    bool has_name() const;
    /// Letters, digits and `_`; may be empty.
    std::string name();
    /// Precondition: a quote comes next.
    std::string string();
    /// Nothing if there is none.
    std::optional<std::int64_t> integer();
    /// As JSON writes it.
    std::string number();

  private:
    std::string rest() const;
    void escape(char quote, std::string& made);
    char32_t unicode();
    char32_t four_digits();
    std::size_t digits();

    std::string_view text_;
    std::size_t at_ = 0;
    std::optional<Error> error_;
};

}  // namespace gridlore::rml
