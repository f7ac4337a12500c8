#include "adapter/rest-api/embedded.h"

#include <algorithm>
#include <array>

// The assembler reads the files as they are, which costs neither compile time nor memory: pages of the program's image
// become resident when they are first served. The build passes the paths.
#define GRIDLORE_EMBED(symbol, path)                                    \
    asm(".pushsection .rodata\n"                                        \
        ".global gridlore_" #symbol "_begin\n.hidden gridlore_" #symbol \
        "_begin\n"                                                      \
        ".global gridlore_" #symbol "_end\n.hidden gridlore_" #symbol   \
        "_end\n"                                                        \
        "gridlore_" #symbol "_begin:\n.incbin \"" path                  \
        "\"\n"                                                          \
        "gridlore_" #symbol "_end:\n.byte 0\n.popsection\n");           \
    extern "C" {                                                        \
    extern const char gridlore_##symbol##_begin[];                      \
    extern const char gridlore_##symbol##_end[];                        \
    }                                                                   \
    static_assert(true)

#define GRIDLORE_EMBEDDED(symbol)               \
    std::string_view(gridlore_##symbol##_begin, \
                     static_cast<std::size_t>(gridlore_##symbol##_end - gridlore_##symbol##_begin))

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

const ViewerFile* find_viewer_file(std::string_view name) {
    static const std::array<ViewerFile, 7> files = {{
        {"index.html", "text/html; charset=utf-8", GRIDLORE_EMBEDDED(index)},
        {"start.js", "text/javascript; charset=utf-8", GRIDLORE_EMBEDDED(start)},
        {"swagger-ui-bundle.js", "text/javascript; charset=utf-8", GRIDLORE_EMBEDDED(bundle)},
        {"swagger-ui.css", "text/css; charset=utf-8", GRIDLORE_EMBEDDED(style)},
        {"favicon-32x32.png", "image/png", GRIDLORE_EMBEDDED(icon)},
        {"LICENSE", "text/plain; charset=utf-8", GRIDLORE_EMBEDDED(license)},
        {"NOTICE", "text/plain; charset=utf-8", GRIDLORE_EMBEDDED(notice)},
    }};
    const auto found =
        std::find_if(files.begin(), files.end(), [name](const ViewerFile& file) { return file.name == name; });
    return found == files.end() ? nullptr : &*found;
}

}  // namespace gridlore::rest_api
