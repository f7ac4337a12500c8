#include "adapter/sql/postgresql_address.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

namespace gridlore::sql {
namespace {

/// libpq's words as values by keyword; nothing if they are not well-formed.
std::optional<std::map<std::string, std::string>> read_words(const PostgresqlLibrary& libpq, const std::string& words) {
    char* message = nullptr;
    PQconninfoOption* const options = libpq.conninfo_parse(words.c_str(), &message);
    libpq.freemem(message);  // it may quote a piece of a password
    if (options == nullptr) {
        return std::nullopt;
    }
    std::map<std::string, std::string> values;
    for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
        if (option->val != nullptr) {
            values[option->keyword] = option->val;
        }
    }
    libpq.conninfo_free(options);
    return values;
}

/// A URI has no blanks and quotes, whatever is in it: SOCI takes the string apart before libpq sees it.
std::string connection_uri(const std::map<std::string, std::string>& values) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri = "postgresql://";
    char before = '?';
    for (const auto& [keyword, value] : values) {
        uri += before + keyword + "=";
        before = '&';
        for (const char c : value) {
            const auto byte = static_cast<unsigned char>(c);
            if (std::isalnum(byte) != 0) {
                uri += c;
            } else {
                uri += {'%', digits[byte >> 4U], digits[byte & 15U]};
            }
        }
    }
    return uri;
}

}  // namespace

Result<std::string> postgresql_uri(const PostgresqlLibrary& libpq, const std::string& words, Duration timeout) {
    auto values = read_words(libpq, words.starts_with("//") ? "postgresql:" + words : words);
    if (!values) {
        return invalid_input(
            "the address is malformed behind postgresql:. Write keyword=value with blanks between, values with blanks "
            "in '…': postgresql:dbname=meters host=localhost user=reader");
    }
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(timeout).count();
    values->try_emplace("connect_timeout", std::to_string(std::max<std::int64_t>(2, seconds)));
    values->try_emplace("fallback_application_name", "gridlore");
    values->try_emplace("keepalives_idle", "30");
    return connection_uri(*values);
}

}  // namespace gridlore::sql
