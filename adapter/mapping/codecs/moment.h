/// What terms of times and days say. Private to this folder. Pure functions; safe from any thread.
#pragma once

#include <date/date.h>

#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/rdf/quad_view.h"

namespace gridlore::mapping {

inline constexpr std::string_view xsd_date = "http://www.w3.org/2001/XMLSchema#date";
inline constexpr std::string_view xsd_date_time_stamp = "http://www.w3.org/2001/XMLSchema#dateTimeStamp";

struct Moment {
    bool is_zoned = false;
    date::sys_seconds time;     ///< without a zone what a clock shows, as if that were UTC
    std::string_view fraction;  ///< digits of the second, without zeros at the end
};

/// Of a literal of xsd:dateTime, xsd:dateTimeStamp or xsd:date, whose text it views; nothing if it is ill-typed.
std::optional<Moment> moment_of(const rdf::TermView& literal);

/// Writes the canonical form of an xsd:dateTime instead of what is in `room`; `fraction` is as in `Moment`.
void write_date_time(date::sys_seconds time, std::string_view fraction, std::string& room);

}  // namespace gridlore::mapping
