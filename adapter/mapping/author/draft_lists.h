/// How a draft reads lists: which elements need their places, and which lists are columns of one table. Private to this
/// folder. Pure functions.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

namespace gridlore::mapping {

/// Whether elements are told from the others of their list by what they say themselves: texts, or the values that all
/// objects have. Numbers are not: what comes as a series or as coordinates means something by its order, too.
/// `elements` are those of all lists, one list after the other; `sizes` says how many each has.
bool are_told_apart(const std::vector<nlohmann::ordered_json>& elements, std::span<const std::size_t> sizes);

/// Members that are lists of values of the same length, at least one of them of numbers, are columns of a table. They
/// are taken out of `objects`; of each object its rows come back, a list of objects. Nothing if there are no columns.
std::vector<nlohmann::ordered_json> take_columns(std::vector<nlohmann::ordered_json>& objects);

}  // namespace gridlore::mapping
