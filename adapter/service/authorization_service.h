/// Authorizations as a knowledge base: whoever asks for one, with whose data and which period it is for, gets it. So a
/// mapping document serves D4.2's GET /1.0/Data/Authorization (3.2.1.1.1.1) like anything else. Private to this folder.
#pragma once

#include <memory>
#include <utility>

#include "adapter/service/context.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/exchange/knowledge_base.h"

namespace gridlore::service {

inline constexpr const char* authorization_knowledge_base_id = "urn:gridlore:authorizations";

/// Internally synchronized.
class AuthorizationService final : public exchange::KnowledgeBase {
  public:
    explicit AuthorizationService(ContextPtr context) : context_(std::move(context)) {}

    /// Registers it with its ANSWER.
    static Result<void> add(const ContextPtr& context);

    Result<void> handle(exchange::Call call) override;
    void cancel(exchange::CallId) override {}
    void removed() override {}

  private:
    const ContextPtr context_;
};

}  // namespace gridlore::service
