/// A knowledge base that may know any triple, whatever its predicate, as the stored graph does. It registers no
/// patterns: it is asked for whatever part of a question it can serve (docs/decisions/0002). It may block, so exchanges
/// that need it are moved on by its own threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/exchange/knowledge_base.h"
#include "knowledge-engine/pattern/graph_pattern.h"
#include "knowledge-engine/pattern/range.h"
#include "knowledge-engine/pattern/term_rows.h"

namespace gridlore::exchange {

/// What an exchange wants to know.
struct Question {
    std::vector<pattern::TriplePattern> triples;
    pattern::TermRows bindings;                    ///< rows that agree with one of these, by value; never empty
    pattern::Ranges ranges;                        ///< and are within these
    std::size_t most = 0;                          ///< rows; any so many will do
    Duration time{};                               ///< it may take
    const std::atomic<bool>* cancelled = nullptr;  ///< set by another thread: nobody wants to know any more
};

/// Internally synchronized. What is posted comes through `handle`, with the pattern that was posted and those that it
/// removes, and is answered without rows.
class UniversalKnowledgeBase : public KnowledgeBase {
  public:
    /// Changes with whatever could make `offers` say something else. Does not block.
    virtual std::uint64_t version() const = 0;
    /// Whether `offers` would have to look first, which may block.
    virtual bool must_look() const = 0;
    /// Whether it has a triple with that predicate, or any at all. A question that has none of its triples offered is
    /// not asked.
    virtual bool offers(const std::optional<rdf::Term>& predicate) = 0;
    /// Rows that bind all variables of the triples, each once. Constants and joins count by value. May block.
    /// Errors: LimitExceeded (time), Unavailable (cancelled, or it cannot read).
    virtual Result<pattern::TermRows> answer(const Question& question) = 0;
    /// How long it may take for one exchange, which waits for its threads in that time, too.
    virtual Duration time() const = 0;

    /// Whether what is posted with such a pattern, or removes such a one, is handed to it.
    virtual bool takes(const pattern::GraphPattern& pattern) const = 0;

    /// Runs `work` on a thread that may block. False: there is no room for it, and it was not taken.
    virtual bool submit(std::function<void()> work) = 0;
};

}  // namespace gridlore::exchange
