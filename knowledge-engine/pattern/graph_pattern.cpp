#include "knowledge-engine/pattern/graph_pattern.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "knowledge-engine/pattern/term_reader.h"
#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::pattern {
namespace {

constexpr std::string_view no_blank_nodes = "blank nodes are not allowed in a graph pattern; use a variable";
constexpr std::string_view no_paths =
    "property paths are not allowed in a graph pattern; write a triple for each of their steps";

/// What SPARQL has where a graph pattern must not have it, and what to say of it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 11> refused_marks = {
    {{"<<", "quoted triples (RDF-star) are not allowed in a graph pattern"},
     {"[", no_blank_nodes},
     {"_:", no_blank_nodes},
     {"(", "collections and property paths are not allowed in a graph pattern"},
     {"{", "groups are not allowed in a graph pattern; only triples are"},
     {"/", no_paths},
     {"|", no_paths},
     {"^", no_paths},
     {"*", no_paths},
     {"+", no_paths},
     {"!", no_paths}}};

constexpr std::array<std::string_view, 15> refused_words = {"FILTER",  "OPTIONAL", "UNION",     "GRAPH",  "MINUS",
                                                            "VALUES",  "BIND",     "SELECT",    "PREFIX", "BASE",
                                                            "SERVICE", "WHERE",    "CONSTRUCT", "ASK",    "DESCRIBE"};

std::string upper(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), rdf::to_ascii_upper);
    return result;
}

enum class Place { Subject, Predicate, Object };

class PatternParser {
  public:
    PatternParser(std::string_view text, const rdf::PrefixMap& prefixes, const PatternLimits& limits)
        : tokens_(text), prefixes_(prefixes), limits_(limits) {}

    Result<void> parse() {
        tokens_.skip_space();
        if (tokens_.at_end()) {
            return tokens_.error("expected at least one triple, found none");
        }
        while (!tokens_.at_end()) {
            if (Result<void> read = same_subject(); !read) {
                return std::move(read).error();
            }
            if (!tokens_.skip(".") && !tokens_.at_end()) {
                return unexpected("`.`, `;` or `,` behind a triple");
            }
            tokens_.skip_space();
        }
        return {};
    }

    GraphPattern take_pattern() && { return std::move(pattern_); }
    /// Of the pattern's triples.
    std::vector<TextPosition> positions() const {
        std::vector<TextPosition> positions;
        for (const std::size_t begin : begins_) {
            positions.push_back(rdf::position_in(tokens_.text(), begin));
        }
        return positions;
    }

  private:
    /// The triples of one subject, up to the dot behind them or the end.
    Result<void> same_subject() {
        begin_ = tokens_.offset();
        const auto subject = term(Place::Subject);
        if (!subject) {
            return subject.error();
        }
        for (bool more = true; more;) {
            const auto predicate = term(Place::Predicate);
            if (!predicate) {
                return predicate.error();
            }
            if (Result<void> read = objects(*subject, *predicate); !read) {
                return read;
            }
            more = false;
            while (tokens_.skip(";")) {
                tokens_.skip_space();
                more = !tokens_.at_end() && tokens_.peek() != '.';
                begin_ = tokens_.offset();
            }
        }
        return {};
    }

    Result<void> objects(const PatternTerm& subject, const PatternTerm& predicate) {
        do {
            auto object = term(Place::Object);
            if (!object) {
                return std::move(object).error();
            }
            if (Result<void> added = add({subject, predicate, *std::move(object)}); !added) {
                return added;
            }
            tokens_.skip_space();
        } while (has_another_object());
        return {};
    }

    bool has_another_object() {
        const bool has_comma = tokens_.skip(",");
        if (has_comma) {
            tokens_.skip_space();
            begin_ = tokens_.offset();
        }
        return has_comma;
    }

    Result<void> add(TriplePattern triple) {
        if (written_++ == limits_.triples) {
            Error error =
                tokens_.error("a graph pattern may have at most " + std::to_string(limits_.triples) + " triples");
            error.kind = ErrorKind::LimitExceeded;
            return error;
        }
        if (seen_.insert(triple).second) {
            pattern_.triples.push_back(std::move(triple));
            begins_.push_back(begin_);
        }
        return {};
    }

    Result<PatternTerm> term(Place place) {
        tokens_.skip_space();
        const std::size_t begin = tokens_.offset();
        if (tokens_.peek() == '?' || tokens_.peek() == '$') {
            auto variable = read_variable(tokens_);
            return variable ? Result<PatternTerm>(*std::move(variable)) : std::move(variable).error();
        }
        auto constant = this->constant(place);
        if (!constant) {
            return std::move(constant).error();
        }
        if (place == Place::Predicate && constant->is_literal()) {
            return tokens_.error_at(begin, "a literal cannot be a predicate; an IRI or a variable can");
        }
        return PatternTerm(*std::move(constant));
    }

    Result<rdf::Term> constant(Place place) {
        if (auto known = word(place)) {
            return *std::move(known);
        }
        if (auto refusal = this->refusal()) {
            return *std::move(refusal);
        }
        return read_constant(tokens_, prefixes_);
    }

    /// `a`, `true` or `false`, unless it begins a prefixed name.
    std::optional<rdf::Term> word(Place place) {
        const std::string_view word = tokens_.peek_word();
        const bool is_type = word == "a" && place == Place::Predicate;
        const bool is_boolean = word == "true" || word == "false";
        if ((!is_type && !is_boolean) || begins_prefixed_name()) {
            return std::nullopt;
        }
        tokens_.advance(word.size());
        return is_type ? rdf::Term::iri(std::string(rdf::rdf_type))
                       : rdf::Term::literal(std::string(word), std::string(rdf::xsd_boolean));
    }

    bool begins_prefixed_name() const {
        rdf::TokenReader ahead = tokens_;
        return ahead.prefix().has_value();
    }

    /// What stands here, if it is something of SPARQL's that has no place in a graph pattern.
    std::optional<Error> refusal() const {
        rdf::TokenReader ahead = tokens_;
        if (ahead.number(false)) {
            return std::nullopt;
        }
        const auto* mark = std::ranges::find_if(refused_marks, [&](const auto& refused) {
            return tokens_.text().substr(tokens_.offset()).starts_with(refused.first);
        });
        if (mark != refused_marks.end()) {
            return tokens_.error(std::string(mark->second));
        }
        const std::string word = upper(tokens_.peek_word());
        if (std::ranges::find(refused_words, word) != refused_words.end() && !begins_prefixed_name()) {
            return tokens_.error(word + " is not allowed in a graph pattern; only triples are");
        }
        return std::nullopt;
    }

    Error unexpected(const std::string& expected) const {
        auto refusal = this->refusal();
        return refusal ? *std::move(refusal) : tokens_.error("expected " + expected + ", found " + tokens_.describe());
    }

    rdf::TokenReader tokens_;
    const rdf::PrefixMap& prefixes_;
    const PatternLimits& limits_;
    GraphPattern pattern_;
    std::vector<std::size_t> begins_;  ///< of the pattern's triples
    std::size_t begin_ = 0;            ///< of the triple that is read
    std::set<TriplePattern> seen_;
    std::size_t written_ = 0;  ///< triples, those that repeat others too
};

std::string to_string(const PatternTerm& term) {
    if (const auto* variable = std::get_if<Variable>(&term)) {
        return "?" + variable->name;
    }
    return rdf::to_short_text(std::get<rdf::Term>(term));
}

Result<void> check_prefixes(const rdf::PrefixMap& prefixes) {
    for (const auto& [name, iri] : prefixes) {
        if (!rdf::is_valid_utf8(name) || !rdf::is_valid_utf8(iri)) {
            return invalid_input("a prefix is not valid UTF-8; send it encoded as UTF-8");
        }
        if (!rdf::is_prefix_name(name)) {
            return invalid_input(std::string("`").append(name).append(
                "` is no name of a prefix; write it without the colon, and begin it with a letter"));
        }
        if (!rdf::has_scheme(iri) || !rdf::has_only_iri_characters(iri)) {
            return invalid_input("the prefix `" + name + ":` stands for `" + iri + "`, which is no absolute IRI");
        }
        if (iri.size() > longest_iri) {
            return invalid_input(std::string("the prefix `").append(name).append(":` stands for an IRI of more than ") +
                                 std::to_string(longest_iri) + " bytes");
        }
    }
    return {};
}

/// A parser that has read the text.
Result<PatternParser> parsed(std::string_view text, const rdf::PrefixMap& prefixes, const PatternLimits& limits) {
    if (text.size() > limits.bytes) {
        return Error{ErrorKind::LimitExceeded,
                     "a graph pattern may have at most " + std::to_string(limits.bytes) + " bytes"};
    }
    if (auto fault = rdf::check_utf8(text)) {
        return *std::move(fault);
    }
    if (Result<void> checked = check_prefixes(prefixes); !checked) {
        return std::move(checked).error();
    }
    PatternParser parser(text, prefixes, limits);
    Result<void> done = parser.parse();
    return done ? Result<PatternParser>(std::move(parser)) : std::move(done).error();
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
    auto parser = parsed(text, prefixes, limits);
    return parser ? Result<GraphPattern>((*std::move(parser)).take_pattern()) : std::move(parser).error();
}

Result<std::vector<TextPosition>> triple_positions(std::string_view text, const rdf::PrefixMap& prefixes,
                                                   const PatternLimits& limits) {
    auto parser = parsed(text, prefixes, limits);
    return parser ? Result<std::vector<TextPosition>>(parser->positions()) : std::move(parser).error();
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
