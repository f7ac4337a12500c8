#include "adapter/service/serve_reader.h"

#include <array>
#include <chrono>
#include <ctime>
#include <iomanip>
#include <optional>
#include <sstream>

namespace gridlore::service {
namespace {

/// Midnight of a day, in seconds since 1970.
std::optional<std::time_t> seconds_of_day(const std::string& text) {
    std::tm day{};
    std::istringstream stream(text);
    stream >> std::get_time(&day, "%Y-%m-%d");
    const std::chrono::year_month_day date{std::chrono::year(day.tm_year + 1900),
                                           std::chrono::month(static_cast<unsigned>(day.tm_mon + 1)),
                                           std::chrono::day(static_cast<unsigned>(day.tm_mday))};
    if (!stream || stream.peek() != std::istringstream::traits_type::eof() || !date.ok()) {
        return std::nullopt;
    }
    return std::chrono::system_clock::to_time_t(std::chrono::sys_days(date));
}

/// RFC 9745, 2: a date as RFC 9651 has it.
std::string structured_date(std::time_t seconds) {
    return "@" + std::to_string(seconds);
}

std::string http_date(std::time_t seconds) {
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 40> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

std::optional<std::string> read_day(MemberReader& reader, std::string_view name, TextPosition position,
                                    std::string (*write)(std::time_t)) {
    const auto text = reader.text(name);
    const auto seconds = text ? seconds_of_day(*text) : std::nullopt;
    if (text && !seconds) {
        reader.problem(position, "`" + std::string(name) + "` is a day, as 2027-12-31; found '" + *text + "'.");
    }
    return seconds ? std::optional(write(*seconds)) : std::nullopt;
}

bool has_parts_apart(MemberReader& reader, TextPosition position) {
    const auto parts = reader.text("parts");
    if (parts && *parts != "together" && *parts != "apart") {
        reader.problem(position, "`parts` is `together` or `apart`; found '" + *parts + "'.");
    }
    return parts == "apart";
}

bool answers_at_once(MemberReader& reader, TextPosition position) {
    const auto answers = reader.text("answers");
    if (answers && answers != "at-once" && answers != "after") {
        reader.problem(position, "`answers` is `after` (the exchange) or `at-once`; found '" + *answers + "'.");
    }
    return answers == "at-once";
}

}  // namespace

Serve read_serve(const mapping::YamlNode& node, AddressReader& address_reader) {
    MemberReader reader(node, "`serve`", address_reader.problems());
    Serve serve;
    static_cast<Address&>(serve) = address_reader.read(reader, node.position);
    for (const mapping::YamlText& other : reader.texts("also")) {
        serve.also.push_back(address_reader.read_path(other.text, other.position));
    }
    serve.partner = reader.text("partner").value_or("");
    serve.answers_at_once = answers_at_once(reader, node.position);
    serve.has_parts_apart = has_parts_apart(reader, node.position);
    serve.removes = reader.text("removes").value_or("");
    serve.deprecated = read_day(reader, "deprecated", node.position, structured_date);
    serve.sunset = read_day(reader, "sunset", node.position, http_date);
    reader.finish();
    return serve;
}

}  // namespace gridlore::service
