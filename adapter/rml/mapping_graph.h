/// The triples of an RML document, to be asked by what they mean in either vocabulary. Private to this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/rml/rml_document.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::rml {

/// IRIs of R2RML, of the older RML and of its query languages as those of the new vocabulary; others as they are.
std::string in_new_vocabulary(const std::string& iri);

/// Immutable once read; safe from any thread.
class MappingGraph {
  public:
    /// Errors as of `rdf::read`.
    static Result<MappingGraph> read(std::string_view turtle, const std::string& base);

    /// Subjects in the order of the document.
    const std::vector<rdf::Term>& nodes() const { return nodes_; }
    /// `property` without `rml_ns`, or an IRI of another vocabulary in full.
    std::vector<rdf::Term> values(const rdf::Term& node, std::string_view property) const;
    bool has(const rdf::Term& node, std::string_view property) const { return !values(node, property).empty(); }
    /// Nothing if there is none; InvalidInput if there are several.
    Result<std::optional<rdf::Term>> value(const rdf::Term& node, std::string_view property) const;
    /// True if a triple of the node has the property in the new vocabulary.
    bool is_new(const rdf::Term& node, std::string_view property) const;
    /// InvalidInput: `node`, which is a `what`, has a property of RML or R2RML that is none of `known`.
    Result<void> check_properties(const rdf::Term& node, std::string_view what,
                                  const std::vector<std::string_view>& known) const;

  private:
    struct Property {
        std::string name;  ///< in the new vocabulary, in full
        bool is_new = false;
        rdf::Term value;
    };
    std::vector<rdf::Term> nodes_;
    std::map<rdf::Term, std::vector<Property>> properties_;
};

}  // namespace gridlore::rml
