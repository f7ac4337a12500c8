/// Paths with variables in them (docs/mapping-documents.md, "Bindings to the world"). Pure functions; safe from any
/// thread. Private to this folder.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/service/bind.h"

namespace gridlore::service {

/// `{name}` is a variable of `document`. InvalidInput: no path, a brace without its other, an unknown variable or one
/// that comes twice, two with nothing between them, a query.
Result<PathTemplate> parse_path(std::string_view text, const mapping::Document& document);

/// The path with these values, in the order of its variables; both are percent-encoded.
std::string write_path(const PathTemplate& path, std::span<const std::string> values);

/// All spellings of what is served, the main one first.
std::vector<PathTemplate> paths_of(const Serve& serve);

/// The path with `/query` behind it.
PathTemplate with_query(PathTemplate path);

/// One segment of a path: text and variables by turns, which begin and end with text. Blanks are `_`.
struct SegmentTemplate {
    std::vector<std::string> between;  ///< one more than variables

    bool is_text() const { return between.size() == 1; }
    friend auto operator<=>(const SegmentTemplate&, const SegmentTemplate&) = default;
};
std::vector<SegmentTemplate> segments_of(const PathTemplate& path);

/// Appends the variables' values of a decoded segment. False: it is none of these.
bool match_segment(const SegmentTemplate& segment, std::string_view text, std::vector<std::string>& values);

/// A blank and `_` are the same in the text of a path: the sources write now the one, now the other (D4.2, 3.2.3).
std::string with_one_blank(std::string_view text);

}  // namespace gridlore::service
