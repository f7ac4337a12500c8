/// What a document serves, once it takes part in the exchange. Private to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapter/http/http.h"
#include "adapter/service/bind.h"
#include "adapter/service/context.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::service {

/// Which parts of a document: bit 0 is the core.
using PartSet = std::uint64_t;

/// The POST interactions of one binding: one for each combination of parts that a row had so far. Internally
/// synchronized.
class PostInteractions {
  public:
    PostInteractions(exchange::Exchange& exchange, std::shared_ptr<const BoundDocument> bound, std::size_t bind);

    /// Registered when it is first asked for. Errors as `Exchange::add_interaction`.
    Result<InteractionId> of(PartSet parts);
    void remove_all();

  private:
    exchange::Exchange& exchange_;
    const std::shared_ptr<const BoundDocument> bound_;
    const std::size_t bind_;
    std::mutex mutex_;
    std::map<PartSet, std::string> interactions_;  ///< guarded by mutex_
};

/// One binding with `serve`. Immutable.
struct Served {
    std::shared_ptr<const BoundDocument> bound;
    std::size_t number = 0;                           ///< of the binding
    std::vector<InteractionId> asks;                  ///< of an ask: by part
    std::vector<std::vector<std::size_t>> looked_at;  ///< of an ask: by part: the variables that its answer is made of
    std::shared_ptr<PostInteractions> posts;          ///< of a post
    /// The document, writing times in ISO 8601 where its terms have that form, too; null: that is no other.
    std::shared_ptr<const mapping::Document> in_iso;

    const Bind& bind() const { return bound->binds[number]; }
    const Serve& serve() const { return std::get<Serve>(bind().with); }
    const mapping::Document& document() const { return *bound->document; }
    /// How what it answers is written.
    const mapping::Document& written(bool with_local_times) const {
        return with_local_times || !in_iso ? document() : *in_iso;
    }
};
using ServedPtr = std::shared_ptr<const Served>;

/// All that a document posts: its core, and each part with what connects it with the core.
std::vector<pattern::GraphPattern> posted_patterns(const mapping::Document& document);

/// The headers that every response of it has: that it is deprecated, and until when it is there.
void add_life_cycle(const Serve& serve, http::Response& response);

/// Answers with a refusal in the life cycle's headers.
void respond(const Served& served, const std::shared_ptr<http::Responder>& responder, http::Response response);

/// The name of an interaction: `<document>-<binding>[-<part>…]`, of the characters that names may have.
std::string interaction_name(const BoundDocument& bound, const Bind& bind, const std::vector<std::string>& parts);

}  // namespace gridlore::service
