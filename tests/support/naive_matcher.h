/// The slow and obvious twin of the exchange: tries every use and every cover, literally as
/// docs/decisions/0001-what-a-level-means.md defines them. It judges the engine in tests and must never ship.
/// Exponential in everything; REACTs must not feed each other in a circle. Pure functions.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "knowledge-engine/exchange/rules.h"
#include "tests/support/naive_rows.h"

namespace gridlore::naive {

/// An ANSWER (no conversion) or a REACT.
struct Interaction {
    std::string id;
    Triples pattern;                           ///< of an ANSWER; the argument of a REACT
    Triples result;                            ///< of a REACT
    Rows rows;                                 ///< all that an ANSWER knows
    std::function<Rows(const Rows&)> convert;  ///< what a REACT makes of its argument; empty: an ANSWER
    std::set<std::string> needs;               ///< variables that an ANSWER must be given
};

/// One ask or post, and everybody there is but the asker.
struct Question {
    int level = 2;
    bool is_post = false;
    Triples pattern;  ///< of the ask; the argument of the post
    Triples result;   ///< of the post
    Rows bindings;    ///< empty: everything, or nothing is posted
    std::vector<Interaction> interactions;
    std::vector<exchange::Rule> rules;
};

struct Outcome {
    Rows rows;
    std::map<std::string, Rows> asked;   ///< ANSWERs contacted, each with what it was asked
    std::map<std::string, Rows> called;  ///< REACTs called, each with its argument
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome answer(const Question& question);

}  // namespace gridlore::naive
