#include "adapter/sql/sqlite_cells.h"

#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include "adapter/sql/time_text.h"

namespace gridlore::sql {
namespace {

std::string lower_case(const char* text) {
    std::string lower(text == nullptr ? "" : text);
    for (char& c : lower) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return lower;
}

std::size_t digits_at(std::string_view text, std::size_t begin) {
    std::size_t end = begin;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') {
        ++end;
    }
    return end - begin;
}

/// And as JSON writes numbers.
bool is_decimal(std::string_view text) {
    const std::size_t begin = text.starts_with('-') ? 1 : 0;
    const std::size_t whole = digits_at(text, begin);
    if (whole == 0 || (whole > 1 && text[begin] == '0')) {
        return false;
    }
    const std::size_t point = begin + whole;
    if (point == text.size()) {
        return true;
    }
    const std::size_t fraction = text[point] == '.' ? digits_at(text, point + 1) : 0;
    return fraction > 0 && point + 1 + fraction == text.size();
}

std::string hexadecimal(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "\\x";
    for (const char c : bytes) {
        text += digits[static_cast<unsigned char>(c) >> 4U];
        text += digits[static_cast<unsigned char>(c) & 15U];
    }
    return text;
}

std::string_view text_of(sqlite_api::sqlite3_stmt* row, int column) {
    const auto* const text = reinterpret_cast<const char*>(sqlite_api::sqlite3_column_text(row, column));
    return {text, static_cast<std::size_t>(sqlite_api::sqlite3_column_bytes(row, column))};
}

Cell read_integer(sqlite_api::sqlite3_stmt* row, int column, Declared declared) {
    if (declared == Declared::Boolean) {
        return {Kind::Boolean, sqlite_api::sqlite3_column_int64(row, column) == 0 ? "false" : "true"};
    }
    return {Kind::Integer, text_of(row, column)};
}

/// Not as SQLite writes it, which is only 15 digits.
Cell read_double(sqlite_api::sqlite3_stmt* row, int column, std::string& room) {
    const double number = sqlite_api::sqlite3_column_double(row, column);
    std::array<char, 32> digits{};
    room.assign(digits.data(), std::to_chars(digits.begin(), digits.end(), number).ptr);
    return {std::isfinite(number) ? Kind::Double : Kind::Text, room};
}

Cell read_text(sqlite_api::sqlite3_stmt* row, int column, Declared declared, std::string& room) {
    const std::string_view text = text_of(row, column);
    switch (declared) {
        case Declared::Decimal:
            return {is_decimal(text) ? Kind::Decimal : Kind::Text, text};
        case Declared::Time:
            return utc_cell(text, room);
        default:
            return {Kind::Text, text};
    }
}

}  // namespace

Declared declared_as(const char* type) {
    const std::string lower = lower_case(type);
    if (lower.starts_with("bool")) {
        return Declared::Boolean;
    }
    if (lower.starts_with("decimal") || lower.starts_with("numeric")) {
        return Declared::Decimal;
    }
    if (lower.starts_with("timestamp") || lower.starts_with("datetime")) {
        return Declared::Time;
    }
    return Declared::Other;
}

Cell read_cell(sqlite_api::sqlite3_stmt* row, int column, Declared declared, std::string& room) {
    switch (sqlite_api::sqlite3_column_type(row, column)) {
        case SQLITE_NULL:
            return {};
        case SQLITE_INTEGER:
            return read_integer(row, column, declared);
        case SQLITE_FLOAT:
            return read_double(row, column, room);
        case SQLITE_BLOB: {
            const void* const bytes = sqlite_api::sqlite3_column_blob(row, column);
            const auto size = static_cast<std::size_t>(sqlite_api::sqlite3_column_bytes(row, column));
            room = hexadecimal({static_cast<const char*>(bytes), size});
            return {Kind::Text, room};
        }
        default:
            return read_text(row, column, declared, room);
    }
}

}  // namespace gridlore::sql
