/// Group graph patterns (SPARQL 1.1 Query, rules 53 to 74 and 18.2.2). Confined to one parse.
#pragma once

#include <string_view>
#include <vector>

#include "knowledge-engine/query/syntax/triples_parser.h"

namespace gridlore::query {

class PatternParser : public TriplesParser {
  protected:
    using TriplesParser::TriplesParser;
    ~PatternParser() = default;

    /// A group with its braces, or a subquery in braces. The variables that are in scope behind it go to `scope`.
    GroupPtr group_graph_pattern(VariableSet& scope);
    /// VALUES, behind the keyword.
    GroupPtr table(VariableSet& scope);
    /// The join of all, or the empty pattern.
    GroupPtr joined(std::vector<GroupPtr> parts);

    /// From SELECT to the closing brace, which it leaves.
    virtual GroupPtr subselect(VariableSet& scope) = 0;
    GroupPtr exists_pattern() override;

  private:
    /// A group as it grows, element by element.
    struct Growing {
        VariableSet& scope;
        BasicPattern basic = {};           ///< the triples read last, until something else than a filter ends them
        std::size_t pattern_number = 0;    ///< of those
        std::vector<GroupPtr> parts = {};  ///< to be joined
        std::vector<ExpressionPtr> filters = {};
    };
    /// A group's pattern and its filters, which OPTIONAL treats apart (18.2.2.6).
    struct Translated {
        GroupPtr pattern;
        ExpressionPtr condition;  ///< null: none
    };
    using Element = bool (PatternParser::*)(Growing&);
    struct ElementKeyword;
    static const ElementKeyword element_keywords[];

    std::optional<Translated> translated_group(VariableSet& scope);
    bool group_elements(Growing& group);
    bool element(Growing& group);
    bool triples_block(Growing& group);
    bool optional(Growing& group);
    bool minus(Growing& group);
    bool graph(Growing& group);
    bool service(Growing& group);
    bool filter(Growing& group);
    bool bind(Growing& group);
    bool values(Growing& group);
    bool group_or_union(Growing& group);
    bool add(Growing& group, GroupPtr part);
    /// Puts a node over all that the group has so far.
    bool wrap(Growing& group, GroupPtr whole);
    bool end_triples(Growing& group);
    GroupPtr so_far(Growing& group);
    GroupPtr filtered(Translated translated);
    template <typename Node>
    GroupPtr combined(std::vector<GroupPtr> parts);
    bool table_variables(Table& table, bool& single);
    bool table_row(Table& table, bool single);
    bool table_cell(std::vector<std::optional<rdf::Term>>& row);
};

}  // namespace gridlore::query
