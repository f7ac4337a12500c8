#include "tests/support/naive_rows.h"

#include <algorithm>
#include <iterator>

#include "knowledge-engine/rdf/value.h"

namespace gridlore::naive {

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

bool bind(Row& row, const std::string& name, const rdf::Term& term) {
    return row.emplace(name, term).first->second == term;
}

bool merge(Row& row, const Row& other) {
    return std::all_of(other.begin(), other.end(),
                       [&](const auto& cell) { return bind(row, cell.first, cell.second); });
}

namespace {

bool agrees(const Row& row, const Rows& bindings) {
    return std::any_of(bindings.begin(), bindings.end(), [&](Row binding) { return merge(binding, row); });
}

}  // namespace

Rows agreeing(const Rows& rows, const Rows& bindings) {
    Rows result;
    std::copy_if(rows.begin(), rows.end(), std::inserter(result, result.end()),
                 [&](const Row& row) { return agrees(row, bindings); });
    return result;
}

rdf::Term by_value(const rdf::Term& term) {
    return rdf::canonical_value(term).value_or(term);
}

Rows by_value(const pattern::TermRows& rows) {
    Rows result;
    for (const pattern::TermRow& row : rows) {
        Row cells;
        for (const auto& [name, term] : row) {
            cells.emplace(name, by_value(term));
        }
        result.insert(std::move(cells));
    }
    return result;
}

pattern::TermRows to_term_rows(const Rows& rows) {
    pattern::TermRows result;
    for (const Row& row : rows) {
        result.emplace_back(row.begin(), row.end());
    }
    return result;
}

}  // namespace gridlore::naive
