/// Text for a terminal: aligned columns, and emphasis where it is a terminal. Value types, pure functions.
#pragma once

#include <string>
#include <vector>

namespace gridlore::terminal {

/// Escape sequences, or nothing where colours are off.
class Style {
  public:
    explicit Style(bool colours) : colours_(colours) {}
    /// Colours if standard output is a terminal and NO_COLOR is not set.
    static Style of_standard_output();

    std::string strong(const std::string& text) const { return wrapped("1", text); }
    std::string faint(const std::string& text) const { return wrapped("2", text); }
    std::string good(const std::string& text) const { return wrapped("32", text); }
    std::string bad(const std::string& text) const { return wrapped("31", text); }

  private:
    std::string wrapped(const char* code, const std::string& text) const;

    bool colours_;
};

struct Table {
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;  ///< each as long as the header
};

/// A line for the header, one for each row; columns are two spaces apart. Widths count characters of UTF-8.
std::string to_string(const Table& table, const Style& style);

}  // namespace gridlore::terminal
