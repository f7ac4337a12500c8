/// What all parts of the SPARQL grammar stand on: tokens, keywords, names and literals, numbered variables, limits, and
/// the one error. Confined to one parse.
///
/// A reader always stands at a token or at the end: each function that reads a token also skips the space behind it.
/// The first fault ends the parse: functions that read something return false, null or nothing once `fail` was called,
/// here as in the classes derived from it, and their callers return at once. Only the entry points make a `Result`.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge-engine/query/algebra.h"
#include "knowledge-engine/query/syntax/parser.h"
#include "knowledge-engine/query/syntax/scope.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::query {

class Reader {
  public:
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

  protected:
    /// `text` is well-formed UTF-8; it and `options` outlive the reader.
    Reader(std::string_view text, const ParseOptions& options);
    ~Reader() = default;

    // --- Faults ---

    bool failed() const { return error_.has_value(); }
    const Error& error() const { return *error_; }
    /// These return false, for their callers to return.
    bool fail(Error error);
    bool fail_at(std::size_t offset, std::string message) { return fail(tokens_.error_at(offset, std::move(message))); }
    bool fail_expected(std::string_view what);
    bool exceed(std::string message);

    /// Counts a level of nesting while it lives; false where the limit is exceeded (the error is set).
    class Nesting {
      public:
        explicit Nesting(Reader& reader);
        ~Nesting() { --reader_.depth_; }
        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;
        explicit operator bool() const { return is_allowed_; }

      private:
        Reader& reader_;
        bool is_allowed_;
    };

    // --- Tokens ---

    bool at_end() const { return tokens_.at_end(); }
    std::size_t offset() const { return tokens_.offset(); }
    char peek(std::size_t ahead = 0) const { return tokens_.peek(ahead); }
    std::string_view text() const { return tokens_.text(); }
    /// Moves behind a sign if it stands here.
    bool skip(std::string_view sign);
    bool skip(char sign);
    /// As `skip`, but it must stand here.
    bool expect(char sign, std::string_view where);
    /// The keyword, or name of a function, that stands here; empty if there is none, or it begins a prefixed name.
    std::string_view word() const;
    bool at_keyword(std::string_view keyword) const;
    bool skip_keyword(std::string_view keyword);
    bool expect_keyword(std::string_view keyword);
    /// Goes back, to parse a part once more.
    void return_to(std::size_t offset) {
        tokens_ = rdf::TokenReader(tokens_.text());
        tokens_.advance(offset);
    }

    // --- Prologue (section 4.1) ---

    /// BASE and PREFIX, any number of them.
    bool prologue();
    /// The prologue as it holds here, as text.
    std::string prologue_text() const;
    const std::string& base() const { return base_; }

    // --- Names and literals ---

    bool at_variable() const { return peek() == '?' || peek() == '$'; }
    /// True if an IRI in either form may stand here.
    bool at_iri() const;
    bool at_number() const;
    /// True if `<…>` stands at `offset`, closed and with nothing in it that an IRI may not have. Where `<` could be
    /// less than as well, this is what it is: the longest token wins.
    static bool is_iri_reference(std::string_view text, std::size_t offset);
    std::optional<std::string> iri();
    std::optional<VariableId> variable();
    /// A string, number or boolean. Precondition: one of them begins here.
    std::optional<rdf::Term> literal();
    bool at_literal() const;
    std::optional<std::string> string();
    std::optional<std::uint64_t> integer();
    /// True if `open` stands here, and nothing but space between it and `close`.
    bool at_empty(char open, char close) const;
    bool skip_empty(char open, char close) { return at_empty(open, close) && skip(open) && skip(close); }
    /// Behind `_:`; empty if none is there.
    std::string_view blank_node_label();
    std::optional<rdf::Term> iri_term();
    std::optional<VariableOrTerm> variable_or_iri();

    // --- Variables ---

    /// The variable of that name in the current scope.
    std::optional<VariableId> variable_named(std::string_view name);
    /// One that the text cannot name.
    std::optional<VariableId> hidden_variable(std::string name);
    std::optional<VariableId> made_variable();
    std::string name_of(VariableId variable) const { return "?" + variables_[variable].name; }
    /// Of all templates and patterns; false beyond the limit.
    bool count_triple();

    // --- Nodes, whose height is kept and bounded ---

    ExpressionPtr make(decltype(Expression::node) node);
    GroupPtr make_group(decltype(Group::node) node);

    const ParseOptions& options() const { return options_; }

    Variables variables_;
    NameScope names_;

  private:
    bool base_clause();
    bool prefix_clause();
    std::optional<std::string> resolved(std::size_t begin, std::string reference);
    std::optional<std::string> prefixed_name();
    const std::string* find_prefix(std::string_view prefix) const;
    bool count_iri(std::size_t begin, std::size_t bytes);
    bool is_height_allowed(std::uint32_t height);
    std::optional<VariableId> new_variable(VariableInfo info);

    rdf::TokenReader tokens_;
    const ParseOptions& options_;
    std::string base_;
    rdf::PrefixMap prefixes_;
    std::optional<Error> error_;
    std::size_t depth_ = 0;
    std::size_t triples_ = 0;
    std::size_t iri_bytes_ = 0;
    std::size_t made_variables_ = 0;
};

}  // namespace gridlore::query
