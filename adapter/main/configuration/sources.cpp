#include "adapter/main/configuration/sources.h"

#include <cstdlib>
#include <sstream>

#include "adapter/main/configuration/setting.h"

namespace gridlore::configuration {
namespace {

std::vector<std::string> split_files(const std::string& text) {
    std::vector<std::string> files;
    std::istringstream stream(text);
    for (std::string file; std::getline(stream, file, ':');) {
        if (!file.empty()) {
            files.push_back(file);
        }
    }
    return files;
}

/// What the environment says of a setting: our own variable, or else the reference's.
std::optional<WrittenSetting> from_environment(const Setting& setting, const Environment& environment) {
    for (const std::string& variable : {environment_variable_of(setting), std::string(setting.reference_environment)}) {
        const auto text = variable.empty() ? std::nullopt : environment(variable);
        if (text && !text->empty()) {
            return WrittenSetting{std::string(setting.name),
                                  takes_files(setting) ? split_files(*text) : std::vector<std::string>{*text},
                                  variable};
        }
    }
    return std::nullopt;
}

void apply(const WrittenSetting& written, LoadedConfiguration& loaded) {
    const Setting* setting = find_setting(written.name);
    const auto index = static_cast<std::size_t>(setting - settings().data());
    if (const auto assigned = assign(*setting, written.texts, loaded.configuration); !assigned) {
        loaded.problems.push_back(written.origin + ": " + written.name + ": " + assigned.error().message);
        return;
    }
    loaded.origins[index] = written.origin;
}

std::optional<std::string> file_name(const CommandLineSettings& command_line, const Environment& environment) {
    if (command_line.file) {
        return command_line.file;
    }
    auto name = environment("GRIDLORE_CONFIG");
    return name && !name->empty() ? name : std::nullopt;
}

}  // namespace

Environment process_environment() {
    return [](const std::string& name) -> std::optional<std::string> {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): read before there are threads, and nobody writes it
        const char* value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
}

LoadedConfiguration load(const CommandLineSettings& command_line, const Environment& environment) {
    LoadedConfiguration loaded;
    loaded.origins.assign(settings().size(), "default");
    if (const auto file = file_name(command_line, environment)) {
        FileContent content = read_file(*file);
        loaded.problems = std::move(content.problems);
        for (const WrittenSetting& written : content.settings) {
            apply(written, loaded);
        }
    }
    for (const Setting& setting : settings()) {
        if (const auto written = from_environment(setting, environment)) {
            apply(*written, loaded);
        }
    }
    for (const WrittenSetting& written : command_line.flags) {
        apply(written, loaded);
    }
    return loaded;
}

}  // namespace gridlore::configuration
