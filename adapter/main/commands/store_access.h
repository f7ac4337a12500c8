/// The store that a command works on: opened by this process, or behind a running server's SPARQL endpoints.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "adapter/http/client.h"
#include "adapter/main/commands/options.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::commands {

inline constexpr const char* through_server_advice =
    "if it is a server, work through it with --server http://HOST:PORT";

/// Opens the store that `options` name. Errors: InvalidInput (the configuration; a store in memory, which no other
/// process can see), those of the store; Conflict ends with `advice`: what to do if a server has it.
Result<std::unique_ptr<store::QuadStore>> open_store(const StoreOptions& options,
                                                     const char* advice = through_server_advice);

/// A server's SPARQL 1.1 Protocol and Graph Store HTTP Protocol. Confined to one thread.
class RemoteStore {
  public:
    /// `address` may be the base of the server's REST API as well. Errors: InvalidInput.
    static Result<RemoteStore> make(const std::string& address, unsigned timeout_seconds);

    /// The body of the answer to a query, in the media type that was asked for.
    Result<std::string> query(const std::string& text, const std::string& media_type);
    Result<void> update(const std::string& text);
    /// Adds a document to a graph; absent: to the default graph.
    Result<void> add(const std::optional<std::string>& graph, const std::string& media_type,
                     const std::string& document);
    Result<std::string> graph(const std::optional<std::string>& graph, const std::string& media_type);

  private:
    explicit RemoteStore(http::Client client) : client_(std::move(client)) {}
    Result<std::string> call(const std::string& method, const std::string& path, const http::Headers& headers,
                             const std::string& body);

    http::Client client_;
};

}  // namespace gridlore::commands
