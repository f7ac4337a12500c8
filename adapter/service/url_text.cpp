#include "adapter/service/url_text.h"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/pchars.hpp>

#include "adapter/http/text.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::service {
namespace {

constexpr std::size_t most_parameters = 1000;

Error not_utf8() {
    return invalid_input("The address has text that is not UTF-8.");
}

}  // namespace

Result<std::string> percent_decoded(std::string_view text) {
    auto decoded = http::percent_decoded(text, false);
    return decoded && !rdf::is_valid_utf8(*decoded) ? not_utf8() : std::move(decoded);
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
        segments.push_back(http::take_until(path, '/'));
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
    auto parameters = http::query_parameters(query, most_parameters);
    for (std::size_t i = 0; parameters && i < parameters->size(); ++i) {
        const auto& [name, value] = (*parameters)[i];
        if (!rdf::is_valid_utf8(name) || !rdf::is_valid_utf8(value)) {
            return not_utf8();
        }
    }
    return parameters;
}

}  // namespace gridlore::service
