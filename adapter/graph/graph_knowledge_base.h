/// The stored graph as a knowledge base among others: it answers any ask, or any part of one, from the graphs that
/// configuration names, and stores what is posted where configuration says so (docs/decisions/0002).
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "adapter/graph/blank_nodes.h"
#include "adapter/graph/gate.h"
#include "adapter/graph/removed_triples.h"
#include "adapter/graph/settings.h"
#include "adapter/graph/watched_store.h"
#include "knowledge-engine/base/executor.h"
#include "knowledge-engine/exchange/exchange.h"
#include "knowledge-engine/exchange/universal.h"

namespace gridlore::graph {

inline constexpr const char* graph_knowledge_base_id = "urn:gridlore:graph";

/// Internally synchronized.
class GraphKnowledgeBase final : public exchange::UniversalKnowledgeBase {
  public:
    /// `store` and `exchange` must outlive it, the latter until `stop`. `executor` runs what may block.
    GraphKnowledgeBase(Settings settings, WatchedStore& store, BlankNodeNames blank_nodes, exchange::Exchange& exchange,
                       Executor executor);

    /// Registers it as `graph_knowledge_base_id`.
    static Result<void> add(const std::shared_ptr<GraphKnowledgeBase>& graph);
    /// What is being stored replies to nobody any more. Before the exchange ends.
    void stop();

    std::uint64_t version() const override { return store_.writes(); }
    bool must_look() const override;
    bool offers(const std::optional<rdf::Term>& predicate) override;
    Result<pattern::TermRows> answer(const exchange::Question& question) override;
    Duration time() const override { return settings_.time; }
    bool takes(const pattern::GraphPattern& pattern) const override;
    bool submit(std::function<void()> work) override { return executor_(std::move(work)); }

    Result<void> handle(exchange::Call call) override;
    void cancel(exchange::CallId) override {}
    void removed() override {}

  private:
    /// What the store had when it was looked at last.
    struct Offers {
        std::uint64_t version = 0;
        bool is_known = false;  ///< whether it is empty
        bool is_empty = false;
        std::map<std::string, bool> predicates;
    };
    Result<bool> look(const std::optional<rdf::Term>& predicate) const;
    bool is_stored(const rdf::Term& predicate) const;
    std::optional<Removal> removal_of(const exchange::Call& call) const;

    const Settings settings_;
    WatchedStore& store_;
    const BlankNodeNames blank_nodes_;
    exchange::Exchange& exchange_;
    const Executor executor_;
    const std::shared_ptr<Gate> replies_ = std::make_shared<Gate>();  ///< to the exchange, until `stop`
    mutable std::mutex mutex_;
    Offers offers_;  ///< guarded by mutex_
};

}  // namespace gridlore::graph
