/// An operand of an expression: a term decoded as far as operators need it. A value type, cheap to copy and move; ids
/// belong to one `QueryTerms`, which calls that take one must be given.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/query/expression/number.h"
#include "knowledge-engine/query/expression/query_terms.h"
#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/rdf/term_id.h"

namespace gridlore::query {

class Value {
  public:
    enum class Kind : std::uint8_t {
        Error,  ///< an unbound variable, or what an expression gives that failed
        Iri,
        BlankNode,
        String,  ///< xsd:string, also called a simple literal
        LanguageString,
        Number,
        Boolean,
        DateTime,  ///< xsd:dateTime and xsd:dateTimeStamp
        Date,
        Other,  ///< a literal of a datatype that has no operators here, or an ill-typed one
    };

    Value() = default;  ///< an error
    static Value of(rdf::TermId id, QueryTerms& terms);
    static Value of(rdf::Term term);
    static Value of(Number number);
    static Value of(const std::optional<Number>& number) { return number ? of(*number) : Value(); }
    static Value of(bool truth);
    static Value of(std::optional<bool> truth) { return truth ? of(*truth) : Value(); }
    static Value string(std::string text) { return of(rdf::Term::string(std::move(text))); }

    Kind kind() const { return kind_; }
    bool is_error() const { return kind_ == Kind::Error; }
    bool is_literal() const { return kind_ >= Kind::String; }
    /// A string, with a language or without (17.4.3.1, "string literal").
    bool is_text() const { return kind_ == Kind::String || kind_ == Kind::LanguageString; }
    bool is_number() const { return kind_ == Kind::Number; }

    /// Preconditions of these: the kind says so.
    const query::Number& number() const { return *number_; }
    bool boolean() const { return boolean_; }
    /// Of an IRI, blank node or string: its text. Valid while this value, or a copy of it, lives.
    const std::string& text() const { return term_->text; }
    const std::string& language() const { return term_->language; }

    /// Precondition of these two: no error.
    TermPtr term(QueryTerms& terms) const;
    rdf::TermId id(QueryTerms& terms) const;
    /// Unbound: not known without a look-up.
    rdf::TermId known_id() const { return id_; }

    /// Makes the id known, and the term if the id is not inline. Precondition: no error.
    void identify(QueryTerms& terms);
    /// Order of datatype, language and text. Precondition: `identify` was called for both.
    std::strong_ordering compare_forms(const Value& other) const;

    /// The effective boolean value (17.2.2); nothing: an error.
    std::optional<bool> effective_boolean() const;

    /// What it holds beside itself, as if alone.
    std::size_t bytes() const;

  private:
    friend std::partial_ordering compare_times(const Value& a, const Value& b);
    friend std::strong_ordering compare_times_totally(const Value& a, const Value& b);

    static Value of_inline(rdf::TermId id);
    static Value of_shared(TermPtr term);

    Kind kind_ = Kind::Error;
    bool boolean_ = false;
    rdf::TermId id_;  ///< unbound: not known
    std::optional<query::Number> number_;
    TermPtr term_;  ///< null: inline, or a number or boolean that was computed
};

/// Precondition of these: both are DateTime, or both Date. A time with a zone and one without are unordered unless 14
/// hours more or less make no difference (XML Schema part 2, 3.2.7.4).
std::partial_ordering compare_times(const Value& a, const Value& b);
/// One without a zone is taken as UTC, and is the lesser of two that are equal then.
std::strong_ordering compare_times_totally(const Value& a, const Value& b);

/// `=` (RDFterm-equal and the operators of 17.3); nothing: an error. Values of different kinds that are understood are
/// not equal; a literal that is not understood is equal to itself, and comparing it with another is an error.
std::optional<bool> equal(const Value& a, const Value& b, QueryTerms& terms);
std::optional<bool> same_term(const Value& a, const Value& b, QueryTerms& terms);
/// The order of `<`; nothing: an error. Unordered: all of `<`, `<=`, `>`, `>=` are false (NaN).
std::optional<std::partial_ordering> compare(const Value& a, const Value& b);

}  // namespace gridlore::query
