/// What Serd must not be given: looked for, or mended, in the text before Serd sees it. Pure; safe from any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gridlore::rdf {

/// Serd recurses for `[` and `(`: the offset of the first that nests deeper than `limit`.
std::optional<std::size_t> find_too_deep(std::string_view text, std::size_t limit);

/// Serd gives the nodes without a label names like `b1`, and so takes `_:b1` of a Turtle or TriG document for `_:B1`.
/// The document with other labels for those with `B`, if it has labels of both kinds.
std::string with_room_for_labels(std::string text);

/// In a long string Serd takes a backslash behind a quote for itself, and so may see the string end where it does not.
/// The same document with all quotes in long strings escaped, if it has such a place.
std::string with_escaped_quotes(std::string text);

}  // namespace gridlore::rdf
