#include "knowledge-engine/pattern/term_reader.h"

#include <utility>

#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/literal_text.h"

namespace gridlore::pattern {

Result<Variable> read_variable(rdf::TokenReader& tokens) {
    const std::size_t begin = tokens.offset();
    tokens.advance();
    const std::string_view name = tokens.variable_name();
    if (name.empty() || tokens.peek() == '-') {
        return tokens.error_at(begin, "expected a variable's name of letters, digits and `_` behind `" +
                                          std::string(1, tokens.text()[begin]) + "`");
    }
    return Variable{std::string(name)};
}

namespace {

Result<std::string> read_any_iri(rdf::TokenReader& tokens, const rdf::PrefixMap& prefixes) {
    const std::size_t begin = tokens.offset();
    if (tokens.peek() == '<') {
        auto iri = tokens.iri_reference();
        if (iri && !rdf::has_scheme(*iri)) {
            return tokens.error_at(begin, "the IRI <" + *iri + "> is relative; write it in full");
        }
        return iri;
    }
    const auto prefix = tokens.prefix();
    if (!prefix) {
        return tokens.error("expected a variable, an IRI, a prefixed name or a literal, found " + tokens.describe());
    }
    const auto known = prefixes.find(*prefix);
    if (known == prefixes.end()) {
        return tokens.error_at(begin, "the prefix `" + std::string(*prefix) +
                                          ":` is not declared; declare it, or write the IRI in full as <https://…>");
    }
    auto local = tokens.local_name();
    if (!local) {
        return local;
    }
    return known->second + *local;
}

}  // namespace

Result<std::string> read_iri(rdf::TokenReader& tokens, const rdf::PrefixMap& prefixes) {
    const std::size_t begin = tokens.offset();
    auto iri = read_any_iri(tokens, prefixes);
    if (iri && iri->size() > longest_iri) {
        return tokens.error_at(begin, "an IRI may have at most " + std::to_string(longest_iri) + " bytes");
    }
    return iri;
}

Result<rdf::Term> read_constant(rdf::TokenReader& tokens, const rdf::PrefixMap& prefixes) {
    const auto read_this_iri = [&prefixes](rdf::TokenReader& at) { return read_iri(at, prefixes); };
    if (tokens.peek() == '"' || tokens.peek() == '\'') {
        return rdf::read_string_literal(tokens, read_this_iri);
    }
    if (auto number = rdf::read_number(tokens, false)) {
        return *std::move(number);
    }
    auto iri = read_this_iri(tokens);
    if (!iri) {
        return std::move(iri).error();
    }
    return rdf::Term::iri(*std::move(iri));
}

}  // namespace gridlore::pattern
