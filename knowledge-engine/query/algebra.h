/// A SPARQL 1.1 query or update as the parser leaves it: the algebra of SPARQL 1.1 Query, section 18.2, with variables
/// numbered. Value types, immutable once made; safe to share between threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "knowledge-engine/rdf/term.h"

namespace gridlore::query {

/// Position in `Variables`.
using VariableId = std::uint32_t;

struct VariableInfo {
    std::string
        name;  ///< without `?`; of a blank node of a pattern, and of a variable that the parser made, unwritable
    bool is_visible = true;  ///< false for those: `SELECT *` leaves them out
};
using Variables = std::vector<VariableInfo>;

using VariableOrTerm = std::variant<VariableId, rdf::Term>;

struct Path;
using PathPtr = std::shared_ptr<const Path>;

/// A property path (section 9). A plain predicate is a `TriplePattern`, not a path.
struct Path {
    enum class Kind : std::uint8_t {
        Link,         ///< `iri`
        Inverse,      ///< `^first`
        Sequence,     ///< `first / second`
        Alternative,  ///< `first | second`
        ZeroOrMore,   ///< `first*`
        OneOrMore,    ///< `first+`
        ZeroOrOne,    ///< `first?`
        NegatedSet,   ///< `!(forward | ^backward)`
    };
    Kind kind = Kind::Link;
    rdf::Term iri;
    PathPtr first;
    PathPtr second;
    std::vector<rdf::Term> forward;
    std::vector<rdf::Term> backward;
};

struct TriplePattern {
    VariableOrTerm subject;
    VariableOrTerm predicate;
    VariableOrTerm object;
};
struct PathPattern {
    VariableOrTerm subject;
    PathPtr path;
    VariableOrTerm object;
};

struct Expression;
using ExpressionPtr = std::shared_ptr<const Expression>;
struct Group;
using GroupPtr = std::shared_ptr<const Group>;

enum class Function : std::uint8_t {
    // Operators
    Or,
    And,
    Not,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
    Add,
    Subtract,
    Multiply,
    Divide,
    Plus,
    Minus,
    // Functional forms
    Bound,
    If,
    Coalesce,
    SameTerm,
    // Terms
    IsIri,
    IsBlank,
    IsLiteral,
    IsNumeric,
    Str,
    Lang,
    Datatype,
    Iri,
    BlankNode,
    StrDt,
    StrLang,
    Uuid,
    StrUuid,
    // Strings
    StrLen,
    SubStr,
    UCase,
    LCase,
    StrStarts,
    StrEnds,
    Contains,
    StrBefore,
    StrAfter,
    EncodeForUri,
    Concat,
    LangMatches,
    Regex,
    Replace,
    // Numbers
    Abs,
    Round,
    Ceil,
    Floor,
    Rand,
    // Dates and times
    Now,
    Year,
    Month,
    Day,
    Hours,
    Minutes,
    Seconds,
    Timezone,
    Tz,
    // Hashes
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
};

enum class AggregateKind : std::uint8_t { Count, Sum, Min, Max, Avg, Sample, GroupConcat };

struct Aggregate {
    AggregateKind kind = AggregateKind::Count;
    bool distinct = false;
    ExpressionPtr argument;       ///< null: `COUNT(*)`
    std::string separator = " ";  ///< of GROUP_CONCAT
};

struct Expression {
    struct Call {
        Function function;
        std::vector<ExpressionPtr> arguments;
    };
    /// A function by its IRI: a cast to an XSD datatype, or one that the engine may or may not know.
    struct IriCall {
        std::string iri;
        std::vector<ExpressionPtr> arguments;
    };
    struct Exists {
        GroupPtr pattern;
        bool negated = false;
    };
    /// Aggregates do not stand in expressions: the parser puts a variable in their place (section 18.2.4.1, `agg_i`).
    std::variant<VariableId, rdf::Term, Call, IriCall, Exists> node;
    /// Nodes on the longest way down. The parser bounds it (`ParseOptions::height`), so whoever walks may recurse.
    std::uint32_t height = 1;
};

/// Triples and paths that share the scope of blank nodes.
struct BasicPattern {
    std::vector<TriplePattern> triples;
    std::vector<PathPattern> paths;
};
struct Join {
    GroupPtr left, right;
};
struct LeftJoin {
    GroupPtr left, right;
    ExpressionPtr condition;  ///< may be null
};
struct Union {
    GroupPtr left, right;
};
struct SetMinus {
    GroupPtr left, right;
};
struct Filter {
    GroupPtr pattern;
    ExpressionPtr condition;
};
struct GraphPattern {
    VariableOrTerm name;
    GroupPtr pattern;
};
struct Service {
    VariableOrTerm name;
    GroupPtr pattern;
    bool silent = false;
    std::string text;  ///< to be sent: the prologue, `SELECT * WHERE` and the pattern as written, braces included
};
struct Extend {
    GroupPtr pattern;
    VariableId variable;
    ExpressionPtr expression;
};
/// VALUES. A cell without a term is UNDEF.
struct Table {
    std::vector<VariableId> variables;
    std::vector<std::vector<std::optional<rdf::Term>>> rows;
};
/// GROUP BY with the aggregates of the select clause, HAVING and ORDER BY: binds the keys and `results`.
struct Aggregation {
    GroupPtr pattern;
    std::vector<VariableId> keys;  ///< expressions among them are an `Extend` below
    bool single_group = false;     ///< without GROUP BY: one group, even of no rows
    struct Item {
        VariableId result;
        Aggregate aggregate;
    };
    std::vector<Item> items;
};
struct OrderCondition {
    ExpressionPtr expression;
    bool descending = false;
};
struct OrderBy {
    GroupPtr pattern;
    std::vector<OrderCondition> conditions;
};
struct Project {
    GroupPtr pattern;
    std::vector<VariableId> variables;
};
struct Distinct {
    GroupPtr pattern;
};
/// May drop duplicates.
struct Reduced {
    GroupPtr pattern;
};
struct Slice {
    GroupPtr pattern;
    std::uint64_t offset = 0;
    std::optional<std::uint64_t> limit;
};

/// A node of the algebra. A subquery is a `Project` (and what is above it) among the others; variables of it that it
/// does not project have numbers of their own (but in `SELECT *`, where they are hidden as those of any group are).
struct Group {
    std::variant<BasicPattern, Join, LeftJoin, Union, SetMinus, Filter, GraphPattern, Service, Extend, Table,
                 Aggregation, OrderBy, Project, Distinct, Reduced, Slice>
        node;
    std::uint32_t height = 1;  ///< as that of an expression; the expressions of the node count
};

/// FROM and FROM NAMED, or USING and USING NAMED, or what the protocol's parameters give. None given: the store's own.
struct DatasetClause {
    std::vector<std::string> default_graphs;
    std::vector<std::string> named_graphs;
    bool is_given() const { return !default_graphs.empty() || !named_graphs.empty(); }
};

/// In templates, and in the data of updates, a blank node stands for a new one for each solution (or operation).
struct QuadTemplate {
    VariableOrTerm subject;
    VariableOrTerm predicate;
    VariableOrTerm object;
    std::optional<VariableOrTerm> graph;
};

struct Query {
    enum class Form : std::uint8_t { Select, Ask, Construct, Describe };
    Form form = Form::Select;
    std::string base;  ///< to which IRI() resolves relative references; empty: none is known
    Variables variables;
    DatasetClause dataset;
    GroupPtr pattern;                     ///< with solution modifiers; the unit table if there is none
    std::vector<VariableId> projection;   ///< of SELECT, in order; of DESCRIBE, its variables
    std::vector<QuadTemplate> construct;  ///< of CONSTRUCT, without graphs
    std::vector<rdf::Term> describe;      ///< IRIs of DESCRIBE
};

struct GraphTarget {
    enum class Kind : std::uint8_t { Default, Named, AllNamed, All };
    Kind kind = Kind::Default;
    std::string iri;
};
/// INSERT DATA, DELETE DATA, DELETE WHERE, DELETE/INSERT: data is a modification without a pattern.
struct Modify {
    std::vector<QuadTemplate> remove;
    std::vector<QuadTemplate> insert;
    DatasetClause dataset;            ///< USING
    std::optional<std::string> with;  ///< applied by the parser to the templates; the default graph of the pattern
    GroupPtr pattern;                 ///< null: the data as they stand
    std::string base;                 ///< as that of a query
    Variables variables;
};
struct Load {
    std::string source;
    std::optional<std::string> graph;
    bool silent = false;
};
struct Clear {
    GraphTarget target;
    bool silent = false;
    bool drop = false;  ///< DROP
};
struct Create {
    std::string graph;
    bool silent = false;
};
struct Transfer {
    enum class Kind : std::uint8_t { Add, Move, Copy };
    Kind kind = Kind::Add;
    GraphTarget from, to;  ///< Default or Named
    bool silent = false;
};
using UpdateOperation = std::variant<Modify, Load, Clear, Create, Transfer>;
struct Update {
    std::vector<UpdateOperation> operations;
};

}  // namespace gridlore::query
