/// The exchange: knowledge bases register what they can ASK, ANSWER, POST and REACT to; the exchange brings together
/// what matches, reasons over it and carries the bindings. Behaviour: ke-rest-contract, sections 3 to 13.
///
/// Every call but `ask` and `post` returns only when its effect is visible to everybody. Exchanges read an immutable
/// snapshot of the network; a change builds the next one aside and publishes it whole.
/// Internally synchronized. Completion functions are called exactly once, on whichever thread brought the last piece
/// (possibly within the call itself) or on the executor's, with no lock held.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/base/executor.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/exchange/explanation.h"
#include "knowledge-engine/exchange/interaction.h"
#include "knowledge-engine/exchange/knowledge_base.h"
#include "knowledge-engine/exchange/rules.h"
#include "knowledge-engine/exchange/universal.h"
#include "knowledge-engine/pattern/term_table.h"

namespace gridlore::exchange {

class Network;

/// Limits and timers (ke-rest-contract, sections 15 and 16).
struct Settings {
    Duration wait_for_knowledge_base = std::chrono::seconds(10);  ///< zero: for ever
    Duration lease_check = std::chrono::seconds(10);              ///< how often expired leases are looked for
    bool validate_answers = true;                                 ///< section 7: an answer must extend what was asked
    Duration wait_for_subscriber = std::chrono::minutes(5);       ///< to news of meta-knowledge; zero: for ever
    /// Of all answers: one for which there is no room fails. Of a join or of meta-knowledge: LimitExceeded for the
    /// asker.
    std::size_t rows_per_exchange = 1'000'000;
    std::size_t rows_at_once = 10'000;         ///< an exchange with more is moved on by the executor
    std::size_t exchanges_under_way = 10'000;  ///< more are refused with LimitExceeded
    std::size_t knowledge_bases = 100'000;
    std::size_t interactions = 1'000'000;
    std::size_t rules = 100'000;            ///< of one knowledge base, facts included
    std::size_t explanation_entries = 200;  ///< interactions that an explanation lists beyond those asked
};

enum class ExchangeStatus { Succeeded, Failed };

/// One interaction that was contacted.
struct ExchangeInfo {
    std::string knowledge_base;
    std::string interaction;
    TimePoint start;
    TimePoint end;
    ExchangeStatus status = ExchangeStatus::Succeeded;
    std::string failed_message;   ///< with Failed
    pattern::TermTable bindings;  ///< of an ANSWER: what it gave; of a REACT: its argument
    pattern::TermTable result;    ///< of a REACT
};

/// What an ask and a post have in common.
struct Request {
    std::string knowledge_base;
    std::string interaction;
    pattern::TermRows bindings;                       ///< unknown variables are ignored
    std::vector<std::string> recipients;              ///< empty: everybody
    pattern::Ranges ranges;                           ///< ask only
    std::optional<Duration> wait_for_knowledge_base;  ///< instead of the setting
    bool explain = false;
    /// Of an ask of this process: the variables whose terms are looked at; nothing: all. Rows may lack others, and
    /// rows that differ only in those may be one (docs/decisions/0014).
    std::optional<std::vector<std::string>> looked_at;
};

struct AskResult {
    pattern::TermTable bindings;
    std::vector<ExchangeInfo> exchange_info;
    std::optional<std::vector<std::vector<std::string>>> knowledge_gaps;  ///< only if the ASK has them enabled
    std::optional<Explanation> explanation;
};

struct PostResult {
    pattern::TermTable result;
    std::vector<ExchangeInfo> exchange_info;
    std::size_t dropped_bindings = 0;  ///< incomplete rows, which were not delivered
    std::optional<Explanation> explanation;
};

/// Figures for an operator.
struct Statistics {
    std::size_t knowledge_bases = 0;
    std::size_t interactions = 0;
    std::size_t exchanges_under_way = 0;
    std::uint64_t asks = 0;
    std::uint64_t posts = 0;
    std::uint64_t calls = 0;  ///< to ANSWERs and REACTs
    std::uint64_t failed_calls = 0;
    std::uint64_t plans_made = 0;
    std::uint64_t plans_reused = 0;
};

/// NotFound, in words that clients compare letter for letter (ke-rest-contract, section 2).
Error unknown_knowledge_base();
Error unknown_interaction();

class Exchange {
  public:
    /// `clock` must outlive the exchange. `domain_knowledge` is what every new knowledge base starts with. Joins of
    /// many rows are handed to `executor`, so that they do not hold up the thread that brings an answer or tells the
    /// time; an empty one, and one without room, leaves them where they are.
    Exchange(Settings settings, Clock& clock, const std::vector<Rule>& domain_knowledge = {}, Executor executor = {});
    /// Ends all exchanges under way as `stop` does.
    ~Exchange();
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    /// Errors: InvalidInput (id, level, lease), Conflict (id in use), LimitExceeded, Unavailable (stopping).
    Result<void> add_knowledge_base(KnowledgeBaseDescription description, std::shared_ptr<KnowledgeBase> receiver);
    /// As `add_knowledge_base`, built in, for one that may know any triple; at most one. Conflict: there is one.
    Result<void> add_universal_knowledge_base(KnowledgeBaseDescription description,
                                              std::shared_ptr<UniversalKnowledgeBase> receiver);
    /// Section 3.4. What was handed to it fails at the askers at once; its own exchanges end at once. NotFound.
    Result<void> remove_knowledge_base(const std::string& id);
    /// The new time of expiry. NotFound: unknown, or without a lease.
    Result<TimePoint> renew_lease(const std::string& id);

    /// The new interaction's id. Errors: InvalidInput, Conflict (name in use), NotFound (knowledge base),
    /// LimitExceeded.
    Result<std::string> add_interaction(const std::string& knowledge_base, InteractionSpec spec);
    /// The same with the id that it had before a restart; nobody is told.
    Result<std::string> add_interaction(const std::string& knowledge_base, InteractionSpec spec, std::string id);
    /// NotFound: knowledge base or interaction. Calls of it that are unanswered fail at once.
    Result<void> remove_interaction(const std::string& knowledge_base, const std::string& interaction);

    /// Replaces all rules of that knowledge base. Errors: NotFound, LimitExceeded.
    Result<void> set_domain_knowledge(const std::string& knowledge_base, const std::vector<Rule>& rules);
    /// LimitExceeded: no knowledge base may have so many.
    Result<void> check_domain_knowledge(const std::vector<Rule>& rules) const;

    /// Errors (through `done`): NotFound, InvalidInput (no ASK), LimitExceeded, Unavailable. An ask never fails because
    /// of others: those that fail are told of in `exchange_info`.
    void ask(Request request, std::function<void(Result<AskResult>)> done);
    void post(Request request, std::function<void(Result<PostResult>)> done);

    /// The answer to a call, in the interaction's own variables: complete, without other variables. Errors: NotFound
    /// (no such call, or answered already), InvalidInput (then the call is over, and the asker is told why).
    /// A reply to a call that nobody waits for any more succeeds without effect, once.
    Result<void> reply(CallId call, Reply bindings);
    /// The knowledge base could not answer. NotFound as above.
    Result<void> fail(CallId call, const std::string& message);

    /// The knowledge bases and interactions as they are now (built-in ones left out), knowledge bases by id.
    std::vector<KnowledgeBaseDescription> knowledge_bases() const;
    std::optional<KnowledgeBaseDescription> find_knowledge_base(const std::string& id) const;
    /// Without the meta interactions. NotFound.
    Result<std::vector<KnowledgeInteraction>> interactions(const std::string& knowledge_base) const;
    std::optional<KnowledgeInteraction> find_interaction(const std::string& knowledge_base,
                                                         const std::string& interaction) const;

    Statistics statistics() const;

    /// No further exchange begins; those under way have until `bound` from now and then end, each with what it has
    /// (those who owe an answer are FAILED). Calls `done` when none is left.
    void stop(Duration bound, std::function<void()> done);

  private:
    class Implementation;
    std::shared_ptr<Implementation> implementation_;
};

}  // namespace gridlore::exchange
