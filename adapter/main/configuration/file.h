/// The configuration file: one YAML mapping from the names of settings to their values.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace gridlore::configuration {

/// A setting as somebody wrote it.
struct WrittenSetting {
    std::string name;  ///< of a setting that exists
    std::vector<std::string> texts;
    std::string origin;  ///< for a person: `gridlore.yaml:3`, `GRIDLORE_LONG_POLL`, `--long-poll`
};

struct FileContent {
    std::vector<WrittenSetting> settings;
    std::vector<std::string> problems;  ///< each with file and line, and how to mend it
};

/// Names of files in it are relative to its own folder.
FileContent read_file(const std::filesystem::path& file);

}  // namespace gridlore::configuration
