#include "knowledge-engine/query/expression/index_ranges.h"

#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "knowledge-engine/query/expression/number.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/number_value.h"
#include "knowledge-engine/rdf/time_value.h"

namespace gridlore::query {
namespace {

using pattern::Range;

bool is_bounded_below(Function function) {
    return function == Function::Greater || function == Function::GreaterOrEqual || function == Function::Equal;
}
bool is_bounded_above(Function function) {
    return function == Function::Less || function == Function::LessOrEqual || function == Function::Equal;
}

/// From `lowest`, and up to but not `behind`, as far as `function` has bounds.
Range bounded(Function function, rdf::Term lowest, rdf::Term behind) {
    Range range;
    if (is_bounded_below(function)) {
        range.from = std::move(lowest);
    }
    if (is_bounded_above(function)) {
        range.until = std::move(behind);
    }
    return range;
}

/// Promotion rounds: an exact number to a double or float beside it, so that numbers that are not equal to a constant,
/// exactly, may be so as doubles. What rounds to the same lies between the neighbours of what it is rounded to.
std::vector<Range> number_ranges(Function function, const rdf::Term& constant, const Number& number) {
    const double middle = number.to_double();
    const float single = number.to_float();
    if (!std::isfinite(middle) || !std::isfinite(single)) {
        return {};
    }
    const bool same_for_all = number.is_exact() && static_cast<double>(single) == middle &&
                              compare_exactly(number, Number::real(middle)) == 0;
    if (same_for_all) {
        const double above = std::nextafter(middle, std::numeric_limits<double>::infinity());
        return {bounded(function, constant, function == Function::Less ? constant : rdf::canonical_double(above))};
    }
    const bool of_floats = number.type() != NumericType::Double;
    const double infinity = std::numeric_limits<double>::infinity();
    const float far = std::numeric_limits<float>::infinity();
    const double below =
        of_floats ? static_cast<double>(std::nextafter(single, -far)) : std::nextafter(middle, -infinity);
    const double above =
        of_floats ? static_cast<double>(std::nextafter(single, far)) : std::nextafter(middle, infinity);
    if (!std::isfinite(below) || !std::isfinite(above)) {
        return {};
    }
    return {bounded(function, rdf::canonical_double(below), rdf::canonical_double(above))};
}

std::vector<Range> string_ranges(Function function, const rdf::Term& constant) {
    std::string behind = constant.text;
    behind += '\0';
    return {bounded(function, constant, rdf::Term::string(std::move(behind)))};
}

constexpr std::int64_t second = 1;
constexpr std::int64_t day = 86400;
constexpr std::int64_t zone_doubt = std::int64_t{14} * 3600;

rdf::Term date_time_at(std::int64_t seconds, bool zoned) {
    return rdf::canonical_date_time({zoned, seconds, {}});
}

/// The day of a time, as a date; what is behind the day is lost.
rdf::Term date_at(std::int64_t seconds, bool zoned) {
    std::string text = date_time_at(seconds, zoned).text;
    text.resize(text.find('T'));
    return rdf::Term::literal(text + (zoned ? "Z" : ""), "http://www.w3.org/2001/XMLSchema#date");
}

/// Times of the constant's kind, zoned or not, and of the other kind as far as 14 hours leave no doubt. `unit` is more
/// than what is lost where a bound is written.
std::vector<Range> time_ranges(Function function, const rdf::Term& constant, const rdf::Instant& instant,
                               rdf::Term (*at)(std::int64_t, bool), std::int64_t unit) {
    std::vector<Range> ranges = {bounded(
        function, constant, function == Function::Less ? constant : at(instant.seconds + unit + unit, instant.zoned))};
    if (function != Function::Equal) {
        ranges.push_back(bounded(function, at(instant.seconds + zone_doubt - unit, !instant.zoned),
                                 at(instant.seconds - zone_doubt + unit + unit, !instant.zoned)));
    }
    return ranges;
}

}  // namespace

std::vector<Range> candidate_ranges(Function function, const rdf::Term& constant) {
    if (!constant.is_literal()) {
        return {};
    }
    if (constant.datatype == rdf::xsd_string) {
        return string_ranges(function, constant);
    }
    if (const auto number = Number::of(constant)) {
        return number_ranges(function, constant, *number);
    }
    if (const auto instant = rdf::date_time_value(constant)) {
        return time_ranges(function, constant, *instant, date_time_at, second);
    }
    if (const auto instant = rdf::date_value(constant)) {
        return time_ranges(function, constant, *instant, date_at, day);
    }
    return {};
}

Function mirrored(Function function) {
    switch (function) {
        case Function::Less:
            return Function::Greater;
        case Function::LessOrEqual:
            return Function::GreaterOrEqual;
        case Function::Greater:
            return Function::Less;
        case Function::GreaterOrEqual:
            return Function::LessOrEqual;
        default:
            return function;
    }
}

}  // namespace gridlore::query
