/// Operations of an OpenAPI document: what a binding serves or calls. Pure functions but for the schemas, which they
/// add to. Private to this folder.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapter/service/bind.h"
#include "adapter/service/openapi/document_schemas.h"

namespace gridlore::service {

/// Where an operation stands.
struct OperationPlace {
    std::string id;                       ///< of the operation; unique
    std::vector<std::string> path_names;  ///< of the path's variables, in their order
    std::string main_path;                ///< of which it is another spelling; empty: it is the main one
};

/// Precondition of these two: the binding serves.
nlohmann::ordered_json served_operation(const mapping::Document& document, const Bind& bind,
                                        const OperationPlace& place, DocumentSchemas& schemas);
/// `POST …/query` of an ask: what GET asks, with a body.
nlohmann::ordered_json query_operation(const mapping::Document& document, const Bind& bind, const OperationPlace& place,
                                       DocumentSchemas& schemas);
/// Precondition: the binding calls a REST service.
nlohmann::ordered_json called_operation(const mapping::Document& document, const Bind& bind,
                                        const OperationPlace& place, DocumentSchemas& schemas);

}  // namespace gridlore::service
