/// Parameters of bindings in an OpenAPI document. Pure functions. Private to this folder.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "adapter/service/bind.h"

namespace gridlore::service {

/// Of a served operation: those of the path under the names that it has there, and those of query and headers for which
/// `is_there`. What a `request` asks with may come several times.
nlohmann::ordered_json served_parameters(const mapping::Document& document, const Bind& bind,
                                         const std::vector<std::string>& path_names,
                                         const std::function<bool(const Parameter&)>& is_there);
/// Of an operation that is called.
nlohmann::ordered_json called_parameters(const mapping::Document& document, const Bind& bind);

/// The body that has those of query and headers: an object with members of their names, or a list of such objects.
nlohmann::ordered_json parameters_schema(const mapping::Document& document, const Serve& serve);
/// Whether one of query and headers must be there.
bool has_required_parameter(const Serve& serve);

}  // namespace gridlore::service
