/// Rows that tests lower.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapter/mapping/lower/lower.h"
#include "knowledge-engine/rdf/term_text.h"
#include "tests/unit/adapter/mapping/documents.h"

namespace gridlore::mapping {

inline constexpr const char* heading = R"(
prefixes: { ex: "http://example.org/", om: "http://www.ontology-of-units-of-measure.org/resource/om-2/" }
)";

inline std::string xsd(const std::string& text, const std::string& type) {
    return "\"" + text + "\"^^<http://www.w3.org/2001/XMLSchema#" + type + ">";
}

/// A document with rows that are added by name.
class Lowering {
  public:
    explicit Lowering(const std::string& yaml) : document_(document_of(heading + yaml)) {
        for (const Part& part : document_->parts) {
            rows_.emplace_back(part.variables.size());
        }
    }

    /// `terms` by variable, in the contract's text form.
    Lowering& add(const std::string& part, const std::map<std::string, std::string>& terms) {
        for (std::size_t number = 0; number < rows_.size(); ++number) {
            if (document_->parts[number].name != part) {
                continue;
            }
            std::vector<rdf::Term> row;
            for (const std::size_t variable : document_->parts[number].variables) {
                row.push_back(*rdf::parse_term(terms.at(document_->variables[variable].name)));
            }
            add_row(rows_[number], row);
        }
        return *this;
    }

    std::string json(const LowerOptions& options = {}) const {
        const auto lowered = lower(*document_, rows_, options);
        return lowered ? *lowered : "error: " + lowered.error().message;
    }

    const Document& document() const { return *document_; }
    const PartRows& rows() const { return rows_; }

  private:
    std::shared_ptr<const Document> document_;
    PartRows rows_;
};

}  // namespace gridlore::mapping
