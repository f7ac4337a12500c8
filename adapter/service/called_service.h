/// A service that documents call, as a knowledge base of the exchange. Private to this folder.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "adapter/service/source.h"
#include "knowledge-engine/exchange/exchange.h"

namespace gridlore::service {

/// Internally synchronized.
class CalledService final : public exchange::KnowledgeBase, public std::enable_shared_from_this<CalledService> {
  public:
    /// `exchange` must outlive it, and what its sources do.
    explicit CalledService(exchange::Exchange& exchange) : exchange_(exchange) {}

    /// Who answers from now on. Returns who did before, which may still be about to be asked something: it has to be
    /// stopped before it is let go of.
    std::shared_ptr<Source> use(std::shared_ptr<Source> source);

    /// To be called before the interaction is registered, and after it is removed: by its id.
    void add(const std::string& interaction, Called called);
    void remove(const std::string& interaction);

    Result<void> handle(exchange::Call call) override;
    void cancel(exchange::CallId call) override;
    void removed() override {}

  private:
    void finish(exchange::CallId call, Result<exchange::Reply> rows);

    exchange::Exchange& exchange_;
    std::mutex mutex_;
    // Guarded by mutex_:
    std::shared_ptr<Source> source_;
    std::map<std::string, Called> called_;
    std::map<exchange::CallId, std::shared_ptr<std::atomic<bool>>> open_;  ///< true: nobody waits for it
};

}  // namespace gridlore::service
