/// Which field of a payload becomes what in the graph, and which does not: what an ontology engineer wants to see of an
/// API (coverage IC-8.4). Safe from any thread.
#pragma once

#include <string>
#include <vector>

#include "adapter/mapping/document.h"

namespace gridlore::mapping {

struct Field {
    std::string path;  ///< a JSON pointer with `*` for the elements of a list
    bool is_optional = false;
    std::string variable;              ///< without `?`; empty: it is not mapped
    std::string term;                  ///< how its value becomes a term
    std::vector<std::string> triples;  ///< of the patterns, that have the variable or what is made of it
};

/// In the sequence of the shape.
std::vector<Field> fields_of(const Document& document);
/// Variables of the patterns that are in no field, with where they come from.
std::vector<Field> other_variables_of(const Document& document);

}  // namespace gridlore::mapping
