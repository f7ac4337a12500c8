#include <algorithm>
#include <system_error>

#include "adapter/rml/lift.h"
#include "knowledge-engine/base/text_file.h"

namespace gridlore::rml {
namespace {

namespace fs = std::filesystem;

bool is_inside(const fs::path& folder, const fs::path& file) {
    const auto [end, other] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
    return end == folder.end();
}

Result<std::string> read(const fs::path& folder, const std::string& name, std::size_t limit) {
    std::error_code fault;
    const fs::path root = fs::canonical(folder, fault);
    if (fault) {
        return not_found("the folder " + folder.string() + " of the sources cannot be read");
    }
    const bool may_be_inside = !name.empty() && name.find('\0') == std::string::npos && fs::path(name).is_relative();
    const fs::path file = may_be_inside ? fs::weakly_canonical(root / name, fault) : fs::path();
    if (!may_be_inside || (!fault && !is_inside(root, file))) {
        return invalid_input("the source \"" + name + "\" is not in the folder of the mapping: name a file in it, by " +
                             "its path from there");
    }
    if (fault || !fs::is_regular_file(file, fault)) {
        return not_found("there is no source \"" + name + "\" in the folder " + folder.string());
    }
    if (const auto size = fs::file_size(file, fault); fault || size > limit) {
        return Error{ErrorKind::LimitExceeded,
                     "the source \"" + name + "\" is longer than the limit of " + std::to_string(limit) + " bytes"};
    }
    return read_text_file(file);
}

}  // namespace

SourceResolver files_in(const fs::path& folder, std::size_t limit) {
    return [folder, limit](const std::string& name) { return read(folder, name, limit); };
}

}  // namespace gridlore::rml
