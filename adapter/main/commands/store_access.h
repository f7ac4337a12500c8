/// The store that a command works on: opened by this process, or behind a running server's SPARQL endpoints.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapter/http/client.h"
#include "adapter/main/commands/options.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::commands {

/// Opens the store that `options` name, or makes it. Errors: InvalidInput (the configuration; a store in memory, which
/// no other process can see), those of the store; Conflict also says how to work through a server that has it.
Result<std::unique_ptr<store::QuadStore>> open_or_make_store(const StoreOptions& options);
/// The same for who only reads: a store that is not there is a wrong name, NotFound, and none is made.
Result<std::unique_ptr<store::QuadStore>> open_store(const StoreOptions& options);

/// Graphs to be read: all, the default one, or the one of that name.
struct GraphChoice {
    static GraphChoice all() { return {}; }
    static GraphChoice default_graph() { return {true, {}}; }
    static GraphChoice named(std::string iri) { return {false, std::move(iri)}; }
    bool is_all() const { return !is_default && iri.empty(); }

    bool is_default = false;
    std::string iri;
};

/// What a server says of a backup that it made.
struct ServersBackup {
    std::string folder;  ///< on its machine
    std::uint64_t quads = 0;
};

struct CheckReport {
    std::vector<std::string> findings;
    bool is_complete = true;  ///< there may be more findings otherwise
    std::uint64_t quads = 0;
    std::uint64_t terms = 0;
};

/// What a running server offers of its store: SPARQL 1.1 Protocol, Graph Store HTTP Protocol, backup and check.
/// Confined to one thread.
class RemoteStore {
  public:
    /// `address` may be the base of the server's REST API as well. Errors: InvalidInput.
    static Result<RemoteStore> make(const std::string& address, unsigned timeout_seconds);

    /// The body of the answer to a query, in the media type that was asked for.
    Result<std::string> query(const std::string& text, const std::string& media_type);
    Result<void> update(const std::string& text);
    /// Adds the quads of a document in N-Quads, as one change. An error of `write` is passed on, and nothing is stored.
    Result<store::LoadReport> load(const http::BodyWriter& write);
    /// Writes all graphs, or one of them, to `sink`. Precondition: that syntax can have them.
    Result<void> save(const GraphChoice& graph, const std::string& media_type, const http::BodySink& sink);
    Result<ServersBackup> back_up(const std::string& name);
    Result<CheckReport> check();

  private:
    explicit RemoteStore(http::Client client) : client_(std::move(client)) {}
    Result<std::string> call(const std::string& method, const std::string& path, const http::Headers& headers,
                             const std::string& body);

    http::Client client_;
};

}  // namespace gridlore::commands
