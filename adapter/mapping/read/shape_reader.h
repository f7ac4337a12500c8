/// The shape of a document (docs/mapping-documents.md, "The shape"). Private to this folder.
#pragma once

#include "adapter/mapping/read/document_builder.h"
#include "adapter/mapping/read/yaml_tree.h"
#include "adapter/mapping/shape.h"

namespace gridlore::mapping {

/// Reads a shape and tells the builder of its levels and variables. What is wrong is told to the builder's reading; the
/// shape is then a stopgap. `ignores_unknown`: where the shape does not say so itself.
Shape read_shape(const YamlNode& node, bool ignores_unknown, DocumentBuilder& builder);

}  // namespace gridlore::mapping
