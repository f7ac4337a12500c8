/// What the naive matcher knows while it answers one question. Its part for ANSWERs that must be given variables
/// (docs/decisions/0010) is in naive_matcher_inputs.cpp and naive_matcher_rounds.cpp.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/naive_covers.h"
#include "tests/support/naive_matcher.h"

namespace gridlore::naive {

/// An argument or body that has to be obtained: a REACT's, or a rule's as specialised by constants of its head.
struct Need {
    Provider::Kind kind;
    std::size_t index;
    Row constants;
    friend auto operator<=>(const Need&, const Need&) = default;
};

/// A pattern that is covered: a need's, or the ask's own.
using Place = std::optional<Need>;

/// Who serves a place: a provider, of a rule also which specialisation.
struct Server {
    std::size_t provider;
    Place derived_from;
};

class Matcher {
  public:
    explicit Matcher(const Question& question);

    Outcome ask(const Triples& target, const Rows& bindings);
    Outcome post(const Triples& result_pattern, const Rows& posted);

  private:
    std::optional<Need> need(const Triples& target, const Use& use) const;
    Triples triples(const Need& need) const;
    std::vector<Use> uses_in_covers(const Triples& target) const;
    bool is_fed(const Triples& target, const Use& use) const;
    bool is_viable(const Triples& target, const Cover& cover) const;
    void collect(const Triples& target, std::set<Need>& needs) const;
    void find_viable(const std::set<Need>& needs);
    std::set<Need> triggered() const;

    void ask_providers(const Triples& target, const Rows& bindings);
    void ask_all(const Triples& target, const Rows& bindings);
    void ask_beside_fed(const Need& need);
    bool derive_once();
    Outcome contacted() const;

    Rows given(const Triples& target, const Use& use, const Need* needed) const;
    Rows joined(const Triples& target, const Need* needed) const;
    Rows body_rows(const Need& need) const;
    Rows derived(std::size_t provider) const;

    // Of ANSWERs that must be given variables.
    using Names = std::set<std::string>;
    Triples triples(const Place& place) const { return place ? triples(*place) : target_; }
    const std::vector<Use>& uses_at(const Place& place) const;
    std::vector<Use> uses_of(const Place& place, const Server& server) const;
    const Names& needs(std::size_t provider) const;
    bool binds_needs(std::size_t provider, const Row& row) const;
    void find_places();
    std::set<std::size_t> sources(const Place& place, std::optional<std::size_t> triple) const;
    void add_sources(const Place& place, const Server& server, const Use& use, const std::string& name,
                     std::set<std::size_t>& found) const;
    void find_wanted(std::size_t answer);
    bool may_give(const Place& place, const Use& use, const std::string& name) const;
    bool is_settled(const Place& place, std::size_t triple) const;
    Rows given_to(const Place& place, std::size_t triple) const;
    std::set<std::size_t> settled_around(const Place& place, Names names) const;
    Rows joined(const Place& place, const std::set<std::size_t>& triples, const Row& start, const Names& kept) const;
    Rows extended(const Place& place, const Row& binding, const Use& use, const std::vector<Names>& wanted,
                  bool all) const;
    std::vector<std::string> in_order(std::size_t provider, const Names& names) const;
    Rows questions(const Place& place, const Server& server, const Rows& bindings, const Names& needed, bool all) const;
    std::map<Place, Rows> asked_at_places(std::size_t answer) const;
    Rows inputs(std::size_t answer) const;
    void ask_in_rounds();
    void release_reacts();
    bool ask_those_ready();
    bool begin_circle();
    std::set<std::size_t> waits_for(std::size_t provider) const;
    std::set<std::size_t> open_providers() const;

    const int level_;
    const bool is_post_;
    const std::vector<Interaction>& interactions_;
    const std::vector<exchange::Rule>& rules_;
    const Triples target_;  ///< of the ask; the result of the post
    const Providers providers_;
    std::set<Need> viable_;
    std::map<std::size_t, Rows> asked_;                          ///< by provider
    std::map<std::pair<std::size_t, Need>, Rows> asked_beside_;  ///< in a post: ANSWERs, for what they were asked
    std::map<Need, Rows> needed_;       ///< with the bindings that each is asked for; in a post any
    std::map<std::size_t, Rows> rows_;  ///< by provider

    Rows bindings_;                                               ///< of the ask
    std::set<Place> places_;                                      ///< all that are reached
    mutable std::map<Place, std::vector<Use>> uses_at_;           ///< those known so far
    std::map<std::size_t, Names> missing_;                        ///< of ANSWERs that wait for others
    std::map<std::size_t, std::map<Place, Names>> wanted_;        ///< by ANSWER that waits
    std::map<std::size_t, std::set<std::size_t>> input_sources_;  ///< by ANSWER that waits
    std::set<std::size_t> done_;                                  ///< ANSWERs and REACTs
    std::map<std::size_t, Rows> arguments_;                       ///< of the REACTs called, if ANSWERs wait
};

}  // namespace gridlore::naive
