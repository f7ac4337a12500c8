/// The server's description in OpenAPI 3.1, with what documents serve and call in it. A pure function; safe from any
/// thread.
#pragma once

#include <string>
#include <string_view>

#include "adapter/service/document_folder.h"

namespace gridlore::service {

/// `own` describes the server's own paths; it is OpenAPI 3.1 as JSON and has the components that operations of
/// documents refer to (`Mapping400` …). Each document gets a tag; what it serves goes to the paths, what it calls to
/// the webhooks, its shapes to the schemas. Returns JSON.
std::string openapi_document(std::string_view own, const BoundDocuments& documents);

}  // namespace gridlore::service
