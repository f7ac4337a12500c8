// What an exchange that has ended tells: its rows, who was contacted, the gaps and the explanation.
#include <algorithm>
#include <set>

#include "knowledge-engine/exchange/explain.h"
#include "knowledge-engine/exchange/meta.h"
#include "knowledge-engine/exchange/row_terms.h"
#include "knowledge-engine/exchange/run.h"
#include "knowledge-engine/pattern/join.h"

namespace gridlore::exchange {

using pattern::BindingSet;
using pattern::Equality;
using pattern::RowSet;
using pattern::TermTable;
using rdf::TermId;

/// False if nothing of it was asked for.
bool Run::add_description(const KnowledgeBaseState& state, const MetaPattern& meta, const pattern::Agreement& asked,
                          RowSet& found) {
    const Equality equality = Equality::by_value(*dictionary_);
    const BindingSet bindings = to_bindings(describe(state), meta.variables(), *dictionary_);
    BindingSet given(bindings.width());
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
            given.add(bindings.row(i));
        }
    }
    ExchangeInfo info;
    info.knowledge_base = state.description.id;
    info.interaction = meta_answer_id(state.description.id);
    info.start = info.end = clock_.now();
    info.bindings = {std::make_shared<const std::vector<std::string>>(meta.variables()), std::move(given), dictionary_};
    info_.push_back(std::move(info));
    return found.rows().size() <= settings_.rows_per_exchange;
}

Result<BindingSet> Run::with_meta(BindingSet rows, const pattern::Agreement& asked) {
    if (plan_->meta_uses.empty()) {
        return rows;
    }
    RowSet found(rows.width(), Equality::by_value(*dictionary_));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        found.insert(rows.row(i));
    }
    const MetaPattern meta(*dictionary_);
    bool has_room = true;
    network_->for_each([&](const KnowledgeBaseState& state) {
        const std::string& id = state.description.id;
        if (has_room && id != request_.knowledge_base && !state.description.built_in && is_selected(id)) {
            has_room = add_description(state, meta, asked, found);
        }
    });
    return has_room ? Result<BindingSet>(std::move(found).rows()) : too_many_rows(settings_.rows_per_exchange);
}

TermTable Run::table(BindingSet rows, const std::shared_ptr<const Interaction>& interaction) const {
    return {TermTable::Names(interaction, &interaction->variables), std::move(rows), dictionary_};
}

Result<TermTable> Run::result_rows() {
    BindingSet gathered = gathered_.result();
    if (gathered_.error()) {
        return *gathered_.error();
    }
    const pattern::Agreement asked(asked_, Equality::by_value(*dictionary_));
    if (!plan_->is_post) {
        gathered.keep_if([&](BindingSet::Row row) { return asked.contains(row); });
    }
    auto rows = with_meta(std::move(gathered), asked);
    if (!rows) {
        return std::move(rows).error();
    }
    if (!request_.ranges.empty()) {
        rows = pattern::rows_within(*std::move(rows), asker_->variables, request_.ranges, *dictionary_);
    }
    return table(std::move(*rows), asker_);
}

/// An ask tells of ANSWERs, a post of REACTs; what was used on the way is in the explanation.
void Run::leave_out_intermediate_info() {
    std::set<std::string> left_out;
    for (const Provider& provider : plan_->providers) {
        if (provider.interactions && plan_->is_post != (provider.kind == ProviderKind::React)) {
            for (const auto& member : provider.interactions->members) {
                left_out.insert(member->declared.id);
            }
        }
    }
    std::erase_if(info_, [&](const ExchangeInfo& info) { return left_out.contains(info.interaction); });
}

/// It leaves no trace where it gave nothing.
void Run::add_universal_info(bool has_result) {
    const auto answers = universal_.answers();
    if (!answers || is_cancelled_ || plan_->is_post || (!has_result && !answers->failure)) {
        return;
    }
    ExchangeInfo info;
    info.knowledge_base = plan_->universal->description.id;
    info.interaction = info.knowledge_base + "/interaction/any";
    info.start = answers->start;
    info.end = answers->end;
    if (answers->failure) {
        info.status = ExchangeStatus::Failed;
        info.failed_message = *answers->failure;
    } else {
        info.bindings = {std::make_shared<const std::vector<std::string>>(answers->variables), answers->rows,
                         dictionary_};
    }
    info_.push_back(std::move(info));
}

Outcome Run::outcome() {
    const std::lock_guard lock(mutex_);
    universal_.resume(clock_.now());
    Outcome outcome{TermTable(), {}, dropped_, std::nullopt, std::nullopt};
    if (plan_->result != no_target) {
        outcome.rows = result_rows();
    } else if (gathered_.error()) {
        outcome.rows = *gathered_.error();
    }
    const bool has_rows = outcome.rows && !outcome.rows->empty();
    if (plan_->may_block) {
        add_universal_info(has_rows);
    }
    if (request_.explain) {
        outcome.explanation = explain({.network = *network_,
                                       .asker = *asker_,
                                       .plan = *plan_,
                                       .recipients = request_.recipients,
                                       .info = info_,
                                       .lacking = inputs_.lacking(),
                                       .entries = settings_.explanation_entries});
        outcome.explanation->plan_reused = plan_reused_;
        outcome.explanation->dropped_bindings = dropped_;
    }
    if (asker_->declared.spec.knowledge_gaps_enabled && !plan_->is_post) {
        const auto universal_gives = [this](std::size_t target, std::size_t triple) {
            return universal_.gives(target, triple);
        };
        outcome.gaps = has_rows ? std::vector<std::vector<std::string>>{}
                                : knowledge_gaps(*plan_, *asker_, network_->terms(), universal_gives);
    }
    leave_out_intermediate_info();
    outcome.info = std::move(info_);
    return outcome;
}

}  // namespace gridlore::exchange
