#include "adapter/rest-api/embedded.h"

#include <array>

#include "knowledge-engine/base/embedded_file.h"

GRIDLORE_EMBED(openapi, GRIDLORE_OPENAPI_FILE);
GRIDLORE_EMBED(index, GRIDLORE_VIEWER_SOURCE "/index.html");
GRIDLORE_EMBED(start, GRIDLORE_VIEWER_SOURCE "/start.js");
GRIDLORE_EMBED(bundle, GRIDLORE_VIEWER_PACKAGE "/swagger-ui-bundle.js");
GRIDLORE_EMBED(style, GRIDLORE_VIEWER_PACKAGE "/swagger-ui.css");
GRIDLORE_EMBED(icon, GRIDLORE_VIEWER_PACKAGE "/favicon-32x32.png");
GRIDLORE_EMBED(license, GRIDLORE_VIEWER_PACKAGE "/LICENSE");
GRIDLORE_EMBED(notice, GRIDLORE_VIEWER_PACKAGE "/NOTICE");

namespace gridlore::rest_api {

std::string_view openapi_document() {
    return GRIDLORE_EMBEDDED(openapi);
}

std::string_view viewer_page() {
    return GRIDLORE_EMBEDDED(index);
}

std::span<const ViewerFile> viewer_files() {
    static const std::array<ViewerFile, 6> files = {{
        {"start.js", "text/javascript; charset=utf-8", GRIDLORE_EMBEDDED(start), false},
        {"swagger-ui-bundle.js", "text/javascript; charset=utf-8", GRIDLORE_EMBEDDED(bundle), true},
        {"swagger-ui.css", "text/css; charset=utf-8", GRIDLORE_EMBEDDED(style), true},
        {"favicon-32x32.png", "image/png", GRIDLORE_EMBEDDED(icon), true},
        {"LICENSE", "text/plain; charset=utf-8", GRIDLORE_EMBEDDED(license), true},
        {"NOTICE", "text/plain; charset=utf-8", GRIDLORE_EMBEDDED(notice), true},
    }};
    return files;
}

}  // namespace gridlore::rest_api
