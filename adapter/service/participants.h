/// Documents on the exchange: the knowledge bases of what they call and serve, and their interactions. Private to this
/// folder.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adapter/service/called_service.h"
#include "adapter/service/context.h"
#include "adapter/service/document_folder.h"
#include "adapter/service/served.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::service {

/// Sources by the services' names.
using Sources = std::map<std::string, std::shared_ptr<Source>, std::less<>>;

/// Confined to one thread at a time; the exchange calls the knowledge bases from others.
class Participants {
  public:
    Participants(ContextPtr context, std::uint8_t reasoner_level)
        : context_(std::move(context)), reasoner_level_(reasoner_level) {}

    /// From now on these take part, and no others; those that did already keep their interactions. An error, as of
    /// `Exchange::add_knowledge_base` and `add_interaction`: all is as it was before.
    Result<void> set(const BoundDocuments& documents, const ServicesByName& services);
    /// Who answers for each service; returns who did before. Those that nobody calls are left out.
    std::vector<std::shared_ptr<Source>> use(const Sources& sources);

    /// What is served, in the order of the documents and their bindings.
    std::vector<ServedPtr> served() const;

  private:
    using InteractionKey = std::pair<std::string, std::string>;  ///< knowledge base and interaction
    struct Participation {
        std::shared_ptr<const BoundDocument> bound;
        std::vector<ServedPtr> served;
        std::vector<InteractionKey> interactions;  ///< but those of posts
    };

    Result<void> add_knowledge_bases(const BoundDocuments& documents, const ServicesByName& services,
                                     std::vector<std::string>& added);
    Result<void> add_knowledge_base(const std::string& id, const std::string& name, bool is_called);
    void remove_knowledge_base(const std::string& id);
    void remove_unused_knowledge_bases();

    Result<void> add(const std::shared_ptr<const BoundDocument>& bound);
    Result<void> add_bind(std::size_t number, Participation& participation);
    Result<InteractionId> add_interaction(std::size_t number, std::size_t part, Participation& participation);
    void remove(const Participation& participation);

    const ContextPtr context_;
    const std::uint8_t reasoner_level_;
    std::map<std::string, std::shared_ptr<CalledService>> knowledge_bases_;  ///< by id
    std::map<std::string, Participation> documents_;                         ///< by id
};

}  // namespace gridlore::service
