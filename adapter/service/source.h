/// What answers the calls of documents: a REST service or a database. Private to this folder.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "adapter/service/bind.h"
#include "adapter/service/bind_check.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/exchange/knowledge_base.h"

namespace gridlore::service {

/// A part of a document, as one binding with `call` gives or takes it.
struct Called {
    std::shared_ptr<const BoundDocument> bound;
    std::size_t number = 0;  ///< of the binding
    std::size_t part = 0;

    const Bind& bind() const { return bound->binds[number]; }
    const mapping::Document& document() const { return *bound->document; }
    const mapping::Part& of_part() const { return document().parts[part]; }
};

/// Takes what came of a call, once. Errors say who did not answer, and why.
using CallDone = std::function<void(Result<exchange::Reply>)>;
/// Set once nobody waits for it any more.
using Cancelled = std::shared_ptr<const std::atomic<bool>>;

/// Internally synchronized. The functions do not block.
class Source {
  public:
    virtual ~Source() = default;

    /// Rows of the part, in the variables of its pattern: complete, and in agreement with what was asked for.
    virtual void answer(const Called& called, const exchange::Call& call, Cancelled cancelled, CallDone done) = 0;
    /// Hands the rows over; what comes back are rows of the document's `response`.
    virtual void react(const Called& called, const exchange::Call& call, Cancelled cancelled, CallDone done) = 0;
    /// What is under way fails, and no thread is left. Nothing is asked of it any more.
    virtual void stop() = 0;
};

}  // namespace gridlore::service
