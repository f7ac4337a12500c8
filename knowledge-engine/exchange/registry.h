/// Who is registered: publishes a new version of the network for each change. Internally synchronized: one writer at a
/// time; readers never wait for one.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "knowledge-engine/exchange/exchange.h"
#include "knowledge-engine/exchange/network.h"
#include "knowledge-engine/exchange/news.h"

namespace gridlore::exchange {

/// Errors as `Exchange` has them. What is to be told about a change is in `news` once the change is there for
/// everybody.
class Registry {
  public:
    /// `domain_knowledge` is what every new knowledge base starts with.
    Registry(const Settings& settings, Clock& clock, const std::vector<Rule>& domain_knowledge);

    std::shared_ptr<const Network> network() const;

    /// `universal`: null, or the receiver itself.
    Result<void> add_knowledge_base(KnowledgeBaseDescription description, std::shared_ptr<KnowledgeBase> receiver,
                                    std::shared_ptr<UniversalKnowledgeBase> universal = nullptr);
    /// Only if `only` holds for it then. Returns what was removed.
    Result<std::shared_ptr<const KnowledgeBaseState>> remove_knowledge_base(
        const std::string& id, const std::function<bool(const KnowledgeBaseState&)>& only);
    Result<TimePoint> renew_lease(const std::string& id);
    /// `known_id`: it was there before a restart under that id, so it is no news.
    Result<std::string> add_interaction(const std::string& knowledge_base, InteractionSpec spec,
                                        std::optional<std::string> known_id = {});
    Result<void> remove_interaction(const std::string& knowledge_base, const std::string& id);
    Result<void> set_domain_knowledge(const std::string& knowledge_base, const std::vector<Rule>& rules);
    Result<void> check_domain_knowledge(const std::vector<Rule>& rules) const;

    NewsQueue& news() { return news_; }

  private:
    template <typename Change>
    Result<void> change(Change&& make);
    void forget_rules(Network& next, const KnowledgeBaseState& state) const;
    void tell(MetaEvent event, const std::shared_ptr<const KnowledgeBaseState>& about);

    const Settings settings_;
    Clock& clock_;
    std::shared_ptr<const RuleSet> default_rules_;  ///< constant after construction

    std::mutex write_mutex_;  ///< before `mutex_`
    // Guarded by write_mutex_:
    Subscribers subscribers_;
    std::vector<News> told_;  ///< of the change that is being made

    mutable std::mutex mutex_;
    std::shared_ptr<const Network> network_;  ///< guarded by mutex_
    NewsQueue news_;
};

}  // namespace gridlore::exchange
