/// Objects of YARRRML: values, and references to other mappings. Private to this folder; faults are thrown
/// (yaml_entries.h).
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapter/rml/rml_document.h"
#include "adapter/rml/yaml_entries.h"
#include "adapter/rml/yarrrml_terms.h"

namespace gridlore::rml {

/// The triples maps of each mapping, by its name.
using MappingNumbers = std::map<std::string, std::vector<std::size_t>>;

/// Confined. What it is made of must outlive it.
class YarrrmlObjects {
  public:
    YarrrmlObjects(const YarrrmlTerms& terms, const MappingNumbers& mappings) : terms_(terms), mappings_(mappings) {}

    /// Adds the objects of `node` to `part`, whose predicates are there. `kind`: a datatype or a language with `~lang`;
    /// may be undefined.
    void read(const YAML::Node& node, const YAML::Node& kind, PredicateObjectMap& part) const;

  private:
    void read_map(const YAML::Node& map, PredicateObjectMap& part) const;
    void read_reference(const YAML::Node& map, PredicateObjectMap& part) const;
    JoinCondition read_condition(const YAML::Node& map) const;

    const YarrrmlTerms& terms_;
    const MappingNumbers& mappings_;
};

}  // namespace gridlore::rml
