/// SPARQL 1.1 Query and Update, from text to algebra (SPARQL 1.1 Query, sections 18 and 19). Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::query {

struct ParseOptions {
    std::string base = {};         ///< for relative IRIs before a BASE; empty: they are an error
    rdf::PrefixMap prefixes = {};  ///< known beside those that the text declares
    std::size_t bytes = std::size_t{1} << 20;
    std::size_t depth = 100;     ///< of groups, expressions, paths and collections within each other
    std::size_t height = 1'000;  ///< of the algebra's tree, which long chains of OPTIONAL, BIND or `+` make higher
    std::size_t variables = 10'000;
    std::size_t operations = 100'000;  ///< of an update; also bounds triples, of patterns and data
};

/// Errors: InvalidInput with line and column, what was found and what was expected; LimitExceeded, naming the limit.
/// A query where an update is expected (and the reverse) is told so by name.
Result<Query> parse_query(std::string_view text, const ParseOptions& options = {});
Result<Update> parse_update(std::string_view text, const ParseOptions& options = {});

/// The algebra as text (s-expressions, one node a line), for tests and for `explain`.
std::string to_string(const Query& query);
std::string to_string(const Update& update);

}  // namespace gridlore::query
