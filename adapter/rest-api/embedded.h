/// Files that are built into the program: the API's description and its viewer.
#pragma once

#include <string_view>

namespace gridlore::rest_api {

/// The OpenAPI document, JSON. The view is valid for ever.
std::string_view openapi_document();

struct ViewerFile {
    std::string_view name;  ///< `index.html`, `swagger-ui.css` …
    std::string_view content_type;
    std::string_view content;
};

/// Null if there is no such file.
const ViewerFile* find_viewer_file(std::string_view name);

}  // namespace gridlore::rest_api
