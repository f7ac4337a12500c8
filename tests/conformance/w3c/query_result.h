/// What a query gives, or should give: solutions, a truth value or a graph. Value types.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/evaluation/engine.h"
#include "knowledge-engine/query/results/result_reader.h"
#include "tests/conformance/w3c/manifest.h"
#include "tests/conformance/w3c/report.h"

namespace gridlore::w3c {

struct QueryResult {
    query::ResultTable table;
    std::optional<std::vector<rdf::Quad>> graph;  ///< then there is no table
};

/// Keeps what comes.
class ResultKeeper : public query::ResultSink {
  public:
    const QueryResult& kept() const { return kept_; }

    Result<void> variables(const std::vector<std::string>& names) override;
    Result<void> row(Row cells) override;
    Result<void> boolean(bool value) override;
    Result<void> graph() override;
    Result<void> triple(const rdf::Quad& triple) override;

  private:
    QueryResult kept_;
};

/// The result that a test expects, from a file of any format; Turtle is the result of a graph, or solutions in the
/// vocabulary of SPARQL 1.0's tests.
Result<QueryResult> read_expected_result(const Manifest& manifest, const rdf::Term& file);

/// `result` written in `format` and read again: what a client would see of it.
Result<QueryResult> through(query::ResultFormat format, const QueryResult& result);

enum class Comparison : std::uint8_t {
    Unordered,
    Ordered,
    Lax,  ///< each solution that is expected at least once, and not more often (REDUCED)
};

/// Why `found` is not what is `expected`, but for the labels of blank nodes and the form in which a number is written;
/// nothing if it is.
Failure difference(const QueryResult& found, const QueryResult& expected, Comparison comparison);

}  // namespace gridlore::w3c
