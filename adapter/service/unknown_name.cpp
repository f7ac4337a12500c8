#include "adapter/service/unknown_name.h"

#include "knowledge-engine/base/nearest_name.h"

namespace gridlore::service {

std::string did_you_mean(std::string_view name, std::span<const std::string> candidates, const std::string& otherwise) {
    const auto nearest = nearest_name(name, candidates);
    return nearest ? ": did you mean '" + *nearest + "'?" : otherwise;
}

std::vector<std::string> variable_names(const mapping::Document& document) {
    std::vector<std::string> names;
    for (const mapping::Variable& variable : document.variables) {
        names.push_back(variable.name);
    }
    return names;
}

}  // namespace gridlore::service
