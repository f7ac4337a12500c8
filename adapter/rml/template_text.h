/// Templates as RML and YARRRML write them. Pure functions; safe from any thread.
#pragma once

#include <string_view>

#include "adapter/rml/rml_document.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::rml {

/// `http://x/{reference}`; a backslash takes a brace or a backslash for itself, also within a reference (R2RML, 7.3).
/// InvalidInput: braces that do not pair, or a reference that is empty.
Result<Template> parse_template(std::string_view text);

/// `http://x/$(reference)`; parentheses within a reference pair, or have a backslash before them, and so has a `$`
/// that stands for itself. InvalidInput as above.
Result<Template> parse_yarrrml_template(std::string_view text);

/// A template without references is a constant, and one that is nothing but a reference is that reference.
Expression yarrrml_expression(Template parts);

}  // namespace gridlore::rml
