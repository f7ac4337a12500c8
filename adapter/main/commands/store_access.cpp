#include "adapter/main/commands/store_access.h"

#include <chrono>
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

std::string graphs_path(const std::optional<std::string>& graph) {
    return "/graphs?" + (graph ? "graph=" + encoded(*graph) : std::string("default"));
}

}  // namespace

Result<std::unique_ptr<store::QuadStore>> open_store(const StoreOptions& options, const char* advice) {
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
    auto store = graph::open_store(settings);
    if (!store && store.error().kind == ErrorKind::Conflict) {
        Error error = std::move(store).error();
        error.message += std::string("; ") + advice;
        return error;
    }
    return store;
}

Result<RemoteStore> RemoteStore::make(const std::string& address, unsigned timeout_seconds) {
    std::string root = address;
    while (root.ends_with('/')) {
        root.pop_back();
    }
    if (constexpr std::string_view rest = "/rest"; root.ends_with(rest)) {
        root.resize(root.size() - rest.size());
    }
    return http::Client::make(root, std::chrono::seconds(timeout_seconds))
        .and_then([](http::Client client) -> Result<RemoteStore> { return RemoteStore(std::move(client)); });
}

Result<std::string> RemoteStore::call(const std::string& method, const std::string& path, const http::Headers& headers,
                                      const std::string& body) {
    auto response = client_.send(method, path, headers, body);
    if (!response) {
        return std::move(response).error();
    }
    std::string text = response->body ? *response->body : "";
    constexpr unsigned first_redirection = 300;
    if (response->status >= first_redirection) {
        constexpr unsigned bad_request = 400;
        return Error{response->status == bad_request ? ErrorKind::InvalidInput : ErrorKind::Conflict,
                     "the server refused it with " + std::to_string(response->status) + ": " + words_of(text)};
    }
    return text;
}

Result<std::string> RemoteStore::query(const std::string& text, const std::string& media_type) {
    return call("POST", "/sparql", {{"Content-Type", "application/sparql-query"}, {"Accept", media_type}}, text);
}

Result<void> RemoteStore::update(const std::string& text) {
    auto done = call("POST", "/update", {{"Content-Type", "application/sparql-update"}}, text);
    return done ? Result<void>() : Result<void>(std::move(done).error());
}

Result<void> RemoteStore::add(const std::optional<std::string>& graph, const std::string& media_type,
                              const std::string& document) {
    auto done = call("POST", graphs_path(graph), {{"Content-Type", media_type}}, document);
    return done ? Result<void>() : Result<void>(std::move(done).error());
}

Result<std::string> RemoteStore::graph(const std::optional<std::string>& graph, const std::string& media_type) {
    return call("GET", graphs_path(graph), {{"Accept", media_type}}, {});
}

}  // namespace gridlore::commands
