#include "knowledge-engine/pattern/graph_pattern.h"

#include <algorithm>
#include <array>
#include <set>

#include "knowledge-engine/pattern/term_scanner.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::pattern {
namespace {

constexpr std::array keywords = {"FILTER", "OPTIONAL", "UNION", "GRAPH", "MINUS", "VALUES", "BIND",
                                 "SELECT", "PREFIX", "BASE", "SERVICE", "WHERE", "CONSTRUCT", "ASK", "DESCRIBE"};

std::string upper(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return result;
}

bool is_prefix_name(std::string_view name) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    };
    return name.empty() || (is_letter(name.front()) && name.back() != '.' && std::ranges::all_of(name, [&](char c) {
                                return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
                            }));
}

enum class Place { Subject, Predicate, Object };

class PatternParser {
  public:
    PatternParser(std::string_view text, const rdf::PrefixMap& prefixes, const PatternLimits& limits)
        : scanner_(text, false), prefixes_(prefixes), limits_(limits) {}

    Result<GraphPattern> parse() {
        scanner_.skip_space();
        if (scanner_.at_end()) {
            return scanner_.error("The graph pattern is empty. It needs at least one triple.");
        }
        while (!scanner_.at_end()) {
            if (Result<void> block = same_subject(); !block) {
                return block.error();
            }
            scanner_.skip_space();
            if (!scanner_.take(".") && !scanner_.at_end()) {
                return unexpected("a '.', ';' or ',' is expected behind a triple");
            }
            scanner_.skip_space();
        }
        return std::move(pattern_);
    }

  private:
    Result<void> same_subject() {
        auto subject = term(Place::Subject);
        if (!subject) {
            return subject.error();
        }
        for (;;) {
            auto predicate = term(Place::Predicate);
            if (!predicate) {
                return predicate.error();
            }
            do {
                auto object = term(Place::Object);
                if (!object) {
                    return object.error();
                }
                if (Result<void> added = add({*subject, *predicate, std::move(*object)}); !added) {
                    return added;
                }
                scanner_.skip_space();
            } while (scanner_.take(","));
            bool more = false;
            while (scanner_.take(";")) {
                more = true;
                scanner_.skip_space();
            }
            if (!more || scanner_.at_end() || scanner_.peek() == '.') {
                return {};
            }
        }
    }

    Result<void> add(TriplePattern triple) {
        if (!seen_.insert(triple).second) {
            return {};
        }
        if (pattern_.triples.size() == limits_.triples) {
            return Error{ErrorKind::LimitExceeded,
                         "A graph pattern may have at most " + std::to_string(limits_.triples) + " triples.",
                         scanner_.position()};
        }
        pattern_.triples.push_back(std::move(triple));
        return {};
    }

    Error unexpected(const std::string& expected) const {
        const std::string word = upper(scanner_.peek_word());
        if (std::ranges::find(keywords, word) != keywords.end()) {
            return scanner_.error(word + " is not allowed in a graph pattern; only triples are.");
        }
        if (std::string_view("/|^*+?!").find(scanner_.peek()) != std::string_view::npos && scanner_.peek() != '\0') {
            return scanner_.error("Property paths are not allowed in a graph pattern.");
        }
        const std::string found = scanner_.at_end() ? "the end of the text" : "'" + std::string(scanner_.rest().substr(0, 12)) + "'";
        return scanner_.error("Found " + found + ", but " + expected + ".");
    }

    Result<PatternTerm> term(Place place) {
        scanner_.skip_space();
        const char c = scanner_.peek();
        if (c == '?' || c == '$') {
            return variable();
        }
        if (scanner_.starts_with("<<")) {
            return scanner_.error("Quoted triples (RDF-star) are not allowed in a graph pattern.");
        }
        if (c == '[' || scanner_.starts_with("_:")) {
            return scanner_.error("Blank nodes are not allowed in a graph pattern. Use a variable.");
        }
        if (c == '(') {
            return scanner_.error(place == Place::Predicate ? "Property paths are not allowed in a graph pattern."
                                                            : "Collections are not allowed in a graph pattern.");
        }
        if (c == '<') {
            return constant(scanner_.iri());
        }
        const bool is_number = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
        const std::string_view word = scanner_.peek_word();
        const bool is_boolean = (word == "true" || word == "false") && !scanner_.starts_with(std::string(word) + ":");
        if (c == '"' || c == '\'' || is_boolean || (is_number && c != '.')) {
            if (place == Place::Predicate) {
                return scanner_.error("A literal cannot be a predicate.");
            }
            if (is_boolean) {
                return PatternTerm(rdf::Term::literal(std::string(scanner_.word()), std::string(rdf::xsd_boolean)));
            }
            return constant(is_number ? scanner_.number() : scanner_.string(prefixes_));
        }
        if (place == Place::Predicate && word == "a" && !scanner_.starts_with("a:")) {
            scanner_.word();
            return PatternTerm(rdf::Term::iri(std::string(rdf::rdf_type)));
        }
        const bool is_keyword = std::ranges::find(keywords, upper(word)) != keywords.end() &&
                                !scanner_.starts_with(std::string(word) + ":");
        if (scanner_.at_end() || is_keyword || (word.empty() && c != ':')) {
            return unexpected("a variable, an IRI, a prefixed name or a literal is expected");
        }
        return constant(scanner_.prefixed_name(prefixes_));
    }

    static Result<PatternTerm> constant(Result<rdf::Term> term) {
        if (!term) {
            return std::move(term).error();
        }
        return PatternTerm(std::move(*term));
    }

    Result<PatternTerm> variable() {
        scanner_.take(scanner_.peek() == '?' ? "?" : "$");
        const std::string name(scanner_.word());
        if (name.empty() || name.find('-') != std::string::npos) {
            return scanner_.error("'?" + name + "' is no variable name. Use letters, digits and '_'.");
        }
        return PatternTerm(Variable{name});
    }

    TermScanner scanner_;
    const rdf::PrefixMap& prefixes_;
    const PatternLimits& limits_;
    GraphPattern pattern_;
    std::set<TriplePattern> seen_;
};

std::string to_string(const PatternTerm& term) {
    if (const auto* variable = std::get_if<Variable>(&term)) {
        return "?" + variable->name;
    }
    return rdf::to_short_text(std::get<rdf::Term>(term));
}

}  // namespace

std::vector<std::string> GraphPattern::variables() const {
    std::vector<std::string> names;
    for (const TriplePattern& triple : triples) {
        for (const PatternTerm* term : {&triple.subject, &triple.predicate, &triple.object}) {
            const auto* variable = std::get_if<Variable>(term);
            if (variable != nullptr && std::ranges::find(names, variable->name) == names.end()) {
                names.push_back(variable->name);
            }
        }
    }
    return names;
}

Result<GraphPattern> parse_pattern(std::string_view text, const rdf::PrefixMap& prefixes, const PatternLimits& limits) {
    if (text.size() > limits.bytes) {
        return Error{ErrorKind::LimitExceeded,
                     "A graph pattern may have at most " + std::to_string(limits.bytes) + " bytes."};
    }
    if (!rdf::is_valid_utf8(text)) {
        return invalid_input("The graph pattern is not valid UTF-8.");
    }
    for (const auto& [name, iri] : prefixes) {
        if (!is_prefix_name(name)) {
            return invalid_input("'" + name + "' is no valid prefix name. Write it without a colon, and begin it with a letter.");
        }
        if (iri.find(':') == std::string::npos) {
            return invalid_input("The prefix '" + name + ":' stands for '" + iri + "', which is no absolute IRI.");
        }
    }
    return PatternParser(text, prefixes, limits).parse();
}

std::string to_string(const TriplePattern& triple) {
    return to_string(triple.subject) + " " + to_string(triple.predicate) + " " + to_string(triple.object);
}

std::string to_string(const GraphPattern& pattern) {
    std::string text;
    for (const TriplePattern& triple : pattern.triples) {
        text.append(to_string(triple)).append(" . ");
    }
    return text;
}

}  // namespace gridlore::pattern
