/// Why an exchange went as it did: who was asked, what matched and what did not and why, what was left out.
/// Value types, made only when asked for.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gridlore::exchange {

enum class Verdict {
    Asked,            ///< it was contacted
    Incomplete,       ///< it matches a part, but nobody (at this level) gives the rest
    OtherPurpose,     ///< its communicative act does not fit
    OwnInteraction,   ///< it belongs to the asker
    NotSelected,      ///< the recipient selector leaves it out
    Contradicted,     ///< the bindings contradict its pattern
    NothingToHandOn,  ///< a REACT whose argument got no rows
    NeedsBindings,    ///< an ANSWER that must be given variables which nobody gave
    NoMatch,          ///< it shares a predicate, but no triple matches
};

/// One interaction that was considered. Rules and facts are not listed: nobody is asked for them.
struct Consideration {
    std::string knowledge_base;
    std::string interaction;  ///< id
    Verdict verdict = Verdict::NoMatch;
    std::string reason;                ///< a sentence for a person
    std::vector<std::string> matched;  ///< `target triple = its triple`
    std::size_t rows = 0;              ///< what it gave
};

struct Explanation {
    int level = 2;
    std::string pattern;                    ///< what was to be covered, canonical form
    std::vector<std::string> uncovered;     ///< triples that nobody gives
    std::vector<Consideration> considered;  ///< asked first, then the others
    std::size_t left_out = 0;               ///< further interactions that share a predicate, beyond the list's bound
    bool plan_reused = false;
    bool plan_cut = false;             ///< not everything that could serve was looked at: rows may be missing
    std::size_t dropped_bindings = 0;  ///< incomplete rows of a post, which were not delivered
};

/// One word for programs: `asked`, `incomplete`, `otherPurpose` …
std::string to_string(Verdict verdict);

}  // namespace gridlore::exchange
