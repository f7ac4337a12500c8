#include "knowledge-engine/query/syntax/path_parser.h"

#include <utility>

#include "knowledge-engine/query/syntax/balanced.h"
#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/namespaces.h"

namespace gridlore::query {
namespace {

PathPtr make_path(Path::Kind kind, PathPtr first, PathPtr second = nullptr) {
    Path made;
    made.kind = kind;
    made.first = std::move(first);
    made.second = std::move(second);
    return std::make_shared<const Path>(std::move(made));
}

}  // namespace

bool PathParser::skip_a() {
    return peek() == 'a' && word() == "a" && skip('a');
}

bool PathParser::at_path() const {
    return peek() == '^' || peek() == '!' || peek() == '(' || word() == "a" || at_iri();
}

PathPtr PathParser::chain(Path::Kind kind, char sign, Part part) {
    PathPtr first = (this->*part)();
    if (!first || !skip(sign)) {
        return first;
    }
    std::vector<PathPtr> parts{std::move(first)};
    do {
        parts.push_back((this->*part)());
        if (!parts.back()) {
            return nullptr;
        }
    } while (skip(sign));
    return balanced(std::move(parts),
                    [kind](const PathPtr& left, const PathPtr& right) { return make_path(kind, left, right); });
}

PathPtr PathParser::path() {
    const Nesting nesting(*this);
    return nesting ? chain(Path::Kind::Alternative, '|', &PathParser::sequence) : nullptr;
}

PathPtr PathParser::sequence() {
    return chain(Path::Kind::Sequence, '/', &PathParser::step);
}

PathPtr PathParser::step() {
    const bool inverse = skip('^');
    PathPtr found = primary_path();
    if (!found) {
        return nullptr;
    }
    if (const auto modifier = skip_modifier()) {
        found = make_path(*modifier, std::move(found));
    }
    return inverse ? make_path(Path::Kind::Inverse, std::move(found)) : found;
}

/// `?` before a name begins a variable, and `+` before a digit a number, as the longest token wins.
std::optional<Path::Kind> PathParser::skip_modifier() {
    if (skip('*')) {
        return Path::Kind::ZeroOrMore;
    }
    if (peek() == '+' && !at_number() && skip('+')) {
        return Path::Kind::OneOrMore;
    }
    const char next = peek(1);
    const bool is_variable = rdf::is_ascii_letter(next) || rdf::is_ascii_digit(next) || next == '_' ||
                             static_cast<unsigned char>(next) >= 0x80;
    if (peek() == '?' && !is_variable && skip('?')) {
        return Path::Kind::ZeroOrOne;
    }
    return std::nullopt;
}

std::optional<rdf::Term> PathParser::link() {
    if (skip_a()) {
        return rdf::Term::iri(std::string(rdf::rdf_type));
    }
    if (!at_iri()) {
        fail_expected("a predicate: an IRI or `a`");
        return std::nullopt;
    }
    return iri_term();
}

PathPtr PathParser::primary_path() {
    if (skip('!')) {
        return negated_set();
    }
    if (skip('(')) {
        PathPtr inner = path();
        return inner && expect(')', "or an operator of paths behind a path") ? inner : nullptr;
    }
    auto iri = link();
    if (!iri) {
        return nullptr;
    }
    Path made;
    made.iri = *std::move(iri);
    return std::make_shared<const Path>(std::move(made));
}

PathPtr PathParser::negated_set() {
    Path set;
    set.kind = Path::Kind::NegatedSet;
    if (!skip('(')) {
        return negated_member(set) ? std::make_shared<const Path>(std::move(set)) : nullptr;
    }
    if (!skip(')')) {
        do {
            if (!negated_member(set)) {
                return nullptr;
            }
        } while (skip('|'));
        if (!expect(')', "or `|` in a negated set of predicates")) {
            return nullptr;
        }
    }
    return std::make_shared<const Path>(std::move(set));
}

bool PathParser::negated_member(Path& set) {
    std::vector<rdf::Term>& direction = skip('^') ? set.backward : set.forward;
    auto iri = link();
    if (!iri) {
        return false;
    }
    direction.push_back(*std::move(iri));
    return true;
}

}  // namespace gridlore::query
