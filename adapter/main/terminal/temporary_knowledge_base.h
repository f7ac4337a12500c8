/// A knowledge base for one command: it is deleted at its end, and its short lease ends it if the command crashes.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "adapter/main/terminal/server_api.h"

namespace gridlore::terminal {

/// Confined to one thread; renews its lease on another while it lives.
class TemporaryKnowledgeBase {
  public:
    /// `api` must outlive it. Errors as `ServerApi::call`.
    static Result<TemporaryKnowledgeBase> make(ServerApi& api, const std::string& server_url, const std::string& name,
                                               std::optional<unsigned> reasoner_level);
    TemporaryKnowledgeBase(TemporaryKnowledgeBase&&) noexcept;
    TemporaryKnowledgeBase& operator=(TemporaryKnowledgeBase&&) noexcept;
    /// Deletes it at the server.
    ~TemporaryKnowledgeBase();

    /// Registers an interaction (the body of POST /sc/ki) and sends `request` to `/sc/ask` or `/sc/post`.
    Result<nlohmann::json> exchange(const nlohmann::json& interaction, const std::string& path,
                                    const nlohmann::json& request);

  private:
    class Implementation;
    explicit TemporaryKnowledgeBase(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace gridlore::terminal
