/// The result of a query in one of the forms that its client takes. Pure functions; safe from any thread. Private to
/// this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapter/http/http.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/query/evaluation/engine.h"
#include "knowledge-engine/query/results/result_format.h"
#include "knowledge-engine/rdf/document_writer.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::sparql {

/// What a result is written as: a table or a graph.
struct Medium {
    std::string_view media_type;
    std::optional<query::ResultFormat> format;
    std::optional<rdf::Syntax> syntax;
};

/// Nothing if the client takes none of those that there are for this form.
std::optional<Medium> choose_medium(const http::Request& request, query::Query::Form form);
/// Those that there are, for a person.
std::string media_of(query::Query::Form form);

/// The response but for its body.
http::Response head_of(const Medium& medium);

/// Runs `plan` and writes its result. Errors: those of `PreparedQuery::run` and of `sink`.
Result<void> write_answer(const query::PreparedQuery& plan, const store::Snapshot& snapshot,
                          const query::Context& context, const Medium& medium, const rdf::PrefixMap& prefixes,
                          const rdf::ByteSink& sink);

}  // namespace gridlore::sparql
