#include "knowledge-engine/query/syntax/triples_parser.h"

#include <string>
#include <utility>

#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::query {
namespace {

rdf::Term rdf_term(std::string_view local) {
    return rdf::Term::iri(std::string(rdf::rdf_ns) + std::string(local));
}

constexpr std::string_view node_wanted = "a variable, an IRI, a literal, a blank node or a collection";

}  // namespace

// --- Triples ---

bool TriplesParser::emit(TripleTarget& target, const VariableOrTerm& subject, const VariableOrTerm& predicate,
                         const VariableOrTerm& object) {
    if (!count_triple()) {
        return false;
    }
    if (target.pattern != nullptr) {
        target.pattern->triples.push_back({subject, predicate, object});
    } else {
        target.templates->push_back({subject, predicate, object, target.graph});
    }
    return true;
}

bool TriplesParser::emit(TripleTarget& target, const VariableOrTerm& subject, const PathPtr& path,
                         const VariableOrTerm& object) {
    switch (path->kind) {
        case Path::Kind::Link:
            return emit(target, subject, VariableOrTerm(path->iri), object);
        case Path::Kind::Inverse:
            return emit(target, object, path->first, subject);
        case Path::Kind::Sequence: {
            const auto between = made_variable();
            return between && emit(target, subject, path->first, *between) &&
                   emit(target, *between, path->second, object);
        }
        default:
            target.pattern->paths.push_back({subject, path, object});
            return count_triple();
    }
}

bool TriplesParser::at_triple() const {
    const char c = peek();
    return at_variable() || c == '[' || c == '(' || (c == '_' && peek(1) == ':') || at_iri() || at_literal();
}

bool TriplesParser::triples(TripleTarget& target) {
    while (at_triple()) {
        if (!triples_of_subject(target)) {
            return false;
        }
        if (!skip('.')) {
            return true;
        }
    }
    return true;
}

bool TriplesParser::at_compound_node() const {
    return (peek() == '[' && !at_empty('[', ']')) || (peek() == '(' && !at_empty('(', ')'));
}

bool TriplesParser::triples_of_subject(TripleTarget& target) {
    const bool says_something_by_itself = at_compound_node();
    const auto subject = node(target);
    if (!subject) {
        return false;
    }
    return (says_something_by_itself && !at_property_list()) || property_list(target, *subject);
}

bool TriplesParser::at_property_list() const {
    return at_variable() || at_path();
}

bool TriplesParser::property_list(TripleTarget& target, const VariableOrTerm& subject) {
    while (true) {
        const auto predicate = verb(target);
        if (!predicate || !object_list(target, subject, *predicate)) {
            return false;
        }
        if (peek() != ';') {
            return true;
        }
        while (skip(';')) {
        }
        if (!at_property_list()) {
            return true;
        }
    }
}

bool TriplesParser::object_list(TripleTarget& target, const VariableOrTerm& subject, const Verb& verb) {
    do {
        const auto object = node(target);
        if (!object || !std::visit([&](const auto& link) { return emit(target, subject, link, *object); }, verb)) {
            return false;
        }
    } while (skip(','));
    return true;
}

std::optional<TriplesParser::Verb> TriplesParser::verb(TripleTarget& target) {
    if (at_variable()) {
        auto found = variable_of(target);
        return found ? std::optional<Verb>(*std::move(found)) : std::nullopt;
    }
    if (target.pattern != nullptr && at_path()) {
        PathPtr found = path();
        return found ? std::optional<Verb>(std::move(found)) : std::nullopt;
    }
    if (skip_a()) {
        return VariableOrTerm(rdf::Term::iri(std::string(rdf::rdf_type)));
    }
    if (!at_iri()) {
        fail_expected(target.pattern != nullptr ? "a predicate: a variable, an IRI, `a` or a property path"
                                                : "a predicate: a variable, an IRI or `a`");
        return std::nullopt;
    }
    auto found = iri_term();
    return found ? std::optional<Verb>(VariableOrTerm(*std::move(found))) : std::nullopt;
}

// --- Subjects and objects ---

std::optional<VariableOrTerm> TriplesParser::node(TripleTarget& target) {
    if (skip_empty('[', ']')) {
        return new_blank_node(target);
    }
    if (skip_empty('(', ')')) {
        return rdf_term("nil");
    }
    if (peek() == '[') {
        return property_list_node(target);
    }
    return peek() == '(' ? collection(target) : plain_node(target);
}

std::optional<VariableOrTerm> TriplesParser::plain_node(TripleTarget& target) {
    if (at_variable()) {
        return variable_of(target);
    }
    if (peek() == '_' && peek(1) == ':') {
        return labelled_blank_node(target);
    }
    if (at_literal()) {
        return literal();
    }
    if (!at_iri()) {
        fail_expected(node_wanted);
        return std::nullopt;
    }
    return iri_term();
}

std::optional<VariableOrTerm> TriplesParser::property_list_node(TripleTarget& target) {
    const Nesting nesting(*this);
    skip('[');
    auto subject = nesting ? new_blank_node(target) : std::nullopt;
    if (!subject || !property_list(target, *subject) || !expect(']', "behind the properties of a blank node")) {
        return std::nullopt;
    }
    return subject;
}

std::optional<VariableOrTerm> TriplesParser::collection(TripleTarget& target) {
    static const VariableOrTerm first = rdf_term("first");
    static const VariableOrTerm rest = rdf_term("rest");
    const Nesting nesting(*this);
    skip('(');
    const auto head = nesting ? new_blank_node(target) : std::nullopt;
    std::optional<VariableOrTerm> cell = head;
    while (cell) {
        const auto element = node(target);
        if (!element || !emit(target, *cell, first, *element)) {
            return std::nullopt;
        }
        if (skip(')')) {
            return emit(target, *cell, rest, rdf_term("nil")) ? head : std::nullopt;
        }
        auto next = new_blank_node(target);
        if (!next || !emit(target, *cell, rest, *next)) {
            return std::nullopt;
        }
        cell = std::move(next);
    }
    return std::nullopt;
}

std::optional<VariableOrTerm> TriplesParser::variable_of(TripleTarget& target) {
    if (!target.without_variables.empty()) {
        fail_at(offset(), "expected no variable: " + std::string(target.without_variables));
        return std::nullopt;
    }
    const auto found = variable();
    if (found && target.scope != nullptr) {
        target.scope->insert(*found);
    }
    return found;
}

// --- Blank nodes ---

bool TriplesParser::are_blank_nodes_allowed(const TripleTarget& target) {
    return target.without_blank_nodes.empty() ||
           fail_at(offset(), "expected no blank node: " + std::string(target.without_blank_nodes));
}

std::optional<VariableOrTerm> TriplesParser::new_blank_node(TripleTarget& target) {
    if (!are_blank_nodes_allowed(target)) {
        return std::nullopt;
    }
    if (target.pattern != nullptr) {
        return made_variable();
    }
    // A label that no text can have.
    return rdf::Term::blank_node("." + std::to_string(blank_nodes_++));
}

std::optional<VariableOrTerm> TriplesParser::labelled_blank_node(TripleTarget& target) {
    const std::size_t begin = offset();
    if (!are_blank_nodes_allowed(target)) {
        return std::nullopt;
    }
    const std::string_view label = blank_node_label();
    if (label.empty()) {
        fail_at(begin, "expected a blank node's label behind `_:`");
        return std::nullopt;
    }
    if (target.pattern != nullptr) {
        return pattern_blank_node(target, begin, label);
    }
    return rdf::Term::blank_node(std::string(label));
}

std::optional<VariableOrTerm> TriplesParser::pattern_blank_node(TripleTarget& target, std::size_t begin,
                                                                std::string_view label) {
    const auto known = labels_.find(label);
    if (known == labels_.end()) {
        const auto made = hidden_variable("_:" + std::string(label));
        if (made) {
            labels_.emplace(label, PatternLabel{*made, target.pattern_number});
        }
        return made;
    }
    if (known->second.pattern_number != target.pattern_number) {
        fail_at(begin, "the blank node `_:" + std::string(label) +
                           "` is already used in another group of triples; use a variable to join them");
        return std::nullopt;
    }
    return known->second.variable;
}

}  // namespace gridlore::query
