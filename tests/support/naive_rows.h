/// Rows and triples as the naive matcher has them. Pure functions.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "knowledge-engine/pattern/graph_pattern.h"
#include "knowledge-engine/pattern/term_rows.h"

namespace gridlore::naive {

/// Terms stand for their values here: give rows through `by_value`.
using Row = std::map<std::string, rdf::Term>;
using Rows = std::set<Row>;
using Triples = std::vector<pattern::TriplePattern>;

rdf::Term by_value(const rdf::Term& term);
Rows by_value(const pattern::TermRows& rows);
pattern::TermRows to_term_rows(const Rows& rows);

/// Null if it is the other kind.
const pattern::Variable* variable(const pattern::PatternTerm& term);
const rdf::Term* constant(const pattern::PatternTerm& term);
std::vector<pattern::PatternTerm> terms(const pattern::TriplePattern& triple);
std::set<std::string> variables(const Triples& triples);

/// Every term replaced by what `change` makes of it; a triple that is there twice counts once.
Triples changed(const Triples& triples, const std::function<pattern::PatternTerm(const pattern::PatternTerm&)>& change);
Triples with_values(const Triples& triples);

Row only(const Row& row, const std::set<std::string>& names);
/// False if the variable has another value already.
bool bind(Row& row, const std::string& name, const rdf::Term& term);
bool merge(Row& row, const Row& other);
/// The rows that agree with at least one binding.
Rows agreeing(const Rows& rows, const Rows& bindings);

}  // namespace gridlore::naive
