#include "adapter/main/terminal/table.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

namespace gridlore::terminal {
namespace {

std::size_t width_of(const std::string& text) {
    const auto begins_character = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; };
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::vector<std::size_t> widths_of(const Table& table) {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < table.header.size(); ++column) {
        std::size_t width = width_of(table.header[column]);
        for (const auto& row : table.rows) {
            width = std::max(width, width_of(row[column]));
        }
        widths.push_back(width);
    }
    return widths;
}

/// The last cell is not padded: no line ends with spaces.
std::string line_of(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
    constexpr std::size_t gap = 2;
    std::string line;
    for (std::size_t column = 0; column < cells.size(); ++column) {
        line += cells[column];
        if (column + 1 != cells.size()) {
            line.append(widths[column] + gap - width_of(cells[column]), ' ');
        }
    }
    return line;
}

}  // namespace

Style Style::of_standard_output() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody in this program writes the environment
    const char* no_color = std::getenv("NO_COLOR");
    return Style(::isatty(STDOUT_FILENO) == 1 && (no_color == nullptr || *no_color == '\0'));
}

std::string Style::wrapped(const char* code, const std::string& text) const {
    return colours_ ? std::string("\x1b[") + code + "m" + text + "\x1b[0m" : text;
}

std::string to_string(const Table& table, const Style& style) {
    const auto widths = widths_of(table);
    std::string text = style.strong(line_of(table.header, widths)) + "\n";
    for (const auto& row : table.rows) {
        text += line_of(row, widths) + "\n";
    }
    return text;
}

}  // namespace gridlore::terminal
