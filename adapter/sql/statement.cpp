#include "adapter/sql/statement.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace gridlore::sql {
namespace {

bool is_letter(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool is_name(char c) {
    return is_letter(c) || std::isdigit(static_cast<unsigned char>(c)) != 0;
}

bool is_blank(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

/// Tells quotes, comments and parameters apart, as both databases and SOCI do.
class Scanner {
  public:
    explicit Scanner(std::string_view sql) : sql_(sql) {}

    Result<void> scan() {
        while (at_ < sql_.size()) {
            if (auto step = scan_one(); !step) {
                return step;
            }
        }
        return {};
    }

    std::string text() && { return std::move(text_); }
    std::vector<std::string> parameters() && { return std::move(parameters_); }

  private:
    Result<void> scan_one() {
        const char c = sql_[at_];
        if (c == '\'' || c == '"') {
            return scan_quoted(c);
        }
        if (next_is("--") || next_is("/*")) {
            return skip_comment();
        }
        if (next_is("::") || next_is(":=")) {
            keep(2);
            return {};
        }
        if (c == ':') {
            return scan_parameter();
        }
        if (c == ';') {
            return scan_end();
        }
        if (c == '$' || c == '@' || c == '?') {
            return wrong(std::string("'") + c + "' is not understood here; write a parameter as :name, text in '…'.");
        }
        if (is_letter(c)) {
            return scan_word();
        }
        keep(1);
        return {};
    }

    Result<void> scan_quoted(char quote) {
        const std::size_t end = sql_.find(quote, at_ + 1);
        if (end == std::string_view::npos) {
            return wrong(std::string("the quote ") + quote + " has no end.");
        }
        keep(end + 1 - at_);  // a doubled quote begins the next piece
        return {};
    }

    Result<void> skip_comment() {
        const bool is_line = sql_[at_] == '-';
        const std::size_t found = sql_.find(is_line ? "\n" : "*/", at_ + 2);
        if (found == std::string_view::npos && !is_line) {
            return wrong("the comment has no end.");
        }
        const std::size_t end = found == std::string_view::npos ? sql_.size() : found + (is_line ? 0 : 2);
        text_ += ' ';
        std::copy_if(sql_.begin() + static_cast<std::ptrdiff_t>(at_), sql_.begin() + static_cast<std::ptrdiff_t>(end),
                     std::back_inserter(text_), [](char c) { return c == '\n'; });
        at_ = end;
        return {};
    }

    Result<void> scan_parameter() {
        std::size_t end = at_ + 1;
        while (end < sql_.size() && is_name(sql_[end])) {
            ++end;
        }
        if (end == at_ + 1 || !is_letter(sql_[at_ + 1])) {
            return wrong("a parameter's name begins with a letter behind the ':'; array slices cannot be written.");
        }
        const std::string name(sql_.substr(at_ + 1, end - at_ - 1));
        if (std::find(parameters_.begin(), parameters_.end(), name) == parameters_.end()) {
            parameters_.push_back(name);
        }
        keep(end - at_);
        return {};
    }

    Result<void> scan_word() {
        std::size_t end = at_ + 1;
        while (end < sql_.size() && is_name(sql_[end])) {
            ++end;
        }
        const bool is_escaping = end == at_ + 1 && (sql_[at_] == 'E' || sql_[at_] == 'e');
        if (is_escaping && end < sql_.size() && sql_[end] == '\'') {
            return wrong("E'…' is not understood; write the text in '…', with a quote doubled.");
        }
        keep(end - at_);
        return {};
    }

    Result<void> scan_end() {
        const std::size_t here = at_++;
        while (at_ < sql_.size() && (is_blank(sql_[at_]) || next_is("--") || next_is("/*"))) {
            if (is_blank(sql_[at_])) {
                ++at_;
            } else if (auto skipped = skip_comment(); !skipped) {
                return skipped;
            }
        }
        if (at_ < sql_.size()) {
            at_ = here;
            return wrong("more follows behind the ';'; a source has one statement.");
        }
        return {};
    }

    bool next_is(std::string_view token) const { return sql_.substr(at_).starts_with(token); }

    void keep(std::size_t size) {
        text_ += sql_.substr(at_, size);
        at_ += size;
    }

    Error wrong(std::string message) const {
        const std::string_view before = sql_.substr(0, at_);
        const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
        const std::size_t begin = line == 0 ? 0 : before.rfind('\n') + 1;
        return {ErrorKind::InvalidInput, std::move(message), TextPosition{line + 1, at_ - begin + 1}};
    }

    std::string_view sql_;
    std::size_t at_ = 0;
    std::string text_;
    std::vector<std::string> parameters_;
};

std::string first_word(std::string_view text) {
    const auto begin = std::find_if(text.begin(), text.end(), [](char c) { return !is_blank(c) && c != '('; });
    std::string word(begin, std::find_if_not(begin, text.end(), is_name));
    std::transform(word.begin(), word.end(), word.begin(),
                   [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    return word;
}

}  // namespace

Result<Statement> Statement::read(std::string_view sql) {
    if (sql.find('\0') != std::string_view::npos) {
        return invalid_input("the SQL has a character U+0000.");
    }
    Scanner scanner(sql);
    if (auto scanned = scanner.scan(); !scanned) {
        return std::move(scanned).error();
    }
    Statement statement;
    statement.text_ = std::move(scanner).text();
    statement.parameters_ = std::move(scanner).parameters();
    const std::string word = first_word(statement.text_);
    if (word != "SELECT" && word != "WITH" && word != "VALUES") {
        return invalid_input("the SQL begins with " + (word.empty() ? "nothing" : "'" + word + "'") +
                             "; a source is only read: SELECT, WITH or VALUES.");
    }
    return statement;
}

}  // namespace gridlore::sql
