/// Where literals that the dictionary holds stand among their likes. Pure functions; safe from any thread.
///
/// The key of a literal that `rdf::compare_values` can order: keys of comparable literals sort as these do, except that
/// different values may share a key (a number's key is the nearest double, a text's its first bytes), so whoever
/// searches compares once more what has the key of a bound.
#pragma once

#include <optional>
#include <string>

#include "knowledge-engine/rdf/term.h"

namespace gridlore::store::lmdb {

/// Nothing: the term is comparable with no other (IRIs, blank nodes, ill-typed literals, NaN, unknown datatypes).
/// At most `max_value_key` bytes.
inline constexpr std::size_t max_value_key = 32;
std::optional<std::string> value_key(const rdf::Term& term);

/// The first byte of a key: only keys that have it in common are comparable.
inline char value_space(const std::string& key) {
    return key.front();
}

}  // namespace gridlore::store::lmdb
