#include "adapter/main/logging/log_line.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace gridlore::logging {
namespace {

/// Bytes that are no UTF-8 are replaced: a log's reader must not be made to stumble by a client.
std::string quoted(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

bool is_plain(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < '\x7f' && c != '"' && c != '=' && c != '\\';
    });
}

std::string in_text(std::string_view value) {
    return is_plain(value) ? std::string(value) : quoted(value);
}
std::string in_text(std::int64_t value) {
    return std::to_string(value);
}
std::string in_json(std::string_view value) {
    return quoted(value);
}
std::string in_json(std::int64_t value) {
    return std::to_string(value);
}

}  // namespace

std::string text_line(std::string_view event, std::initializer_list<Field> fields) {
    std::string line(event);
    for (const auto& [key, value] : fields) {
        line += ' ';
        line += key;
        line += '=';
        line += std::visit([](auto v) { return in_text(v); }, value);
    }
    return line;
}

std::string json_members(std::string_view event, std::initializer_list<Field> fields) {
    std::string line = "\"event\":" + quoted(event);
    for (const auto& [key, value] : fields) {
        line += ',';
        line += quoted(key);
        line += ':';
        line += std::visit([](auto v) { return in_json(v); }, value);
    }
    return line;
}

}  // namespace gridlore::logging
