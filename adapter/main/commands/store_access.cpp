#include "adapter/main/commands/store_access.h"

#include <chrono>
#include <filesystem>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "adapter/graph/open_store.h"

namespace gridlore::commands {
namespace {

using nlohmann::json;

/// The words of a problem (RFC 9457), or whatever the body is.
std::string words_of(const std::string& body) {
    const json parsed = json::parse(body, nullptr, false);
    for (const char* member : {"detail", "message", "title"}) {
        if (parsed.is_object() && parsed.contains(member) && parsed[member].is_string()) {
            return parsed[member].get<std::string>();
        }
    }
    constexpr std::size_t enough = 500;
    return body.substr(0, enough);
}

std::string encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-._~").find(c) != std::string_view::npos;
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        out += plain ? std::string(1, c) : std::string{'%', digits[byte >> 4], digits[byte & 15]};
    }
    return out;
}

std::string graphs_path(const GraphChoice& graph) {
    return std::string("/graphs") + (graph.is_all()     ? ""
                                     : graph.is_default ? "?default"
                                                        : "?graph=" + encoded(graph.iri));
}

/// The body of a response, unless the server refused the request.
Result<std::string> accepted(const http::Response& response) {
    std::string text = response.body ? *response.body : "";
    constexpr unsigned first_redirection = 300;
    if (response.status >= first_redirection) {
        constexpr unsigned bad_request = 400;
        return Error{response.status == bad_request ? ErrorKind::InvalidInput : ErrorKind::Conflict,
                     "the server refused it with " + std::to_string(response.status) + ": " + words_of(text)};
    }
    return text;
}

/// The object that the server answers with; `members` are numbers.
Result<json> object_with(const std::string& text, std::initializer_list<const char*> members) {
    json object = json::parse(text, nullptr, false);
    for (const char* member : members) {
        if (!object.is_object() || !object.contains(member) || !object[member].is_number_unsigned()) {
            return Error{ErrorKind::Conflict,
                         "what answered at that address is no Gridlore server of this version: " + words_of(text)};
        }
    }
    return object;
}

Result<graph::StoreSettings> settings_of(const StoreOptions& options) {
    const auto loaded = configuration::load(options.settings, configuration::process_environment());
    if (!loaded.problems.empty()) {
        std::string all;
        for (const std::string& problem : loaded.problems) {
            all += (all.empty() ? "" : "; ") + problem;
        }
        return invalid_input(all);
    }
    graph::StoreSettings settings = loaded.configuration.store;
    if (settings.in_memory()) {
        return invalid_input(
            "a store in memory is seen by its own process only; name that server with --server, or a folder with "
            "--store");
    }
    settings.snapshot_age = std::chrono::hours(24 * 365);  // nobody writes beside us
    return settings;
}

Result<std::unique_ptr<store::QuadStore>> open_at(const graph::StoreSettings& settings) {
    auto store = graph::open_store(settings);
    if (!store && store.error().kind == ErrorKind::Conflict) {
        Error error = std::move(store).error();
        error.message += "; if it is a server, work through it with --server http://HOST:PORT";
        return error;
    }
    return store;
}

}  // namespace

Result<std::unique_ptr<store::QuadStore>> open_store(const StoreOptions& options) {
    const auto settings = settings_of(options);
    if (!settings) {
        return settings.error();
    }
    std::error_code error;
    if (const std::filesystem::path folder(settings->place);
        !std::filesystem::exists(folder, error) || std::filesystem::is_empty(folder, error)) {
        return not_found("there is no store at '" + settings->place +
                         "': name another folder with --store, or a server with --server; 'gridlore import' makes one");
    }
    return open_at(*settings);
}

Result<std::unique_ptr<store::QuadStore>> open_or_make_store(const StoreOptions& options) {
    const auto settings = settings_of(options);
    return settings ? open_at(*settings) : settings.error();
}

Result<RemoteStore> RemoteStore::make(const std::string& address, unsigned timeout_seconds) {
    std::string root = address;
    while (root.ends_with('/')) {
        root.pop_back();
    }
    if (constexpr std::string_view rest = "/rest"; root.ends_with(rest)) {
        root.resize(root.size() - rest.size());
    }
    return http::Client::make(root, {.timeout = std::chrono::seconds(timeout_seconds)})
        .and_then([](http::Client client) -> Result<RemoteStore> { return RemoteStore(std::move(client)); });
}

Result<std::string> RemoteStore::call(const std::string& method, const std::string& path, const http::Headers& headers,
                                      const std::string& body) {
    const auto response = client_.send(method, path, headers, body);
    return response ? accepted(*response) : response.error();
}

Result<std::string> RemoteStore::query(const std::string& text, const std::string& media_type) {
    return call("POST", "/sparql", {{"Content-Type", "application/sparql-query"}, {"Accept", media_type}}, text);
}

Result<void> RemoteStore::update(const std::string& text) {
    auto done = call("POST", "/update", {{"Content-Type", "application/sparql-update"}}, text);
    return done ? Result<void>() : Result<void>(std::move(done).error());
}

Result<store::LoadReport> RemoteStore::load(const http::BodyWriter& write) {
    const auto response = client_.stream({.method = "POST",
                                          .path = graphs_path(GraphChoice::all()),
                                          .headers = {{"Content-Type", "application/n-quads"}},
                                          .body = write,
                                          .take = {}});
    const auto text = response ? accepted(*response) : response.error();
    const auto object = text ? object_with(*text, {"read", "added"}) : text.error();
    if (!object) {
        return object.error();
    }
    return store::LoadReport{(*object)["read"], (*object)["added"]};
}

Result<void> RemoteStore::save(const GraphChoice& graph, const std::string& media_type, const http::BodySink& sink) {
    const auto response = client_.stream(
        {.method = "GET", .path = graphs_path(graph), .headers = {{"Accept", media_type}}, .body = {}, .take = sink});
    const auto text = response ? accepted(*response) : response.error();
    return text ? Result<void>() : text.error();
}

Result<ServersBackup> RemoteStore::back_up(const std::string& name) {
    const auto text = call("POST", "/operator/backup?name=" + encoded(name), {}, {});
    const auto object = text ? object_with(*text, {"quads"}) : text.error();
    if (!object) {
        return object.error();
    }
    return ServersBackup{object->value("folder", name), (*object)["quads"]};
}

Result<CheckReport> RemoteStore::check() {
    const auto text = call("POST", "/operator/check", {}, {});
    const auto object = text ? object_with(*text, {"quads", "terms"}) : text.error();
    if (!object) {
        return object.error();
    }
    CheckReport report{{}, object->value("isComplete", true), (*object)["quads"], (*object)["terms"]};
    for (const json& finding : object->value("findings", json::array())) {
        report.findings.push_back(finding.is_string() ? finding.get<std::string>() : finding.dump());
    }
    return report;
}

}  // namespace gridlore::commands
