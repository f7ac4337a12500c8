/// What tests of lifting share.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "adapter/rml/lift.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rml {

using Files = std::map<std::string, std::string>;

inline std::string shown(const rdf::TermView& term) {
    std::string text = rdf::to_text(term);
    for (const auto& [start, prefix] :
         {std::pair("<http://example.com/", "<:"), std::pair("<http://www.w3.org/2001/XMLSchema#", "<xsd:"),
          std::pair("<http://www.w3.org/1999/02/22-rdf-syntax-ns#", "<rdf:")}) {
        if (const auto at = text.find(start); at != std::string::npos) {
            text.replace(at, std::string(start).size(), prefix);
        }
    }
    return text;
}

/// Each quad as text, with `:` for http://example.com/; at the end the values that were left out, and the error.
inline std::vector<std::string> lifted(const Result<RmlDocument>& document, const Files& files) {
    if (!document) {
        return {placed_message(document.error())};
    }
    std::vector<std::string> quads;
    std::vector<std::string> told;
    const auto resolve = [&](const std::string& name) -> Result<std::string> {
        const auto found = files.find(name);
        return found == files.end() ? Result<std::string>(not_found("there is no " + name)) : found->second;
    };
    const auto take = [&](const rdf::QuadView& quad) -> Result<void> {
        quads.push_back(shown(quad.subject) + " " + shown(quad.predicate) + " " + shown(quad.object) +
                        (quad.graph ? " " + shown(*quad.graph) : ""));
        return {};
    };
    LiftOptions options;
    options.base = "http://example.com/";
    options.left_out = [&](const std::string& message) { told.push_back(message); };
    const auto done = lift(*document, resolve, take, options);
    quads.insert(quads.end(), told.begin(), told.end());
    if (!done) {
        quads.push_back(done.error().message);
    }
    return quads;
}

}  // namespace gridlore::rml
