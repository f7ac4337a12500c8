#include "knowledge-engine/exchange/gathered_rows.h"

#include <map>
#include <utility>

#include "knowledge-engine/exchange/fitting.h"
#include "knowledge-engine/exchange/row_terms.h"
#include "knowledge-engine/pattern/join.h"

namespace gridlore::exchange {

using pattern::BindingSet;
using pattern::Equality;
using pattern::RowSet;
using rdf::TermId;

namespace {

/// Rules that feed themselves are gone through again and again: at most over so many times the limit of rows.
constexpr std::size_t most_passes = 20;

}  // namespace

GatheredRows::GatheredRows(const Plan& plan, const Demands& demands, const rdf::Dictionary& dictionary,
                           UniversalRows& universal, std::size_t limit)
    : plan_(plan),
      demands_(demands),
      dictionary_(dictionary),
      universal_(universal),
      equality_(Equality::by_value(dictionary)),
      limit_(limit),
      rows_(plan.providers.size()) {
    for (std::size_t p = 0; p < rows_.size(); ++p) {
        rows_[p].rows = BindingSet(plan.providers[p].variable_count);
    }
}

void GatheredRows::add_posted(const BindingSet& rows) {
    for (std::size_t p = 0; p < rows_.size(); ++p) {
        if (plan_.providers[p].kind == ProviderKind::Posted) {
            rows_[p].rows = rows;
            rows_[p].member.assign(rows.size(), 0);
        }
    }
}

bool GatheredRows::add(std::size_t provider, std::size_t member, const BindingSet& rows) {
    if (given_ + rows.size() > limit_) {
        return false;
    }
    given_ += rows.size();
    ProviderRows& known = rows_[provider];
    known.are_different = known.rows.empty();
    known.rows.append(rows);
    known.member.insert(known.member.end(), rows.size(), static_cast<std::uint32_t>(member));
    return true;
}

const std::vector<ProviderRows>& GatheredRows::all() {
    // In a post what is derived depends on what has been asked, too.
    if (plan_.is_post || derived_from_ != given_) {
        derive();
        derived_from_ = given_;
    }
    return rows_;
}

std::vector<ProviderRows> GatheredRows::all_for(std::size_t target) {
    std::vector<ProviderRows> rows = all();
    for (std::size_t p = 0; p < rows.size(); ++p) {
        if (plan_.providers[p].kind == ProviderKind::Answer) {
            rows[p] = asked_rows(p, target);
        }
    }
    return rows;
}

BindingSet GatheredRows::argument_of(std::size_t react) {
    derive();
    return needed_rows(plan_.providers[react].target);
}

BindingSet GatheredRows::result() {
    derive();
    return evaluate_target(plan_.result);
}

BindingSet GatheredRows::given_by_fed(std::size_t index) {
    derive();
    const Target& target = plan_.targets[index];
    RowSet known(target.variable_count, equality_);
    std::vector<TermId> binding;
    for (const Service& service : target.services) {
        const Provider& provider = plan_.providers[service.provider];
        if (!provider.fed) {
            continue;
        }
        const BindingSet& rows = rows_[service.provider].rows;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto gives = [&](const Use& use) {
                binding.assign(target.variable_count, {});
                return give(target.triples, provider.gives, use, rows.row(i), equality_, binding);
            };
            for_each_fitting(service, plan_.level, gives, [&] { known.insert(binding); });
        }
    }
    return std::move(known).rows();
}

/// Rules are derived anew each time: of more rows they may say more.
void GatheredRows::derive() {
    for (std::size_t p = 0; p < rows_.size(); ++p) {
        if (plan_.providers[p].kind == ProviderKind::Rule) {
            rows_[p].rows = BindingSet(plan_.providers[p].variable_count);
            rows_[p].member.clear();
        }
    }
    for (bool has_grown = true; has_grown && !error_;) {
        has_grown = false;
        for (std::size_t p = 0; p < rows_.size(); ++p) {
            if (plan_.providers[p].kind == ProviderKind::Rule) {
                has_grown = derive(p) || has_grown;
            }
        }
    }
}

/// True if the rule says more than before.
bool GatheredRows::derive(std::size_t rule) {
    const Provider& provider = plan_.providers[rule];
    BindingSet body(provider.variable_count);
    if (provider.target == no_target) {
        body.add(std::vector<TermId>(provider.variable_count));
    } else {
        body = needed_rows(provider.target);
    }
    derived_ += body.size();
    if (derived_ > most_passes * limit_) {
        error_ = too_many_rows(limit_);
        return false;
    }
    const std::vector<bool> in_head = variables_of(provider.gives, provider.variable_count);
    RowSet heads(provider.variable_count, equality_);
    std::vector<TermId> head(provider.variable_count);
    for (std::size_t i = 0; i < body.size(); ++i) {
        for (std::size_t v = 0; v < head.size(); ++v) {
            head[v] = in_head[v] ? body.row(i)[v] : TermId();
        }
        heads.insert(head);
    }
    ProviderRows& known = rows_[rule];
    if (error_ || heads.rows().size() <= known.rows.size()) {
        return false;
    }
    known.rows = std::move(heads).rows();
    known.member.assign(known.rows.size(), 0);
    return true;
}

BindingSet GatheredRows::evaluate_target(std::size_t target) {
    BindingSet none(plan_.targets[target].variable_count);
    if (error_) {
        return none;
    }
    const UniversalShare share = plan_.may_block ? universal_.share_of(target, demands_.of_target(target), rows_)
                                                 : UniversalShare{BindingSet(none.width()), {}};
    auto evaluated = evaluate(plan_, plan_.targets[target], rows_, dictionary_, limit_, share);
    if (!evaluated) {
        error_ = evaluated.error();
        return none;
    }
    return std::move(*evaluated);
}

/// The rows of a REACT's argument or a rule's body. In an ask only those that it is asked for; in a post an ANSWER
/// counts only with what it was asked for this target.
BindingSet GatheredRows::needed_rows(std::size_t target) {
    if (plan_.is_post) {
        std::map<std::size_t, ProviderRows> all;  // of the ANSWERs, in whose place stand those asked for
        for (const Service& service : plan_.targets[target].services) {
            if (plan_.providers[service.provider].kind == ProviderKind::Answer && !all.contains(service.provider)) {
                ProviderRows asked = asked_rows(service.provider, target);
                all.emplace(service.provider, std::exchange(rows_[service.provider], std::move(asked)));
            }
        }
        BindingSet needed = evaluate_target(target);
        for (auto& [answer, rows] : all) {
            rows_[answer] = std::move(rows);
        }
        return needed;
    }
    BindingSet needed(plan_.targets[target].variable_count);
    const BindingSet& asked = demands_.of_target(target);
    if (asked.empty()) {
        return needed;
    }
    const BindingSet rows = evaluate_target(target);
    const pattern::Agreement agreement(asked, equality_);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (agreement.contains(rows.row(i))) {
            needed.add(rows.row(i));
        }
    }
    return needed;
}

/// In a post: the rows of an ANSWER that agree with what it was asked for a target. What it is asked at a later stage
/// of a chain must not count at an earlier one.
ProviderRows GatheredRows::asked_rows(std::size_t answer, std::size_t target) const {
    ProviderRows agreeing;
    agreeing.rows = BindingSet(plan_.providers[answer].variable_count);
    const BindingSet* asked = demands_.beside(answer, target);
    if (asked == nullptr) {
        return agreeing;
    }
    const pattern::Agreement agreement(*asked, equality_);
    const ProviderRows& known = rows_[answer];
    for (std::size_t i = 0; i < known.rows.size(); ++i) {
        if (agreement.contains(known.rows.row(i))) {
            agreeing.rows.add(known.rows.row(i));
            agreeing.member.push_back(known.member[i]);
        }
    }
    return agreeing;
}

}  // namespace gridlore::exchange
