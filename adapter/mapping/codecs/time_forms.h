/// The forms that a term of times or days has. Private to this folder.
#pragma once

#include <date/date.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/mapping/codecs/time_format.h"
#include "adapter/mapping/json/json_scalar.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping {

/// What a JSON value says. Views its text.
struct TimeReading {
    date::local_seconds time;
    std::string_view fraction;  ///< as in `ClockFields`
    std::optional<std::chrono::minutes> offset;
    bool is_iso = false;  ///< that was the form
};

/// Immutable; safe from any thread.
class TimeForms {
  public:
    /// The first is written, all are read. InvalidInput: there is none, or one is wrong.
    static Result<TimeForms> parse(const std::vector<std::string>& texts, TimeFormat::Of kind);

    const TimeFormat& written() const { return formats_.front(); }
    bool is_only_one() const { return formats_.size() == 1; }
    /// The same forms, of which ISO 8601 is written. Nothing: it is none of them, or is written anyway.
    std::optional<TimeForms> iso_first() const;
    /// The first form that has room for a time; the one that is written if none has.
    const TimeFormat& form_for(const ClockFields& fields) const;
    /// By the first form that it has. InvalidInput: it has none, or there is no such day or time.
    Result<TimeReading> read(const JsonScalar& value) const;
    /// `"%Y/%m/%d" or "iso"`
    std::string list() const;
    /// An ECMA regular expression of all that is read.
    std::string pattern() const;

  private:
    TimeForms() = default;
    std::vector<TimeFormat> formats_;
};

}  // namespace gridlore::mapping
