/// Times as databases write them, and as the rest of the program does.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "adapter/sql/value.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::sql {

/// `2021-09-27 10:00:00`, with or without `T`, seconds, a fraction of them and a zone (`Z`, `+01`, `+01:00`; UTC if
/// there is none) as a Time, whose text views `text` or `room`. Text: it is no such time.
Cell utc_cell(std::string_view text, std::string& room);

/// Of a time in UTC.
std::optional<std::chrono::sys_seconds> whole_second_before(std::string_view text);
/// For columns whose times have no fractions of seconds: what is not before `text` is not before this, either.
Result<std::string> whole_second_at_or_after(const std::string& text);

/// Replaces what is in `out`.
void write_utc(std::chrono::sys_seconds time, std::string& out);
std::string utc_text(std::chrono::sys_seconds time);

}  // namespace gridlore::sql
