/// Flags over environment over file over default: brought together, with where each value came from.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapter/main/configuration/configuration.h"
#include "adapter/main/configuration/file.h"

namespace gridlore::configuration {

/// The value of an environment variable, or nothing.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
/// That of this process.
Environment process_environment();

struct CommandLineSettings {
    std::optional<std::string> file;  ///< `--config`; else GRIDLORE_CONFIG names it
    std::vector<WrittenSetting> flags;
};

struct LoadedConfiguration {
    Configuration configuration;
    std::vector<std::string> origins;   ///< for each of `settings()`, in their order: `default`, or who set it last
    std::vector<std::string> problems;  ///< all of them; if there is one, nothing should start
};

/// A variable that is set but empty counts as not set.
LoadedConfiguration load(const CommandLineSettings& command_line, const Environment& environment);

}  // namespace gridlore::configuration
