/// The slow and obvious twin of the exchange: tries every use and every cover, literally as
/// docs/decisions/0001-what-a-level-means.md defines them. It judges the engine in tests and must never ship.
/// Exponential in everything; REACTs must not feed each other in a circle. Asks only. Pure functions.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "knowledge-engine/exchange/rules.h"

namespace gridlore::naive {

/// Terms stand for their values here: give rows through `by_value`.
using Row = std::map<std::string, rdf::Term>;
using Rows = std::set<Row>;
using Triples = std::vector<pattern::TriplePattern>;

rdf::Term by_value(const rdf::Term& term);

/// An ANSWER (no result pattern) or a REACT.
struct Interaction {
    std::string id;
    Triples pattern;                           ///< of an ANSWER; the argument of a REACT
    Triples result;                            ///< of a REACT
    Rows rows;                                 ///< all that an ANSWER knows
    std::function<Rows(const Rows&)> convert;  ///< what a REACT makes of its argument; empty: an ANSWER
};

struct Outcome {
    Rows rows;
    std::map<std::string, Rows> asked;   ///< ANSWERs contacted, each with what it was asked
    std::map<std::string, Rows> called;  ///< REACTs called, each with its argument
};

/// `interactions` are those that the asker may use: not its own. `bindings`: empty means everything.
Outcome ask(int level, const Triples& pattern, const Rows& bindings, const std::vector<Interaction>& interactions,
            const std::vector<exchange::Rule>& rules);

}  // namespace gridlore::naive
