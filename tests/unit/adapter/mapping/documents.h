/// Mapping documents for tests, and what is lifted with them as text.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "adapter/mapping/document.h"
#include "adapter/mapping/read/read_document.h"
#include "adapter/mapping/rows.h"

namespace gridlore::mapping {

/// The document that a YAML text is, which must be without errors.
inline std::shared_ptr<const Document> document_of(const std::string& yaml) {
    const ReadDocument read = read_document(yaml, "test.yaml");
    for (const Problem& problem : read.problems) {
        EXPECT_TRUE(problem.is_warning) << to_string(problem, "test.yaml");
    }
    return read.document;
}

inline void add_row(Rows& rows, const std::vector<rdf::Term>& terms) {
    std::vector<rdf::TermView> row;
    for (const rdf::Term& term : terms) {
        row.push_back(view_of(term));
    }
    rows.add(row);
}

/// `part: name=text …`, a line for each row in its order; the core is called `core`.
inline std::string text_of(const Document& document, const PartRows& rows) {
    std::string text;
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Part& part = document.parts[number];
        for (std::size_t row = 0; row < rows[number].size(); ++row) {
            text += (part.name.empty() ? "core" : part.name) + ":";
            for (std::size_t column = 0; column < part.variables.size(); ++column) {
                text += " " + document.variables[part.variables[column]].name + "=" +
                        std::string(rows[number].row(row)[column].text);
            }
            text += "\n";
        }
    }
    return text;
}

}  // namespace gridlore::mapping
