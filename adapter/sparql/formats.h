/// Which media types the protocols speak: tables. Immutable; safe from any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/results/result_format.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::sparql {

struct ResultOffer {
    std::string_view media_type;
    query::ResultFormat format;
};
struct GraphOffer {
    std::string_view media_type;
    rdf::Syntax syntax;
    std::string_view format_iri;  ///< of http://www.w3.org/ns/formats/
};

/// The one that `Accept` wants most; nothing if it wants none.
std::optional<ResultOffer> choose_result(std::string_view accept, query::Query::Form form);
std::optional<GraphOffer> choose_graph(std::string_view accept);
/// The media types that there are, for a person.
std::string result_types(query::Query::Form form);
std::string graph_types();

std::span<const GraphOffer> graph_offers();
/// Which syntax a document of that media type has.
std::optional<rdf::Syntax> syntax_of(std::string_view media_type);

/// With `; charset=utf-8` where a text would be taken for another encoding.
std::string content_type(std::string_view media_type);

}  // namespace gridlore::sparql
