/// Triples, as patterns, as templates and as data: property lists, collections, blank nodes (SPARQL 1.1 Query, rules 52
/// to 66 and 75 to 109). Confined to one parse.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "knowledge-engine/query/syntax/path_parser.h"

namespace gridlore::query {

/// Where triples go, and what may stand in them.
struct TripleTarget {
    /// In patterns blank nodes are variables, and predicates may be paths. Null: a template or data.
    BasicPattern* pattern = nullptr;
    std::size_t pattern_number = 0;  ///< within the query: a label belongs to one basic graph pattern
    VariableSet* scope = nullptr;    ///< of a pattern: variables are noted here

    std::vector<QuadTemplate>* templates = nullptr;
    std::optional<VariableOrTerm> graph = {};
    /// Why variables, and why blank nodes, are not allowed; empty: they are.
    std::string_view without_variables = {};
    std::string_view without_blank_nodes = {};
};

class TriplesParser : public PathParser {
  protected:
    using PathParser::PathParser;
    ~TriplesParser() = default;

    /// True if a triple may begin here.
    bool at_triple() const;
    /// Triples that share a subject, without the point behind them.
    bool triples_of_subject(TripleTarget& target);
    /// Triples with points between them, up to a `}` or what begins no triple.
    bool triples(TripleTarget& target);
    /// Number of a new basic graph pattern, for `TripleTarget::pattern_number`.
    std::size_t next_pattern_number() { return ++patterns_; }
    /// Blank node labels of patterns are forgotten, as an operation begins.
    void forget_labels() { labels_.clear(); }
    /// Adds a triple, or the triples and paths that a path stands for (section 18.2.2.4).
    bool emit(TripleTarget& target, const VariableOrTerm& subject, const PathPtr& path, const VariableOrTerm& object);
    bool emit(TripleTarget& target, const VariableOrTerm& subject, const VariableOrTerm& predicate,
              const VariableOrTerm& object);

  private:
    using Verb = std::variant<VariableOrTerm, PathPtr>;
    struct PatternLabel {
        VariableId variable;
        std::size_t pattern_number;
    };

    std::optional<VariableOrTerm> node(TripleTarget& target);
    std::optional<VariableOrTerm> plain_node(TripleTarget& target);
    std::optional<VariableOrTerm> collection(TripleTarget& target);
    std::optional<VariableOrTerm> property_list_node(TripleTarget& target);
    bool at_property_list() const;
    /// Brackets with something in them: by themselves they are triples.
    bool at_compound_node() const;
    bool property_list(TripleTarget& target, const VariableOrTerm& subject);
    bool object_list(TripleTarget& target, const VariableOrTerm& subject, const Verb& verb);
    std::optional<Verb> verb(TripleTarget& target);
    std::optional<VariableOrTerm> variable_of(TripleTarget& target);
    std::optional<VariableOrTerm> labelled_blank_node(TripleTarget& target);
    std::optional<VariableOrTerm> new_blank_node(TripleTarget& target);
    std::optional<VariableOrTerm> pattern_blank_node(TripleTarget& target, std::size_t begin, std::string_view label);
    bool are_blank_nodes_allowed(const TripleTarget& target);

    std::unordered_map<std::string_view, PatternLabel> labels_;
    std::size_t patterns_ = 0;
    std::size_t blank_nodes_ = 0;
};

}  // namespace gridlore::query
