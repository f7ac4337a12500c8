#include "knowledge-engine/exchange/exchange.h"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <mutex>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "knowledge-engine/exchange/meta.h"
#include "knowledge-engine/exchange/network.h"
#include "knowledge-engine/exchange/run.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::exchange {
namespace {

constexpr std::string_view unknown_knowledge_base = "Smart connector not found, because its ID is unknown.";
/// How many calls that timed out are remembered, so that a late answer is taken without effect.
constexpr std::size_t expired_calls_kept = 100'000;

Error not_found(std::string message) {
    return {ErrorKind::NotFound, std::move(message)};
}
Error no_knowledge_base() {
    return not_found(std::string(unknown_knowledge_base));
}

std::string random_uuid() {
    static thread_local boost::uuids::random_generator generate;
    return boost::uuids::to_string(generate());
}

Result<void> check(const CommunicativeAct& act) {
    for (const auto* purposes : {&act.required, &act.satisfied}) {
        if (purposes->empty()) {
            return invalid_input("A communicative act needs at least one required and one satisfied purpose.");
        }
        for (const std::string& purpose : *purposes) {
            if (!rdf::is_absolute_iri(purpose)) {
                return invalid_input("The purpose '" + purpose + "' is no absolute IRI.");
            }
        }
    }
    return {};
}

Result<void> check(const InteractionSpec& spec) {
    if (spec.pattern.triples.empty()) {
        return invalid_input("An interaction needs a graph pattern (a POST or REACT an argument graph pattern).");
    }
    const auto is_name_character = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    };
    if (spec.name && !std::ranges::all_of(*spec.name, is_name_character)) {
        return invalid_input("The name '" + *spec.name + "' may only have letters, digits and hyphens.");
    }
    return check(spec.act);
}

}  // namespace

/// Lock order: `write_mutex_` before `mutex_`; none is held while a receiver, a run or a completion is called.
class Exchange::Implementation : public std::enable_shared_from_this<Exchange::Implementation> {
  public:
    Implementation(Settings settings, Clock& clock, std::vector<Rule> domain_knowledge)
        : settings_(settings), clock_(clock), network_(std::make_shared<const Network>()) {
        if (!domain_knowledge.empty()) {
            auto next = std::make_shared<Network>(*network_);
            default_rules_ = next->compile(domain_knowledge);
            network_ = std::move(next);
        }
    }

    void begin() { look_for_expired_leases(); }

    std::shared_ptr<const Network> network() const {
        const std::lock_guard lock(mutex_);
        return network_;
    }

    Result<void> add_knowledge_base(KnowledgeBaseDescription description, std::shared_ptr<KnowledgeBase> receiver) {
        if (!rdf::is_absolute_iri(description.id)) {
            return invalid_input("The knowledge base id '" + description.id + "' is no absolute IRI.");
        }
        if (description.reasoner_level < 1 || description.reasoner_level > 5) {
            return invalid_input("The reasoner level must be from 1 to 5.");
        }
        if (description.lease && (description.lease->count() < 30 || description.lease->count() > 3600)) {
            return invalid_input("The lease renewal time must be from 30 to 3600 seconds.");
        }
        return change([&](Network& next) -> Result<void> {
            if (stopping_) {
                return Error{ErrorKind::Unavailable, "The exchange is stopping."};
            }
            if (next.find(description.id)) {
                return Error{ErrorKind::Conflict, "The knowledge base id '" + description.id + "' is in use already."};
            }
            if (next.knowledge_base_count() >= settings_.knowledge_bases) {
                return Error{ErrorKind::LimitExceeded, "There is no room for another knowledge base."};
            }
            auto state = std::make_shared<KnowledgeBaseState>();
            if (description.lease) {
                state->expires = clock_.now() + *description.lease;
            }
            state->description = std::move(description);
            state->receiver = std::move(receiver);
            state->rules = default_rules_;
            next.put(state);
            tell(MetaEvent::New, state);
            return {};
        });
    }

    Result<void> remove_knowledge_base(const std::string& id,
                                       const std::function<bool(const KnowledgeBaseState&)>& only) {
        std::shared_ptr<const KnowledgeBaseState> removed;
        Result<void> done = change([&](Network& next) -> Result<void> {
            removed = next.find(id);
            if (!removed || !only(*removed)) {
                removed.reset();
                return no_knowledge_base();
            }
            for (const auto& interaction : removed->interactions) {
                next.remove(*interaction);
                forget_subscriber(interaction->declared.id);
            }
            if (removed->rules && removed->rules != default_rules_) {
                next.forget(*removed->rules);
            }
            next.erase(id);
            tell(MetaEvent::Removed, removed);
            return {};
        });
        if (removed) {
            fail_calls("The knowledge base was removed.",
                       [&](const Open& open) { return open.interaction->declared.knowledge_base == id; });
            abandon_runs("The asking knowledge base was removed.",
                         [&](const Run& run) { return run.request().knowledge_base == id; });
            removed->receiver->removed();
        }
        return done;
    }

    Result<TimePoint> renew_lease(const std::string& id) {
        TimePoint expires;
        const Result<void> done = change([&](Network& next) -> Result<void> {
            const auto state = next.find(id);
            if (!state) {
                return no_knowledge_base();
            }
            if (!state->description.lease) {
                return not_found("This knowledge base has no lease to renew.");
            }
            auto renewed = std::make_shared<KnowledgeBaseState>(*state);
            expires = renewed->expires = clock_.now() + *state->description.lease;
            next.put(std::move(renewed));
            return {};
        });
        if (!done) {
            return done.error();
        }
        return expires;
    }

    Result<std::string> add_interaction(const std::string& knowledge_base, InteractionSpec spec) {
        if (const Result<void> checked = check(spec); !checked) {
            return checked.error();
        }
        std::string id = knowledge_base + "/interaction/" + (spec.name ? *spec.name : random_uuid());
        const Result<void> done = change([&](Network& next) -> Result<void> {
            const auto state = next.find(knowledge_base);
            if (!state) {
                return no_knowledge_base();
            }
            if (next.find_interaction(id)) {
                return Error{ErrorKind::Conflict,
                             "The name '" + spec.name.value_or("") + "' is in use already in this knowledge base."};
            }
            if (next.interaction_count() >= settings_.interactions) {
                return Error{ErrorKind::LimitExceeded, "There is no room for another knowledge interaction."};
            }
            const auto interaction = next.add({id, knowledge_base, std::move(spec)});
            auto changed = std::make_shared<KnowledgeBaseState>(*state);
            changed->interactions.push_back(interaction);
            next.put(changed);
            tell(MetaEvent::Changed, changed);
            if (interaction->declared.spec.type == InteractionType::React) {
                const MetaPattern meta(next.terms());
                if (!total_uses(interaction->triples, meta.triples(), 1, true, 1).empty()) {
                    subscribers_.emplace_back(interaction, state->receiver);
                }
            }
            return {};
        });
        if (!done) {
            return done.error();
        }
        return id;
    }

    Result<void> remove_interaction(const std::string& knowledge_base, const std::string& id) {
        Result<void> done = change([&](Network& next) -> Result<void> {
            const auto state = next.find(knowledge_base);
            if (!state) {
                return no_knowledge_base();
            }
            const auto interaction = next.find_interaction(id);
            if (!interaction || interaction->declared.knowledge_base != knowledge_base) {
                return not_found("Knowledge interaction not found, because its ID is unknown.");
            }
            next.remove(*interaction);
            forget_subscriber(id);
            auto changed = std::make_shared<KnowledgeBaseState>(*state);
            std::erase(changed->interactions, interaction);
            next.put(changed);
            tell(MetaEvent::Changed, changed);
            return {};
        });
        if (done) {
            fail_calls("The knowledge interaction was removed.",
                       [&](const Open& open) { return open.interaction->declared.id == id; });
        }
        return done;
    }

    Result<void> set_domain_knowledge(const std::string& knowledge_base, const std::vector<Rule>& rules) {
        return change([&](Network& next) -> Result<void> {
            const auto state = next.find(knowledge_base);
            if (!state) {
                return no_knowledge_base();
            }
            auto changed = std::make_shared<KnowledgeBaseState>(*state);
            changed->rules = next.compile(rules);
            if (state->rules && state->rules != default_rules_) {
                next.forget(*state->rules);
            }
            next.put(std::move(changed));
            return {};
        });
    }

    void start(Request request, InteractionType type, std::function<void(Result<Outcome>)> done) {
        (type == InteractionType::Ask ? asks_ : posts_).fetch_add(1);
        const auto network = this->network();
        const auto state = network->find(request.knowledge_base);
        if (!state) {
            return done(no_knowledge_base());
        }
        const auto interaction = network->find_interaction(request.interaction);
        if (!interaction || interaction->declared.knowledge_base != request.knowledge_base) {
            return done(not_found("Knowledge interaction not found, because its ID is unknown."));
        }
        if (interaction->declared.spec.type != type) {
            return done(invalid_input(std::string("The knowledge interaction is no ") +
                                      (type == InteractionType::Ask ? "ASK." : "POST.")));
        }
        const int level = interaction->declared.spec.knowledge_gaps_enabled ? 5 : state->description.reasoner_level;
        bool reused = true;
        auto plan = interaction->plan.get();
        if (!plan || !is_current(*plan, *network, level, state->rules.get())) {
            plan = make_plan(*network, *interaction, level, state->rules);
            interaction->plan.set(plan);
            reused = false;
        }
        (reused ? plans_reused_ : plans_made_).fetch_add(1);
        const Duration wait = request.wait_for_knowledge_base.value_or(settings_.wait_for_knowledge_base);
        auto under_way = std::make_shared<UnderWay>();
        under_way->run =
            std::make_shared<Run>(network, interaction, plan, std::move(request), settings_, clock_, reused);
        under_way->done = std::move(done);
        under_way->wait = wait;
        std::optional<Error> refused;
        {
            const std::lock_guard lock(mutex_);
            if (stopping_) {
                refused = Error{ErrorKind::Unavailable, "The exchange is stopping."};
            } else if (network_->find_interaction(under_way->run->request().interaction) != interaction) {
                // It was removed since; what ends its exchanges has been and gone.
                refused = not_found("The knowledge interaction was removed.");
            } else if (runs_.size() >= settings_.exchanges_under_way) {
                refused = Error{ErrorKind::LimitExceeded, "There are as many exchanges under way as are allowed (" +
                                                              std::to_string(settings_.exchanges_under_way) +
                                                              "). Try again later."};
            } else {
                runs_.insert(under_way);
            }
        }
        if (refused) {
            return under_way->done(*refused);
        }
        dispatch(under_way, under_way->run->start());
        finish(under_way);
    }

    Result<void> reply(CallId call, const pattern::TermRows& bindings) {
        const auto open = take(call, Ending::Settled);
        if (!open) {
            return was_expired(call) ? Result<void>() : not_found("No such request is waiting for an answer.");
        }
        const auto under_way = open->under_way;
        if (!under_way) {
            return {};
        }
        std::vector<OutgoingCall> next;
        Result<void> accepted = under_way->run->replied(open->provider, open->member, bindings, next);
        failed_calls_.fetch_add(accepted ? 0 : 1);
        dispatch(under_way, std::move(next));
        finish(under_way);
        return accepted;
    }

    Result<void> fail(CallId call, const std::string& message) {
        const auto open = take(call, Ending::Settled);
        if (!open) {
            return was_expired(call) ? Result<void>() : not_found("No such request is waiting for an answer.");
        }
        bring_failure(*open, message);
        return {};
    }

    Statistics statistics() const {
        Statistics figures;
        {
            const std::lock_guard lock(mutex_);
            figures.knowledge_bases = network_->knowledge_base_count();
            figures.interactions = network_->interaction_count();
            figures.exchanges_under_way = runs_.size();
        }
        figures.asks = asks_;
        figures.posts = posts_;
        figures.calls = calls_made_;
        figures.failed_calls = failed_calls_;
        figures.plans_made = plans_made_;
        figures.plans_reused = plans_reused_;
        return figures;
    }

    void stop(Duration bound, std::function<void()> done) {
        bool idle = false;
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            idle = runs_.empty() && telling_ == 0;
            if (!idle) {
                stopped_.push_back(std::move(done));
            }
        }
        if (idle) {
            return done();
        }
        clock_.schedule(bound, [weak = weak_from_this()] {
            if (const auto self = weak.lock()) {
                self->abandon_runs("The exchange is stopping.", [](const Run&) { return true; });
            }
        });
    }

    void close() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        abandon_runs("The exchange is stopping.", [](const Run&) { return true; });
    }

  private:
    struct UnderWay {
        std::shared_ptr<Run> run;
        std::function<void(Result<Outcome>)> done;
        Duration wait{};
        bool abandoned = false;  ///< guarded by mutex_
    };
    /// A call that is unanswered. Without an exchange: a subscriber was told something, and nobody waits.
    struct Open {
        std::shared_ptr<UnderWay> under_way;
        std::size_t provider = 0;
        std::size_t member = 0;
        std::shared_ptr<const Interaction> interaction;
        std::shared_ptr<KnowledgeBase> receiver;
        std::optional<Clock::TimerId> timer;
    };

    template <typename Change>
    Result<void> change(Change&& make) {
        {
            const std::lock_guard writing(write_mutex_);
            auto next = std::make_shared<Network>(*network());
            if (Result<void> done = make(*next); !done) {
                return done;
            }
            const std::lock_guard lock(mutex_);
            network_ = std::move(next);
            std::ranges::move(told_, std::back_inserter(news_));
            told_.clear();
        }
        deliver_news();
        return {};
    }

    // --- rows are handed to a knowledge base here, and only here ---------------------------------------------------

    void hand_over(KnowledgeBase& receiver, Call call) {
        calls_made_.fetch_add(1);
        const CallId id = call.id;
        if (const Result<void> taken = receiver.handle(std::move(call)); !taken) {
            if (const auto refused = take(id, Ending::Settled)) {
                bring_failure(*refused, taken.error().message);
            }
        }
    }

    void dispatch(const std::shared_ptr<UnderWay>& under_way, std::vector<OutgoingCall> outgoing) {
        for (OutgoingCall& one : outgoing) {
            auto open = std::make_shared<Open>();
            open->under_way = under_way;
            open->provider = one.provider;
            open->member = one.member;
            open->interaction = one.interaction;
            const auto state = network()->find(one.interaction->declared.knowledge_base);
            const auto id = state ? put(open, state->receiver) : std::nullopt;
            if (!id) {
                bring_failure(*open,
                              state ? "The knowledge interaction was removed." : "The knowledge base was removed.");
                continue;
            }
            Call call;
            call.id = *id;
            call.interaction = one.interaction->declared.id;
            call.requesting_knowledge_base = under_way->run->request().knowledge_base;
            call.bindings = std::move(one.bindings);
            call.ranges = std::move(one.ranges);
            const bool bounded = under_way->wait > Duration::zero();
            call.deadline = bounded ? clock_.now() + std::chrono::duration_cast<TimePoint::duration>(under_way->wait)
                                    : TimePoint::max();
            hand_over(*state->receiver, std::move(call));
            if (bounded) {
                set_timer(*id, under_way->wait);
            }
        }
    }

    /// Nothing if its interaction or its exchange has ended: whoever ends them sees the calls that are open by then,
    /// and no later ones.
    std::optional<CallId> put(const std::shared_ptr<Open>& open, std::shared_ptr<KnowledgeBase> receiver) {
        open->receiver = std::move(receiver);
        const std::lock_guard lock(mutex_);
        const bool registered = network_->find_interaction(open->interaction->declared.id) == open->interaction;
        if (!registered || (open->under_way && open->under_way->abandoned)) {
            return std::nullopt;
        }
        const CallId id = next_call_++;
        open_calls_.emplace(id, open);
        return id;
    }

    /// Only for a call that is still unanswered: most in-process ones never need a timer.
    void set_timer(CallId id, Duration wait) {
        const std::lock_guard lock(mutex_);
        if (const auto it = open_calls_.find(id); it != open_calls_.end()) {
            it->second->timer = clock_.schedule(wait, [weak = weak_from_this(), id] {
                if (const auto self = weak.lock()) {
                    self->expire(id);
                }
            });
        }
    }

    /// Why a call is no longer open: its own party spoke, or nobody waits for it any more.
    enum class Ending { Settled, Expired };

    std::shared_ptr<Open> take(CallId id, Ending ending) {
        std::shared_ptr<Open> open;
        {
            const std::lock_guard lock(mutex_);
            const auto it = open_calls_.find(id);
            if (it == open_calls_.end()) {
                return nullptr;
            }
            open = std::move(it->second);
            open_calls_.erase(it);
            if (ending == Ending::Expired) {
                remember_expired(id);
            }
        }
        if (open->timer) {
            clock_.cancel(*open->timer);
        }
        return open;
    }

    void expire(CallId id) {
        const auto open = take(id, Ending::Expired);
        if (!open) {
            return;
        }
        open->receiver->cancel(id);
        bring_failure(*open, "TimeoutException: the knowledge base did not answer in time.");
    }

    /// Precondition: `mutex_` is held.
    void remember_expired(CallId id) {
        expired_.insert(id);
        expired_order_.push_back(id);
        if (expired_order_.size() > expired_calls_kept) {
            expired_.erase(expired_order_.front());
            expired_order_.pop_front();
        }
    }

    bool was_expired(CallId id) {
        const std::lock_guard lock(mutex_);
        return expired_.erase(id) > 0;
    }

    void bring_failure(const Open& open, const std::string& message) {
        failed_calls_.fetch_add(1);
        if (const auto under_way = open.under_way) {
            dispatch(under_way, under_way->run->failed(open.provider, open.member, message));
            finish(under_way);
        }
    }

    template <typename Which>
    void fail_calls(const std::string& message, Which which) {
        std::vector<CallId> ids;
        {
            const std::lock_guard lock(mutex_);
            for (const auto& [id, open] : open_calls_) {
                if (which(*open)) {
                    ids.push_back(id);
                }
            }
        }
        for (const CallId id : ids) {
            if (const auto open = take(id, Ending::Expired)) {
                open->receiver->cancel(id);
                bring_failure(*open, message);
            }
        }
    }

    template <typename Which>
    void abandon_runs(const std::string& message, Which which) {
        std::vector<std::shared_ptr<UnderWay>> found;
        std::vector<CallId> ids;
        {
            const std::lock_guard lock(mutex_);
            for (const auto& under_way : runs_) {
                if (which(*under_way->run)) {
                    under_way->abandoned = true;
                    found.push_back(under_way);
                }
            }
            for (const auto& [id, open] : open_calls_) {
                if (open->under_way && open->under_way->abandoned) {
                    ids.push_back(id);
                }
            }
        }
        for (const auto& under_way : found) {
            under_way->run->abandon(message);
            finish(under_way);
        }
        for (const CallId id : ids) {
            if (const auto open = take(id, Ending::Expired)) {
                open->receiver->cancel(id);
            }
        }
    }

    void finish(const std::shared_ptr<UnderWay>& under_way) {
        if (!under_way->run->finished_now()) {
            return;
        }
        Outcome outcome = under_way->run->outcome();
        {
            // Whoever learns of the result finds its place free; `stop` waits until it has been told.
            const std::lock_guard lock(mutex_);
            runs_.erase(under_way);
            ++telling_;
        }
        under_way->done(std::move(outcome));
        std::vector<std::function<void()>> stopped;
        {
            const std::lock_guard lock(mutex_);
            if (--telling_ == 0 && runs_.empty()) {
                stopped.swap(stopped_);
            }
        }
        for (const auto& tell_stopped : stopped) {
            tell_stopped();
        }
    }

    void look_for_expired_leases() {
        clock_.schedule(settings_.lease_check, [weak = weak_from_this()] {
            const auto self = weak.lock();
            if (!self) {
                return;
            }
            const TimePoint now = self->clock_.now();
            std::vector<std::string> expired;
            self->network()->for_each([&](const KnowledgeBaseState& state) {
                if (state.expires <= now) {
                    expired.push_back(state.description.id);
                }
            });
            for (const std::string& id : expired) {
                // Already gone is as good as removed.
                (void)self->remove_knowledge_base(id, [&](const KnowledgeBaseState& s) { return s.expires <= now; });
            }
            self->look_for_expired_leases();
        });
    }

    // --- meta-knowledge: news for those who subscribed (section 13.3) ----------------------------------------------

    struct News {
        std::shared_ptr<const Interaction> interaction;
        std::shared_ptr<KnowledgeBase> receiver;
        std::shared_ptr<const KnowledgeBaseState> about;
    };

    /// Called by a writer; the news go out, in the order of the changes, once the change is there for everybody.
    void tell(MetaEvent event, const std::shared_ptr<const KnowledgeBaseState>& about) {
        if (about->description.built_in) {
            return;
        }
        for (const auto& [interaction, receiver] : subscribers_) {
            if (interaction->declared.knowledge_base != about->description.id &&
                acts_match(meta_act(event), interaction->act)) {
                told_.push_back({interaction, receiver, about});
            }
        }
    }

    void forget_subscriber(const std::string& id) {
        std::erase_if(subscribers_, [&](const auto& one) { return one.first->declared.id == id; });
    }

    /// One thread at a time delivers, so that the order is kept; others leave theirs to it.
    void deliver_news() {
        for (;;) {
            std::optional<News> next;
            {
                const std::lock_guard lock(mutex_);
                if (news_.empty() || delivering_) {
                    return;
                }
                delivering_ = true;
                next = std::move(news_.front());
                news_.pop_front();
            }
            deliver(*next);
            const std::lock_guard lock(mutex_);
            delivering_ = false;
        }
    }

    void deliver(const News& news) {
        const MetaPattern meta(network()->terms());
        const auto uses = total_uses(news.interaction->triples, meta.triples(), 1, true, 1);
        if (uses.empty()) {
            return;
        }
        auto open = std::make_shared<Open>();
        open->interaction = news.interaction;
        const auto id = put(open, news.receiver);
        if (!id) {
            return;
        }
        Call call;
        call.id = *id;
        call.interaction = news.interaction->declared.id;
        call.requesting_knowledge_base = news.about->description.id;
        call.deadline = TimePoint::max();
        for (const pattern::TermRow& row : describe(*news.about)) {
            call.bindings.push_back(translate(row, *news.interaction, uses.front()));
        }
        hand_over(*news.receiver, std::move(call));
    }

    /// What `row`, a binding of the meta pattern, gives to the variables of a subscriber's argument.
    static pattern::TermRow translate(const pattern::TermRow& row, const Interaction& to, const Use& use) {
        pattern::TermRow translated;
        std::set<int> done;
        for (const Pair pair : use) {
            const pattern::TriplePattern& triple = meta_pattern().triples[pair.given];
            const std::array<const pattern::PatternTerm*, 3> given = {&triple.subject, &triple.predicate,
                                                                      &triple.object};
            for (std::size_t i = 0; i < given.size(); ++i) {
                const Slot& wanted = to.triples[pair.target][i];
                if (!wanted.is_variable() || !done.insert(wanted.variable).second) {
                    continue;
                }
                const auto* constant = std::get_if<rdf::Term>(given[i]);
                translated.emplace_back(to.variables[static_cast<std::size_t>(wanted.variable)],
                                        constant != nullptr ? *constant : cell_of(row, *given[i]));
            }
        }
        return translated;
    }

    static const rdf::Term& cell_of(const pattern::TermRow& row, const pattern::PatternTerm& variable) {
        return std::ranges::find(row, std::get<pattern::Variable>(variable).name,
                                 &std::pair<std::string, rdf::Term>::first)
            ->second;
    }

    const Settings settings_;
    Clock& clock_;
    std::mutex write_mutex_;  ///< one writer at a time
    // Guarded by write_mutex_:
    std::vector<std::pair<std::shared_ptr<const Interaction>, std::shared_ptr<KnowledgeBase>>> subscribers_;
    std::vector<News> told_;  ///< of the change that is being made

    mutable std::mutex mutex_;
    // Guarded by mutex_:
    std::shared_ptr<const Network> network_;
    std::set<std::shared_ptr<UnderWay>> runs_;
    std::unordered_map<CallId, std::shared_ptr<Open>> open_calls_;
    std::unordered_set<CallId> expired_;
    std::deque<CallId> expired_order_;
    CallId next_call_ = 1;
    std::size_t telling_ = 0;  ///< exchanges whose results are being told
    std::vector<std::function<void()>> stopped_;
    std::deque<News> news_;
    bool delivering_ = false;

    std::atomic<bool> stopping_ = false;
    std::shared_ptr<const RuleSet> default_rules_;  ///< constant after construction
    std::atomic<std::uint64_t> asks_ = 0;
    std::atomic<std::uint64_t> posts_ = 0;
    std::atomic<std::uint64_t> calls_made_ = 0;
    std::atomic<std::uint64_t> failed_calls_ = 0;
    std::atomic<std::uint64_t> plans_made_ = 0;
    std::atomic<std::uint64_t> plans_reused_ = 0;
};

Exchange::Exchange(Settings settings, Clock& clock, std::vector<Rule> domain_knowledge)
    : implementation_(std::make_shared<Implementation>(settings, clock, std::move(domain_knowledge))) {
    implementation_->begin();
}

Exchange::~Exchange() {
    implementation_->close();
}

Result<void> Exchange::add_knowledge_base(KnowledgeBaseDescription description,
                                          std::shared_ptr<KnowledgeBase> receiver) {
    return implementation_->add_knowledge_base(std::move(description), std::move(receiver));
}

Result<void> Exchange::remove_knowledge_base(const std::string& id) {
    return implementation_->remove_knowledge_base(id, [](const KnowledgeBaseState&) { return true; });
}

Result<TimePoint> Exchange::renew_lease(const std::string& id) {
    return implementation_->renew_lease(id);
}

Result<std::string> Exchange::add_interaction(const std::string& knowledge_base, InteractionSpec spec) {
    return implementation_->add_interaction(knowledge_base, std::move(spec));
}

Result<void> Exchange::remove_interaction(const std::string& knowledge_base, const std::string& interaction) {
    return implementation_->remove_interaction(knowledge_base, interaction);
}

Result<void> Exchange::set_domain_knowledge(const std::string& knowledge_base, std::vector<Rule> rules) {
    return implementation_->set_domain_knowledge(knowledge_base, rules);
}

void Exchange::ask(Request request, std::function<void(Result<AskResult>)> done) {
    implementation_->start(std::move(request), InteractionType::Ask, [done = std::move(done)](Result<Outcome> outcome) {
        if (!outcome) {
            return done(outcome.error());
        }
        if (!outcome->rows) {
            return done(outcome->rows.error());
        }
        done(AskResult{std::move(*outcome->rows), std::move(outcome->info), std::move(outcome->gaps),
                       std::move(outcome->explanation)});
    });
}

void Exchange::post(Request request, std::function<void(Result<PostResult>)> done) {
    implementation_->start(std::move(request), InteractionType::Post,
                           [done = std::move(done)](Result<Outcome> outcome) {
                               if (!outcome) {
                                   return done(outcome.error());
                               }
                               if (!outcome->rows) {
                                   return done(outcome->rows.error());
                               }
                               done(PostResult{std::move(*outcome->rows), std::move(outcome->info), outcome->dropped,
                                               std::move(outcome->explanation)});
                           });
}

Result<void> Exchange::reply(CallId call, pattern::TermRows bindings) {
    return implementation_->reply(call, bindings);
}

Result<void> Exchange::fail(CallId call, std::string message) {
    return implementation_->fail(call, message);
}

std::vector<KnowledgeBaseDescription> Exchange::knowledge_bases() const {
    std::vector<KnowledgeBaseDescription> all;
    implementation_->network()->for_each([&](const KnowledgeBaseState& state) {
        if (!state.description.built_in) {
            all.push_back(state.description);
        }
    });
    std::ranges::sort(all, {}, &KnowledgeBaseDescription::id);
    return all;
}

std::optional<KnowledgeBaseDescription> Exchange::find_knowledge_base(const std::string& id) const {
    const auto state = implementation_->network()->find(id);
    return state ? std::optional(state->description) : std::nullopt;
}

Result<std::vector<KnowledgeInteraction>> Exchange::interactions(const std::string& knowledge_base) const {
    const auto state = implementation_->network()->find(knowledge_base);
    if (!state) {
        return no_knowledge_base();
    }
    std::vector<KnowledgeInteraction> declared;
    for (const auto& interaction : state->interactions) {
        declared.push_back(interaction->declared);
    }
    return declared;
}

std::optional<KnowledgeInteraction> Exchange::find_interaction(const std::string& knowledge_base,
                                                               const std::string& interaction) const {
    const auto found = implementation_->network()->find_interaction(interaction);
    if (!found || found->declared.knowledge_base != knowledge_base) {
        return std::nullopt;
    }
    return found->declared;
}

Statistics Exchange::statistics() const {
    return implementation_->statistics();
}

void Exchange::stop(Duration bound, std::function<void()> done) {
    implementation_->stop(bound, std::move(done));
}

}  // namespace gridlore::exchange
