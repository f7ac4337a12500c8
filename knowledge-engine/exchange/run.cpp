#include "knowledge-engine/exchange/run.h"

#include <algorithm>

#include "knowledge-engine/exchange/answer_check.h"
#include "knowledge-engine/exchange/explain.h"
#include "knowledge-engine/exchange/meta.h"
#include "knowledge-engine/exchange/row_terms.h"
#include "knowledge-engine/exchange/unread.h"
#include "knowledge-engine/exchange/waiting.h"
#include "knowledge-engine/pattern/join.h"

namespace gridlore::exchange {

using pattern::BindingSet;
using pattern::Equality;
using pattern::RowSet;
using pattern::TermRows;
using rdf::TermId;

namespace {

constexpr std::string_view no_room = "The exchange has no room for so many rows.";

/// The rows of a post in which every one of `needed` is bound, without other variables, each once.
BindingSet complete_rows(const BindingSet& rows, const std::vector<bool>& needed, Equality equality,
                         std::size_t& dropped) {
    RowSet complete(needed.size(), equality);
    std::vector<TermId> argument(needed.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        bool is_whole = true;
        for (std::size_t v = 0; v < needed.size(); ++v) {
            argument[v] = needed[v] ? rows.row(i)[v] : TermId();
            is_whole = is_whole && (!needed[v] || argument[v].is_bound());
        }
        dropped += is_whole ? 0 : 1;
        if (is_whole) {
            complete.insert(argument);
        }
    }
    return std::move(complete).rows();
}

bool is_bound_in_one(const BindingSet& rows, std::size_t variable) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows.row(i)[variable].is_bound()) {
            return true;
        }
    }
    return false;
}

}  // namespace

Run::Run(std::shared_ptr<const Network> network, std::shared_ptr<const Interaction> asker,
         std::shared_ptr<const Plan> plan, Request request, const Settings& settings, Clock& clock, bool plan_reused)
    : network_(std::move(network)),
      asker_(std::move(asker)),
      plan_(std::move(plan)),
      request_(std::move(request)),
      settings_(settings),
      clock_(clock),
      plan_reused_(plan_reused),
      dictionary_(std::make_shared<rdf::Dictionary>(network_->shared_terms())),
      demands_(*plan_, *dictionary_),
      universal_(*plan_, *asker_, *dictionary_, clock_, request_.ranges, is_cancelled_, settings.rows_per_exchange),
      gathered_(*plan_, demands_, *dictionary_, universal_, settings.rows_per_exchange),
      inputs_(*plan_, *asker_, request_.ranges, demands_, gathered_, universal_, *dictionary_,
              settings.rows_per_exchange),
      states_(plan_->providers.size(), State::Waiting),
      pending_(plan_->providers.size()),
      arguments_(plan_->providers.size()),
      unread_(plan_->providers.size()),
      recipients_(request_.recipients.begin(), request_.recipients.end()),
      asked_of_(plan_->providers.size()) {
    if (plan_->may_block && !is_selected(plan_->universal->description.id)) {
        is_cancelled_ = true;
    }
    for (std::size_t p = 0; p < plan_->providers.size(); ++p) {
        const Provider& provider = plan_->providers[p];
        if (provider.interactions) {
            pending_[p].resize(provider.interactions->members.size());
        } else {
            states_[p] = State::Done;
        }
    }
}

bool Run::is_selected(const std::string& knowledge_base) const {
    return recipients_.empty() || recipients_.contains(knowledge_base);
}

void Run::start() {
    const std::lock_guard lock(mutex_);
    started_ = true;
    is_due_ = true;
    asked_ = to_bindings(std::exchange(request_.bindings, {}), asker_->variables, *dictionary_);
    if (plan_->is_post) {
        asked_ = complete_rows(asked_, variables_of(asker_->triples, asker_->variables.size()),
                               Equality::by_value(*dictionary_), dropped_);
        gathered_.add_posted(asked_);
    } else {
        if (asked_.empty()) {
            asked_.add(std::vector<TermId>(asker_->variables.size()));
        }
        demands_.ask(asked_);
        inputs_.begin();
    }
    row_count_ += asked_.size();
}

std::vector<OutgoingCall> Run::due(TimePoint since) {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(is_due_, false)) {
        return {};
    }
    universal_.resume(since);
    auto calls = advance();
    universal_.pause();
    return calls;
}

/// In a post: whether nothing more can come to a target from REACTs, or from ANSWERs too.
bool Run::is_complete(std::size_t index, bool with_answers) const {
    std::set<std::size_t> seen = {index};
    std::vector<std::pair<std::size_t, bool>> open = {{index, with_answers}};
    while (!open.empty()) {
        const auto [target, counts_answers] = open.back();
        open.pop_back();
        if (target == no_target) {
            continue;
        }
        for (const Service& service : plan_->targets[target].services) {
            const Provider& provider = plan_->providers[service.provider];
            const bool is_done = states_[service.provider] == State::Done;
            if (provider.kind == ProviderKind::React && !is_done) {
                return false;
            }
            if (provider.kind == ProviderKind::Answer && counts_answers &&
                !(is_done && served_.contains({service.provider, target}))) {
                return false;
            }
            if (provider.kind == ProviderKind::Rule && seen.insert(provider.target).second) {
                open.emplace_back(provider.target, true);
            }
        }
    }
    return true;
}

/// In a post: whether an ANSWER may still be asked for a target.
bool Run::is_to_serve(std::size_t answer, std::size_t target) const {
    const auto serves = [&](const Service& service) { return service.provider == answer; };
    return std::ranges::any_of(plan_->targets[target].services, serves) && !served_.contains({answer, target});
}

/// In a post: asks ANSWERs beside what is fed, for each target once nothing more can come to it; with `all`, for every
/// target with what there is. True if somebody was asked or need not be.
bool Run::ask_beside_fed(bool all, std::vector<OutgoingCall>& out) {
    bool moved = false;
    for (std::size_t p = 0; p < states_.size(); ++p) {
        const Provider& provider = plan_->providers[p];
        if (provider.kind != ProviderKind::Answer || !provider.needs.empty() || states_[p] == State::Calling) {
            continue;
        }
        BindingSet wanted(provider.variable_count);
        for (std::size_t t = 0; t < plan_->targets.size(); ++t) {
            if (!is_to_serve(p, t)) {
                continue;
            }
            const bool ready = is_complete(t, false);
            if (ready || all) {
                wanted.append(demands_.ask_beside(p, t, gathered_.given_by_fed(t)));
            }
            if (ready) {
                served_.insert({p, t});
                moved = true;
            }
        }
        if (!wanted.empty()) {
            states_[p] = State::Calling;
            call(p, wanted, out);
            moved = true;
        } else {
            states_[p] = State::Done;
        }
    }
    return moved;
}

/// In a post, when nothing is under way: asks ANSWERs that need variables beside what is fed and what others answered,
/// as long as that grows; then they are served. With `all`, also for targets to which more may come. True if somebody
/// was asked or need not be.
bool Run::ask_beside_with_inputs(bool all, std::vector<OutgoingCall>& out) {
    std::vector<std::pair<std::size_t, BindingSet>> wanted;
    std::vector<std::pair<std::size_t, std::size_t>> ready;
    for (std::size_t p = 0; plan_->has_needs && p < states_.size(); ++p) {
        const Provider& provider = plan_->providers[p];
        if (provider.needs.empty()) {
            continue;
        }
        wanted.emplace_back(p, provider.variable_count);
        for (std::size_t t = 0; t < plan_->targets.size(); ++t) {
            if (!is_to_serve(p, t) || (!all && !is_complete(t, false))) {
                continue;
            }
            ready.emplace_back(p, t);
            wanted.back().second.append(inputs_.beside(p, t));
        }
    }
    std::erase_if(wanted, [](const auto& one) { return one.second.empty(); });
    for (const auto& [p, bindings] : wanted) {
        call(p, bindings, out);
    }
    if (!wanted.empty() || all) {
        return !wanted.empty();
    }
    for (const auto& [p, t] : ready) {
        states_[p] = State::Done;
        served_.insert({p, t});
    }
    return !ready.empty();
}

std::vector<OutgoingCall> Run::advance() {
    std::vector<OutgoingCall> out;
    const auto is_done = [this](std::size_t p) { return states_[p] == State::Done; };
    const auto is_ready = [&](std::size_t p) {
        if (plan_->is_post) {
            return plan_->providers[p].kind == ProviderKind::React && is_complete(plan_->providers[p].target, true);
        }
        return !inputs_.waits(p) && std::ranges::all_of(plan_->providers[p].waits_for, is_done);
    };
    for (bool moved = true; moved && !gathered_.error();) {
        moved = plan_->is_post && ask_beside_fed(false, out);
        for (std::size_t p = 0; p < states_.size(); ++p) {
            if (states_[p] == State::Waiting && is_ready(p)) {
                begin(p, out);
                moved = true;
            }
        }
        if (!moved && open_calls_ == 0) {
            moved = (plan_->is_post ? ask_beside_with_inputs(false, out) || ask_beside_fed(true, out) ||
                                          ask_beside_with_inputs(true, out)
                                    : ask_with_inputs(out)) ||
                    begin_circle(out);
        }
    }
    return out;
}

void Run::begin(std::size_t p, std::vector<OutgoingCall>& out) {
    const Provider& provider = plan_->providers[p];
    if (provider.kind == ProviderKind::Answer && provider.needs.empty()) {
        call(p, demands_.of_provider(p), out);
        return;
    }
    find_argument(p);
    call(p, arguments_[p], out);
}

/// Of a REACT, or what an ANSWER that needs variables is asked.
void Run::find_argument(std::size_t p) {
    arguments_[p] = plan_->providers[p].kind == ProviderKind::React
                        ? gathered_.argument_of(p)
                        : inputs_.of(p, [this](std::size_t other) { return states_[other] == State::Done; });
}

/// Nothing is under way: asks those ANSWERs that wait for others' rows, and whose sources are done. What each is asked
/// is found before the first of them counts as done.
bool Run::ask_with_inputs(std::vector<OutgoingCall>& out) {
    const auto is_done = [this](std::size_t other) { return states_[other] == State::Done; };
    std::vector<std::size_t> ready;
    for (std::size_t p = 0; p < states_.size(); ++p) {
        if (states_[p] == State::Waiting && inputs_.waits(p) && std::ranges::all_of(inputs_.sources(p), is_done)) {
            find_argument(p);
            ready.push_back(p);
        }
    }
    std::ranges::for_each(ready, [&](std::size_t p) { call(p, arguments_[p], out); });
    return !ready.empty();
}

/// Those of a circle that have rows already go first, ANSWERs before REACTs, whose arguments may still grow; if none
/// has, nobody in it ever will. False if nobody waits.
bool Run::begin_circle(std::vector<OutgoingCall>& out) {
    const auto waited_for = [this](std::size_t p) -> const std::vector<std::size_t>& {
        return inputs_.waits(p) ? inputs_.sources(p) : plan_->providers[p].waits_for;
    };
    const std::set<std::size_t> circle = waiting_circle(
        states_.size(), [&](std::size_t p) { return states_[p] == State::Waiting; }, waited_for);
    for (const ProviderKind kind : {ProviderKind::Answer, ProviderKind::React}) {
        std::vector<std::size_t> with_rows;
        for (const std::size_t p : circle) {
            if (plan_->providers[p].kind == kind) {
                find_argument(p);
                if (!arguments_[p].empty()) {
                    with_rows.push_back(p);
                }
            }
        }
        if (!with_rows.empty()) {
            std::ranges::for_each(with_rows, [&](std::size_t p) { call(p, arguments_[p], out); });
            return true;
        }
    }
    std::ranges::for_each(circle, [&](std::size_t p) { states_[p] = State::Done; });
    return !circle.empty();
}

void Run::call(std::size_t p, const BindingSet& bindings, std::vector<OutgoingCall>& out) {
    asked_of_[p].reset();
    const Provider& provider = plan_->providers[p];
    const auto& members = provider.interactions->members;
    const std::vector<bool> needed = variables_of(provider.interactions->first().triples, provider.variable_count);
    const std::map<int, pattern::Range> ranges = ranges_for(p);
    unread_[p] = unread_for(p, bindings);
    for (std::size_t m = 0; !bindings.empty() && m < members.size(); ++m) {
        if (!is_selected(members[m]->declared.knowledge_base)) {
            continue;
        }
        ExchangeInfo info;
        info.knowledge_base = members[m]->declared.knowledge_base;
        info.interaction = members[m]->declared.id;
        info.start = clock_.now();
        info.end = info.start;
        pending_[p][m] = {true, info_.size()};
        ++open_calls_;
        info_.push_back(std::move(info));
        outgoing_rows_ += bindings.size();
        if (outgoing_rows_ > settings_.rows_per_exchange) {
            close_call(p, m, ExchangeStatus::Failed, std::string(no_room));
            continue;
        }
        OutgoingCall one;
        one.provider = p;
        one.member = m;
        one.interaction = members[m];
        one.bindings = to_rows(bindings, members[m]->variables, needed, *dictionary_);
        if (members[m]->declared.spec.accepts_ranges) {
            for (const auto& [variable, range] : ranges) {
                one.ranges.emplace(members[m]->variables[static_cast<std::size_t>(variable)], range);
            }
        }
        for (std::size_t v = 0; v < unread_[p].size(); ++v) {
            if (unread_[p][v]) {
                one.unread.push_back(members[m]->variables[v]);
            }
        }
        if (provider.kind == ProviderKind::React) {
            info_.back().bindings = table(bindings, members[m]);
        }
        out.push_back(std::move(one));
    }
    const bool open = std::ranges::any_of(pending_[p], [](const Pending& pending) { return pending.open; });
    states_[p] = open ? State::Calling : State::Done;
}

/// By the number of the provider's variable: its members name them differently.
std::map<int, pattern::Range> Run::ranges_for(std::size_t p) const {
    std::map<int, pattern::Range> ranges;
    if (request_.ranges.empty() || plan_->is_post) {
        return ranges;
    }
    const Provider& provider = plan_->providers[p];
    for (std::size_t t = 0; t < plan_->targets.size(); ++t) {
        const auto serves = [&](const Service& service) { return service.provider == p; };
        if (t != plan_->result && std::ranges::any_of(plan_->targets[t].services, serves)) {
            return ranges;  // What it gives is needed outside the ranges as well.
        }
    }
    for (const Service& service : plan_->targets[plan_->result].services) {
        // Used in several ways, it would have to satisfy the ranges of each: then it gets none.
        if (service.provider != p || service.maximal.size() != 1) {
            continue;
        }
        for (const Pair pair : service.maximal.front()) {
            for (std::size_t i = 0; i < 3; ++i) {
                const Slot& wanted = plan_->targets[plan_->result].triples[pair.target][i];
                const Slot& given = provider.gives[pair.given][i];
                if (wanted.is_variable() && given.is_variable()) {
                    const auto it = request_.ranges.find(asker_->variables[static_cast<std::size_t>(wanted.variable)]);
                    if (it != request_.ranges.end()) {
                        ranges[given.variable] = it->second;
                    }
                }
            }
        }
    }
    return ranges;
}

/// What is asked for is compared, and looked at by that.
std::vector<bool> Run::unread_for(std::size_t p, const BindingSet& bindings) const {
    if (!request_.looked_at || request_.explain) {
        return {};
    }
    std::vector<bool> looked_at(asker_->variables.size());
    for (std::size_t v = 0; v < looked_at.size(); ++v) {
        const std::string& name = asker_->variables[v];
        looked_at[v] = std::ranges::find(*request_.looked_at, name) != request_.looked_at->end() ||
                       request_.ranges.contains(name) || is_bound_in_one(asked_, v);
    }
    std::vector<bool> unread = unread_variables(*plan_, p, looked_at);
    for (std::size_t v = 0; v < unread.size(); ++v) {
        unread[v] = unread[v] && !is_bound_in_one(bindings, v);
    }
    return unread;
}

void Run::close_call(std::size_t p, std::size_t member, ExchangeStatus status, const std::string& message) {
    Pending& pending = pending_[p][member];
    if (!pending.open) {
        return;
    }
    pending.open = false;
    --open_calls_;
    ExchangeInfo& info = info_[pending.info];
    info.end = clock_.now();
    info.status = status;
    info.failed_message = message;
    if (std::ranges::none_of(pending_[p], [](const Pending& other) { return other.open; })) {
        states_[p] = State::Done;
    }
}

/// Whether a row that a provider gives extends one that it was asked. Of an argument only what the result repeats can
/// tell.
bool Run::is_asked(std::size_t p, BindingSet::Row row) {
    const Provider& provider = plan_->providers[p];
    const Equality equality = Equality::by_value(*dictionary_);
    if (!asked_of_[p]) {
        const bool is_argument = provider.kind == ProviderKind::React || (!provider.needs.empty() && !plan_->is_post);
        const BindingSet& asked = is_argument ? arguments_[p] : demands_.of_provider(p);
        const std::vector<bool> is_given = variables_of(provider.gives, provider.variable_count);
        RowSet comparable(provider.variable_count, equality);
        std::vector<TermId> cells(provider.variable_count);
        for (std::size_t i = 0; i < asked.size(); ++i) {
            for (std::size_t v = 0; v < cells.size(); ++v) {
                cells[v] = is_given[v] ? asked.row(i)[v] : TermId();
            }
            comparable.insert(cells);
        }
        asked_of_[p] = std::make_unique<Asked>(std::move(comparable).rows(), equality);
    }
    return asked_of_[p]->agreement.contains(row);
}

Result<void> Run::accept(std::size_t p, std::size_t member, Reply rows) {
    const Provider& provider = plan_->providers[p];
    const Interaction& interaction = *provider.interactions->members[member];
    const bool is_react = provider.kind == ProviderKind::React;
    if (Result<void> checked = check_answer(interaction, rows, unread_[p]); !checked) {
        return checked;
    }
    const BindingSet bindings = std::visit(
        [&](auto& given) { return to_bindings(std::move(given), interaction.variables, *dictionary_); }, rows);
    RowSet kept(provider.variable_count, Equality::by_value(*dictionary_));
    for (std::size_t i = 0; i < bindings.size(); ++i) {
        if (is_asked(p, bindings.row(i))) {
            kept.insert(bindings.row(i));
        } else if (settings_.validate_answers) {
            close_call(p, member, ExchangeStatus::Failed,
                       "Binding " + std::to_string(i) + " of the answer agrees with none of the bindings " +
                           (is_react ? "of the argument" : "asked for") + ", so the whole answer was discarded.");
            return {};
        }
    }
    if (!gathered_.add(p, member, kept.rows())) {
        close_call(p, member, ExchangeStatus::Failed, std::string(no_room));
        return {};
    }
    row_count_ += kept.rows().size();
    ExchangeInfo& info = info_[pending_[p][member].info];
    (is_react ? info.result : info.bindings) = table(std::move(kept).rows(), provider.interactions->members[member]);
    close_call(p, member, ExchangeStatus::Succeeded, {});
    return {};
}

Result<void> Run::replied(std::size_t p, std::size_t member, Reply rows) {
    const std::lock_guard lock(mutex_);
    if (!pending_[p][member].open) {
        return {};
    }
    Result<void> accepted = accept(p, member, std::move(rows));
    if (!accepted) {
        close_call(p, member, ExchangeStatus::Failed, accepted.error().message);
    }
    is_due_ = is_due_ || states_[p] == State::Done;
    return accepted;
}

void Run::failed(std::size_t p, std::size_t member, const std::string& message) {
    const std::lock_guard lock(mutex_);
    if (pending_[p][member].open) {
        close_call(p, member, ExchangeStatus::Failed, message);
        is_due_ = is_due_ || states_[p] == State::Done;
    }
}

void Run::leave_out_universal(const std::string& reason) {
    const std::lock_guard lock(mutex_);
    universal_.leave_out(reason);
}

void Run::abandon(const std::string& message) {
    is_cancelled_ = true;  // before the lock, which whoever waits for the universal knowledge base may have
    const std::lock_guard lock(mutex_);
    for (std::size_t p = 0; p < states_.size(); ++p) {
        for (std::size_t m = 0; m < pending_[p].size(); ++m) {
            close_call(p, m, ExchangeStatus::Failed, message);
        }
        states_[p] = State::Done;
    }
    is_due_ = false;
}

bool Run::finished_now() {
    const std::lock_guard lock(mutex_);
    if (!started_ || reported_ || is_due_ || open_calls_ > 0) {
        return false;
    }
    reported_ = true;
    return true;
}

}  // namespace gridlore::exchange
