#include "adapter/http/text.h"

#include <algorithm>
#include <boost/algorithm/string/classification.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <boost/url/grammar/ci_string.hpp>
#include <boost/url/pct_string_view.hpp>

namespace gridlore::http {

std::string_view trimmed(std::string_view text) {
    return boost::algorithm::trim_copy_if(text, boost::algorithm::is_any_of(" \t"));
}

std::string lower_case(std::string_view text) {
    std::string small(text);
    std::transform(small.begin(), small.end(), small.begin(), boost::urls::grammar::to_lower);
    return small;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return boost::urls::grammar::ci_is_equal(boost::core::string_view(a.data(), a.size()),
                                             boost::core::string_view(b.data(), b.size()));
}

std::string_view take_until(std::string_view& text, char separator) {
    const std::string_view part = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return part;
}

Result<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    const auto encoded = boost::urls::make_pct_string_view(boost::core::string_view(text.data(), text.size()));
    if (!encoded) {
        return invalid_input("A percent sign has no two hexadecimal digits behind it.");
    }
    boost::urls::encoding_opts options;
    options.space_as_plus = plus_is_space;
    return encoded->decode(options);
}

Result<std::vector<std::pair<std::string, std::string>>> query_parameters(std::string_view query, std::size_t limit) {
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
        if (parameters.size() == limit) {
            return Error{ErrorKind::LimitExceeded,
                         "The request has more than " + std::to_string(limit) + " parameters."};
        }
        parameters.emplace_back(*std::move(name), *std::move(text));
    }
    return parameters;
}

}  // namespace gridlore::http
