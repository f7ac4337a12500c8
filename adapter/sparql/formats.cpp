#include "adapter/sparql/formats.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "adapter/http/quality.h"

namespace gridlore::sparql {
namespace {

using Form = query::Query::Form;

constexpr std::array<ResultOffer, 7> result_offers = {{
    {"application/sparql-results+json", query::ResultFormat::Json},
    {"application/sparql-results+xml", query::ResultFormat::Xml},
    {"text/csv", query::ResultFormat::Csv},
    {"text/tab-separated-values", query::ResultFormat::Tsv},
    {"application/json", query::ResultFormat::Json},
    {"application/xml", query::ResultFormat::Xml},
    {"text/xml", query::ResultFormat::Xml},
}};

constexpr std::array<GraphOffer, 7> graph_formats = {{
    {"text/turtle", rdf::Syntax::Turtle, "http://www.w3.org/ns/formats/Turtle"},
    {"application/n-triples", rdf::Syntax::NTriples, "http://www.w3.org/ns/formats/N-Triples"},
    {"application/rdf+xml", rdf::Syntax::RdfXml, "http://www.w3.org/ns/formats/RDF_XML"},
    {"application/trig", rdf::Syntax::TriG, "http://www.w3.org/ns/formats/TriG"},
    {"application/n-quads", rdf::Syntax::NQuads, "http://www.w3.org/ns/formats/N-Quads"},
    {"application/x-turtle", rdf::Syntax::Turtle, ""},
    {"application/xml", rdf::Syntax::RdfXml, ""},
}};

bool can_hold(const ResultOffer& offer, Form form) {
    return form == Form::Select || query::info_of(offer.format).has_boolean;
}

template <typename Offer>
std::optional<Offer> choose(std::string_view accept, const std::vector<Offer>& offers) {
    const auto named =
        std::find_if(offers.begin(), offers.end(), [accept](const Offer& offer) { return offer.media_type == accept; });
    if (named != offers.end()) {
        return *named;  // what most programs send
    }
    std::vector<std::string_view> types;
    std::transform(offers.begin(), offers.end(), std::back_inserter(types),
                   [](const Offer& offer) { return offer.media_type; });
    const std::size_t chosen = http::preferred(accept, types);
    return chosen == offers.size() ? std::nullopt : std::optional(offers[chosen]);
}

std::vector<ResultOffer> offers_for(Form form) {
    std::vector<ResultOffer> offers;
    std::copy_if(result_offers.begin(), result_offers.end(), std::back_inserter(offers),
                 [form](const ResultOffer& offer) { return can_hold(offer, form); });
    return offers;
}

template <typename Offers>
std::string types_of(const Offers& offers) {
    std::string text;
    for (const auto& offer : offers) {
        text.append(text.empty() ? "" : ", ").append(offer.media_type);
    }
    return text;
}

}  // namespace

std::optional<ResultOffer> choose_result(std::string_view accept, Form form) {
    if (accept.empty() || accept == "*/*") {
        return result_offers.front();
    }
    return choose(accept, offers_for(form));
}

std::optional<GraphOffer> choose_graph(std::string_view accept) {
    return choose(accept, std::vector(graph_formats.begin(), graph_formats.end()));
}

std::string result_types(Form form) {
    return types_of(offers_for(form));
}

std::string graph_types() {
    return types_of(graph_formats);
}

std::span<const GraphOffer> graph_offers() {
    return graph_formats;
}

std::optional<rdf::Syntax> syntax_of(std::string_view media_type) {
    for (const GraphOffer& offer : graph_formats) {
        if (offer.media_type == media_type) {
            return offer.syntax;
        }
    }
    return std::nullopt;
}

std::string content_type(std::string_view media_type) {
    return std::string(media_type) + (media_type.starts_with("text/") ? "; charset=utf-8" : "");
}

}  // namespace gridlore::sparql
