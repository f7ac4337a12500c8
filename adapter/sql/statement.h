/// The SQL of a mapping document, as far as it must be understood without a database.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/result.h"

namespace gridlore::sql {

/// A statement that reads, with named parameters: `:user`. Values are always bound, never pasted into the text.
///
/// The bounds of a range on `?time` are the parameters `:time_from` (in it) and `:time_until` (not in it). A range that
/// lacks one binds the value that is before (behind) all others, so that `time >= :time_from AND time < :time_until`
/// is true of all there is. That plain comparison is what both databases turn into a range of an index. An idiom such
/// as `(:time_from IS NULL OR time >= :time_from)` is not: SQLite then reads every reading of the meter, and PostgreSQL
/// cannot tell the parameter's type.
///
/// A value type.
class Statement {
  public:
    /// InvalidInput, with the place in `sql`: it does not begin with SELECT, WITH or VALUES, is more than one
    /// statement, or has a quote or comment without an end, or what only one database or SOCI understands: `$$ … $$`,
    /// E'…', array slices.
    static Result<Statement> read(std::string_view sql);

    /// Without comments, and on the same lines.
    const std::string& text() const { return text_; }
    /// Without `:`, each once, in order of appearance.
    const std::vector<std::string>& parameters() const { return parameters_; }

  private:
    std::string text_;
    std::vector<std::string> parameters_;
};

}  // namespace gridlore::sql
