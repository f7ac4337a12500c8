#include "adapter/main/configuration/description.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "adapter/main/configuration/setting.h"

namespace gridlore::configuration {
namespace {

nlohmann::json json_of(const Value& value) {
    if (const auto* size = std::get_if<Bytes>(&value)) {
        return size->count;
    }
    if (const auto* duration = std::get_if<Duration>(&value)) {
        return std::chrono::duration<double>(*duration).count();
    }
    if (const auto* number = std::get_if<std::uint64_t>(&value)) {
        return *number;
    }
    if (const auto* flag = std::get_if<bool>(&value)) {
        return *flag;
    }
    if (const auto* files = std::get_if<Files>(&value)) {
        return *files;
    }
    return std::get<std::string>(value);
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

/// Characters that would end a cell of a Markdown table.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        result += c == '|' ? std::string("\\|") : std::string(1, c);
    }
    return result;
}

}  // namespace

std::string to_text(const LoadedConfiguration& loaded) {
    const auto table = settings();
    std::vector<std::string> values;
    std::size_t name_width = 0;
    std::size_t value_width = 0;
    for (const Setting& setting : table) {
        values.push_back(to_string(setting.get(loaded.configuration)));
        name_width = std::max(name_width, setting.name.size());
        value_width = std::max(value_width, values.back().size());
    }
    std::string text;
    for (std::size_t i = 0; i < table.size(); ++i) {
        text += padded(std::string(table[i].name), name_width + 2) + padded(values[i], value_width + 2) +
                loaded.origins[i] + "\n";
    }
    return text;
}

std::string to_json(const LoadedConfiguration& loaded) {
    nlohmann::ordered_json document = nlohmann::ordered_json::object();
    const auto table = settings();
    for (std::size_t i = 0; i < table.size(); ++i) {
        document[std::string(table[i].name)] = {{"value", json_of(table[i].get(loaded.configuration))},
                                                {"origin", loaded.origins[i]}};
    }
    return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string to_markdown() {
    std::string text = "| setting | value | default | what it does |\n| --- | --- | --- | --- |\n";
    for (const Setting& setting : settings()) {
        text +=
            "| `" + std::string(setting.name) + "` | " + escaped(setting.values) + " | " +
            (default_of(setting).empty() ? "none" : "`" + default_of(setting) + "`") + " | " + escaped(setting.help) +
            (setting.reference_environment.empty() ? ""
                                                   : " Also `" + std::string(setting.reference_environment) + "`.") +
            " |\n";
    }
    return text;
}

}  // namespace gridlore::configuration
