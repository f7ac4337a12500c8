#include "knowledge-engine/exchange/universal_rows.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "knowledge-engine/exchange/row_terms.h"
#include "knowledge-engine/pattern/join.h"

namespace gridlore::exchange {

using pattern::BindingSet;
using pattern::RowSet;
using pattern::TermRows;
using rdf::TermId;

namespace {

/// A part of a target for the search of what can be joined.
struct Unit {
    std::vector<std::size_t> triples;
    std::vector<bool> variables;
    BindingSet others;  ///< rows of others; of a unit of several triples there are none
    bool is_served = false;
};

CompiledTriples select(const Target& target, const std::vector<std::size_t>& triples) {
    CompiledTriples selected;
    std::ranges::transform(triples, std::back_inserter(selected), [&](std::size_t t) { return target.triples[t]; });
    return selected;
}

std::vector<bool> variables_of(const Target& target, const std::vector<std::size_t>& triples) {
    return exchange::variables_of(select(target, triples), target.variable_count);
}

bool share_a_variable(const std::vector<bool>& a, const std::vector<bool>& b) {
    for (std::size_t v = 0; v < a.size(); ++v) {
        if (a[v] && b[v]) {
            return true;
        }
    }
    return false;
}

/// The rows with only those variables, each once. What a single demanded row says beyond them is said with each.
BindingSet restricted(const BindingSet& rows, const std::vector<bool>& variables, const BindingSet& demanded,
                      pattern::Equality equality) {
    RowSet kept(variables.size(), equality);
    std::vector<TermId> cells(variables.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t v = 0; v < cells.size(); ++v) {
            cells[v] = variables[v] ? rows.row(i)[v] : TermId();
            if (variables[v] && !cells[v].is_bound() && demanded.size() == 1) {
                cells[v] = demanded.row(0)[v];
            }
        }
        kept.insert(cells);
    }
    return std::move(kept).rows();
}

/// Puts triples that share variables together.
std::vector<std::vector<std::size_t>> components_of(const Target& target, const std::vector<std::size_t>& triples) {
    std::vector<std::vector<std::size_t>> found;
    std::vector<std::vector<bool>> variables;
    for (const std::size_t t : triples) {
        std::vector<std::size_t> merged = {t};
        std::vector<bool> of_merged = variables_of(target, merged);
        for (std::size_t i = found.size(); i-- > 0;) {
            if (!share_a_variable(variables[i], of_merged)) {
                continue;
            }
            merged.insert(merged.end(), found[i].begin(), found[i].end());
            for (std::size_t v = 0; v < of_merged.size(); ++v) {
                of_merged[v] = of_merged[v] || variables[i][v];
            }
            found.erase(found.begin() + static_cast<std::ptrdiff_t>(i));
            variables.erase(variables.begin() + static_cast<std::ptrdiff_t>(i));
        }
        std::ranges::sort(merged);
        found.push_back(std::move(merged));
        variables.push_back(std::move(of_merged));
    }
    return found;
}

/// Starts with what others gave least of, and goes on with what shares variables with what is there.
void put_in_order(std::vector<Unit>& units) {
    std::vector<bool> bound(units.front().variables.size());
    for (std::size_t i = 0; i < units.size(); ++i) {
        const auto rank = [&](const Unit& unit) {
            const bool none = unit.others.empty();
            return std::make_tuple(i == 0 && none, !share_a_variable(unit.variables, bound), none, unit.others.size());
        };
        const auto next = std::min_element(units.begin() + static_cast<std::ptrdiff_t>(i), units.end(),
                                           [&](const Unit& a, const Unit& b) { return rank(a) < rank(b); });
        std::iter_swap(units.begin() + static_cast<std::ptrdiff_t>(i), next);
        for (std::size_t v = 0; v < bound.size(); ++v) {
            bound[v] = bound[v] || units[i].variables[v];
        }
    }
}

/// Of each variable of some rows: its column among the variables of many.
using Columns = std::vector<std::pair<std::size_t, std::size_t>>;

/// Those of the variables for which `own` holds, by name; what is not among `all` is added there.
Columns columns_in(std::vector<std::string>& all, const std::vector<std::string>& names, const std::vector<bool>& own) {
    Columns columns;
    for (std::size_t variable = 0; variable < names.size(); ++variable) {
        if (!own[variable]) {
            continue;
        }
        const auto column = static_cast<std::size_t>(std::ranges::find(all, names[variable]) - all.begin());
        if (column == all.size()) {
            all.push_back(names[variable]);
        }
        columns.emplace_back(variable, column);
    }
    return columns;
}

}  // namespace

UniversalRows::UniversalRows(const Plan& plan, const Interaction& asker, rdf::Dictionary& dictionary, Clock& clock,
                             const pattern::Ranges& ranges, const std::atomic<bool>& cancelled, std::size_t limit)
    : plan_(plan),
      asker_(asker),
      dictionary_(dictionary),
      clock_(clock),
      ranges_(ranges),
      cancelled_(cancelled),
      limit_(limit),
      equality_(pattern::Equality::by_value(dictionary)) {}

void UniversalRows::leave_out(const std::string& reason) {
    failure_ = reason;
}

void UniversalRows::resume(TimePoint since) {
    running_since_ = std::max(since, paused_at_);  // Pieces of work may have waited side by side.
}

void UniversalRows::pause() {
    paused_at_ = std::max(clock_.now(), running_since_);
    spent_ += paused_at_ - running_since_;
}

Duration UniversalRows::time_left() const {
    return plan_.universal->universal->time() - spent_ - (clock_.now() - running_since_);
}

const std::vector<std::string>& UniversalRows::variables(std::size_t target) const {
    for (const Provider& provider : plan_.providers) {
        if (provider.target == target) {
            return provider.interactions ? provider.interactions->first().variables
                                         : plan_.rules->rules[provider.rule].variables;
        }
    }
    return asker_.variables;
}

bool UniversalRows::serves(std::size_t target, std::size_t triple) const {
    return std::ranges::any_of(plan_.targets[target].candidates[triple], [&](const Candidate& candidate) {
        return plan_.providers[candidate.provider].kind == ProviderKind::Universal;
    });
}

std::optional<TermRows> UniversalRows::put(std::size_t target, const Triples& triples, const BindingSet& bindings,
                                           std::size_t most) {
    const std::vector<std::string>& names = variables(target);
    const Target& wanted = plan_.targets[target];
    const std::vector<bool> own = variables_of(wanted, triples);
    const auto term_of = [&](const Slot& slot) -> pattern::PatternTerm {
        if (slot.is_variable()) {
            return pattern::Variable{names[static_cast<std::size_t>(slot.variable)]};
        }
        return dictionary_.term(slot.term);
    };
    Question question;
    for (const CompiledTriple& triple : select(wanted, triples)) {
        question.triples.push_back({term_of(triple[0]), term_of(triple[1]), term_of(triple[2])});
    }
    question.bindings = to_rows(bindings, names, own, dictionary_);
    if (target == plan_.result && !plan_.is_post) {
        for (const auto& [name, range] : ranges_) {
            const auto it = std::ranges::find(names, name);
            if (it != names.end() && own[static_cast<std::size_t>(it - names.begin())]) {
                question.ranges.emplace(name, range);
            }
        }
    }
    question.most = most;
    question.cancelled = &cancelled_;
    UniversalKnowledgeBase& universal = *plan_.universal->universal;
    question.time = time_left();
    if (question.time <= Duration::zero()) {
        failure_ = "It took longer than it may for one exchange.";
        return std::nullopt;
    }
    start_ = start_.value_or(clock_.now());
    auto rows = universal.answer(question);
    end_ = clock_.now();
    if (!rows) {
        failure_ = rows.error().message;
        return std::nullopt;
    }
    return std::move(*rows);
}

void UniversalRows::ask_now(std::size_t target, const Triples& triples, const BindingSet& bindings, Part& part) {
    const auto rows = put(target, triples, bindings, limit_ + 1);
    if (!rows) {
        return;
    }
    const BindingSet given = to_bindings(*rows, variables(target), dictionary_);
    for (std::size_t i = 0; i < given.size(); ++i) {
        part.given.insert(given.row(i));
    }
    if (part.given.rows().size() > limit_) {
        failure_ = too_many_rows(limit_).message;
    }
}

/// What it gives for that part of a target and those bindings, and for others that it was asked before.
const BindingSet& UniversalRows::ask(std::size_t target, const Triples& triples, const BindingSet& bindings) {
    const std::size_t width = plan_.targets[target].variable_count;
    Part& part = parts_.try_emplace({target, triples}, width, equality_).first->second;
    const std::vector<TermId> everything(width);
    BindingSet added(width);
    for (std::size_t i = 0; i < bindings.size() && !part.asked.contains(everything); ++i) {
        if (part.asked.insert(bindings.row(i))) {
            added.add(bindings.row(i));
        }
    }
    if (!added.empty() && !failure_ && !cancelled_) {
        ask_now(target, triples, added, part);
    }
    return part.given.rows();
}

const BindingSet& UniversalRows::beside(std::size_t target, std::size_t triple, const BindingSet& known) {
    static const BindingSet none;
    if (!serves(target, triple)) {
        return none;
    }
    const Target& wanted = plan_.targets[target];
    return ask(target, {triple},
               restricted(known, variables_of(wanted, {triple}), BindingSet(wanted.variable_count), equality_));
}

bool UniversalRows::gives(std::size_t target, std::size_t triple) {
    if (!serves(target, triple) || failure_ || cancelled_) {
        return false;
    }
    BindingSet everything(plan_.targets[target].variable_count);
    everything.add(std::vector<TermId>(everything.width()));
    const auto rows = put(target, {triple}, everything, 1);
    return rows && !rows->empty();
}

UniversalShare UniversalRows::share_of(std::size_t target, const BindingSet& demanded,
                                       const std::vector<ProviderRows>& rows) {
    UniversalShare share;
    const Target& wanted = plan_.targets[target];
    share.whole = BindingSet(wanted.variable_count);
    Triples all(wanted.triples.size());
    bool is_whole = true;
    bool is_part = false;
    for (std::size_t t = 0; t < all.size(); ++t) {
        all[t] = t;
        is_whole = is_whole && serves(target, t);
        is_part = is_part || serves(target, t);
    }
    if (is_whole && !wanted.needs_fed && !demanded.empty()) {
        const std::vector<bool> own = variables_of(wanted, all);
        share.whole = ask(target, all, restricted(demanded, own, BindingSet(wanted.variable_count), equality_));
    }
    if (is_part && plan_.level > 1) {
        add_parts(target, demanded, rows, share);
    }
    return share;
}

/// Finds, unit by unit, what of it can be joined with at least one row of another: what is joined so far asks it for
/// the next unit, and the rows of others for that unit ask it for all units before.
void UniversalRows::add_parts(std::size_t index, const BindingSet& demanded, const std::vector<ProviderRows>& rows,
                              UniversalShare& share) {
    const Target& target = plan_.targets[index];
    std::vector<Unit> units;
    Triples only_here;
    for (std::size_t t = 0; t < target.triples.size(); ++t) {
        BindingSet others = given_to(plan_, target, t, rows, equality_);
        const bool is_served = serves(index, t);
        if (!others.empty()) {
            units.push_back({{t}, variables_of(target, {t}), std::move(others), is_served});
        } else if (is_served) {
            only_here.push_back(t);
        } else {
            return;
        }
    }
    if (units.empty()) {
        return;
    }
    for (Triples& triples : components_of(target, only_here)) {
        std::vector<bool> variables = variables_of(target, triples);
        units.push_back({std::move(triples), std::move(variables), BindingSet(target.variable_count), true});
    }
    put_in_order(units);
    for (const Unit& unit : units) {
        share.units.push_back({unit.triples, RowSet(target.variable_count, equality_), unit.others.empty()});
    }
    const auto keep = [&](std::size_t u, const BindingSet& given) {
        const BindingSet own = restricted(given, units[u].variables, BindingSet(target.variable_count), equality_);
        for (std::size_t i = 0; i < own.size(); ++i) {
            share.units[u].rows.insert(own.row(i));
        }
    };
    BindingSet joined = units.front().others;
    Triples before = units.front().triples;
    bool gives_before = units.front().is_served;
    for (std::size_t u = 1; u < units.size(); ++u) {
        const Unit& unit = units[u];
        RowSet next(target.variable_count, equality_);
        const auto add = [&](const BindingSet& a, const BindingSet& b) {
            const auto pairs = pattern::join(a, b, equality_, limit_);
            failure_ = pairs ? failure_ : std::optional(too_many_rows(limit_).message);
            for (std::size_t i = 0; pairs && i < pairs->size(); ++i) {
                next.insert(pairs->row(i));
            }
        };
        add(joined, unit.others);
        if (unit.is_served && !joined.empty()) {
            const BindingSet& given = ask(index, unit.triples, restricted(joined, unit.variables, demanded, equality_));
            keep(u, given);
            add(joined, given);
        }
        if (gives_before && !unit.others.empty()) {
            std::ranges::sort(before);
            const BindingSet& given =
                ask(index, before, restricted(unit.others, variables_of(target, before), demanded, equality_));
            for (std::size_t earlier = 0; earlier < u; ++earlier) {
                keep(earlier, given);
            }
            add(unit.others, given);
        }
        joined = std::move(next).rows();
        before.insert(before.end(), unit.triples.begin(), unit.triples.end());
        gives_before = gives_before && unit.is_served;
    }
}

std::optional<UniversalAnswers> UniversalRows::answers() const {
    UniversalAnswers answers;
    answers.failure = failure_;
    answers.start = start_.value_or(clock_.now());
    answers.end = start_ ? end_ : answers.start;
    std::vector<std::pair<const BindingSet*, Columns>> given;
    for (const auto& [part, rows] : parts_) {
        if (!rows.given.rows().empty()) {
            const auto& [target, triples] = part;
            given.emplace_back(&rows.given.rows(), columns_in(answers.variables, variables(target),
                                                              variables_of(plan_.targets[target], triples)));
        }
    }
    if (given.empty() && !answers.failure) {
        return std::nullopt;
    }
    answers.rows = BindingSet(answers.variables.size());
    std::vector<TermId> cells;
    for (const auto& [rows, columns] : given) {
        for (std::size_t i = 0; i < rows->size(); ++i) {
            cells.assign(answers.variables.size(), {});
            for (const auto& [variable, column] : columns) {
                cells[column] = rows->row(i)[variable];
            }
            answers.rows.add(cells);
        }
    }
    return answers;
}

}  // namespace gridlore::exchange
