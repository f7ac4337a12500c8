/// Values, IRIs and literals of YARRRML, with the prefixes of its document. Private to this folder; faults are thrown
/// (yaml_entries.h).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/rml/rml_document.h"
#include "adapter/rml/yaml_entries.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::rml {

inline const YamlKeys value_keys{"value", "v"};

/// Takes `~iri` and the like off the end; false if it is not there.
bool take_suffix(std::string& text, std::string_view suffix);

/// Confined. `node`, wherever it is asked for, is where `text` stands: for messages.
class YarrrmlTerms {
  public:
    /// `ex` or, beside the four that are there already, another.
    void set_prefix(const std::string& prefix, std::string iri) { prefixes_[prefix] = std::move(iri); }

    Expression expression(const YAML::Node& node, const std::string& text) const;
    Expression iri_expression(const YAML::Node& node, const std::string& text) const;
    TermMap literal(const YAML::Node& node, const std::string& text) const;
    TermMap iri(const YAML::Node& node, const std::string& text) const;
    /// One or a list of them; null is a blank node.
    std::vector<TermMap> iris(const YAML::Node& node) const;

  private:
    std::string expanded(const std::string& text) const;

    std::map<std::string, std::string> prefixes_{{"rdf", std::string(rdf::rdf_ns)},
                                                 {"rdfs", std::string(rdf::rdfs_ns)},
                                                 {"owl", std::string(rdf::owl_ns)},
                                                 {"xsd", std::string(rdf::xsd_ns)}};
};

}  // namespace gridlore::rml
