#include "knowledge-engine/exchange/exchange.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "knowledge-engine/exchange/answer_check.h"
#include "knowledge-engine/exchange/open_calls.h"
#include "knowledge-engine/exchange/registry.h"
#include "knowledge-engine/exchange/run.h"

namespace gridlore::exchange {
/// No lock is held while a receiver, a run or a completion is called. Those of the open runs and calls come before the
/// registry's, which lets go of its own before it returns.
class Exchange::Implementation : public std::enable_shared_from_this<Exchange::Implementation> {
  public:
    Implementation(const Settings& settings, Clock& clock, const std::vector<Rule>& domain_knowledge, Executor executor)
        : settings_(settings),
          clock_(clock),
          executor_(std::move(executor)),
          registry_(settings, clock, domain_knowledge),
          runs_(settings.exchanges_under_way),
          calls_(clock) {}

    void begin() { look_for_expired_leases(); }

    std::shared_ptr<const Network> network() const { return registry_.network(); }

    Result<void> add_knowledge_base(KnowledgeBaseDescription description, std::shared_ptr<KnowledgeBase> receiver,
                                    std::shared_ptr<UniversalKnowledgeBase> universal) {
        if (runs_.is_stopping()) {
            return stopping();
        }
        return announce(
            registry_.add_knowledge_base(std::move(description), std::move(receiver), std::move(universal)));
    }

    Result<void> remove_knowledge_base(const std::string& id,
                                       const std::function<bool(const KnowledgeBaseState&)>& only) {
        const auto removed = announce(registry_.remove_knowledge_base(id, only));
        if (!removed) {
            return removed.error();
        }
        fail_calls("The knowledge base was removed.",
                   [&](const OpenCall& call) { return call.interaction->declared.knowledge_base == id; });
        abandon_runs("The asking knowledge base was removed.",
                     [&](const Run& run) { return run.request().knowledge_base == id; });
        (*removed)->receiver->removed();
        return {};
    }

    Result<TimePoint> renew_lease(const std::string& id) { return registry_.renew_lease(id); }

    Result<std::string> add_interaction(const std::string& knowledge_base, InteractionSpec spec,
                                        std::optional<std::string> id) {
        return announce(registry_.add_interaction(knowledge_base, std::move(spec), std::move(id)));
    }

    Result<void> remove_interaction(const std::string& knowledge_base, const std::string& id) {
        Result<void> done = announce(registry_.remove_interaction(knowledge_base, id));
        if (done) {
            fail_calls("The knowledge interaction was removed.",
                       [&](const OpenCall& call) { return call.interaction->declared.id == id; });
        }
        return done;
    }

    Result<void> check_domain_knowledge(const std::vector<Rule>& rules) const {
        return registry_.check_domain_knowledge(rules);
    }

    Result<void> set_domain_knowledge(const std::string& knowledge_base, const std::vector<Rule>& rules) {
        return registry_.set_domain_knowledge(knowledge_base, rules);
    }

    /// Planning looks what the universal knowledge base offers, which may block.
    void start(Request request, InteractionType type, std::function<void(Result<Outcome>)> done) {
        const auto state = network()->universal();
        if (!state || !state->universal->must_look()) {
            return start_here(std::move(request), type, std::move(done), std::nullopt);
        }
        const auto work = std::make_shared<std::pair<Request, std::function<void(Result<Outcome>)>>>(std::move(request),
                                                                                                     std::move(done));
        const bool taken = state->universal->submit([weak = weak_from_this(), work, type, since = clock_.now()] {
            if (const auto self = weak.lock()) {
                self->start_here(std::move(work->first), type, std::move(work->second), since);
            } else {
                work->second(stopping());
            }
        });
        if (!taken) {
            work->second(Error{ErrorKind::LimitExceeded, "Too many exchanges wait for the graph. Try again later."});
        }
    }

    /// `waiting_since`: for a thread of the universal knowledge base, which this is; null: it is none.
    void start_here(Request request, InteractionType type, std::function<void(Result<Outcome>)> done,
                    std::optional<TimePoint> waiting_since) {
        (type == InteractionType::Ask ? asks_ : posts_).fetch_add(1);
        const auto network = this->network();
        const auto state = network->find(request.knowledge_base);
        if (!state) {
            return done(unknown_knowledge_base());
        }
        const auto interaction = network->find_interaction(request.interaction);
        if (!interaction || interaction->declared.knowledge_base != request.knowledge_base) {
            return done(unknown_interaction());
        }
        if (interaction->declared.spec.type != type) {
            return done(invalid_input(std::string("The knowledge interaction is no ") +
                                      (type == InteractionType::Ask ? "ASK." : "POST.")));
        }
        auto [plan, is_reused] = plan_for(*network, *interaction, *state);
        const auto under_way = std::make_shared<UnderWay>();
        under_way->wait = request.wait_for_knowledge_base.value_or(settings_.wait_for_knowledge_base);
        under_way->done = std::move(done);
        under_way->run = std::make_shared<Run>(network, interaction, std::move(plan), std::move(request), settings_,
                                               clock_, is_reused);
        const auto is_there = [&]() -> Result<void> {
            // If it was removed since, what ends its exchanges has been and gone.
            return this->network()->find_interaction(interaction->declared.id) == interaction
                       ? Result<void>()
                       : not_found("The knowledge interaction was removed.");
        };
        if (const Result<void> admitted = runs_.admit(under_way, is_there); !admitted) {
            return under_way->done(admitted.error());
        }
        under_way->run->start();
        if (waiting_since) {
            move_on_here(under_way, *waiting_since);
        } else {
            move_on(under_way);
        }
    }

    Result<void> reply(CallId id, Reply bindings) {
        const auto call = calls_.take(id, OpenCalls::Ending::Settled);
        if (!call) {
            return not_open(id);
        }
        if (!call->under_way) {
            return check_answer(*call->interaction, bindings);
        }
        Result<void> accepted = call->under_way->run->replied(call->provider, call->member, std::move(bindings));
        failed_calls_.fetch_add(accepted ? 0 : 1);
        move_on(call->under_way);
        return accepted;
    }

    Result<void> fail(CallId id, const std::string& message) {
        const auto call = calls_.take(id, OpenCalls::Ending::Settled);
        if (!call) {
            return not_open(id);
        }
        bring_failure(*call, message);
        return {};
    }

    Statistics statistics() const {
        const auto network = this->network();
        Statistics figures;
        figures.knowledge_bases = network->knowledge_base_count();
        figures.interactions = network->interaction_count();
        figures.asks = asks_;
        figures.posts = posts_;
        figures.calls = calls_made_;
        figures.failed_calls = failed_calls_;
        figures.plans_made = plans_made_;
        figures.plans_reused = plans_reused_;
        figures.exchanges_under_way = runs_.size();
        return figures;
    }

    void stop(Duration bound, std::function<void()> done) {
        if (runs_.stop(std::move(done))) {
            return;
        }
        clock_.schedule(bound, [weak = weak_from_this()] {
            if (const auto self = weak.lock()) {
                self->abandon_runs("The exchange is stopping.", [](const Run&) { return true; });
            }
        });
    }

    void close() {
        runs_.stop([] {});
        abandon_runs("The exchange is stopping.", [](const Run&) { return true; });
    }

  private:
    /// Tells the subscribers of a change that has been made.
    template <typename T>
    T announce(T change) {
        registry_.news().deliver([this](const News& news) { tell(news); });
        return change;
    }

    /// Made anew only if a change could concern it.
    std::pair<std::shared_ptr<const Plan>, bool> plan_for(const Network& network, const Interaction& interaction,
                                                          const KnowledgeBaseState& asker) {
        const int level = interaction.declared.spec.knowledge_gaps_enabled ? 5 : asker.description.reasoner_level;
        if (auto plan = interaction.plan.get(); plan && is_current(*plan, network, level, asker.rules.get())) {
            plans_reused_.fetch_add(1);
            return {std::move(plan), true};
        }
        auto plan = make_plan(network, interaction, level, asker.rules);
        interaction.plan.set(plan);
        plans_made_.fetch_add(1);
        return {std::move(plan), false};
    }

    Result<void> not_open(CallId id) {
        return calls_.was_expired(id) ? Result<void>() : not_found("No such request is waiting for an answer.");
    }

    bool is_registered(const Interaction& interaction) const {
        const auto network = this->network();
        const auto& universal = network->universal();
        return network->find_interaction(interaction.declared.id).get() == &interaction ||
               (universal && universal->description.id == interaction.declared.knowledge_base);
    }

    std::optional<CallId> put(OpenCall call) {
        const auto interaction = call.interaction;
        const auto under_way = call.under_way;
        return calls_.put(std::move(call),
                          [&] { return is_registered(*interaction) && !(under_way && under_way->is_abandoned); });
    }

    /// Makes the calls that are now due, and ends the exchange if none is owed any more.
    void move_on(const std::shared_ptr<UnderWay>& under_way) {
        const auto work = [weak = weak_from_this(), under_way, since = clock_.now()] {
            if (const auto self = weak.lock()) {
                self->move_on_here(under_way, since);
            }
        };
        if (under_way->run->may_block()) {
            const auto universal = network()->universal();
            if (universal && universal->universal->submit(work)) {
                return;
            }
            under_way->run->leave_out_universal("Too much work waits for it.");
        }
        const bool is_large = executor_ && under_way->run->row_count() > settings_.rows_at_once;
        if (!is_large || !executor_(work)) {
            work();
        }
    }

    void move_on_here(const std::shared_ptr<UnderWay>& under_way, TimePoint since) {
        try {
            dispatch(under_way, under_way->run->due(since));
        } catch (const std::exception& exception) {
            // Above all: no memory. The exchange ends; the thread is not its own.
            under_way->run->abandon(exception.what());
            if (under_way->run->finished_now()) {
                runs_.end(under_way, failure(exception));
            }
        }
        finish(under_way);
    }

    /// The only place where rows are handed to a knowledge base. `wait`: for its answer; zero: for ever.
    void hand_over(KnowledgeBase& receiver, Call call, Duration wait) {
        calls_made_.fetch_add(1);
        const CallId id = call.id;
        const bool is_bounded = wait > Duration::zero();
        call.deadline =
            is_bounded ? clock_.now() + std::chrono::duration_cast<TimePoint::duration>(wait) : TimePoint::max();
        if (const Result<void> taken = receiver.handle(std::move(call)); !taken) {
            if (const auto refused = calls_.take(id, OpenCalls::Ending::Settled)) {
                bring_failure(*refused, taken.error().message);
            }
        }
        if (is_bounded) {
            // Only now: a call that is answered at once, as most in-process ones are, needs none.
            set_timer(id, wait);
        }
    }

    void dispatch(const std::shared_ptr<UnderWay>& under_way, std::vector<OutgoingCall> outgoing) {
        for (OutgoingCall& one : outgoing) {
            OpenCall open{under_way, one.provider, one.member, one.interaction, nullptr};
            const auto state = network()->find(one.interaction->declared.knowledge_base);
            if (!state) {
                bring_failure(open, "The knowledge base was removed.");
                continue;
            }
            open.receiver = state->receiver;
            const auto id = put(open);
            if (!id) {
                bring_failure(open, "The knowledge interaction was removed.");
                continue;
            }
            Call call;
            call.id = *id;
            call.interaction = one.interaction->declared.id;
            call.requesting_knowledge_base = under_way->run->request().knowledge_base;
            call.bindings = std::move(one.bindings);
            call.ranges = std::move(one.ranges);
            call.unread = std::move(one.unread);
            if (state->universal) {
                const InteractionSpec& spec = one.interaction->declared.spec;
                call.posted = std::shared_ptr<const pattern::GraphPattern>(one.interaction, &spec.pattern);
                call.removed =
                    std::shared_ptr<const std::vector<pattern::GraphPattern>>(one.interaction, &spec.removes);
            }
            hand_over(*state->receiver, std::move(call), under_way->wait);
        }
    }

    void tell(const News& news) {
        Call call;
        call.interaction = news.to.interaction->declared.id;
        call.requesting_knowledge_base = news.about->description.id;
        call.bindings = rows_of(news);
        if (const auto id = put({nullptr, 0, 0, news.to.interaction, news.to.receiver})) {
            call.id = *id;
            hand_over(*news.to.receiver, std::move(call), settings_.wait_for_subscriber);
        }
    }

    void set_timer(CallId id, Duration wait) {
        calls_.set_timer(id, wait, [weak = weak_from_this(), id] {
            if (const auto self = weak.lock()) {
                self->end_call(id, "TimeoutException: the knowledge base did not answer in time.");
            }
        });
    }

    /// Nobody waits for it any more.
    void end_call(CallId id, const std::string& message) {
        if (const auto call = calls_.take(id, OpenCalls::Ending::Expired)) {
            call->receiver->cancel(id);
            bring_failure(*call, message);
        }
    }

    void bring_failure(const OpenCall& call, const std::string& message) {
        failed_calls_.fetch_add(1);
        if (call.under_way) {
            call.under_way->run->failed(call.provider, call.member, message);
            move_on(call.under_way);
        }
    }

    void fail_calls(const std::string& message, const std::function<bool(const OpenCall&)>& which) {
        for (const CallId id : calls_.find(which)) {
            end_call(id, message);
        }
    }

    void abandon_runs(const std::string& message, const std::function<bool(const Run&)>& which) {
        const std::vector<std::shared_ptr<UnderWay>> found = runs_.find(which);
        for (const auto& under_way : found) {
            under_way->is_abandoned = true;
        }
        const std::vector<CallId> ids =
            calls_.find([](const OpenCall& call) { return call.under_way && call.under_way->is_abandoned; });
        for (const auto& under_way : found) {
            under_way->run->abandon(message);
            finish(under_way);
        }
        for (const CallId id : ids) {
            if (const auto call = calls_.take(id, OpenCalls::Ending::Expired)) {
                call->receiver->cancel(id);
            }
        }
    }

    void finish(const std::shared_ptr<UnderWay>& under_way) {
        if (under_way->run->finished_now()) {
            runs_.end(under_way, outcome_of(*under_way->run));
        }
    }

    static Error failure(const std::exception& exception) {
        return {ErrorKind::Internal, std::string("The exchange failed: ") + exception.what()};
    }

    static Result<Outcome> outcome_of(Run& run) {
        try {
            return run.outcome();
        } catch (const std::exception& exception) {
            return failure(exception);
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

    const Settings settings_;
    Clock& clock_;
    const Executor executor_;
    Registry registry_;
    OpenRuns runs_;
    OpenCalls calls_;

    std::atomic<std::uint64_t> asks_ = 0;
    std::atomic<std::uint64_t> posts_ = 0;
    std::atomic<std::uint64_t> calls_made_ = 0;
    std::atomic<std::uint64_t> failed_calls_ = 0;
    std::atomic<std::uint64_t> plans_made_ = 0;
    std::atomic<std::uint64_t> plans_reused_ = 0;
};

Exchange::Exchange(Settings settings, Clock& clock, const std::vector<Rule>& domain_knowledge, Executor executor)
    : implementation_(std::make_shared<Implementation>(settings, clock, domain_knowledge, std::move(executor))) {
    implementation_->begin();
}

Exchange::~Exchange() {
    implementation_->close();
}

Result<void> Exchange::add_knowledge_base(KnowledgeBaseDescription description,
                                          std::shared_ptr<KnowledgeBase> receiver) {
    return implementation_->add_knowledge_base(std::move(description), std::move(receiver), nullptr);
}

Result<void> Exchange::add_universal_knowledge_base(KnowledgeBaseDescription description,
                                                    std::shared_ptr<UniversalKnowledgeBase> receiver) {
    description.built_in = true;
    std::shared_ptr<KnowledgeBase> as_any = receiver;
    return implementation_->add_knowledge_base(std::move(description), std::move(as_any), std::move(receiver));
}

Result<void> Exchange::remove_knowledge_base(const std::string& id) {
    return implementation_->remove_knowledge_base(id, [](const KnowledgeBaseState&) { return true; });
}

Result<TimePoint> Exchange::renew_lease(const std::string& id) {
    return implementation_->renew_lease(id);
}

Result<std::string> Exchange::add_interaction(const std::string& knowledge_base, InteractionSpec spec) {
    return implementation_->add_interaction(knowledge_base, std::move(spec), std::nullopt);
}

Result<std::string> Exchange::add_interaction(const std::string& knowledge_base, InteractionSpec spec, std::string id) {
    return implementation_->add_interaction(knowledge_base, std::move(spec), std::move(id));
}

Result<void> Exchange::remove_interaction(const std::string& knowledge_base, const std::string& interaction) {
    return implementation_->remove_interaction(knowledge_base, interaction);
}

Result<void> Exchange::set_domain_knowledge(const std::string& knowledge_base, const std::vector<Rule>& rules) {
    return implementation_->set_domain_knowledge(knowledge_base, rules);
}

Result<void> Exchange::check_domain_knowledge(const std::vector<Rule>& rules) const {
    return implementation_->check_domain_knowledge(rules);
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

Result<void> Exchange::reply(CallId call, Reply bindings) {
    return implementation_->reply(call, std::move(bindings));
}

Result<void> Exchange::fail(CallId call, const std::string& message) {
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
        return unknown_knowledge_base();
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
