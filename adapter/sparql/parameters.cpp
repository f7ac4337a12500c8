#include "adapter/sparql/parameters.h"

#include <algorithm>

#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::sparql {
namespace {

constexpr std::size_t parameter_limit = 10'000;

int hex_value(char c) {
    return rdf::is_ascii_digit(c) ? c - '0' : rdf::to_ascii_lower(c) - 'a' + 10;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), rdf::to_ascii_lower);
    return out;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    return begin == std::string_view::npos ? "" : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string_view take_until(std::string_view& text, char separator) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return part;
}

std::string_view unquoted(std::string_view text) {
    return text.size() >= 2 && text.starts_with('"') && text.ends_with('"') ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

Result<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else if (i + 2 < text.size() && rdf::is_ascii_hex_digit(text[i + 1]) &&
                   rdf::is_ascii_hex_digit(text[i + 2])) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            return invalid_input("A percent sign of the request's parameters has no two hexadecimal digits behind it.");
        }
    }
    if (!rdf::is_valid_utf8(out)) {
        return invalid_input("The request's parameters are not UTF-8.");
    }
    return out;
}

Result<Parameters> Parameters::parse(std::string_view text) {
    Parameters parameters;
    while (!text.empty()) {
        std::string_view value = take_until(text, '&');
        if (value.empty()) {
            continue;
        }
        auto name = percent_decoded(take_until(value, '='), true);
        auto decoded = percent_decoded(value, true);
        if (!name || !decoded) {
            return name ? std::move(decoded).error() : std::move(name).error();
        }
        if (parameters.values_.size() == parameter_limit) {
            return Error{ErrorKind::LimitExceeded,
                         "The request has more than " + std::to_string(parameter_limit) + " parameters."};
        }
        parameters.values_.emplace_back(*std::move(name), *std::move(decoded));
    }
    return parameters;
}

void Parameters::append(Parameters others) {
    std::move(others.values_.begin(), others.values_.end(), std::back_inserter(values_));
}

bool Parameters::has(std::string_view name) const {
    return std::any_of(values_.begin(), values_.end(), [name](const auto& value) { return value.first == name; });
}

std::vector<std::string> Parameters::all(std::string_view name) const {
    std::vector<std::string> found;
    for (const auto& [key, value] : values_) {
        if (key == name) {
            found.push_back(value);
        }
    }
    return found;
}

Result<std::optional<std::string>> Parameters::one(std::string_view name) const {
    std::vector<std::string> found = all(name);
    if (found.size() > 1) {
        return invalid_input("The request has the parameter '" + std::string(name) + "' more than once.");
    }
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

ContentType content_type_of(std::string_view value) {
    ContentType type;
    type.media_type = lower(trimmed(take_until(value, ';')));
    while (!value.empty()) {
        std::string_view parameter = take_until(value, ';');
        const std::string name = lower(trimmed(take_until(parameter, '=')));
        const std::string_view text = unquoted(trimmed(parameter));
        if (name == "charset") {
            type.charset = lower(text);
        } else if (name == "boundary") {
            type.boundary = text;
        }
    }
    return type;
}

ContentType content_type_of(const http::Request& request) {
    return content_type_of(request.header("Content-Type").value_or(""));
}

bool is_utf8_charset(const ContentType& type) {
    return type.charset.empty() || type.charset == "utf-8" || type.charset == "utf8" || type.charset == "us-ascii";
}

Result<std::string> url_of(const http::Request& request) {
    std::string url = "http://" + std::string(request.header("Host").value_or("localhost")) + request.path;
    if (!rdf::has_only_iri_characters(url) || !rdf::is_valid_utf8(url)) {
        return invalid_input("The request's address is no IRI: check its Host header and its path.");
    }
    return url;
}

}  // namespace gridlore::sparql
