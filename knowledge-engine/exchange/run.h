/// One exchange under way: data, not a thread. It is moved on by whoever brings an answer, a failure or a time-out.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "knowledge-engine/exchange/demands.h"
#include "knowledge-engine/exchange/exchange.h"
#include "knowledge-engine/exchange/gathered_rows.h"
#include "knowledge-engine/exchange/inputs.h"
#include "knowledge-engine/exchange/meta.h"
#include "knowledge-engine/exchange/plan.h"
#include "knowledge-engine/pattern/join.h"

namespace gridlore::exchange {

/// A call that is to be made: to which member of which provider.
struct OutgoingCall {
    std::size_t provider = 0;
    std::size_t member = 0;
    std::shared_ptr<const Interaction> interaction;
    pattern::TermRows bindings;
    pattern::Ranges ranges;
    std::vector<std::string> unread;
};

struct Outcome {
    Result<pattern::TermTable> rows;
    std::vector<ExchangeInfo> info;
    std::size_t dropped = 0;
    std::optional<std::vector<std::vector<std::string>>> gaps;
    std::optional<Explanation> explanation;
};

/// Internally synchronized. Makes no calls itself: the caller makes those that are `due` and brings what comes of each,
/// once, to `replied` or `failed`. Behind `start` and each of these two it looks what is due, on whichever thread.
class Run {
  public:
    Run(std::shared_ptr<const Network> network, std::shared_ptr<const Interaction> asker,
        std::shared_ptr<const Plan> plan, Request request, const Settings& settings, Clock& clock, bool plan_reused);

    void start();
    /// InvalidInput: the rows break the contract (section 6); the call has then failed.
    Result<void> replied(std::size_t provider, std::size_t member, Reply rows);
    void failed(std::size_t provider, std::size_t member, const std::string& message);
    /// The calls that are to be made now. Joins what they are made with, so with many rows it takes long.
    /// `since`: when this was to begin; the universal knowledge base's time runs from then.
    std::vector<OutgoingCall> due(TimePoint since);
    /// Whether `due` and `outcome` may block: they belong on the universal knowledge base's threads then.
    bool may_block() const { return plan_->may_block; }
    /// It has no thread for it: the exchange goes on without it.
    void leave_out_universal(const std::string& reason);

    /// All that is still owed fails, and nothing further is called.
    void abandon(const std::string& message);

    /// True once, when nothing is owed or due any more: then take the outcome.
    bool finished_now();
    Outcome outcome();

    /// Asked or posted, and answered so far.
    std::size_t row_count() const { return row_count_; }

    const Request& request() const { return request_; }

  private:
    struct Pending {
        bool open = false;
        std::size_t info = 0;
    };
    enum class State { Waiting, Calling, Done };
    /// What an answer must agree with.
    struct Asked {
        Asked(pattern::BindingSet rows, pattern::Equality equality)
            : bindings(std::move(rows)), agreement(bindings, equality) {}
        pattern::BindingSet bindings;
        pattern::Agreement agreement;
    };

    bool is_complete(std::size_t target, bool with_answers) const;
    bool is_to_serve(std::size_t answer, std::size_t target) const;
    bool ask_beside_fed(bool all, std::vector<OutgoingCall>& out);
    bool ask_beside_with_inputs(bool all, std::vector<OutgoingCall>& out);
    std::vector<OutgoingCall> advance();
    void find_argument(std::size_t provider);
    void begin(std::size_t provider, std::vector<OutgoingCall>& out);
    bool ask_with_inputs(std::vector<OutgoingCall>& out);
    bool begin_circle(std::vector<OutgoingCall>& out);
    void call(std::size_t provider, const pattern::BindingSet& bindings, std::vector<OutgoingCall>& out);
    bool is_selected(const std::string& knowledge_base) const;
    void close_call(std::size_t provider, std::size_t member, ExchangeStatus status, const std::string& message);
    Result<void> accept(std::size_t provider, std::size_t member, Reply rows);
    Result<pattern::TermTable> result_rows();
    /// Rows in the variables of an interaction.
    pattern::TermTable table(pattern::BindingSet rows, const std::shared_ptr<const Interaction>& interaction) const;
    /// `rows`, each of which is another one, with those that answer the meta patterns.
    Result<pattern::BindingSet> with_meta(pattern::BindingSet rows, const pattern::Agreement& asked);
    bool add_description(const KnowledgeBaseState& state, const MetaPattern& meta, const pattern::Agreement& asked,
                         pattern::RowSet& found);
    void leave_out_intermediate_info();
    void add_universal_info(bool has_result);
    std::map<int, pattern::Range> ranges_for(std::size_t provider) const;
    std::vector<bool> unread_for(std::size_t provider, const pattern::BindingSet& bindings) const;
    bool is_asked(std::size_t provider, pattern::BindingSet::Row row);

    mutable std::mutex mutex_;
    std::shared_ptr<const Network> network_;
    std::shared_ptr<const Interaction> asker_;
    std::shared_ptr<const Plan> plan_;
    Request request_;
    const Settings& settings_;
    Clock& clock_;
    bool plan_reused_;
    const std::shared_ptr<rdf::Dictionary> dictionary_;  ///< goes on in what is told of the exchange
    Demands demands_;
    std::atomic<bool> is_cancelled_ = false;
    UniversalRows universal_;
    GatheredRows gathered_;
    Inputs inputs_;

    pattern::BindingSet asked_;
    std::vector<State> states_;
    /// In a post: the ANSWERs and the targets for which they will be asked nothing more.
    std::set<std::pair<std::size_t, std::size_t>> served_;
    std::vector<std::vector<Pending>> pending_;   ///< of each provider, by member
    std::vector<pattern::BindingSet> arguments_;  ///< of each REACT, and in an ask of ANSWERs that need variables
    std::vector<std::vector<bool>> unread_;       ///< variables of each provider; empty: none
    std::vector<ExchangeInfo> info_;
    std::unordered_set<std::string> recipients_;
    std::vector<std::unique_ptr<Asked>> asked_of_;  ///< of each provider; made when its first answer comes
    std::size_t open_calls_ = 0;
    std::size_t outgoing_rows_ = 0;
    std::size_t dropped_ = 0;
    std::atomic<std::size_t> row_count_ = 0;
    bool started_ = false;
    bool is_due_ = false;  ///< something came that `due` has not looked at
    bool reported_ = false;
};

}  // namespace gridlore::exchange
