#include "knowledge-engine/exchange/run.h"

#include <algorithm>

#include "knowledge-engine/exchange/explain.h"
#include "knowledge-engine/exchange/meta.h"
#include "knowledge-engine/pattern/join.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::exchange {

using pattern::BindingSet;
using pattern::Equality;
using pattern::RowSet;
using pattern::TermRows;
using rdf::TermId;

Run::Run(std::shared_ptr<const Network> network, std::shared_ptr<const Interaction> asker,
         std::shared_ptr<const Plan> plan, Request request, const Settings& settings, Clock& clock, bool plan_reused)
    : network_(std::move(network)),
      asker_(std::move(asker)),
      plan_(std::move(plan)),
      request_(std::move(request)),
      settings_(settings),
      clock_(clock),
      plan_reused_(plan_reused),
      dictionary_(network_->shared_terms()),
      rows_(plan_->providers.size()),
      states_(plan_->providers.size(), State::Waiting),
      pending_(plan_->providers.size()),
      arguments_(plan_->providers.size()) {
    const Equality by_value = Equality::by_value(dictionary_);
    for (const Provider& provider : plan_->providers) {
        demands_.emplace_back(provider.variable_count, by_value);
    }
    for (const Target& target : plan_->targets) {
        target_demands_.emplace_back(target.variable_count, by_value);
    }
    for (std::size_t p = 0; p < plan_->providers.size(); ++p) {
        const Provider& provider = plan_->providers[p];
        rows_[p].rows = BindingSet(provider.variable_count);
        if (provider.interactions) {
            pending_[p].resize(provider.interactions->members.size());
        } else {
            states_[p] = State::Done;
        }
    }
}

BindingSet Run::to_bindings(const TermRows& rows, const std::vector<std::string>& variables) {
    BindingSet bindings(variables.size());
    std::vector<TermId> cells(variables.size());
    for (const pattern::TermRow& row : rows) {
        cells.assign(variables.size(), {});
        for (const auto& [name, term] : row) {
            const auto it = std::ranges::find(variables, name);
            if (it != variables.end()) {
                cells[static_cast<std::size_t>(it - variables.begin())] =
                    term.is_blank_node() ? dictionary_.fresh_blank_node() : dictionary_.intern(term);
            }
        }
        bindings.add(cells);
    }
    return bindings;
}

TermRows Run::to_rows(const BindingSet& rows, const std::vector<std::string>& variables,
                      const std::vector<bool>& only) const {
    TermRows terms;
    terms.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        pattern::TermRow row;
        for (std::size_t v = 0; v < variables.size(); ++v) {
            if (only[v] && rows.row(i)[v].is_bound()) {
                row.emplace_back(variables[v], dictionary_.term(rows.row(i)[v]));
            }
        }
        terms.push_back(std::move(row));
    }
    return terms;
}

bool Run::is_selected(const std::string& knowledge_base) const {
    return request_.recipients.empty() ||
           std::ranges::find(request_.recipients, knowledge_base) != request_.recipients.end();
}

std::vector<OutgoingCall> Run::start() {
    const std::lock_guard lock(mutex_);
    started_ = true;
    asked_ = to_bindings(request_.bindings, asker_->variables);
    if (!plan_->is_post) {
        if (asked_.empty()) {
            asked_.add(std::vector<TermId>(asker_->variables.size()));
        }
        for (std::size_t i = 0; i < asked_.size(); ++i) {
            target_demands_[plan_->result].insert(asked_.row(i));
        }
        propagate_demands();
        return advance();
    }
    const std::vector<bool> needed = variables_of(asker_->triples, asker_->variables.size());
    RowSet complete(asker_->variables.size(), Equality::by_value(dictionary_));
    std::vector<TermId> argument(needed.size());
    for (std::size_t i = 0; i < asked_.size(); ++i) {
        bool whole = true;
        for (std::size_t v = 0; v < needed.size(); ++v) {
            argument[v] = needed[v] ? asked_.row(i)[v] : TermId();
            whole = whole && (!needed[v] || argument[v].is_bound());
        }
        dropped_ += whole ? 0 : 1;
        if (whole) {
            complete.insert(argument);
        }
    }
    asked_ = std::move(complete).rows();
    for (std::size_t p = 0; p < plan_->providers.size(); ++p) {
        if (plan_->providers[p].kind == ProviderKind::Posted) {
            rows_[p].rows = asked_;
            rows_[p].member.assign(asked_.size(), 0);
        }
    }
    return advance();
}

namespace {

/// The binding that `asked`, a binding of the target, gives to the provider's variables; false if they contradict.
bool ask_for(const Target& target, const CompiledTriples& gives, const Use& use, BindingSet::Row asked,
             Equality equality, std::vector<TermId>& binding) {
    for (const Pair pair : use) {
        for (std::size_t i = 0; i < 3; ++i) {
            const Slot& wanted = target.triples[pair.target][i];
            const Slot& given = gives[pair.given][i];
            const TermId value = wanted.is_variable() ? asked[static_cast<std::size_t>(wanted.variable)] : wanted.term;
            if (!value.is_bound()) {
                continue;
            }
            if (!given.is_variable()) {
                if (!equality.equal(value, given.term)) {
                    return false;
                }
                continue;
            }
            TermId& cell = binding[static_cast<std::size_t>(given.variable)];
            if (cell.is_bound() && !equality.equal(cell, value)) {
                return false;
            }
            cell = cell.is_bound() ? cell : value;
        }
    }
    return true;
}

/// Tries the largest uses of a service; of one that does not fit, its largest parts that do. At level 1 there are no
/// parts. `visit` is called after each `fits` that holds.
template <typename Fits, typename Visit>
void for_each_fitting(const Service& service, int level, Fits fits, Visit visit) {
    bool all = true;
    for (const Use& use : service.maximal) {
        const bool fitting = fits(use);
        all = all && fitting;
        if (fitting) {
            visit();
        }
    }
    if (all || level == 1) {
        return;
    }
    for (const Use& part : fitting_parts(service.maximal, fits)) {
        if (fits(part)) {
            visit();
        }
    }
}

}  // namespace

void Run::propagate_demands() {
    const Equality equality = Equality::by_value(dictionary_);
    std::vector<std::size_t> open = {plan_->result};
    std::vector<TermId> binding;
    while (!open.empty()) {
        const std::size_t index = open.back();
        open.pop_back();
        const Target& target = plan_->targets[index];
        for (const Service& service : target.services) {
            const Provider& provider = plan_->providers[service.provider];
            bool grown = false;
            for (std::size_t i = 0; i < target_demands_[index].rows().size(); ++i) {
                const auto asks = [&](const Use& use) {
                    binding.assign(provider.variable_count, {});
                    return ask_for(target, provider.gives, use, target_demands_[index].rows().row(i), equality,
                                   binding);
                };
                for_each_fitting(service, plan_->level, asks,
                                 [&] { grown = demands_[service.provider].insert(binding) || grown; });
            }
            if (!grown || provider.target == no_target) {
                continue;
            }
            const std::vector<bool> in_body =
                variables_of(plan_->targets[provider.target].triples, provider.variable_count);
            bool handed_on = false;
            const BindingSet& demanded = demands_[service.provider].rows();
            for (std::size_t i = 0; i < demanded.size(); ++i) {
                binding.assign(demanded.row(i).begin(), demanded.row(i).end());
                for (std::size_t v = 0; v < binding.size(); ++v) {
                    binding[v] = in_body[v] ? binding[v] : TermId();
                }
                handed_on = target_demands_[provider.target].insert(binding) || handed_on;
            }
            if (handed_on) {
                open.push_back(provider.target);
            }
        }
    }
}

/// In a post: what the fed providers of a target give, with which ANSWERs beside them are asked.
BindingSet Run::given_by_fed(const Target& target) const {
    const Equality equality = Equality::by_value(dictionary_);
    RowSet known(target.variable_count, equality);
    std::vector<TermId> binding;
    for (const Service& service : target.services) {
        const Provider& provider = plan_->providers[service.provider];
        if (!provider.fed) {
            continue;
        }
        const BindingSet& rows = rows_[service.provider].rows;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto gives = [&](const Use& use) {
                binding.assign(target.variable_count, {});
                return give(target.triples, provider.gives, use, rows.row(i), equality, binding);
            };
            for_each_fitting(service, plan_->level, gives, [&] { known.insert(binding); });
        }
    }
    return std::move(known).rows();
}

/// Adds to `wanted` what an ANSWER has not been asked yet and what a target's fed providers give cause to ask.
void Run::demand_beside_fed(std::size_t p, std::size_t index, BindingSet& wanted) {
    const Equality equality = Equality::by_value(dictionary_);
    const Target& target = plan_->targets[index];
    const Provider& provider = plan_->providers[p];
    const BindingSet known = given_by_fed(target);
    RowSet& asked = asked_beside_.try_emplace({p, index}, provider.variable_count, equality).first->second;
    std::vector<TermId> binding;
    for (const Service& service : target.services) {
        for (std::size_t i = 0; service.provider == p && i < known.size(); ++i) {
            const auto asks = [&](const Use& use) {
                binding.assign(provider.variable_count, {});
                return ask_for(target, provider.gives, use, known.row(i), equality, binding);
            };
            for_each_fitting(service, plan_->level, asks, [&] {
                asked.insert(binding);
                if (demands_[p].insert(binding)) {
                    wanted.add(binding);
                }
            });
        }
    }
}

/// In a post: whether nothing more can come to a target from REACTs, or from ANSWERs too.
bool Run::is_complete(std::size_t index, bool with_answers, std::set<std::size_t>& seen) const {
    if (index == no_target || !seen.insert(index).second) {
        return true;
    }
    return std::ranges::all_of(plan_->targets[index].services, [&](const Service& service) {
        const Provider& provider = plan_->providers[service.provider];
        switch (provider.kind) {
            case ProviderKind::React:
                return states_[service.provider] == State::Done;
            case ProviderKind::Answer:
                return !with_answers ||
                       (served_.contains({service.provider, index}) && states_[service.provider] == State::Done);
            case ProviderKind::Rule:
                return is_complete(provider.target, true, seen);
            case ProviderKind::Facts:
            case ProviderKind::Posted:
                break;
        }
        return true;
    });
}

/// In a post: asks ANSWERs beside what is fed, for each target once nothing more can come to it; with `all`, for every
/// target with what there is. True if somebody was asked or need not be.
bool Run::ask_beside_fed(bool all, std::vector<OutgoingCall>& out) {
    bool moved = false;
    for (std::size_t p = 0; p < states_.size(); ++p) {
        const Provider& provider = plan_->providers[p];
        if (provider.kind != ProviderKind::Answer || states_[p] == State::Calling) {
            continue;
        }
        BindingSet wanted(provider.variable_count);
        for (std::size_t t = 0; t < plan_->targets.size(); ++t) {
            std::set<std::size_t> seen;
            const bool serves =
                std::ranges::any_of(plan_->targets[t].services, [&](const Service& s) { return s.provider == p; });
            if (!serves || served_.contains({p, t})) {
                continue;
            }
            const bool ready = is_complete(t, false, seen);
            if (ready || all) {
                derive();
                demand_beside_fed(p, t, wanted);
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

/// In a post: the rows of an ANSWER that agree with what it was asked for a target. What it is asked at a later stage
/// of a chain must not count at an earlier one.
ProviderRows Run::asked_rows(std::size_t p, std::size_t index) const {
    ProviderRows agreeing;
    agreeing.rows = BindingSet(plan_->providers[p].variable_count);
    const auto asked = asked_beside_.find({p, index});
    if (asked == asked_beside_.end()) {
        return agreeing;
    }
    const pattern::Agreement agreement(asked->second.rows(), Equality::by_value(dictionary_));
    for (std::size_t i = 0; i < rows_[p].rows.size(); ++i) {
        if (agreement.contains(rows_[p].rows.row(i))) {
            agreeing.rows.add(rows_[p].rows.row(i));
            agreeing.member.push_back(rows_[p].member[i]);
        }
    }
    return agreeing;
}

/// The rows of a REACT's argument or a rule's body; in an ask only those that it is asked for. Empty at an error.
BindingSet Run::needed_rows(std::size_t index) {
    BindingSet needed(plan_->targets[index].variable_count);
    if (error_ || (!plan_->is_post && target_demands_[index].rows().empty())) {
        return needed;
    }
    std::vector<ProviderRows> beside;
    if (plan_->is_post) {
        beside = rows_;
        for (const Service& service : plan_->targets[index].services) {
            if (plan_->providers[service.provider].kind == ProviderKind::Answer) {
                beside[service.provider] = asked_rows(service.provider, index);
            }
        }
    }
    auto rows = evaluate(*plan_, plan_->targets[index], plan_->is_post ? beside : rows_, dictionary_,
                         settings_.rows_per_exchange);
    if (!rows) {
        error_ = rows.error();
        return needed;
    }
    if (plan_->is_post) {
        return std::move(*rows);
    }
    const pattern::Agreement asked(target_demands_[index].rows(), Equality::by_value(dictionary_));
    for (std::size_t i = 0; i < rows->size(); ++i) {
        if (asked.contains(rows->row(i))) {
            needed.add(rows->row(i));
        }
    }
    return needed;
}

void Run::derive() {
    const Equality equality = Equality::by_value(dictionary_);
    for (std::size_t p = 0; p < plan_->providers.size(); ++p) {
        if (plan_->providers[p].kind == ProviderKind::Rule) {
            rows_[p].rows = BindingSet(plan_->providers[p].variable_count);
            rows_[p].member.clear();
        }
    }
    for (bool changed = true; changed && !error_;) {
        changed = false;
        for (std::size_t p = 0; p < plan_->providers.size(); ++p) {
            const Provider& provider = plan_->providers[p];
            if (provider.kind != ProviderKind::Rule) {
                continue;
            }
            BindingSet body(provider.variable_count);
            if (provider.target == no_target) {
                body.add(std::vector<TermId>(provider.variable_count));
            } else {
                body = needed_rows(provider.target);
                if (error_) {
                    return;
                }
            }
            const std::vector<bool> in_head = variables_of(provider.gives, provider.variable_count);
            RowSet heads(provider.variable_count, equality);
            std::vector<TermId> head(provider.variable_count);
            for (std::size_t i = 0; i < body.size(); ++i) {
                for (std::size_t v = 0; v < head.size(); ++v) {
                    head[v] = in_head[v] ? body.row(i)[v] : TermId();
                }
                heads.insert(head);
            }
            if (heads.rows().size() > rows_[p].rows.size()) {
                rows_[p].rows = heads.rows();
                rows_[p].member.assign(rows_[p].rows.size(), 0);
                changed = true;
            }
        }
    }
}

std::vector<OutgoingCall> Run::advance() {
    std::vector<OutgoingCall> out;
    const auto is_done = [&](std::size_t p) { return states_[p] == State::Done; };
    const auto argument_of = [&](std::size_t p) {
        derive();
        return needed_rows(plan_->providers[p].target);
    };
    const auto begin = [&](std::size_t p) {
        states_[p] = State::Calling;
        const Provider& provider = plan_->providers[p];
        if (provider.kind == ProviderKind::Answer) {
            call(p, demands_[p].rows(), out);
        } else {
            arguments_[p] = argument_of(p);
            call(p, arguments_[p], out);
        }
    };
    const auto is_ready = [&](std::size_t p) {
        if (plan_->is_post) {
            std::set<std::size_t> seen;
            return is_complete(plan_->providers[p].target, true, seen);
        }
        return std::ranges::all_of(plan_->providers[p].waits_for, is_done);
    };
    for (bool moved = true; moved && !error_;) {
        moved = plan_->is_post && ask_beside_fed(false, out);
        for (std::size_t p = 0; p < states_.size(); ++p) {
            if (states_[p] == State::Waiting && is_ready(p)) {
                begin(p);
                moved = true;
            }
        }
        if (moved || open_calls_ > 0) {
            continue;
        }
        if (plan_->is_post && ask_beside_fed(true, out)) {
            moved = true;
            continue;
        }
        // Those of a circle that have rows already go first; if none has, nobody in it ever will.
        const std::set<std::size_t> circle = waiting_circle();
        std::vector<std::size_t> with_rows;
        std::ranges::copy_if(circle, std::back_inserter(with_rows),
                             [&](std::size_t p) { return !argument_of(p).empty(); });
        std::ranges::for_each(with_rows, begin);
        for (const std::size_t p : with_rows.empty() ? circle : std::set<std::size_t>{}) {
            states_[p] = State::Done;
        }
        moved = !circle.empty();
    }
    return out;
}

/// The REACTs that `p` waits for, directly or through others, and that have not been called.
std::set<std::size_t> Run::waited_for(std::size_t p) const {
    std::set<std::size_t> found;
    std::vector<std::size_t> open = {p};
    while (!open.empty()) {
        const std::size_t next = open.back();
        open.pop_back();
        for (const std::size_t other : plan_->providers[next].waits_for) {
            if (states_[other] == State::Waiting && found.insert(other).second) {
                open.push_back(other);
            }
        }
    }
    return found;
}

/// REACTs that wait for each other and for nobody else; empty if nobody waits.
std::set<std::size_t> Run::waiting_circle() const {
    const auto first = std::ranges::find(states_, State::Waiting);
    if (first == states_.end()) {
        return {};
    }
    auto p = static_cast<std::size_t>(first - states_.begin());
    std::set<std::size_t> circle = waited_for(p);
    for (;;) {
        const auto outside =
            std::ranges::find_if(circle, [&](std::size_t other) { return !waited_for(other).contains(p); });
        if (outside == circle.end()) {
            circle.insert(p);
            return circle;
        }
        p = *outside;
        circle = waited_for(p);
    }
}

void Run::call(std::size_t p, const BindingSet& bindings, std::vector<OutgoingCall>& out) {
    const Provider& provider = plan_->providers[p];
    if (!bindings.empty()) {
        const auto& members = provider.interactions->members;
        const std::vector<bool> needed = variables_of(provider.interactions->first().triples, provider.variable_count);
        for (std::size_t m = 0; m < members.size(); ++m) {
            if (!is_selected(members[m]->declared.knowledge_base)) {
                continue;
            }
            OutgoingCall one;
            one.provider = p;
            one.member = m;
            one.interaction = members[m];
            one.bindings = to_rows(bindings, members[m]->variables, needed);
            if (members[m]->declared.spec.accepts_ranges) {
                one.ranges = ranges_for(p);
            }
            ExchangeInfo info;
            info.knowledge_base = members[m]->declared.knowledge_base;
            info.interaction = members[m]->declared.id;
            info.start = clock_.now();
            info.end = info.start;
            if (provider.kind == ProviderKind::React) {
                info.bindings = one.bindings;
            }
            pending_[p][m] = {true, info_.size()};
            info_.push_back(std::move(info));
            ++open_calls_;
            out.push_back(std::move(one));
        }
    }
    const bool open = std::ranges::any_of(pending_[p], [](const Pending& pending) { return pending.open; });
    if (!open) {
        states_[p] = State::Done;
    }
}

pattern::Ranges Run::ranges_for(std::size_t p) const {
    pattern::Ranges ranges;
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
                        ranges[provider.interactions->first().variables[static_cast<std::size_t>(given.variable)]] =
                            it->second;
                    }
                }
            }
        }
    }
    return ranges;
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

Result<void> Run::accept(std::size_t p, std::size_t member, const TermRows& rows) {
    const Provider& provider = plan_->providers[p];
    const Interaction& interaction = *provider.interactions->members[member];
    const bool is_react = provider.kind == ProviderKind::React;
    const std::vector<bool> needed = variables_of(provider.gives, provider.variable_count);
    if (is_react && provider.gives.empty() && !rows.empty()) {
        return invalid_input("The interaction has no result pattern, so its answer must have no bindings ([]).");
    }
    const auto count = static_cast<std::size_t>(std::ranges::count(needed, true));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (const auto& [name, term] : rows[i]) {
            const auto it = std::ranges::find(interaction.variables, name);
            if (it == interaction.variables.end() ||
                !needed[static_cast<std::size_t>(it - interaction.variables.begin())]) {
                return invalid_input("/bindingSet/" + std::to_string(i) + "/" + name +
                                     ": the pattern has no such variable. Leave it out.");
            }
        }
        if (rows[i].size() != count) {
            for (std::size_t v = 0; v < needed.size(); ++v) {
                const auto has = [&](const auto& cell) { return cell.first == interaction.variables[v]; };
                if (needed[v] && std::ranges::none_of(rows[i], has)) {
                    return invalid_input("/bindingSet/" + std::to_string(i) + ": the variable '" +
                                         interaction.variables[v] +
                                         "' is missing. A binding of an answer must be complete; for \"nothing found\" "
                                         "send an empty binding set ([]).");
                }
            }
        }
    }
    const BindingSet bindings = to_bindings(rows, interaction.variables);
    const Equality equality = Equality::by_value(dictionary_);
    BindingSet allowed(provider.variable_count);
    const pattern::Agreement asked(is_react ? arguments_[p] : demands_[p].rows(), equality);
    RowSet kept(provider.variable_count, equality);
    for (std::size_t i = 0; i < bindings.size(); ++i) {
        if (!asked.contains(bindings.row(i))) {
            if (settings_.validate_answers) {
                close_call(p, member, ExchangeStatus::Failed,
                           "Binding " + std::to_string(i) + " of the answer agrees with none of the bindings " +
                               (is_react ? "of the argument" : "asked for") + ", so the whole answer was discarded.");
                return {};
            }
            continue;
        }
        kept.insert(bindings.row(i));
    }
    if (rows_[p].rows.size() + kept.rows().size() > settings_.rows_per_exchange) {
        close_call(p, member, ExchangeStatus::Failed, "The exchange has no room for so many rows.");
        return {};
    }
    rows_[p].rows.append(kept.rows());
    rows_[p].member.insert(rows_[p].member.end(), kept.rows().size(), static_cast<std::uint32_t>(member));
    ExchangeInfo& info = info_[pending_[p][member].info];
    (is_react ? info.result : info.bindings) = to_rows(kept.rows(), interaction.variables, needed);
    close_call(p, member, ExchangeStatus::Succeeded, {});
    return {};
}

Result<void> Run::replied(std::size_t p, std::size_t member, const TermRows& rows, std::vector<OutgoingCall>& next) {
    const std::lock_guard lock(mutex_);
    if (!pending_[p][member].open) {
        return {};
    }
    Result<void> accepted = accept(p, member, rows);
    if (!accepted) {
        close_call(p, member, ExchangeStatus::Failed, accepted.error().message);
    }
    if (states_[p] == State::Done) {
        next = advance();
    }
    return accepted;
}

std::vector<OutgoingCall> Run::failed(std::size_t p, std::size_t member, const std::string& message) {
    const std::lock_guard lock(mutex_);
    if (!pending_[p][member].open) {
        return {};
    }
    close_call(p, member, ExchangeStatus::Failed, message);
    return states_[p] == State::Done ? advance() : std::vector<OutgoingCall>{};
}

void Run::abandon(const std::string& message) {
    const std::lock_guard lock(mutex_);
    for (std::size_t p = 0; p < states_.size(); ++p) {
        for (std::size_t m = 0; m < pending_[p].size(); ++m) {
            close_call(p, m, ExchangeStatus::Failed, message);
        }
        states_[p] = State::Done;
    }
}

bool Run::finished_now() {
    const std::lock_guard lock(mutex_);
    if (!started_ || reported_ || open_calls_ > 0) {
        return false;
    }
    reported_ = true;
    return true;
}

void Run::add_meta(RowSet& found) {
    if (plan_->meta_uses.empty()) {
        return;
    }
    const MetaPattern meta(dictionary_);
    const Equality equality = Equality::by_value(dictionary_);
    const pattern::Agreement asked(asked_, equality);
    network_->for_each([&](const KnowledgeBaseState& state) {
        const std::string& id = state.description.id;
        if (id == request_.knowledge_base || state.description.built_in || !is_selected(id)) {
            return;
        }
        TermRows given;
        const TermRows rows = describe(state);
        const BindingSet bindings = to_bindings(rows, meta.variables());
        std::vector<TermId> binding;
        for (std::size_t i = 0; i < bindings.size(); ++i) {
            bool contributes = false;
            for (const Use& use : plan_->meta_uses) {
                binding.assign(asker_->variables.size(), {});
                if (give(asker_->triples, meta.triples(), use, bindings.row(i), equality, binding) &&
                    asked.contains(binding)) {
                    found.insert(binding);
                    contributes = true;
                }
            }
            if (contributes) {
                given.push_back(rows[i]);
            }
        }
        ExchangeInfo info;
        info.knowledge_base = id;
        info.interaction = meta_answer_id(id);
        info.start = info.end = clock_.now();
        info.bindings = std::move(given);
        info_.push_back(std::move(info));
    });
}

TermRows Run::ask_rows() {
    const Equality equality = Equality::by_value(dictionary_);
    derive();
    auto rows = error_
                    ? Result<BindingSet>(*error_)
                    : evaluate(*plan_, plan_->targets[plan_->result], rows_, dictionary_, settings_.rows_per_exchange);
    if (!rows) {
        error_ = rows.error();
        return {};
    }
    RowSet found(asker_->variables.size(), equality);
    const pattern::Agreement asked(asked_, equality);
    for (std::size_t i = 0; i < rows->size(); ++i) {
        if (plan_->is_post || asked.contains(rows->row(i))) {
            found.insert(rows->row(i));
        }
    }
    add_meta(found);
    const CompiledTriples& triples = plan_->targets[plan_->result].triples;
    TermRows result = to_rows(found.rows(), asker_->variables, variables_of(triples, asker_->variables.size()));
    std::erase_if(result, [&](const pattern::TermRow& row) {
        return std::ranges::any_of(row, [&](const auto& cell) {
            const auto it = request_.ranges.find(cell.first);
            return it != request_.ranges.end() && !pattern::is_within(cell.second, it->second);
        });
    });
    return result;
}

Outcome Run::outcome() {
    const std::lock_guard lock(mutex_);
    Outcome outcome{TermRows{}, {}, dropped_, std::nullopt, std::nullopt};
    TermRows rows;
    if (plan_->result != no_target && !error_) {
        rows = ask_rows();
    }
    if (request_.explain) {
        outcome.explanation = explain({.network = *network_,
                                       .asker = *asker_,
                                       .plan = *plan_,
                                       .recipients = request_.recipients,
                                       .info = info_,
                                       .entries = settings_.explanation_entries});
        outcome.explanation->plan_reused = plan_reused_;
        outcome.explanation->dropped_bindings = dropped_;
    }
    const bool wants_gaps = asker_->declared.spec.knowledge_gaps_enabled && !plan_->is_post;
    if (wants_gaps) {
        outcome.gaps =
            rows.empty() ? knowledge_gaps(*plan_, *asker_, network_->terms()) : std::vector<std::vector<std::string>>{};
    }
    if (error_) {
        outcome.rows = *error_;
    } else {
        outcome.rows = std::move(rows);
    }
    for (std::size_t p = 0; p < pending_.size(); ++p) {
        // An ask tells of ANSWERs, a post of REACTs; what was used on the way is in the explanation.
        const bool wanted = plan_->is_post == (plan_->providers[p].kind == ProviderKind::React);
        for (std::size_t m = 0; !wanted && plan_->providers[p].interactions && m < pending_[p].size(); ++m) {
            const auto& id = plan_->providers[p].interactions->members[m]->declared.id;
            std::erase_if(info_, [&](const ExchangeInfo& info) { return info.interaction == id; });
        }
    }
    outcome.info = std::move(info_);
    return outcome;
}

}  // namespace gridlore::exchange
