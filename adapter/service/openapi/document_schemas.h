/// The schemas of documents' shapes, as components of an OpenAPI document. Confined to one thread. Private to this
/// folder.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "adapter/mapping/document.h"
#include "adapter/mapping/json_schema.h"

namespace gridlore::service {

/// Which of a document's shapes.
enum class Payload { Json, Request, Response };

class DocumentSchemas {
  public:
    /// `{ "$ref": … }`. Precondition: the document has that shape.
    nlohmann::ordered_json reference(const mapping::Document& document, Payload payload, mapping::Traffic traffic);
    /// A media type object of `application/json`: the schema, and the examples of the document.
    nlohmann::ordered_json media_type(const mapping::Document& document, Payload payload, mapping::Traffic traffic);

    /// Those that have been referred to, by name.
    const nlohmann::ordered_json& all() const { return schemas_; }

  private:
    nlohmann::ordered_json schemas_ = nlohmann::ordered_json::object();
};

}  // namespace gridlore::service
