#include "adapter/main/configuration/configuration.h"

#include <filesystem>

namespace gridlore::configuration {

std::string Configuration::backup_folder() const {
    if (backups == no_backups || store.in_memory()) {
        return {};
    }
    if (backups != backups_beside) {
        return backups;
    }
    const std::filesystem::path folder(store.place);
    return (folder.has_filename() ? folder : folder.parent_path()).string() + "-backups";
}

}  // namespace gridlore::configuration
