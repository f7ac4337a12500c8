/// A query or an update as its request has it (SPARQL 1.1 Protocol, 2.1 and 2.2). Pure functions; safe from any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "adapter/http/http.h"
#include "adapter/sparql/parameters.h"
#include "adapter/sparql/problem.h"
#include "knowledge-engine/query/algebra.h"

namespace gridlore::sparql {

struct Operation {
    std::string text;
    std::string base;  ///< the request's address: for relative IRIs
    query::DatasetClause dataset;
    std::optional<std::chrono::milliseconds> time;  ///< the client's own limit
    bool explain = false;
};

/// The names that the parts of an operation have.
struct OperationNames {
    std::string_view text;           ///< the parameter, `query`
    std::string_view media_type;     ///< of a body that is the text
    std::string_view default_graph;  ///< the parameter, `default-graph-uri`
    std::string_view named_graph;
    std::string_view other;       ///< the text's parameter of the other operation
    std::string_view other_path;  ///< where that one goes
};
inline constexpr OperationNames query_names = {
    "query", "application/sparql-query", "default-graph-uri", "named-graph-uri", "update", "/update"};
inline constexpr OperationNames update_names = {
    "update", "application/sparql-update", "using-graph-uri", "using-named-graph-uri", "query", "/sparql"};

/// What is wrong with a request, as a response.
template <typename T>
struct Outcome {
    std::optional<T> value;
    http::Response refusal;
};

/// From the query string alone.
Outcome<Operation> operation_of_get(const http::Request& request, const OperationNames& names);
/// From the body, and from the query string. A text larger than `limit` bytes is refused.
Outcome<Operation> operation_of_post(const http::Request& request, const OperationNames& names, std::size_t limit);
/// Once the operation has what the body said, which may be many megabytes.
void let_go_of_body(http::Request& request);

}  // namespace gridlore::sparql
