#include "adapter/service/url_text.h"

#include <boost/url/encode.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/rfc/pchars.hpp>

#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::service {
namespace {

constexpr std::size_t most_parameters = 1000;

std::string_view take_until(std::string_view& text, char separator) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return part;
}

}  // namespace

Result<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    const auto encoded = boost::urls::make_pct_string_view(boost::core::string_view(text.data(), text.size()));
    if (!encoded) {
        return invalid_input("A percent sign of the address has no two hexadecimal digits behind it.");
    }
    boost::urls::encoding_opts options;
    options.space_as_plus = plus_is_space;
    std::string decoded = encoded->decode(options);
    if (!rdf::is_valid_utf8(decoded)) {
        return invalid_input("The address has text that is not UTF-8.");
    }
    return decoded;
}

std::string encoded_path(std::string_view text) {
    return boost::urls::encode(boost::core::string_view(text.data(), text.size()), boost::urls::pchars + '/');
}

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    if (path.starts_with('/')) {
        path.remove_prefix(1);
    }
    if (path.ends_with('/')) {
        path.remove_suffix(1);
    }
    while (!path.empty()) {
        const bool is_last = path.find('/') == std::string_view::npos;
        segments.push_back(take_until(path, '/'));
        if (!is_last && path.empty()) {
            segments.emplace_back();
        }
    }
    return segments;
}

bool is_dots(std::string_view segment) {
    return segment == "." || segment == "..";
}

Result<std::vector<std::pair<std::string, std::string>>> query_parameters(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> parameters;
    while (!query.empty()) {
        std::string_view value = take_until(query, '&');
        if (value.empty()) {
            continue;
        }
        auto name = percent_decoded(take_until(value, '='), true);
        auto text = percent_decoded(value, true);
        if (!name || !text) {
            return name ? std::move(text).error() : std::move(name).error();
        }
        if (parameters.size() == most_parameters) {
            return Error{ErrorKind::LimitExceeded,
                         "The address has more than " + std::to_string(most_parameters) + " parameters."};
        }
        parameters.emplace_back(*std::move(name), *std::move(text));
    }
    return parameters;
}

}  // namespace gridlore::service
