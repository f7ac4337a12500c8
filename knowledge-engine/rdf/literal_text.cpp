#include "knowledge-engine/rdf/literal_text.h"

#include <utility>

namespace gridlore::rdf {

Result<Term> read_string_literal(TokenReader& tokens, const DatatypeReader& read_datatype) {
    auto lexical = tokens.quoted_string();
    if (!lexical) {
        return std::move(lexical).error();
    }
    if (tokens.peek() == '@') {
        const auto language = tokens.language_tag();
        if (!language) {
            return language.error();
        }
        return Term::language_string(*std::move(lexical), *language);
    }
    if (!tokens.skip("^^")) {
        return Term::string(*std::move(lexical));
    }
    const std::size_t begin = tokens.offset();
    auto datatype = read_datatype(tokens);
    if (!datatype) {
        return std::move(datatype).error();
    }
    if (datatype->empty()) {
        return tokens.error_at(begin, "expected a datatype behind `^^`, found an empty IRI");
    }
    return Term::literal(*std::move(lexical), *std::move(datatype));
}

std::optional<Term> read_number(TokenReader& tokens, bool may_end_in_point) {
    const auto number = tokens.number(may_end_in_point);
    if (!number) {
        return std::nullopt;
    }
    return Term::literal(std::string(number->text), std::string(number->datatype));
}

}  // namespace gridlore::rdf
