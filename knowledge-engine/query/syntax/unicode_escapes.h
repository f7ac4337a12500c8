/// `\uXXXX` and `\UXXXXXXXX` anywhere in a query or update (SPARQL 1.1 Query, 19.2), read before the tokens are.
/// A value type; safe to share between threads.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gridlore::query {

/// A text with its escapes replaced, and where its bytes stood before. Escapes that stand for quotes, backslashes,
/// controls, or what an IRI must not contain are left alone: they could end a token. Strings read them themselves.
class UnescapedText {
  public:
    /// Nothing if `text` has no escapes: then it is its own unescaped text.
    static std::optional<UnescapedText> make(std::string_view text);

    const std::string& text() const { return text_; }
    /// The place in the text as it was given.
    std::size_t original_offset(std::size_t offset) const;

  private:
    /// Behind an escape: from here on both texts run alike.
    struct Join {
        std::size_t offset;
        std::size_t original;
    };
    std::string text_;
    std::vector<Join> joins_;
};

}  // namespace gridlore::query
