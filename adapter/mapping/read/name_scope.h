/// Which variables may stand in the names of members where a shape is being read: those of the `$each` around it.
/// Private to this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapter/mapping/read/document_builder.h"
#include "adapter/mapping/read/yaml_tree.h"
#include "adapter/mapping/shape.h"

namespace gridlore::mapping {

/// Confined to the reading of one shape.
class NameScope {
  public:
    explicit NameScope(DocumentBuilder& builder) : builder_(builder), reading_(builder.reading()) {}

    /// Enters a `$each` of the level `place`, with the variable that stands in its first name; nothing, and an error,
    /// if none does that may.
    std::optional<std::size_t> enter(const YamlText& first_name, Place place);
    void leave() { variables_.pop_back(); }

    /// Gives the member one more name. Within a `$each`, `{x}` in it is one of the variables there, and `{{` and `}}`
    /// are braces; elsewhere a name is as it is written.
    void add_name(const YamlText& name, Member& member);

  private:
    std::optional<std::size_t> find(const std::string& variable) const;

    DocumentBuilder& builder_;
    Reading& reading_;
    std::vector<std::pair<std::string, std::size_t>> variables_;  ///< by their names
};

/// The member's name that `name` stands for: one that begins with `$` is written with one more.
std::string member_name(const std::string& name);

}  // namespace gridlore::mapping
