/// How the exchange reaches a knowledge base: the receiving side of its ANSWERs and REACTs. The implementation may be a
/// mailbox that a REST client polls, code of this process, or (later) a knowledge base of another process.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "knowledge-engine/exchange/interaction.h"
#include "knowledge-engine/pattern/answer_rows.h"
#include "knowledge-engine/pattern/range.h"
#include "knowledge-engine/pattern/term_rows.h"

namespace gridlore::exchange {

/// What a call is answered with; order and duplicates mean nothing. Code of this process that has many rows hands over
/// `AnswerRows`, which name their variables once.
using Reply = std::variant<pattern::TermRows, pattern::AnswerRows>;

/// Names one call while it is unanswered. Never used twice in a process.
using CallId = std::uint64_t;

/// One interaction of a knowledge base is called: what to answer, or what to react to.
struct Call {
    CallId id = 0;
    std::string interaction;  ///< the id of the ANSWER or REACT
    std::string requesting_knowledge_base;
    pattern::TermRows bindings;       ///< in the interaction's own variables; `{{}}`: everything is asked for
    pattern::Ranges ranges;           ///< in its own variables; only if it accepts ranges
    std::vector<std::string> unread;  ///< its own variables that nobody looks at: `AnswerRows` may lack them
    std::shared_ptr<const pattern::GraphPattern> posted;  ///< to one that takes any post: what its pattern is
    std::shared_ptr<const std::vector<pattern::GraphPattern>> removed;  ///< likewise: what is no longer so
    TimePoint deadline;  ///< when nobody waits any more; TimePoint::max(): never
};

/// Implementations are internally synchronized; the exchange calls from any thread and holds no lock while it does.
/// They must not block.
class KnowledgeBase {
  public:
    virtual ~KnowledgeBase() = default;

    /// Take `call`; sooner or later `Exchange::reply` or `Exchange::fail` is called with its id (from within this
    /// function, too). An error means that it was not taken (a full queue, say): the asker is told the message.
    virtual Result<void> handle(Call call) = 0;
    /// Nobody waits for this call any more: forget it if it is not on its way yet.
    virtual void cancel(CallId call) = 0;
    /// The knowledge base has been removed: nothing more will come. Called once, last.
    virtual void removed() = 0;
};

}  // namespace gridlore::exchange
