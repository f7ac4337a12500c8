/// The shape of a document, form by form (docs/mapping-documents.md, "The shape"). Private to this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "adapter/mapping/read/document_builder.h"
#include "adapter/mapping/read/name_scope.h"
#include "adapter/mapping/read/yaml_tree.h"
#include "adapter/mapping/shape.h"

namespace gridlore::mapping {

/// Each form has a function; errors are told to the builder's reading, and what they return is then a stopgap.
/// Confined.
class ShapeReader {
  public:
    ShapeReader(bool ignores_unknown, DocumentBuilder& builder)
        : ignores_unknown_(ignores_unknown), builder_(builder), reading_(builder.reading()), names_(builder) {}

    Shape read(const YamlNode& node, Place place);

  private:
    void read_scalar(const YamlNode& node, Place place, Shape& shape);
    std::optional<std::size_t> use(const YamlNode& node, std::string_view text, Place place);
    void read_map(const YamlNode& node, Place place, Shape& shape);
    ConstantShape constant(const YamlNode& node);
    ListShape plain_list(const YamlNode& node, Place place);
    static ListShape empty_list();
    ListShape list(const YamlNode& node, Place place);
    void check_joined(const ListShape& list, const YamlNode& joined);
    Order order(const YamlNode& node, std::size_t level);
    std::optional<std::string> ordering_variable(const YamlNode& said);
    TextShape text(const YamlNode& node, Place place);
    void add_placeholder(const YamlNode& node, std::string_view name, Place place, TextShape& text);

    ObjectShape object(const YamlNode& node, Place place);
    bool ignores_unknown(const YamlNode& node);
    void check_own_name(const YamlNode& child);
    static std::string help_with(const std::string& name);
    /// Whether a member may say that it may be missing.
    enum class MayLack : std::uint8_t { No, AsNull, Yes };
    Member member(const YamlNode& child, Place place, MayLack may_lack);
    void read_optional(const YamlNode& child, Member& member);
    void zip(const YamlNode& node, Place place, ObjectShape& object);
    void families(const YamlNode& node, Place place, ObjectShape& object);
    void family(const YamlNode& node, Place place, ObjectShape& object);
    ObjectShape repeated_members(const YamlNode& node, Place place);
    void check_names(const YamlNode& node, const ObjectShape& object);

    bool ignores_unknown_;
    DocumentBuilder& builder_;
    Reading& reading_;
    NameScope names_;
};

}  // namespace gridlore::mapping
