/// The names of SPARQL's functions and aggregates (SPARQL 1.1 Query, sections 17.4 and 18.5), and how many arguments
/// they take. Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "knowledge-engine/query/algebra.h"

namespace gridlore::query {

struct FunctionName {
    std::string_view name;  ///< in capitals
    Function function;
    std::uint8_t least;  ///< arguments
    std::uint8_t most;
};
inline constexpr std::uint8_t any_number_of_arguments = 255;

/// Null if there is no function of that name, which may be written in small letters. Operators have none.
const FunctionName* find_function(std::string_view name);

struct AggregateName {
    std::string_view name;
    AggregateKind kind;
};
const AggregateName* find_aggregate(std::string_view name);

/// The name of a function, or the sign of an operator.
std::string_view to_string(Function function);
std::string_view to_string(AggregateKind kind);

}  // namespace gridlore::query
