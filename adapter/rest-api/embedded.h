/// Files that are built into the program: the API's description and its viewer.
#pragma once

#include <span>
#include <string_view>

namespace gridlore::rest_api {

/// The OpenAPI document, JSON. The view is valid for ever.
std::string_view openapi_document();

/// The page of the viewer, HTML.
std::string_view viewer_page();

/// A file that the page names.
struct ViewerFile {
    std::string_view name;  ///< `start.js`, `swagger-ui.css` …
    std::string_view content_type;
    std::string_view content;
    bool is_of_package;  ///< of the npm package: the page names it with the package's version
};

std::span<const ViewerFile> viewer_files();

}  // namespace gridlore::rest_api
