#include "adapter/service/openapi/operations.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "adapter/service/openapi/parameters.h"
#include "adapter/service/question_reader.h"

namespace gridlore::service {
namespace {

using mapping::Traffic;
using nlohmann::ordered_json;

ordered_json reference(std::string_view kind, std::string_view name) {
    return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

/// The members that all operations have. Whose data it is and who gets it is the same wherever the document's source
/// calls whom what.
ordered_json head_of(const mapping::Document& document, const OperationPlace& place, std::string_view producer,
                     std::string_view receiver, const std::string& more) {
    std::string description = document.description;
    const auto add = [&description](const std::string& paragraph) {
        description += (description.empty() || paragraph.empty() ? "" : "\n\n") + paragraph;
    };
    add(place.main_path.empty() ? "" : "Another spelling of `" + place.main_path + "`.");
    add(more);
    add("Producer: " + std::string(producer) + ". Receiver: " + std::string(receiver) + ".");
    return {{"tags", {document.id}},
            {"operationId", place.id},
            {"summary", document.title.empty() ? document.id : document.title},
            {"description", std::move(description)},
            {"x-producer", producer},
            {"x-receiver", receiver}};
}

void add_parameters(ordered_json parameters, ordered_json& operation) {
    if (!parameters.empty()) {
        operation["parameters"] = std::move(parameters);
    }
}

/// Who sends requests.
std::string caller_of(const Serve& serve) {
    return serve.partner.empty() ? "caller" : serve.partner;
}

bool has_token(const Serve& serve) {
    return std::ranges::any_of(serve.parameters,
                               [](const Parameter& parameter) { return parameter.bound == Bound::Authorizes; });
}

ordered_json header(const std::string& description, const std::string& value) {
    return {{"description", description}, {"schema", {{"const", value}}}};
}

/// With the headers of the life cycle, if it has one; refusals, which all operations share, have them as optional.
ordered_json success(const Serve& serve, const std::string& description, ordered_json media_type) {
    ordered_json headers = ordered_json::object();
    if (serve.deprecated) {
        headers["Deprecation"] = header("Since when it is deprecated (RFC 9745).", *serve.deprecated);
    }
    if (serve.sunset) {
        headers["Sunset"] = header("Until when it is there (RFC 8594).", *serve.sunset);
    }
    ordered_json response = {{"description", description}};
    if (!headers.empty()) {
        response["headers"] = std::move(headers);
    }
    response["content"]["application/json"] = std::move(media_type);
    return response;
}

void add_refusals(std::initializer_list<unsigned> statuses, ordered_json& responses) {
    for (const unsigned status : statuses) {
        responses[std::to_string(status)] = reference("responses", "Mapping" + std::to_string(status));
    }
}

ordered_json ask_responses(const Serve& serve, ordered_json media_type) {
    ordered_json found = success(serve, "What the exchange knows of it.", std::move(media_type));
    found["headers"]["Gridlore-Failed"] = reference("headers", "Gridlore-Failed");
    ordered_json responses = {{"200", std::move(found)}};
    add_refusals({400}, responses);
    if (has_token(serve)) {
        add_refusals({403}, responses);
    }
    add_refusals({404, 406, 408, 413, 415, 431, 502, 503, 508}, responses);
    return responses;
}

ordered_json post_responses(const mapping::Document& document, const Serve& serve, DocumentSchemas& schemas) {
    ordered_json responses = ordered_json::object();
    if (serve.answers_at_once) {
        responses["202"] = success(serve, "It has been taken; `Location` is where to look what became of it.",
                                   {{"schema", reference("schemas", "TakenPost")}});
        responses["202"]["headers"]["Location"] = reference("headers", "ExchangeLocation");
    } else if (document.response) {
        responses["200"] = success(serve, "What those who reacted say.",
                                   schemas.media_type(document, Payload::Response, Traffic::Given));
    } else {
        responses["200"] = success(serve, "It has been delivered, and to whom.",
                                   {{"schema", reference("schemas", "Acknowledgement")}});
    }
    add_refusals({400}, responses);
    if (has_token(serve)) {
        add_refusals({403}, responses);
    }
    add_refusals({406, 408, 413, 415, 431}, responses);
    if (!serve.answers_at_once) {
        add_refusals({502}, responses);
    }
    add_refusals({503, 508}, responses);
    return responses;
}

ordered_json json_body(bool is_required, ordered_json media_type) {
    ordered_json body = {{"required", is_required}};
    body["content"]["application/json"] = std::move(media_type);
    return body;
}

/// What a list of questions is answered with: answers that are lists themselves are put together to one.
ordered_json answers_media_type(const mapping::Document& document, DocumentSchemas& schemas) {
    ordered_json type = schemas.media_type(document, Payload::Json, Traffic::Given);
    if (!document.request && !std::holds_alternative<mapping::ListShape>(document.shape.node)) {
        const ordered_json one = type["schema"];
        const ordered_json list = {{"type", "array"}, {"items", {{"anyOf", {one, {{"type", "null"}}}}}}};
        type["schema"] = {{"anyOf", {one, list}}};
    }
    return type;
}

}  // namespace

ordered_json served_operation(const mapping::Document& document, const Bind& bind, const OperationPlace& place,
                              DocumentSchemas& schemas) {
    const auto& serve = std::get<Serve>(bind.with);
    const bool is_ask = bind.way == Way::Ask;
    if (is_ask && serve.method == "POST") {
        return query_operation(document, bind, place, schemas);
    }
    ordered_json operation = is_ask ? head_of(document, place, "exchange", caller_of(serve),
                                              "The parameters may also come as a JSON body, as `POST …/query` has it.")
                                    : head_of(document, place, caller_of(serve), "exchange", "");
    if (serve.deprecated) {
        operation["deprecated"] = true;
    }
    add_parameters(served_parameters(document, bind, place.path_names, [](const Parameter&) { return true; }),
                   operation);
    if (is_ask) {
        operation["responses"] = ask_responses(serve, schemas.media_type(document, Payload::Json, Traffic::Given));
    } else {
        operation["requestBody"] =
            json_body(serve.method != "DELETE", schemas.media_type(document, Payload::Json, Traffic::Taken));
        operation["responses"] = post_responses(document, serve, schemas);
    }
    return operation;
}

ordered_json query_operation(const mapping::Document& document, const Bind& bind, const OperationPlace& place,
                             DocumentSchemas& schemas) {
    const auto& serve = std::get<Serve>(bind.with);
    ordered_json operation = head_of(document, place, "exchange", caller_of(serve),
                                     document.request ? "Asks for all that the body names."
                                                      : "Asks with the parameters in a body; a list asks for each.");
    if (serve.deprecated) {
        operation["deprecated"] = true;
    }
    const std::set<std::size_t> of_request = variables_of_request(document);
    add_parameters(served_parameters(document, bind, place.path_names,
                                     [&](const Parameter& parameter) {
                                         return document.request && !may_be_repeated(parameter, of_request);
                                     }),
                   operation);
    ordered_json body = document.request ? schemas.media_type(document, Payload::Request, Traffic::Taken)
                                         : ordered_json{{"schema", parameters_schema(document, serve)}};
    operation["requestBody"] = json_body(document.request || has_required_parameter(serve), std::move(body));
    operation["responses"] = ask_responses(serve, answers_media_type(document, schemas));
    return operation;
}

ordered_json called_operation(const mapping::Document& document, const Bind& bind, const OperationPlace& place,
                              DocumentSchemas& schemas) {
    const auto& call = std::get<Call>(bind.with);
    const bool asks = bind.way == Way::Answer;
    const std::string sent = "Sent as `" + call.method + " " + call.path.text + "` to `" + call.service + "`.";
    ordered_json operation = asks ? head_of(document, place, call.service, "exchange", sent)
                                  : head_of(document, place, "exchange", call.service, sent);
    add_parameters(called_parameters(document, bind), operation);
    if (!asks || document.request) {
        operation["requestBody"] =
            json_body(true, schemas.media_type(document, asks ? Payload::Request : Payload::Json, Traffic::Given));
    }
    ordered_json taken = {{"description", asks ? "What the service knows; no body is no rows."
                                               : "It has come; a body is read only where one is described."}};
    if (asks || document.response) {
        taken["content"]["application/json"] =
            schemas.media_type(document, asks ? Payload::Json : Payload::Response, Traffic::Taken);
    }
    operation["responses"] = {
        {"2XX", std::move(taken)},
        {"default", {{"description", "The service has failed; the exchange goes on without it."}}}};
    return operation;
}

}  // namespace gridlore::service
