/// One exchange under way: data, not a thread. It is moved on by whoever brings an answer, a failure or a time-out.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "knowledge-engine/exchange/demands.h"
#include "knowledge-engine/exchange/exchange.h"
#include "knowledge-engine/exchange/gathered_rows.h"
#include "knowledge-engine/exchange/plan.h"

namespace gridlore::exchange {

/// A call that is to be made: to which member of which provider.
struct OutgoingCall {
    std::size_t provider = 0;
    std::size_t member = 0;
    std::shared_ptr<const Interaction> interaction;
    pattern::TermRows bindings;
    pattern::Ranges ranges;
};

struct Outcome {
    Result<pattern::TermRows> rows;
    std::vector<ExchangeInfo> info;
    std::size_t dropped = 0;
    std::optional<std::vector<std::vector<std::string>>> gaps;
    std::optional<Explanation> explanation;
};

/// Internally synchronized. Makes no calls itself: `start` and `replied` return those that are due; the caller makes
/// them and brings what comes of each, once, to `replied` or `failed`.
class Run {
  public:
    Run(std::shared_ptr<const Network> network, std::shared_ptr<const Interaction> asker,
        std::shared_ptr<const Plan> plan, Request request, const Settings& settings, Clock& clock, bool plan_reused);

    std::vector<OutgoingCall> start();
    /// InvalidInput: the rows break the contract (section 6); the call has then failed. `next` gets the calls now due.
    Result<void> replied(std::size_t provider, std::size_t member, const pattern::TermRows& rows,
                         std::vector<OutgoingCall>& next);
    std::vector<OutgoingCall> failed(std::size_t provider, std::size_t member, const std::string& message);
    /// All that is still owed fails, and nothing further is called.
    void abandon(const std::string& message);

    /// True once, when nothing is owed any more: then take the outcome.
    bool finished_now();
    Outcome outcome();

    const Request& request() const { return request_; }

  private:
    struct Pending {
        bool open = false;
        std::size_t info = 0;
    };
    enum class State { Waiting, Calling, Done };

    bool is_complete(std::size_t target, bool with_answers, std::set<std::size_t>& seen) const;
    bool ask_beside_fed(bool all, std::vector<OutgoingCall>& out);
    std::vector<OutgoingCall> advance();
    void call(std::size_t provider, const pattern::BindingSet& bindings, std::vector<OutgoingCall>& out);
    bool is_selected(const std::string& knowledge_base) const;
    void close_call(std::size_t provider, std::size_t member, ExchangeStatus status, const std::string& message);
    Result<void> accept(std::size_t provider, std::size_t member, const pattern::TermRows& rows);
    pattern::TermRows result_rows();
    void add_meta(pattern::RowSet& found);
    void leave_out_intermediate_info();
    pattern::Ranges ranges_for(std::size_t provider) const;

    mutable std::mutex mutex_;
    std::shared_ptr<const Network> network_;
    std::shared_ptr<const Interaction> asker_;
    std::shared_ptr<const Plan> plan_;
    Request request_;
    const Settings& settings_;
    Clock& clock_;
    bool plan_reused_;
    rdf::Dictionary dictionary_;
    Demands demands_;
    GatheredRows gathered_;

    pattern::BindingSet asked_;
    std::vector<State> states_;
    /// In a post: the ANSWERs and the targets for which they will be asked nothing more.
    std::set<std::pair<std::size_t, std::size_t>> served_;
    std::vector<std::vector<Pending>> pending_;   ///< of each provider, by member
    std::vector<pattern::BindingSet> arguments_;  ///< of each REACT
    std::vector<ExchangeInfo> info_;
    std::size_t open_calls_ = 0;
    std::size_t dropped_ = 0;
    bool started_ = false;
    bool reported_ = false;
};

}  // namespace gridlore::exchange
