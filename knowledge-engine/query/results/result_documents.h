/// The reader of each format, and what they share. Private to this folder; see result_reader.h for the contracts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/query/results/result_reader.h"

namespace gridlore::query {

Result<void> read_json_results(std::string_view document, ResultSink& sink);
Result<void> read_xml_results(std::string_view document, ResultSink& sink);
Result<void> read_csv_results(std::string_view document, ResultSink& sink);
Result<void> read_tsv_results(std::string_view document, ResultSink& sink);

/// A term as JSON and XML have it: in parts, any of which may be wanting.
struct TermParts {
    std::string kind;  ///< `uri`, `bnode`, `literal` or `typed-literal`
    std::optional<std::string> value;
    std::optional<std::string> datatype;
    std::optional<std::string> language;
};

/// InvalidInput: a part is wanting, is one too many, or is none of RDF's.
Result<rdf::Term> term_of(TermParts parts);

rdf::Term blank_node_of(std::string label);

}  // namespace gridlore::query
