#include "adapter/service/served.h"

#include <algorithm>
#include <utility>

#include "adapter/service/part_join.h"
#include "knowledge-engine/rdf/ascii.h"

namespace gridlore::service {

PostInteractions::PostInteractions(exchange::Exchange& exchange, std::shared_ptr<const BoundDocument> bound,
                                   std::size_t bind)
    : exchange_(exchange), bound_(std::move(bound)), bind_(bind) {}

Result<InteractionId> PostInteractions::of(PartSet parts) {
    const Bind& bind = bound_->binds[bind_];
    const std::lock_guard lock(mutex_);
    if (const auto known = interactions_.find(parts); known != interactions_.end()) {
        return InteractionId{bind.knowledge_base, known->second};
    }
    exchange::InteractionSpec spec;
    spec.type = exchange::InteractionType::Post;
    std::vector<std::string> names;
    const mapping::Document& document = *bound_->document;
    for (std::size_t part = 0; part < document.parts.size(); ++part) {
        if ((parts >> part & 1) == 0) {
            continue;
        }
        if (part > 0) {
            names.push_back(document.parts[part].name);
        }
        for (const pattern::TriplePattern& triple : document.parts[part].pattern.triples) {
            if (std::ranges::find(spec.pattern.triples, triple) == spec.pattern.triples.end()) {
                spec.pattern.triples.push_back(triple);
            }
        }
    }
    if (document.response) {
        spec.result_pattern = document.response->parts.front().pattern;
    }
    if (const auto& removed = std::get<Serve>(bind.with).removed) {
        spec.removes = posted_patterns(*removed);
    }
    spec.name = interaction_name(*bound_, bind, names);
    auto added = exchange_.add_interaction(bind.knowledge_base, std::move(spec));
    if (!added) {
        return std::move(added).error();
    }
    interactions_.emplace(parts, *added);
    return InteractionId{bind.knowledge_base, std::move(*added)};
}

void PostInteractions::remove_all() {
    const std::lock_guard lock(mutex_);
    for (const auto& [parts, interaction] : interactions_) {
        (void)exchange_.remove_interaction(bound_->binds[bind_].knowledge_base, interaction);
    }
    interactions_.clear();
}

std::vector<pattern::GraphPattern> posted_patterns(const mapping::Document& document) {
    std::vector<pattern::GraphPattern> patterns;
    for (std::size_t part = 0; part < document.parts.size(); ++part) {
        pattern::GraphPattern& posted = patterns.emplace_back(document.parts.front().pattern);
        for (const std::size_t with : connected_with_core(document, part)) {
            std::ranges::copy(document.parts[with].pattern.triples, std::back_inserter(posted.triples));
        }
    }
    return patterns;
}

void add_life_cycle(const Serve& serve, http::Response& response) {
    if (serve.deprecated) {
        response.headers.emplace_back("Deprecation", *serve.deprecated);
    }
    if (serve.sunset) {
        response.headers.emplace_back("Sunset", *serve.sunset);
    }
}

void respond(const Served& served, const std::shared_ptr<http::Responder>& responder, http::Response response) {
    add_life_cycle(served.serve(), response);
    responder->respond(std::move(response));
}

std::string interaction_name(const BoundDocument& bound, const Bind& bind, const std::vector<std::string>& parts) {
    std::string name = bound.document->id + "-" + bind.name;
    for (const std::string& part : parts) {
        name += "-" + part;
    }
    std::ranges::replace_if(
        name, [](char c) { return !rdf::is_ascii_letter(c) && !rdf::is_ascii_digit(c); }, '-');
    return name;
}

}  // namespace gridlore::service
