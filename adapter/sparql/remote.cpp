#include "adapter/sparql/remote.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>

#include "adapter/http/client.h"
#include "adapter/http/gzip.h"
#include "adapter/sparql/formats.h"
#include "adapter/sparql/parameters.h"
#include "adapter/sparql/quads.h"
#include "knowledge-engine/query/results/result_reader.h"
#include "knowledge-engine/rdf/document_reader.h"
#include "knowledge-engine/rdf/iri.h"

namespace gridlore::sparql {
namespace {

constexpr std::string_view file_scheme = "file://";

/// `http://host:port` of `http://host:port/path`; nothing if there is no `://`.
std::string_view authority_of(std::string_view iri) {
    const std::size_t begin = iri.find("://");
    return begin == std::string_view::npos ? "" : iri.substr(0, iri.find_first_of("/?#", begin + 3));
}

/// What begins with a host's name need not be of that host: `http://grid.example` allows nothing of
/// `http://grid.example.elsewhere/`. A prefix without a host allows all of them.
bool is_below(const std::string& iri, const std::string& prefix) {
    const std::string_view authority = authority_of(prefix);
    return !prefix.empty() && iri.starts_with(prefix) && (authority.ends_with("://") || authority == authority_of(iri));
}

/// A step upwards could lead out of what is allowed, however a path is decoded; what is no IRI (a query can make up
/// any text) could end the line of the request that asks for it.
bool is_allowed(const RemoteSettings& settings, const std::string& iri) {
    const auto has_step_up = [](std::string_view text) {
        const auto decoded = percent_decoded(text, false);
        return !decoded || (*decoded + "/").find("/../") != std::string::npos;
    };
    return rdf::has_only_iri_characters(iri) && !has_step_up(iri) &&
           std::any_of(settings.allowed.begin(), settings.allowed.end(),
                       [&iri](const std::string& prefix) { return is_below(iri, prefix); });
}

Error not_allowed(std::string_view what, const std::string& iri) {
    return invalid_input(std::string(what) + " of <" + iri +
                         "> is not allowed: what may be fetched is what the server's settings list.");
}

Error unavailable(std::string message) {
    return {ErrorKind::Unavailable, std::move(message)};
}

struct Address {
    std::string base;  ///< `http://host:port`
    std::string path;
};

Address address_of(const std::string& iri) {
    const std::string without_fragment = iri.substr(0, iri.find('#'));
    const std::size_t authority = without_fragment.find("://");
    const std::size_t begin = authority == std::string::npos ? 0 : authority + 3;
    const std::size_t end = std::min(without_fragment.find_first_of("/?", begin), without_fragment.size());
    const std::string path = without_fragment.substr(end);
    return {without_fragment.substr(0, end), path.starts_with('/') ? path : "/" + path};
}

/// Redirects are not followed: they could lead to what is not allowed.
Result<http::Response> fetch(const RemoteSettings& settings, const std::string& iri, const std::string& method,
                             const http::Headers& headers, const std::string& body) {
    const Address address = address_of(iri);
    auto client = http::Client::make(address.base, settings.time, settings.bytes);
    if (!client) {
        return std::move(client).error();
    }
    auto response = client->send(method, address.path, headers, body);
    if (response && response->status == 404) {
        return not_found("There is nothing at <" + iri + ">.");
    }
    if (response && response->status != 200) {
        return unavailable("<" + iri + "> answers with the status " + std::to_string(response->status) + ".");
    }
    return response;
}

std::optional<query::ResultFormat> result_format_of(const http::Response& response) {
    return query::result_format_of(content_type_of(response.content_type).media_type);
}

Result<std::string> read_bounded(const std::filesystem::path& file, std::uint64_t limit) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error) {
        return not_found("There is no file " + file.string() + ".");
    }
    if (size > limit) {
        return Error{ErrorKind::LimitExceeded, file.string() + " is larger than " + std::to_string(limit) +
                                                   " bytes, which is the limit of LOAD."};
    }
    std::string text(size, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(text.data(), static_cast<std::streamsize>(size));
    if (static_cast<std::uint64_t>(stream.gcount()) != size) {
        return unavailable(file.string() + " cannot be read.");
    }
    return text;
}

struct Document {
    std::string text;
    std::optional<rdf::Syntax> syntax;
};

Result<Document> read_file(const RemoteSettings& settings, const std::string& iri) {
    auto path = percent_decoded(std::string_view(iri).substr(file_scheme.size()), false);
    if (!path) {
        return std::move(path).error();
    }
    auto text = read_bounded(*path, settings.bytes);
    if (!text) {
        return std::move(text).error();
    }
    return Document{*std::move(text), rdf::syntax_of_file(*path)};
}

Result<Document> download(const RemoteSettings& settings, const std::string& iri) {
    auto response = fetch(settings, iri, "GET", {{"Accept", graph_types()}}, {});
    if (!response) {
        return std::move(response).error();
    }
    auto syntax = syntax_of(content_type_of(response->content_type).media_type);
    return Document{*response->body, syntax ? syntax : rdf::syntax_of_file(address_of(iri).path)};
}

}  // namespace

Result<void> RemoteEndpoints::call(const std::string& endpoint, const std::string& query, query::ResultSink& answer) {
    if (!is_allowed(settings_, endpoint)) {
        return not_allowed("SERVICE", endpoint);
    }
    const auto response = fetch(
        settings_, endpoint, "POST",
        {{"Content-Type", "application/sparql-query"}, {"Accept", result_types(query::Query::Form::Select)}}, query);
    if (!response) {
        return response.error();
    }
    const auto format = result_format_of(*response);
    if (!format) {
        return unavailable("<" + endpoint + "> answers with '" + response->content_type +
                           "', which is no format of results.");
    }
    auto read = query::read_results(*response->body, *format, answer);
    if (!read && read.error().kind == ErrorKind::InvalidInput) {
        return unavailable("<" + endpoint + "> answers with what is no result: " + placed_message(read.error()));
    }
    return read;
}

Result<void> load_document(const RemoteSettings& settings, const std::string& iri, const query::QuadConsumer& consume) {
    if (!is_allowed(settings, iri)) {
        return not_allowed("LOAD", iri);
    }
    const auto document = iri.starts_with(file_scheme) ? read_file(settings, iri) : download(settings, iri);
    if (!document) {
        return document.error();
    }
    if (!document->syntax) {
        return invalid_input("<" + iri + "> is in none of the syntaxes that are known: " + graph_types() + ".");
    }
    rdf::ReadOptions options;
    options.base = iri;
    const auto to_quad = [&consume](const rdf::QuadView& view) { return consume(quad_of(view)); };
    auto read = rdf::read_document(rdf::memory_source(document->text), *document->syntax, options, to_quad);
    if (!read && read.error().position) {
        Error error = std::move(read).error();
        error.message = "<" + iri + ">, " + placed_message(error);
        error.position.reset();
        return error;
    }
    return read;
}

}  // namespace gridlore::sparql
