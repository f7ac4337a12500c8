#include "adapter/sparql/parameters.h"

#include <algorithm>

#include "adapter/http/text.h"
#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::sparql {
namespace {

constexpr std::size_t parameter_limit = 10'000;

Error not_utf8() {
    return invalid_input("The request's parameters are not UTF-8.");
}

}  // namespace

Result<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    auto decoded = http::percent_decoded(text, plus_is_space);
    return decoded && !rdf::is_valid_utf8(*decoded) ? not_utf8() : std::move(decoded);
}

Result<Parameters> Parameters::parse(std::string_view text) {
    auto decoded = http::query_parameters(text, parameter_limit);
    if (!decoded) {
        return std::move(decoded).error();
    }
    for (const auto& [name, value] : *decoded) {
        if (!rdf::is_valid_utf8(name) || !rdf::is_valid_utf8(value)) {
            return not_utf8();
        }
    }
    Parameters parameters;
    parameters.values_ = std::move(*decoded);
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

Result<std::string> url_of(const http::Request& request) {
    std::string url = "http://" + std::string(request.header("Host").value_or("localhost")) + request.path;
    if (!rdf::has_only_iri_characters(url) || !rdf::is_valid_utf8(url)) {
        return invalid_input("The request's address is no IRI: check its Host header and its path.");
    }
    return url;
}

}  // namespace gridlore::sparql
