#include "adapter/sparql/remote.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <utility>

#include "adapter/http/client.h"
#include "adapter/http/content_type.h"
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

Error too_many_bytes(std::uint64_t limit) {
    return {ErrorKind::LimitExceeded,
            "What the request fetches from elsewhere is larger than " + std::to_string(limit) + " bytes in all."};
}

}  // namespace

Fetcher::Fetcher(const RemoteSettings& settings, std::chrono::nanoseconds time, const std::atomic<bool>& cancelled)
    : settings_(settings),
      cancelled_(cancelled),
      deadline_(std::chrono::steady_clock::now() + std::min<std::chrono::nanoseconds>(time, std::chrono::hours(24))),
      bytes_left_(settings.bytes),
      fetches_left_(settings.fetches) {}

Result<void> Fetcher::check_going_on() const {
    if (cancelled_) {
        return unavailable("The request was cancelled.");
    }
    if (std::chrono::steady_clock::now() >= deadline_) {
        return Error{ErrorKind::LimitExceeded,
                     "What the request fetches from elsewhere takes longer than its limit "
                     "(query-time)."};
    }
    return {};
}

Result<void> Fetcher::begin(std::string_view what, const std::string& iri) {
    if (!is_allowed(settings_, iri)) {
        return not_allowed(what, iri);
    }
    if (fetches_left_ == 0) {
        return Error{ErrorKind::LimitExceeded,
                     "The request fetches more than " + std::to_string(settings_.fetches) + " times from elsewhere."};
    }
    --fetches_left_;
    return check_going_on();
}

/// Redirects are not followed: they could lead to what is not allowed.
Result<Fetcher::Body> Fetcher::download(const std::string& iri, const std::string& method, const http::Headers& headers,
                                        const std::string& body) {
    const Address address = address_of(iri);
    const auto time = std::min<std::chrono::nanoseconds>(settings_.time, deadline_ - std::chrono::steady_clock::now());
    auto client =
        http::Client::make(address.base, {.timeout = time, .response_limit = bytes_left_, .cancelled = &cancelled_});
    if (!client) {
        return std::move(client).error();
    }
    auto response = client->send(method, address.path, headers, body);
    if (!response) {
        auto goes_on = check_going_on();
        return !goes_on                                            ? std::move(goes_on).error()
               : response.error().kind == ErrorKind::LimitExceeded ? too_many_bytes(settings_.bytes)
                                                                   : std::move(response).error();
    }
    bytes_left_ -= std::min<std::uint64_t>(bytes_left_, response->body->size());
    if (response->status == 404) {
        return not_found("There is nothing at <" + iri + ">.");
    }
    if (response->status != 200) {
        return unavailable("<" + iri + "> answers with the status " + std::to_string(response->status) + ".");
    }
    return Body{*response->body, response->content_type};
}

Result<Fetcher::Body> Fetcher::read_file(const std::string& iri) const {
    auto path = percent_decoded(std::string_view(iri).substr(file_scheme.size()), false);
    if (!path) {
        return std::move(path).error();
    }
    std::error_code error;
    const auto size = std::filesystem::file_size(*path, error);
    if (error) {
        return not_found("There is no file " + *path + ".");
    }
    if (size > bytes_left_) {
        return too_many_bytes(settings_.bytes);
    }
    Body body{std::string(size, '\0'), {}};
    std::ifstream stream(*path, std::ios::binary);
    stream.read(body.text.data(), static_cast<std::streamsize>(size));
    if (static_cast<std::uint64_t>(stream.gcount()) != size) {
        return unavailable(*path + " cannot be read.");
    }
    return body;
}

Result<RemoteDocument> Fetcher::document(const std::string& iri) {
    if (auto begun = begin("LOAD", iri); !begun) {
        return std::move(begun).error();
    }
    const bool is_file = iri.starts_with(file_scheme);
    auto body = is_file ? read_file(iri) : download(iri, "GET", {{"Accept", graph_types()}}, {});
    if (!body) {
        return std::move(body).error();
    }
    auto syntax = syntax_of(http::content_type_of(body->media_type).media_type);
    if (!syntax) {
        syntax = rdf::syntax_of_file(address_of(iri).path);
    }
    if (!syntax) {
        return invalid_input("<" + iri + "> is in none of the syntaxes that are known: " + graph_types() + ".");
    }
    if (is_file) {
        bytes_left_ -= body->text.size();
    }
    return RemoteDocument{iri, std::move(body->text), *syntax};
}

Result<RemoteAnswer> Fetcher::answer(const std::string& endpoint, const std::string& query) {
    if (auto begun = begin("SERVICE", endpoint); !begun) {
        return std::move(begun).error();
    }
    auto body = download(
        endpoint, "POST",
        {{"Content-Type", "application/sparql-query"}, {"Accept", result_types(query::Query::Form::Select)}}, query);
    if (!body) {
        return std::move(body).error();
    }
    const auto format = query::result_format_of(http::content_type_of(body->media_type).media_type);
    if (!format) {
        return unavailable("<" + endpoint + "> answers with '" + body->media_type +
                           "', which is no format of results.");
    }
    return RemoteAnswer{endpoint, std::move(body->text), *format};
}

Result<void> read(const RemoteAnswer& answer, query::ResultSink& sink) {
    auto read = query::read_results(answer.text, answer.format, sink);
    if (!read && read.error().kind == ErrorKind::InvalidInput) {
        return unavailable("<" + answer.endpoint + "> answers with what is no result: " + placed_message(read.error()));
    }
    return read;
}

Result<void> read(const RemoteDocument& document, const query::QuadConsumer& consume) {
    rdf::ReadOptions options;
    options.base = document.iri;
    const auto to_quad = [&consume](const rdf::QuadView& view) { return consume(quad_of(view)); };
    auto read = rdf::read_document(rdf::memory_source(document.text), document.syntax, options, to_quad);
    if (!read && read.error().position) {
        Error error = std::move(read).error();
        error.message = "<" + document.iri + ">, " + placed_message(error);
        error.position.reset();
        return error;
    }
    return read;
}

Result<void> RemoteEndpoints::call(const std::string& endpoint, const std::string& query, query::ResultSink& answer) {
    const auto fetched = fetcher_.answer(endpoint, query);
    return fetched ? read(*fetched, answer) : fetched.error();
}

}  // namespace gridlore::sparql
