/// Documents as quads and quads as text, for the tests of this folder.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::rdf {

inline Result<std::vector<Quad>> quads_of(std::string_view document, Syntax syntax, const ReadOptions& options = {},
                                          PrefixMap* prefixes = nullptr) {
    std::vector<Quad> quads;
    if (auto done = read(
            document, syntax, options, [&](const Quad& quad) { quads.push_back(quad); }, prefixes);
        !done) {
        return std::move(done).error();
    }
    return quads;
}

/// Blank nodes called 0, 1, … by their first use.
inline std::vector<Quad> with_numbered_blank_nodes(std::vector<Quad> quads) {
    std::map<std::string, std::string> names;
    const auto number = [&](Term& term) {
        if (term.is_blank_node()) {
            term.text = names.emplace(term.text, std::to_string(names.size())).first->second;
        }
    };
    for (Quad& quad : quads) {
        number(quad.subject);
        number(quad.object);
        if (quad.graph) {
            number(*quad.graph);
        }
    }
    return quads;
}

inline std::string to_text(const Quad& quad) {
    return to_short_text(quad.subject) + " " + to_short_text(quad.predicate) + " " + to_short_text(quad.object) +
           (quad.graph ? " " + to_short_text(*quad.graph) : "");
}

/// What is read, one quad a line with blank nodes numbered, or the error.
inline std::string text_of(std::string_view document, Syntax syntax, const ReadOptions& options = {}) {
    const auto quads = quads_of(document, syntax, options);
    if (!quads) {
        return "refused: " + placed_message(quads.error());
    }
    std::string text;
    for (const Quad& quad : with_numbered_blank_nodes(*quads)) {
        text += to_text(quad) + "\n";
    }
    return text;
}

/// Part of the error that reading a document ends with.
inline void expect_refused(std::string_view document, Syntax syntax, TextPosition position, std::string_view part,
                           const ReadOptions& options = {}) {
    SCOPED_TRACE(testing::PrintToString(std::string(document.substr(0, 200))));
    const auto quads = quads_of(document, syntax, options);
    ASSERT_FALSE(quads);
    EXPECT_EQ(quads.error().kind, ErrorKind::InvalidInput);
    EXPECT_NE(quads.error().message.find(part), std::string::npos) << quads.error().message;
    EXPECT_TRUE(is_valid_utf8(quads.error().message));
    EXPECT_TRUE(quads.error().position && *quads.error().position == position) << placed_message(quads.error());
}

}  // namespace gridlore::rdf
