#include "adapter/sparql/multipart.h"

#include <algorithm>
#include <string>

#include "adapter/http/text.h"

namespace gridlore::sparql {
namespace {

constexpr std::size_t part_limit = 1000;

bool has_name(std::string_view line, std::string_view name) {
    return line.size() > name.size() && line[name.size()] == ':' &&
           http::equal_ignoring_case(line.substr(0, name.size()), name);
}

/// The next line without what ends it.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

/// Whether a delimiter may end before `rest`: with its line, but for blanks (RFC 2046, 5.1.1), and with what ends the
/// last one. A longer boundary is another one.
bool may_follow_delimiter(std::string_view rest) {
    if (rest.starts_with("--")) {
        rest.remove_prefix(2);
    }
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    return rest.empty() || rest.starts_with('\n') || rest.starts_with("\r\n");
}

/// Where `delimiter` is a line, from `from` on.
std::size_t find_delimiter(std::string_view body, const std::string& delimiter, std::size_t from) {
    const auto is_line = [&](std::size_t at) {
        return (at == 0 || body[at - 1] == '\n') && may_follow_delimiter(body.substr(at + delimiter.size()));
    };
    std::size_t at = body.find(delimiter, from);
    while (at != std::string_view::npos && !is_line(at)) {
        at = body.find(delimiter, at + 1);
    }
    return at;
}

std::string_view without_line_break(std::string_view text) {
    for (const char end : {'\n', '\r'}) {
        if (text.ends_with(end)) {
            text.remove_suffix(1);
        }
    }
    return text;
}

Part part_of(std::string_view text) {
    Part part;
    std::string_view line = take_line(text);
    while (!line.empty()) {
        if (has_name(line, "content-type")) {
            part.content_type = line.substr(line.find(':') + 1);
        }
        line = take_line(text);
    }
    part.content = text;
    return part;
}

}  // namespace

Result<std::vector<Part>> parts_of(std::string_view body, std::string_view boundary) {
    if (boundary.empty()) {
        return invalid_input("The Content-Type multipart/form-data has no boundary.");
    }
    const std::string delimiter = "--" + std::string(boundary);
    std::vector<Part> parts;
    std::size_t at = find_delimiter(body, delimiter, 0);
    while (at != std::string_view::npos) {
        const std::size_t begin = at + delimiter.size();
        if (body.substr(begin).starts_with("--")) {
            return parts;
        }
        const std::size_t end = find_delimiter(body, delimiter, begin);
        if (end == std::string_view::npos) {
            break;
        }
        if (parts.size() == part_limit) {
            return Error{ErrorKind::LimitExceeded, "The form has more than " + std::to_string(part_limit) + " parts."};
        }
        std::string_view text = body.substr(begin, end - begin);
        take_line(text);  // what may stand behind the delimiter
        parts.push_back(part_of(without_line_break(text)));
        at = end;
    }
    return invalid_input("The form does not end with its boundary.");
}

}  // namespace gridlore::sparql
