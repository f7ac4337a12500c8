/// What the parts of this folder work with. Private to this folder.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "adapter/http/growing_response.h"
#include "adapter/service/authorizations.h"
#include "adapter/service/partners.h"
#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/base/executor.h"
#include "knowledge-engine/exchange/exchange.h"

namespace gridlore::service {

/// Internally synchronized; what it refers to outlives it.
struct Context {
    exchange::Exchange& exchange;
    Clock& clock;
    const std::shared_ptr<Authorizations> authorizations;
    const std::shared_ptr<Partners> partners;
    const Executor executor;                           ///< for what is too large for the thread that has it
    const std::function<void(std::string_view)> warn;  ///< for the log: no personal datum, no secret
    const http::GrowingResponse::Settings responses = {};
    const std::size_t inline_bytes = std::size_t{64} << 10;
    const std::size_t inline_rows = 1000;

    /// Does it on the executor if it is `large` and there is room, otherwise at once.
    void run(bool large, std::function<void()> work) const;
};
using ContextPtr = std::shared_ptr<const Context>;

/// An interaction of a knowledge base.
struct InteractionId {
    std::string knowledge_base;
    std::string interaction;
};

}  // namespace gridlore::service
