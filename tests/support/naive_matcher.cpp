#include "tests/support/naive_matcher.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "tests/support/naive_covers.h"
#include "tests/support/naive_matcher_state.h"

namespace gridlore::naive {
namespace {

std::vector<Provider> providers_of(const Question& question) {
    std::vector<Provider> result;
    for (std::size_t i = 0; i < question.interactions.size(); ++i) {
        const Interaction& interaction = question.interactions[i];
        const bool react = interaction.convert != nullptr;
        result.push_back({react ? Provider::Kind::React : Provider::Kind::Answer, i,
                          with_values(react ? interaction.result : interaction.pattern)});
    }
    for (std::size_t i = 0; i < question.rules.size(); ++i) {
        const exchange::Rule& rule = question.rules[i];
        const auto kind = rule.body.empty() ? Provider::Kind::Fact : Provider::Kind::Rule;
        if (kind == Provider::Kind::Rule || question.level == 1) {
            result.push_back({kind, i, with_values(rule.head)});
        } else {
            for (const pattern::TriplePattern& fact : with_values(rule.head)) {
                result.push_back({kind, i, {fact}});
            }
        }
    }
    if (question.is_post) {
        result.push_back({Provider::Kind::Posted, 0, with_values(question.pattern)});
    }
    return result;
}

}  // namespace

Matcher::Matcher(const Question& question)
    : level_(question.level),
      is_post_(question.is_post),
      interactions_(question.interactions),
      rules_(question.rules),
      target_(with_values(question.is_post ? question.result : question.pattern)),
      providers_(question.level, question.is_post, providers_of(question)) {}

/// What a use of a REACT or rule needs in its turn.
std::optional<Need> Matcher::need(const Triples& target, const Use& use) const {
    const Provider& provider = providers_[use.provider];
    if (provider.kind == Provider::Kind::React) {
        return Need{provider.kind, provider.index, {}};
    }
    if (provider.kind != Provider::Kind::Rule) {
        return std::nullopt;
    }
    Row constants;
    if (provider.pattern.size() > 1) {
        return Need{provider.kind, provider.index, constants};
    }
    for (const auto& [t, c] : use.assigned) {
        const auto ours = terms(target[t]);
        const auto theirs = terms(provider.pattern[c]);
        for (std::size_t i = 0; i < 3; ++i) {
            if (constant(ours[i]) && variable(theirs[i])) {
                constants.emplace(variable(theirs[i])->name, *constant(ours[i]));
            }
        }
    }
    return Need{provider.kind, provider.index, constants};
}

Triples Matcher::triples(const Need& need) const {
    if (need.kind == Provider::Kind::React) {
        return with_values(interactions_[need.index].pattern);
    }
    return changed(with_values(rules_[need.index].body), [&](const pattern::PatternTerm& term) {
        const auto value = variable(term) ? need.constants.find(variable(term)->name) : need.constants.end();
        return value == need.constants.end() ? term : pattern::PatternTerm(value->second);
    });
}

/// In a post: whether a use hands on what was posted.
bool Matcher::is_fed(const Triples& target, const Use& use) const {
    const auto needed = need(target, use);
    return providers_[use.provider].kind == Provider::Kind::Posted || (needed && viable_.contains(*needed));
}

/// In an ask: whether all of the cover can give rows. In a post: whether it hands on what was posted.
bool Matcher::is_viable(const Triples& target, const Cover& cover) const {
    const bool all = std::all_of(cover.begin(), cover.end(), [&](const Use& use) {
        const auto needed = need(target, use);
        return !needed || viable_.contains(*needed);
    });
    return all &&
           (!is_post_ || std::any_of(cover.begin(), cover.end(), [&](const Use& use) { return is_fed(target, use); }));
}

void Matcher::collect(const Triples& target, std::set<Need>& needs) const {
    for (const Use& use : providers_.uses(target)) {
        const auto needed = need(target, use);
        if (needed && needs.insert(*needed).second) {
            collect(triples(*needed), needs);
        }
    }
}

void Matcher::find_viable(const std::set<Need>& needs) {
    std::size_t before = 0;
    do {
        before = viable_.size();
        for (const Need& each : needs) {
            const Triples body = triples(each);
            const auto all = providers_.covers(body);
            if (std::any_of(all.begin(), all.end(), [&](const Cover& cover) { return is_viable(body, cover); })) {
                viable_.insert(each);
            }
        }
    } while (viable_.size() != before);
}

/// The uses that are put together from pairs of viable covers. An ask of level 4 or 5 takes all uses, for the sake of
/// knowledge gaps.
std::vector<Use> Matcher::uses_in_covers(const Triples& target) const {
    std::vector<Use> result = providers_.uses(target);
    if (level_ > 3 && !is_post_) {
        return result;
    }
    std::set<std::tuple<std::size_t, std::optional<Need>, std::size_t, std::size_t>> pairs;
    for (const Cover& cover : providers_.covers(target)) {
        for (const Use& use : is_viable(target, cover) ? cover : Cover{}) {
            for (const auto& [t, c] : use.assigned) {
                pairs.emplace(use.provider, need(target, use), t, c);
            }
        }
    }
    std::erase_if(result, [&](const Use& use) {
        return !std::all_of(use.assigned.begin(), use.assigned.end(), [&](const auto& a) {
            return pairs.contains({use.provider, need(target, use), a.first, a.second});
        });
    });
    return result;
}

void Matcher::ask_providers(const Triples& target, const Rows& bindings) {
    const std::vector<Use> all = uses_in_covers(target);
    for (const Row& binding : bindings) {
        std::vector<Use> possible = all;
        std::erase_if(possible, [&](const Use& use) { return !providers_.question(target, use, binding); });
        for (const Use& use : maximal(possible)) {
            const Row row = *providers_.question(target, use, binding);
            asked_[use.provider].insert(row);
            if (const auto needed = need(target, use)) {
                needed_[*needed].insert(only(row, variables(triples(*needed))));
            }
        }
    }
}

void Matcher::ask_all(const Triples& target, const Rows& bindings) {
    ask_providers(target, bindings);
    std::map<Need, Rows> done;
    while (done != needed_) {
        done = needed_;
        for (const auto& [each, rows] : done) {
            ask_providers(triples(each), rows);
        }
    }
}

/// The bindings of a use's variables that the provider's rows give. In a post an ANSWER gives to each target only what
/// it was asked for it: what it is asked at a later stage of a chain must not count at an earlier one.
Rows Matcher::given(const Triples& target, const Use& use, const Need* needed) const {
    Rows result;
    const auto found = rows_.find(use.provider);
    Rows rows = found == rows_.end() ? Rows{} : found->second;
    if (needed != nullptr && is_post_ && providers_[use.provider].kind == Provider::Kind::Answer) {
        const auto asked = asked_beside_.find({use.provider, *needed});
        rows = asked == asked_beside_.end() ? Rows{} : agreeing(rows, asked->second);
    }
    for (const Row& row : rows) {
        if (auto binding = providers_.gift(target, use, row)) {
            result.insert(*std::move(binding));
        }
    }
    return result;
}

/// What the covers of a target give; in a post only those that hand on what was posted.
Rows Matcher::joined(const Triples& target, const Need* needed) const {
    Rows result;
    for (const Cover& cover : providers_.covers(target)) {
        if (is_post_ && !is_viable(target, cover)) {
            continue;
        }
        Rows rows = {{}};
        for (const Use& use : cover) {
            Rows next;
            for (const Row& row : given(target, use, needed)) {
                for (Row left : rows) {
                    if (merge(left, row)) {
                        next.insert(left);
                    }
                }
            }
            rows = next;
        }
        result.merge(rows);
    }
    return result;
}

/// The argument of a REACT or the body of a rule, as far as it is needed.
Rows Matcher::body_rows(const Need& need) const {
    const auto bindings = needed_.find(need);
    return bindings == needed_.end() ? Rows{} : agreeing(joined(triples(need), &need), bindings->second);
}

/// The rows of a provider, from those of the others as they are so far.
Rows Matcher::derived(std::size_t index) const {
    const Provider& provider = providers_[index];
    const auto asked = asked_.find(index);
    switch (provider.kind) {
        case Provider::Kind::Fact:
            return {{}};
        case Provider::Kind::Posted:
            return rows_.at(index);
        case Provider::Kind::Answer:
            return asked == asked_.end() ? Rows{} : agreeing(interactions_[provider.index].rows, asked->second);
        case Provider::Kind::React: {
            if (!missing_.empty()) {
                const auto called = arguments_.find(index);
                return called == arguments_.end() ? Rows{} : interactions_[provider.index].convert(called->second);
            }
            const Rows argument = body_rows({provider.kind, provider.index, {}});
            return argument.empty() ? Rows{} : interactions_[provider.index].convert(argument);
        }
        case Provider::Kind::Rule:
            break;
    }
    Rows rows;
    for (const auto& [each, bindings] : needed_) {
        if (each.kind == provider.kind && each.index == provider.index) {
            for (Row row : body_rows(each)) {
                merge(row, each.constants);
                rows.insert(only(row, variables(provider.pattern)));
            }
        }
    }
    return rows;
}

bool Matcher::derive_once() {
    bool changes = false;
    for (std::size_t i = 0; i < providers_.size(); ++i) {
        Rows rows = derived(i);
        changes = changes || rows_[i] != rows;
        rows_[i] = std::move(rows);
    }
    return changes;
}

Outcome Matcher::contacted() const {
    Outcome outcome;
    for (const auto& [index, rows] : asked_) {
        if (providers_[index].kind == Provider::Kind::Answer && !rows.empty()) {
            outcome.asked[interactions_[providers_[index].index].id] = rows;
        }
    }
    for (const auto& [index, argument] : arguments_) {
        outcome.called[interactions_[providers_[index].index].id] = argument;
    }
    for (const auto& [each, bindings] : needed_) {
        if (each.kind == Provider::Kind::React && missing_.empty()) {
            if (Rows argument = body_rows(each); !argument.empty()) {
                outcome.called[interactions_[each.index].id] = std::move(argument);
            }
        }
    }
    return outcome;
}

Outcome Matcher::ask(const Triples& target, const Rows& bindings) {
    std::set<Need> needs;
    collect(target, needs);
    find_viable(needs);
    bindings_ = bindings;
    ask_all(target, bindings);
    ask_in_rounds();
    while (derive_once()) {
    }
    Outcome outcome = contacted();
    outcome.rows = agreeing(joined(target, nullptr), bindings);
    return outcome;
}

/// The REACTs that what was posted reaches, and the rules that lead there.
std::set<Need> Matcher::triggered() const {
    std::set<Need> found;
    std::vector<Need> open;
    for (const Need& each : viable_) {
        if (each.kind == Provider::Kind::React) {
            open.push_back(each);
        }
    }
    while (!open.empty()) {
        const Need each = open.back();
        open.pop_back();
        if (!found.insert(each).second) {
            continue;
        }
        const Triples body = triples(each);
        for (const Cover& cover : providers_.covers(body)) {
            for (const Use& use : is_viable(body, cover) ? cover : Cover{}) {
                if (const auto needed = need(body, use)) {
                    open.push_back(*needed);
                }
            }
        }
    }
    return found;
}

/// In a post: ANSWERs are asked with what the fed uses beside them give.
void Matcher::ask_beside_fed(const Need& each) {
    const Triples body = triples(each);
    const auto all = uses_in_covers(body);
    Rows known;
    for (const auto& [provider, rows] : rows_) {
        for (const Row& row : rows) {
            std::vector<Use> fitting = all;
            std::erase_if(fitting, [&, provider = provider](const Use& use) {
                return use.provider != provider || !is_fed(body, use) || !providers_.gift(body, use, row);
            });
            for (const Use& use : maximal(fitting)) {
                known.insert(*providers_.gift(body, use, row));
            }
        }
    }
    for (std::size_t p = 0; p < providers_.size(); ++p) {
        if (providers_[p].kind == Provider::Kind::Answer) {
            for (const Row& row : questions(each, {p, std::nullopt}, known, needs(p), true)) {
                if (binds_needs(p, row)) {
                    asked_[p].insert(row);
                    asked_beside_[{p, each}].insert(row);
                }
            }
        }
    }
}

Outcome Matcher::post(const Triples& result_pattern, const Rows& posted) {
    rows_[providers_.size() - 1] = posted;
    std::set<Need> needs;
    for (std::size_t i = 0; i < interactions_.size(); ++i) {
        const Need argument{Provider::Kind::React, i, {}};
        if (interactions_[i].convert && needs.insert(argument).second) {
            collect(triples(argument), needs);
        }
    }
    find_viable(needs);
    for (const Need& each : triggered()) {
        needed_[each] = {{}};
    }
    std::map<std::pair<std::size_t, Need>, Rows> asked;
    do {
        asked = asked_beside_;
        while (derive_once()) {
        }
        for (const auto& [each, bindings] : needed_) {
            ask_beside_fed(each);
        }
    } while (asked != asked_beside_);
    Outcome outcome = contacted();
    if (!result_pattern.empty()) {
        std::erase_if(rows_, [&](const auto& entry) { return providers_[entry.first].kind != Provider::Kind::React; });
        outcome.rows = joined(result_pattern, nullptr);
    }
    return outcome;
}

Outcome answer(const Question& question) {
    Matcher matcher(question);
    if (!question.is_post) {
        return matcher.ask(with_values(question.pattern), question.bindings.empty() ? Rows{{}} : question.bindings);
    }
    return matcher.post(with_values(question.result), question.bindings);
}

}  // namespace gridlore::naive
