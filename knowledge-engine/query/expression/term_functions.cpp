/// Functions on terms (SPARQL 1.1 Query, 17.4.2).
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "knowledge-engine/query/expression/function_table.h"
#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::query {
namespace {

template <Value::Kind kind>
Value is_kind(Arguments arguments, ExpressionContext&) {
    return Value::of(arguments[0].kind() == kind);
}

Value is_literal(Arguments arguments, ExpressionContext&) {
    return Value::of(arguments[0].is_literal());
}

Value str(Arguments arguments, ExpressionContext& context) {
    const Value& argument = arguments[0];
    if (argument.kind() == Value::Kind::BlankNode) {
        return {};
    }
    return argument.kind() == Value::Kind::String ? argument : Value::string(argument.term(context.terms())->text);
}

Value lang(Arguments arguments, ExpressionContext&) {
    if (!arguments[0].is_literal()) {
        return {};
    }
    return Value::string(arguments[0].kind() == Value::Kind::LanguageString ? arguments[0].language() : std::string());
}

Value datatype(Arguments arguments, ExpressionContext& context) {
    if (!arguments[0].is_literal()) {
        return {};
    }
    return Value::of(rdf::Term::iri(arguments[0].term(context.terms())->datatype));
}

Value iri(Arguments arguments, ExpressionContext& context) {
    const Value& argument = arguments[0];
    if (argument.kind() == Value::Kind::Iri) {
        return argument;
    }
    if (argument.kind() != Value::Kind::String || !rdf::has_only_iri_characters(argument.text())) {
        return {};
    }
    if (rdf::has_scheme(argument.text())) {
        return Value::of(rdf::Term::iri(argument.text()));
    }
    return context.base.empty() ? Value()
                                : Value::of(rdf::Term::iri(rdf::resolve_reference(context.base, argument.text())));
}

Value blank_node(Arguments arguments, ExpressionContext& context) {
    if (arguments.empty()) {
        return Value::of(context.terms().fresh_blank_node(), context.terms());
    }
    if (arguments[0].kind() != Value::Kind::String) {
        return {};
    }
    return Value::of(context.labelled_blank_node(arguments[0].text()), context.terms());
}

Value strdt(Arguments arguments, ExpressionContext&) {
    const bool fitting = arguments[0].kind() == Value::Kind::String && arguments[1].kind() == Value::Kind::Iri &&
                         arguments[1].text() != rdf::rdf_lang_string;
    return fitting ? Value::of(rdf::Term::literal(arguments[0].text(), arguments[1].text())) : Value();
}

/// RFC 5646 in its coarsest form, which is that of SPARQL's grammar: `[a-zA-Z]+ ('-' [a-zA-Z0-9]+)*`.
bool is_language_tag(std::string_view tag) {
    bool first = true;
    while (true) {
        const std::size_t end = std::min(tag.find('-'), tag.size());
        const std::string_view part = tag.substr(0, end);
        const bool fitting = !part.empty() && std::all_of(part.begin(), part.end(), [&](char c) {
            return rdf::is_ascii_letter(c) || (!first && rdf::is_ascii_digit(c));
        });
        if (!fitting || end == tag.size()) {
            return fitting;
        }
        tag.remove_prefix(end + 1);
        first = false;
    }
}

Value strlang(Arguments arguments, ExpressionContext&) {
    const bool fitting = arguments[0].kind() == Value::Kind::String && arguments[1].kind() == Value::Kind::String &&
                         is_language_tag(arguments[1].text());
    return fitting ? Value::of(rdf::Term::language_string(arguments[0].text(), arguments[1].text())) : Value();
}

/// Version 4 (RFC 4122).
std::string random_uuid(ExpressionContext& context) {
    const std::uint64_t high = (context.random()() & ~std::uint64_t{0xF000}) | 0x4000;
    const std::uint64_t low = (context.random()() >> 2) | (std::uint64_t{1} << 63);
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%08x-%04x-%04x-%04x-%012llx", static_cast<unsigned>(high >> 32),
                  static_cast<unsigned>((high >> 16) & 0xFFFF), static_cast<unsigned>(high & 0xFFFF),
                  static_cast<unsigned>(low >> 48), static_cast<unsigned long long>(low & 0xFFFFFFFFFFFF));
    return text.data();
}

Value uuid(Arguments, ExpressionContext& context) {
    return Value::of(rdf::Term::iri("urn:uuid:" + random_uuid(context)));
}

Value struuid(Arguments, ExpressionContext& context) {
    return Value::string(random_uuid(context));
}

constexpr std::array<FunctionEntry, 13> table = {{{Function::IsIri, is_kind<Value::Kind::Iri>},
                                                  {Function::IsBlank, is_kind<Value::Kind::BlankNode>},
                                                  {Function::IsLiteral, is_literal},
                                                  {Function::IsNumeric, is_kind<Value::Kind::Number>},
                                                  {Function::Str, str},
                                                  {Function::Lang, lang},
                                                  {Function::Datatype, datatype},
                                                  {Function::Iri, iri},
                                                  {Function::BlankNode, blank_node},
                                                  {Function::StrDt, strdt},
                                                  {Function::StrLang, strlang},
                                                  {Function::Uuid, uuid},
                                                  {Function::StrUuid, struuid}}};

}  // namespace

std::span<const FunctionEntry> term_functions() {
    return table;
}

}  // namespace gridlore::query
