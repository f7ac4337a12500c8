#include "adapter/service/written_parameters.h"

#include <algorithm>
#include <utility>

#include "adapter/http/text.h"
#include "adapter/service/url_text.h"

namespace gridlore::service {
namespace {

using Place = Parameter::Place;

bool is_called(const Parameter& parameter, std::string_view name) {
    return parameter.name == name || std::ranges::find(parameter.also, name) != parameter.also.end();
}

void add_header(const std::string& name, const http::Request& request, std::vector<Written>& written) {
    const auto value = request.header(name);
    const bool is_known =
        std::ranges::any_of(written, [&](const Written& one) { return http::equal_ignoring_case(one.name, name); });
    if (value && !is_known) {
        written.push_back({Place::Header, name, {mapping::JsonKind::String, std::string(*value)}, {}});
    }
}

}  // namespace

bool is_of(const Parameter& parameter, const Written& written) {
    if (parameter.place == Place::Header && !written.pointer) {
        return written.place == Place::Header && http::equal_ignoring_case(parameter.name, written.name);
    }
    const bool is_place = written.pointer ? parameter.place != Place::Path : parameter.place == written.place;
    return is_place && is_called(parameter, written.name);
}

std::variant<std::vector<Written>, Refusal> written_in_address(std::span<const Serve* const> serves,
                                                               const http::Request& request) {
    std::vector<Written> written;
    for (const Serve* const serve : serves) {
        for (const Parameter& parameter : serve->parameters) {
            if (parameter.place == Place::Header) {
                add_header(parameter.name, request, written);
            }
        }
    }
    auto query = query_parameters(request.query);
    if (!query) {
        return Refusal{400, query.error().message, {}, {}};
    }
    for (auto& [name, value] : *query) {
        written.push_back({Place::Query, std::move(name), {mapping::JsonKind::String, std::move(value)}, {}});
    }
    return written;
}

std::variant<WrittenQuestions, Refusal> written_in_body(const std::vector<Written>& address, std::string_view body,
                                                        const Tolerance& tolerance) {
    auto read = read_json_parameters(body, most_questions, tolerance);
    if (auto* const refusal = std::get_if<Refusal>(&read)) {
        return std::move(*refusal);
    }
    auto& json = std::get<JsonQuestions>(read);
    WrittenQuestions written{{}, json.is_list};
    for (auto& parameters : json.questions) {
        written.questions.push_back(address);
        for (JsonParameter& parameter : parameters) {
            if (parameter.value.text.size() > most_parameter_bytes) {
                return Refusal{400, "The value has more than " + std::to_string(most_parameter_bytes) + " bytes.",
                               std::move(parameter.name), std::move(parameter.pointer)};
            }
            written.questions.back().push_back(
                {Place::Query, std::move(parameter.name), std::move(parameter.value), std::move(parameter.pointer)});
        }
    }
    return written;
}

}  // namespace gridlore::service
