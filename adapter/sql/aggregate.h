/// Hours and days of a zone's clock, out of the quarter hours that a query gives.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapter/sql/calendar.h"
#include "adapter/sql/source.h"

namespace gridlore::sql {

/// What becomes of several values of an interval. Energy adds up; power, of which a reading is the mean of its quarter
/// hour, and voltage and current do not.
enum class Combination : std::uint8_t { Sum, Average };

/// `kWh`, `kvarh` … add up; `kW`, `kVAr`, `MVA`, `V`, `A` … are averaged; case and a `•`, `·` or blank within mean
/// nothing. So are the units' IRIs in OM and QUDT, as text without brackets: om:kilowattHour, unit:KiloW-HR.
std::optional<Combination> combination_of(std::string_view unit);

/// By the names of a query's columns.
struct Aggregation {
    std::string value;
    std::string time;                        ///< of the beginning of what was measured; of the kind Time, or its text
    std::string unit;                        ///< a column that says how values combine; or empty, and then:
    std::optional<Combination> combination;  ///< if it is there, the unit is not looked at
    Granularity granularity = Granularity::QuarterHour;
    std::string zone = "UTC";
    std::string count;     ///< a further column for how many values there were; none if it is empty
    std::string expected;  ///< and for how many there would be with one in each quarter hour; 92, 96, 100 of a day
};

/// The bounds of a period, moved to where intervals begin: an interval is in a period if its beginning is, and then
/// with all of its readings. To be bound in the place of the ask's own. Bounds that are open stay so.
/// InvalidInput: a bound is no time.
Result<Value> whole_interval_bound(const Value& bound, const Calendar& calendar, Granularity granularity);

/// A sink for the quarter hours that gives intervals to another: rows that differ only in time and value and are of one
/// interval become one row, with the interval's beginning as its time. Sums and averages are exact decimals: a sum has
/// the digits of its longest value, an average at most 3 more behind the point, rounded half to even. Both are of what
/// is there; an interval without values gives no row; the value NULL is none. An interval with a single value keeps its
/// very digits. Rows are given at the end, series by series as they first came, each in the order of time.
///
/// InvalidInput: the zone, a column that is missing, a time, value or unit that cannot be understood. Memory grows with
/// the intervals. Used by one thread; `sink` outlives it.
Result<std::unique_ptr<RowSink>> aggregate(Aggregation aggregation, RowSink& sink);

}  // namespace gridlore::sql
