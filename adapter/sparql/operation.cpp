#include "adapter/sparql/operation.h"

#include <charconv>
#include <cmath>
#include <utility>

#include "adapter/http/content_type.h"
#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::sparql {
namespace {

constexpr std::string_view form_type = "application/x-www-form-urlencoded";
/// A form takes more room than what it says; three bytes for one at most.
constexpr std::size_t form_factor = 3;
constexpr double longest_time = 1e6;  // seconds

Outcome<Operation> refused(http::Response response) {
    return {std::nullopt, std::move(response)};
}

Result<std::vector<std::string>> graphs_of(const Parameters& parameters, std::string_view name) {
    std::vector<std::string> graphs = parameters.all(name);
    for (const std::string& graph : graphs) {
        if (!rdf::has_scheme(graph) || !rdf::has_only_iri_characters(graph)) {
            return invalid_input("The parameter '" + std::string(name) + "' has to be an absolute IRI; it is '" +
                                 graph.substr(0, 200) + "'.");
        }
    }
    return graphs;
}

Result<std::optional<std::chrono::milliseconds>> time_of(const Parameters& parameters) {
    const auto text = parameters.one("timeout");
    if (!text) {
        return text.error();
    }
    if (!*text) {
        return std::optional<std::chrono::milliseconds>();
    }
    double seconds = 0;
    const char* const end = (*text)->data() + (*text)->size();
    const auto [read, error] = std::from_chars((*text)->data(), end, seconds);
    if (error != std::errc() || read != end || !(seconds > 0) || seconds > longest_time) {
        return invalid_input("The parameter 'timeout' has to be a number of seconds.");
    }
    return std::optional(std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(seconds * 1000))));
}

Result<void> add_options(const Parameters& parameters, const OperationNames& names, Operation& operation) {
    auto default_graphs = graphs_of(parameters, names.default_graph);
    auto named_graphs = graphs_of(parameters, names.named_graph);
    auto time = time_of(parameters);
    auto explain = parameters.one("explain");
    if (!default_graphs || !named_graphs || !time || !explain) {
        return !default_graphs ? default_graphs.error()
               : !named_graphs ? named_graphs.error()
               : !time         ? time.error()
                               : explain.error();
    }
    operation.dataset = {*std::move(default_graphs), *std::move(named_graphs)};
    operation.time = *time;
    operation.explain = *explain && **explain == "true";
    return {};
}

/// The text comes from the parameters, unless it is there already.
Outcome<Operation> operation_of(const http::Request& request, const Parameters& parameters, const OperationNames& names,
                                std::optional<std::string> body) {
    auto text = parameters.one(names.text);
    auto base = url_of(request);
    if (!text || !base) {
        return refused(problem(text ? base.error() : text.error(), Stage::Reading));
    }
    if (body && *text) {
        return refused(problem(400, "The request has a " + std::string(names.text) +
                                        " in its body and another one in '" + std::string(names.text) + "'."));
    }
    if (!body && !*text) {
        const bool is_other = parameters.has(names.other);
        return refused(problem(400, is_other
                                        ? "This is where each " + std::string(names.text) + " goes; send an " +
                                              std::string(names.other) + " to " + std::string(names.other_path) + "."
                                        : "The request has no parameter '" + std::string(names.text) + "'."));
    }
    Operation operation;
    operation.text = body ? *std::move(body) : **std::move(text);
    operation.base = *std::move(base);
    if (auto added = add_options(parameters, names, operation); !added) {
        return refused(problem(added.error(), Stage::Reading));
    }
    return {std::move(operation), {}};
}

http::Response too_large(const OperationNames& names, std::size_t limit) {
    return problem(413, "The " + std::string(names.text) + " is larger than " + std::to_string(limit) + " bytes.");
}

}  // namespace

Outcome<Operation> operation_of_get(const http::Request& request, const OperationNames& names) {
    auto parameters = Parameters::parse(request.query);
    if (!parameters) {
        return refused(problem(parameters.error(), Stage::Reading));
    }
    return operation_of(request, *parameters, names, std::nullopt);
}

Outcome<Operation> operation_of_post(const http::Request& request, const OperationNames& names, std::size_t limit) {
    const http::ContentType type = http::content_type_of(request);
    auto parameters = Parameters::parse(request.query);
    if (!parameters) {
        return refused(problem(parameters.error(), Stage::Reading));
    }
    const std::string_view body = request.content();
    const bool is_form = type.media_type == form_type;
    if (!http::is_utf8(type) || (!is_form && type.media_type != names.media_type)) {
        return refused(problem(415, "The body of a " + std::string(names.text) + " has the Content-Type " +
                                        std::string(names.media_type) + " or " + std::string(form_type) +
                                        ", in UTF-8; this one has '" + type.media_type.substr(0, 100) + "'."));
    }
    if (body.size() > (is_form ? limit * form_factor : limit)) {
        return refused(too_large(names, limit));
    }
    if (!is_form) {
        if (auto fault = rdf::check_utf8(body)) {
            return refused(problem(*fault, Stage::Reading));
        }
        return operation_of(request, *parameters, names, std::string(body));
    }
    auto in_form = Parameters::parse(body);
    if (!in_form) {
        return refused(problem(in_form.error(), Stage::Reading));
    }
    parameters->append(*std::move(in_form));
    auto operation = operation_of(request, *parameters, names, std::nullopt);
    return operation.value && operation.value->text.size() > limit ? refused(too_large(names, limit)) : operation;
}

void let_go_of_body(http::Request& request) {
    request.body = {};
    request.large_body.reset();
}

}  // namespace gridlore::sparql
