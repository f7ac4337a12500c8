#include "adapter/main/commands/formats.h"

#include <algorithm>

namespace gridlore::commands {

const RdfFormat* find_rdf_format(std::string_view name) {
    const auto* const found = std::ranges::find(rdf_formats, name, &RdfFormat::name);
    if (found != rdf_formats.end()) {
        return found;
    }
    const auto syntax = rdf::syntax_of_file("x." + std::string(name));
    return syntax ? &format_of(*syntax) : nullptr;
}

const RdfFormat& format_of(rdf::Syntax syntax) {
    return *std::ranges::find(rdf_formats, syntax, &RdfFormat::syntax);
}

}  // namespace gridlore::commands
