#include "tests/support/naive_matcher.h"

#include <algorithm>
#include <optional>

#include "knowledge-engine/rdf/value.h"

namespace gridlore::naive {
namespace {

using pattern::PatternTerm;
using pattern::TriplePattern;
using pattern::Variable;

const Variable* variable(const PatternTerm& term) {
    return std::get_if<Variable>(&term);
}
const rdf::Term* constant(const PatternTerm& term) {
    return std::get_if<rdf::Term>(&term);
}

std::vector<PatternTerm> terms(const TriplePattern& triple) {
    return {triple.subject, triple.predicate, triple.object};
}

/// Every term replaced by what `change` makes of it; a triple that is there twice counts once.
Triples changed(const Triples& triples, const std::function<PatternTerm(const PatternTerm&)>& change) {
    Triples result;
    for (const TriplePattern& triple : triples) {
        const TriplePattern next{change(triple.subject), change(triple.predicate), change(triple.object)};
        if (std::find(result.begin(), result.end(), next) == result.end()) {
            result.push_back(next);
        }
    }
    return result;
}

Triples with_values(const Triples& triples) {
    return changed(triples, [](const PatternTerm& term) {
        return constant(term) ? PatternTerm(by_value(*constant(term))) : term;
    });
}

std::set<std::string> variables(const Triples& triples) {
    std::set<std::string> names;
    for (const TriplePattern& triple : triples) {
        for (const PatternTerm& term : terms(triple)) {
            if (variable(term)) {
                names.insert(variable(term)->name);
            }
        }
    }
    return names;
}

Row only(const Row& row, const std::set<std::string>& names) {
    Row result;
    for (const auto& [name, term] : row) {
        if (names.contains(name)) {
            result.emplace(name, term);
        }
    }
    return result;
}

/// False if the variable has another value already.
bool bind(Row& row, const std::string& name, const rdf::Term& term) {
    return row.emplace(name, term).first->second == term;
}

bool merge(Row& row, const Row& other) {
    return std::all_of(other.begin(), other.end(),
                       [&](const auto& cell) { return bind(row, cell.first, cell.second); });
}

bool agrees(const Row& row, const Rows& bindings) {
    return std::any_of(bindings.begin(), bindings.end(), [&](Row binding) { return merge(binding, row); });
}

Rows agreeing(const Rows& rows, const Rows& bindings) {
    Rows result;
    std::copy_if(rows.begin(), rows.end(), std::inserter(result, result.end()),
                 [&](const Row& row) { return agrees(row, bindings); });
    return result;
}

struct Provider {
    enum class Kind { Answer, React, Rule, Fact };
    Kind kind;
    std::size_t index;  ///< of the interaction or rule
    Triples pattern;
};

/// Which triple of the provider each triple of the domain is assigned.
struct Use {
    std::size_t provider;
    std::map<std::size_t, std::size_t> assigned;
};
using Cover = std::vector<Use>;

bool extends(const Use& large, const Use& small) {
    return large.assigned.size() > small.assigned.size() &&
           std::includes(large.assigned.begin(), large.assigned.end(), small.assigned.begin(), small.assigned.end());
}

/// An argument or body that has to be obtained: a REACT's, or a rule's as specialised by constants of its head.
struct Need {
    Provider::Kind kind;
    std::size_t index;
    Row constants;
    friend auto operator<=>(const Need&, const Need&) = default;
};

class Asking {
  public:
    Asking(int level, const std::vector<Interaction>& interactions, const std::vector<exchange::Rule>& rules)
        : level_(level), interactions_(interactions), rules_(rules) {
        for (std::size_t i = 0; i < interactions.size(); ++i) {
            const bool react = interactions[i].convert != nullptr;
            providers_.push_back({react ? Provider::Kind::React : Provider::Kind::Answer, i,
                                  with_values(react ? interactions[i].result : interactions[i].pattern)});
        }
        for (std::size_t i = 0; i < rules.size(); ++i) {
            const auto kind = rules[i].body.empty() ? Provider::Kind::Fact : Provider::Kind::Rule;
            if (kind == Provider::Kind::Rule || level == 1) {
                providers_.push_back({kind, i, with_values(rules[i].head)});
            } else {
                for (const TriplePattern& fact : with_values(rules[i].head)) {
                    providers_.push_back({kind, i, {fact}});
                }
            }
        }
    }

    Outcome run(const Triples& target, const Rows& bindings);

  private:
    bool is_consistent(const Triples& target, const Use& use) const;
    void extend_use(const Triples& target, std::size_t triple, Use use, std::vector<Use>& uses) const;
    std::vector<Use> uses(const Triples& target) const;
    bool may_join(const Triples& target, const Cover& cover, const Use& use) const;
    void extend_cover(const Triples& target, const std::vector<Use>& uses, const std::set<std::size_t>& covered,
                      const Cover& cover, std::vector<Cover>& covers) const;
    std::vector<Cover> covers(const Triples& target) const;

    std::optional<Need> need(const Triples& target, const Use& use) const;
    Triples triples(const Need& need) const;
    bool is_viable(const Triples& target, const Cover& cover) const;
    void collect(const Triples& target, std::set<Need>& needs) const;
    void find_viable(const Triples& target);

    std::optional<Row> question(const Triples& target, const Use& use, const Row& binding) const;
    void ask_providers(const Triples& target, const Rows& bindings);
    void ask_all(const Triples& target, const Rows& bindings);

    Rows given(const Triples& target, const Use& use) const;
    Rows result(const Triples& target, const Rows& bindings) const;
    Rows derived(std::size_t provider) const;

    int level_;
    const std::vector<Interaction>& interactions_;
    const std::vector<exchange::Rule>& rules_;
    std::vector<Provider> providers_;
    std::set<Need> viable_;
    std::map<std::size_t, Rows> asked_;  ///< by provider
    std::map<Need, Rows> needed_;
    std::map<std::size_t, Rows> rows_;  ///< by provider
};

/// Whether the assignment keeps to what the level allows between different triples of the domain.
bool Asking::is_consistent(const Triples& target, const Use& use) const {
    std::map<std::string, rdf::Term> target_constants;
    std::map<std::string, rdf::Term> provider_constants;
    for (const auto& [t, c] : use.assigned) {
        const auto ours = terms(target[t]);
        const auto theirs = terms(providers_[use.provider].pattern[c]);
        for (std::size_t i = 0; i < 3; ++i) {
            if ((constant(ours[i]) && constant(theirs[i]) && ours[i] != theirs[i]) ||
                (variable(ours[i]) && constant(theirs[i]) &&
                 !bind(target_constants, variable(ours[i])->name, *constant(theirs[i]))) ||
                (constant(ours[i]) && variable(theirs[i]) &&
                 !bind(provider_constants, variable(theirs[i])->name, *constant(ours[i])))) {
                return false;
            }
        }
        for (const auto& [t2, c2] : use.assigned) {
            const auto our_others = terms(target[t2]);
            const auto their_others = terms(providers_[use.provider].pattern[c2]);
            for (std::size_t i = 0; level_ <= 2 && t != t2 && i < 3; ++i) {
                for (std::size_t j = 0; j < 3; ++j) {
                    if ((variable(ours[i]) && ours[i] == our_others[j] && theirs[i] != their_others[j]) ||
                        (variable(theirs[i]) && theirs[i] == their_others[j] && ours[i] != our_others[j])) {
                        return false;
                    }
                }
            }
        }
    }
    return true;
}

void Asking::extend_use(const Triples& target, std::size_t triple, Use use, std::vector<Use>& uses) const {
    if (triple == target.size()) {
        if (!use.assigned.empty() && is_consistent(target, use)) {
            uses.push_back(use);
        }
        return;
    }
    extend_use(target, triple + 1, use, uses);
    for (std::size_t c = 0; c < providers_[use.provider].pattern.size(); ++c) {
        const bool taken =
            std::any_of(use.assigned.begin(), use.assigned.end(), [&](const auto& a) { return a.second == c; });
        if (!taken) {
            Use longer = use;
            longer.assigned.emplace(triple, c);
            extend_use(target, triple + 1, longer, uses);
        }
    }
}

std::vector<Use> Asking::uses(const Triples& target) const {
    std::vector<Use> result;
    for (std::size_t provider = 0; provider < providers_.size(); ++provider) {
        extend_use(target, 0, {provider, {}}, result);
    }
    return result;
}

bool Asking::may_join(const Triples& target, const Cover& cover, const Use& use) const {
    if (level_ == 1) {
        return cover.empty() && use.assigned.size() == target.size();
    }
    if (level_ == 5 || providers_[use.provider].kind == Provider::Kind::Fact) {
        return true;
    }
    return std::all_of(cover.begin(), cover.end(), [&](const Use& other) {
        if (other.provider != use.provider) {
            return true;
        }
        return level_ >= 3 && std::any_of(use.assigned.begin(), use.assigned.end(), [&](const auto& a) {
                   return std::any_of(other.assigned.begin(), other.assigned.end(),
                                      [&](const auto& b) { return a.second == b.second; });
               });
    });
}

void Asking::extend_cover(const Triples& target, const std::vector<Use>& uses, const std::set<std::size_t>& covered,
                          const Cover& cover, std::vector<Cover>& covers) const {
    std::size_t next = 0;
    while (covered.contains(next)) {
        ++next;
    }
    if (next == target.size()) {
        Row constants;
        for (const Use& use : cover) {
            for (const auto& [t, c] : use.assigned) {
                const auto ours = terms(target[t]);
                const auto theirs = terms(providers_[use.provider].pattern[c]);
                for (std::size_t i = 0; i < 3; ++i) {
                    if (variable(ours[i]) && constant(theirs[i]) &&
                        !bind(constants, variable(ours[i])->name, *constant(theirs[i]))) {
                        return;
                    }
                }
            }
        }
        covers.push_back(cover);
        return;
    }
    for (const Use& use : uses) {
        const bool overlaps = std::any_of(use.assigned.begin(), use.assigned.end(),
                                          [&](const auto& a) { return covered.contains(a.first); });
        if (!use.assigned.contains(next) || overlaps || !may_join(target, cover, use)) {
            continue;
        }
        std::set<std::size_t> more = covered;
        for (const auto& [t, c] : use.assigned) {
            more.insert(t);
        }
        Cover longer = cover;
        longer.push_back(use);
        extend_cover(target, uses, more, longer, covers);
    }
}

std::vector<Cover> Asking::covers(const Triples& target) const {
    std::vector<Cover> result;
    extend_cover(target, uses(target), {}, {}, result);
    return result;
}

/// What a use of a REACT or rule needs in its turn.
std::optional<Need> Asking::need(const Triples& target, const Use& use) const {
    const Provider& provider = providers_[use.provider];
    if (provider.kind == Provider::Kind::React) {
        return Need{provider.kind, provider.index, {}};
    }
    if (provider.kind != Provider::Kind::Rule) {
        return std::nullopt;
    }
    Row constants;
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

Triples Asking::triples(const Need& need) const {
    if (need.kind == Provider::Kind::React) {
        return with_values(interactions_[need.index].pattern);
    }
    return changed(with_values(rules_[need.index].body), [&](const PatternTerm& term) {
        const auto value = variable(term) ? need.constants.find(variable(term)->name) : need.constants.end();
        return value == need.constants.end() ? term : PatternTerm(value->second);
    });
}

bool Asking::is_viable(const Triples& target, const Cover& cover) const {
    return std::all_of(cover.begin(), cover.end(), [&](const Use& use) {
        const auto needed = need(target, use);
        return !needed || viable_.contains(*needed);
    });
}

void Asking::collect(const Triples& target, std::set<Need>& needs) const {
    for (const Use& use : uses(target)) {
        const auto needed = need(target, use);
        if (needed && needs.insert(*needed).second) {
            collect(triples(*needed), needs);
        }
    }
}

void Asking::find_viable(const Triples& target) {
    std::set<Need> needs;
    collect(target, needs);
    std::size_t before = 0;
    do {
        before = viable_.size();
        for (const Need& each : needs) {
            const Triples body = triples(each);
            const auto all = covers(body);
            if (std::any_of(all.begin(), all.end(), [&](const Cover& cover) { return is_viable(body, cover); })) {
                viable_.insert(each);
            }
        }
    } while (viable_.size() != before);
}

/// What a provider is asked because of one binding of the target.
std::optional<Row> Asking::question(const Triples& target, const Use& use, const Row& binding) const {
    Row result;
    for (const auto& [t, c] : use.assigned) {
        const auto ours = terms(target[t]);
        const auto theirs = terms(providers_[use.provider].pattern[c]);
        for (std::size_t i = 0; i < 3; ++i) {
            const auto value = variable(ours[i]) ? binding.find(variable(ours[i])->name) : binding.end();
            const rdf::Term* known = constant(ours[i])        ? constant(ours[i])
                                     : value == binding.end() ? nullptr
                                                              : &value->second;
            if (known == nullptr) {
                continue;
            }
            if (constant(theirs[i]) ? *constant(theirs[i]) != *known
                                    : !bind(result, variable(theirs[i])->name, *known)) {
                return std::nullopt;
            }
        }
    }
    return result;
}

void Asking::ask_providers(const Triples& target, const Rows& bindings) {
    const auto all = uses(target);
    std::set<std::size_t> contacted;
    if (level_ <= 3) {
        for (const Cover& cover : covers(target)) {
            for (const Use& use : is_viable(target, cover) ? cover : Cover{}) {
                contacted.insert(use.provider);
            }
        }
    }
    for (const Use& use : all) {
        const bool maximal = std::none_of(all.begin(), all.end(), [&](const Use& other) {
            return other.provider == use.provider && extends(other, use);
        });
        if (!maximal || (level_ <= 3 && !contacted.contains(use.provider))) {
            continue;
        }
        for (const Row& binding : bindings) {
            const auto row = question(target, use, binding);
            if (!row) {
                continue;
            }
            asked_[use.provider].insert(*row);
            if (const auto needed = need(target, use)) {
                needed_[*needed].insert(only(*row, variables(triples(*needed))));
            }
        }
    }
}

void Asking::ask_all(const Triples& target, const Rows& bindings) {
    ask_providers(target, bindings);
    std::map<Need, Rows> done;
    while (done != needed_) {
        done = needed_;
        for (const auto& [each, rows] : done) {
            ask_providers(triples(each), rows);
        }
    }
}

/// The bindings of a use's variables that the provider's rows give.
Rows Asking::given(const Triples& target, const Use& use) const {
    Rows result;
    const auto rows = rows_.find(use.provider);
    for (const Row& row : rows == rows_.end() ? Rows{} : rows->second) {
        Row binding;
        bool fits = true;
        for (const auto& [t, c] : use.assigned) {
            const auto ours = terms(target[t]);
            const auto theirs = terms(providers_[use.provider].pattern[c]);
            for (std::size_t i = 0; i < 3; ++i) {
                const rdf::Term& value = constant(theirs[i]) ? *constant(theirs[i]) : row.at(variable(theirs[i])->name);
                fits = fits && (constant(ours[i]) ? *constant(ours[i]) == value
                                                  : bind(binding, variable(ours[i])->name, value));
            }
        }
        if (fits) {
            result.insert(binding);
        }
    }
    return result;
}

Rows Asking::result(const Triples& target, const Rows& bindings) const {
    Rows result;
    for (const Cover& cover : covers(target)) {
        Rows joined = {{}};
        for (const Use& use : cover) {
            Rows next;
            for (const Row& row : given(target, use)) {
                for (Row left : joined) {
                    if (merge(left, row)) {
                        next.insert(left);
                    }
                }
            }
            joined = next;
        }
        result.merge(joined);
    }
    return agreeing(result, bindings);
}

/// The rows of a provider, from those of the others as they are so far.
Rows Asking::derived(std::size_t index) const {
    const Provider& provider = providers_[index];
    if (provider.kind == Provider::Kind::Fact) {
        return {{}};
    }
    const auto asked = asked_.find(index);
    if (asked == asked_.end()) {
        return {};
    }
    if (provider.kind == Provider::Kind::Answer) {
        Rows rows = interactions_[provider.index].rows;
        return agreeing(rows, asked->second);
    }
    Rows rows;
    for (const auto& [each, bindings] : needed_) {
        if (each.kind != provider.kind || each.index != provider.index) {
            continue;
        }
        Rows body = result(triples(each), bindings);
        if (each.kind == Provider::Kind::React) {
            return body.empty() ? Rows{} : interactions_[each.index].convert(body);
        }
        for (Row row : body) {
            merge(row, each.constants);
            rows.insert(only(row, variables(provider.pattern)));
        }
    }
    return rows;
}

Outcome Asking::run(const Triples& target, const Rows& bindings) {
    find_viable(target);
    ask_all(target, bindings);
    for (bool changes = true; changes;) {
        changes = false;
        for (std::size_t i = 0; i < providers_.size(); ++i) {
            Rows rows = derived(i);
            if (rows_[i] != rows) {
                rows_[i] = rows;
                changes = true;
            }
        }
    }
    Outcome outcome{result(target, bindings), {}, {}};
    for (const auto& [index, rows] : asked_) {
        const Provider& provider = providers_[index];
        if (provider.kind == Provider::Kind::Answer) {
            outcome.asked[interactions_[provider.index].id] = rows;
        } else if (provider.kind == Provider::Kind::React) {
            const Need argument{provider.kind, provider.index, {}};
            const Rows rows_of_argument = result(triples(argument), needed_.at(argument));
            if (!rows_of_argument.empty()) {
                outcome.called[interactions_[provider.index].id] = rows_of_argument;
            }
        }
    }
    return outcome;
}

}  // namespace

rdf::Term by_value(const rdf::Term& term) {
    return rdf::canonical_value(term).value_or(term);
}

Outcome ask(int level, const Triples& pattern, const Rows& bindings, const std::vector<Interaction>& interactions,
            const std::vector<exchange::Rule>& rules) {
    return Asking(level, interactions, rules).run(with_values(pattern), bindings.empty() ? Rows{{}} : bindings);
}

}  // namespace gridlore::naive
