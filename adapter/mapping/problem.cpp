#include "adapter/mapping/problem.h"

#include <algorithm>

namespace gridlore::mapping {

std::string to_string(const Problem& problem, const std::string& file) {
    std::string text = file + ":" + std::to_string(problem.position.line) + ":" +
                       std::to_string(problem.position.column) + ": " + (problem.is_warning ? "warning: " : "");
    text += problem.variable.empty() ? "" : "?" + problem.variable + ": ";
    return text + problem.message;
}

bool has_error(const std::vector<Problem>& problems) {
    return std::ranges::any_of(problems, [](const Problem& problem) { return !problem.is_warning; });
}

}  // namespace gridlore::mapping
