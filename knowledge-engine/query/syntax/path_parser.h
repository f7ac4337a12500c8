/// Property paths (SPARQL 1.1 Query, rules 88 to 96). Confined to one parse.
#pragma once

#include <vector>

#include "knowledge-engine/query/syntax/expression_parser.h"

namespace gridlore::query {

class PathParser : public ExpressionParser {
  protected:
    using ExpressionParser::ExpressionParser;
    ~PathParser() = default;

    /// A path; a plain predicate is one of kind Link.
    PathPtr path();
    /// True if a path may begin here.
    bool at_path() const;
    /// `a`, the predicate.
    bool skip_a();

  private:
    using Part = PathPtr (PathParser::*)();

    PathPtr chain(Path::Kind kind, char sign, Part part);
    PathPtr sequence();
    PathPtr step();
    PathPtr primary_path();
    PathPtr negated_set();
    bool negated_member(Path& set);
    std::optional<rdf::Term> link();
    std::optional<Path::Kind> skip_modifier();
};

}  // namespace gridlore::query
