/// Which graph a request of the Graph Store Protocol is about (section 4). Pure functions; safe from any thread.
#pragma once

#include <string>

#include "adapter/http/http.h"
#include "adapter/sparql/quads.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::sparql {

inline constexpr std::string_view graphs_path = "/graphs";

struct GraphTarget {
    GraphName graph;
    bool is_given = true;  ///< false: the request is about the store as a whole
    std::string base;      ///< for relative IRIs of a document: the graph's name, or the request's address
};

/// InvalidInput: both kinds of name, a parameter that there is not, what is no absolute IRI.
Result<GraphTarget> target_of(const http::Request& request);

}  // namespace gridlore::sparql
