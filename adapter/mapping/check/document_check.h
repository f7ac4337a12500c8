/// What can be told of a document without a payload (docs/mapping-documents.md). Private to this folder.
#pragma once

#include "adapter/mapping/read/document_builder.h"
#include "adapter/mapping/read/read_document.h"

namespace gridlore::mapping {

/// Tells the builder's reading what is wrong. Precondition: the builder has finished.
void check_document(const DocumentBuilder& builder);

/// That predicates and classes of the patterns are among `declared`, and, as warnings, the IRIs of tables and
/// constants.
void check_declared(const Document& document, const DeclaredTerms& declared, Reading& reading);

}  // namespace gridlore::mapping
