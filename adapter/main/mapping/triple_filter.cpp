#include "adapter/main/mapping/triple_filter.h"

#include <variant>

#include "knowledge-engine/pattern/term_reader.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::mapping_commands {
namespace {

using MaybeTerm = std::optional<rdf::Term>;

bool is_blank(char c) {
    return c == '\0' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Moves behind a mark for any term, if one stands here.
bool skip_any(rdf::TokenReader& tokens) {
    const char mark = tokens.peek();
    if ((mark == '_' || mark == '?') && is_blank(tokens.peek(1))) {
        tokens.advance();
        return true;
    }
    return (mark == '?' || mark == '$') && pattern::read_variable(tokens);
}

/// `a`, `true` and `false`, which read_constant leaves to patterns.
MaybeTerm read_word(rdf::TokenReader& tokens, bool is_predicate) {
    const std::string_view word = tokens.peek_word();
    const bool is_type = word == "a" && is_predicate;
    if ((!is_type && word != "true" && word != "false") || !is_blank(tokens.peek(word.size()))) {
        return std::nullopt;
    }
    tokens.advance(word.size());
    return is_type ? rdf::Term::iri(std::string(rdf::rdf_type))
                   : rdf::Term::literal(std::string(word), std::string(rdf::xsd_boolean));
}

Result<MaybeTerm> read_term(rdf::TokenReader& tokens, const rdf::PrefixMap& prefixes, bool is_predicate) {
    tokens.skip_space();
    if (skip_any(tokens)) {
        return MaybeTerm();
    }
    if (MaybeTerm word = read_word(tokens, is_predicate)) {
        return word;
    }
    auto term = pattern::read_constant(tokens, prefixes);
    return term ? Result<MaybeTerm>(MaybeTerm(*std::move(term))) : std::move(term).error();
}

bool is_same(const MaybeTerm& wanted, const rdf::TermView& found) {
    return !wanted || (wanted->kind == found.kind && wanted->text == found.text && wanted->datatype == found.datatype &&
                       wanted->language == found.language);
}

bool fits(const MaybeTerm& wanted, const pattern::PatternTerm& term) {
    const auto* constant = std::get_if<rdf::Term>(&term);
    return !wanted || constant == nullptr || *constant == *wanted;
}

}  // namespace

Result<TripleFilter> parse_triple_filter(const std::string& text, const rdf::PrefixMap& prefixes) {
    rdf::TokenReader tokens(text);
    TripleFilter filter;
    for (std::size_t place = 0; place < filter.size(); ++place) {
        auto term = read_term(tokens, prefixes, place == 1);
        if (!term) {
            return invalid_input("'" + text + "': " + placed_message(term.error()) +
                                 "; a triple is a subject, a predicate and an object, with `_` for any");
        }
        filter[place] = *std::move(term);
    }
    tokens.skip_space();
    tokens.skip(".");
    tokens.skip_space();
    if (!tokens.at_end()) {
        return invalid_input("'" + text + "': behind the object stands " + tokens.describe() +
                             "; one triple is asked for at a time");
    }
    return filter;
}

bool takes(const TripleFilter& filter, const rdf::QuadView& triple) {
    return is_same(filter[0], triple.subject) && is_same(filter[1], triple.predicate) &&
           is_same(filter[2], triple.object);
}

bool fits_constants(const TripleFilter& filter, const pattern::TriplePattern& triple) {
    return fits(filter[0], triple.subject) && fits(filter[1], triple.predicate) && fits(filter[2], triple.object);
}

}  // namespace gridlore::mapping_commands
