#include "knowledge-engine/exchange/rules.h"

#include <set>
#include <utility>

#include "knowledge-engine/base/text_file.h"
#include "knowledge-engine/pattern/term_reader.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/rdf/term_text.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::exchange {
namespace {

using pattern::PatternTerm;
using pattern::TriplePattern;
using pattern::Variable;
using Triples = std::vector<TriplePattern>;

std::set<std::string> variables_in(const Triples& triples) {
    const std::vector<std::string> names = pattern::GraphPattern{triples}.variables();
    return {names.begin(), names.end()};
}

constexpr std::size_t most_triples = 1000;
constexpr std::size_t most_bytes_in_full = std::size_t{128} << 20;

class RuleParser {
  public:
    explicit RuleParser(std::string_view text) : tokens_(text) {
        for (const auto& [prefix, iri] :
             {std::pair{"rdf", rdf::rdf_ns}, {"rdfs", rdf::rdfs_ns}, {"owl", rdf::owl_ns}, {"xsd", rdf::xsd_ns}}) {
            prefixes_.emplace(prefix, iri);
        }
    }

    Result<std::vector<Rule>> parse() {
        std::vector<Rule> rules;
        for (skip_space(); !tokens_.at_end(); skip_space()) {
            if (tokens_.peek() == '@') {
                if (Result<void> declared = declaration(); !declared) {
                    return std::move(declared).error();
                }
                continue;
            }
            auto rule = this->rule();
            if (!rule) {
                return std::move(rule).error();
            }
            rules.push_back(*std::move(rule));
        }
        return rules;
    }

  private:
    void skip_space() {
        tokens_.skip_space();
        while (tokens_.skip("//")) {
            tokens_.skip_line();
            tokens_.skip_space();
        }
    }

    Error expected(const std::string& what) const {
        return tokens_.error("expected " + what + ", found " + tokens_.describe());
    }

    Result<void> declaration() {
        if (!tokens_.skip("@prefix")) {
            return tokens_.error("only @prefix may stand here; @include and others are not allowed");
        }
        skip_space();
        const auto name = tokens_.prefix();
        if (!name) {
            return expected("a prefix as in `@prefix name: <https://…> .`");
        }
        skip_space();
        if (tokens_.peek() != '<') {
            return expected("an IRI in angle brackets");
        }
        auto iri = pattern::read_iri(tokens_, prefixes_);
        if (!iri) {
            return std::move(iri).error();
        }
        prefixes_.insert_or_assign(std::string(*name), *std::move(iri));
        skip_space();
        tokens_.skip(".");
        return {};
    }

    Result<Rule> rule() {
        const std::size_t begin = tokens_.offset();
        const bool bracketed = tokens_.skip("[");
        Rule rule;
        if (bracketed) {
            skip_space();
            rule.name = std::string(tokens_.blank_node_label());
            skip_space();
            if (!rule.name.empty() && !tokens_.skip(":")) {
                return expected("`:` behind the rule's name");
            }
        }
        if (Result<void> read = sides(rule); !read) {
            return std::move(read).error();
        }
        if (!tokens_.skip(bracketed ? "]" : ".")) {
            return expected(bracketed ? "`]` at the end of the rule" : "`.` at the end of the rule");
        }
        if (rule.head.empty()) {
            return tokens_.error_at(begin, "this rule has no head, so nothing follows from it");
        }
        const auto known = variables_in(rule.body);
        for (const std::string& name : variables_in(rule.head)) {
            if (!known.contains(name)) {
                return tokens_.error_at(begin, "the variable ?" + name + " of this rule's head is not in its body");
            }
        }
        return rule;
    }

    /// `body -> head` or `head <- body`.
    Result<void> sides(Rule& rule) {
        auto left = atoms();
        if (!left) {
            return std::move(left).error();
        }
        const bool forward = tokens_.skip("->");
        if (!forward && !tokens_.skip("<-")) {
            return expected("`->` or `<-` between body and head of a rule");
        }
        auto right = atoms();
        if (!right) {
            return std::move(right).error();
        }
        rule.body = *std::move(left);
        rule.head = *std::move(right);
        if (!forward) {
            rule.body.swap(rule.head);
        }
        return {};
    }

    Result<Triples> atoms() {
        Triples triples;
        for (;;) {
            skip_space();
            tokens_.skip(",");
            skip_space();
            if (!tokens_.peek_word().empty()) {
                return tokens_.error("expected (subject predicate object), found " + tokens_.describe() +
                                     "; builtins are not allowed");
            }
            if (!tokens_.skip("(")) {
                return triples;
            }
            auto triple = atom();
            if (!triple) {
                return std::move(triple).error();
            }
            if (triples.size() == most_triples) {
                return too_much("a side of a rule may have at most " + std::to_string(most_triples) + " triples");
            }
            triples.push_back(*std::move(triple));
        }
    }

    Error too_much(const std::string& what) const {
        Error error = tokens_.error(what);
        error.kind = ErrorKind::LimitExceeded;
        return error;
    }

    /// The rest of an atom, behind its opening bracket.
    Result<TriplePattern> atom() {
        auto subject = node();
        if (!subject) {
            return std::move(subject).error();
        }
        skip_space();
        const std::size_t begin = tokens_.offset();
        auto predicate = node();
        if (!predicate) {
            return std::move(predicate).error();
        }
        if (const auto* constant = std::get_if<rdf::Term>(&*predicate); constant != nullptr && constant->is_literal()) {
            return tokens_.error_at(begin, "a literal cannot be a predicate; an IRI or a variable can");
        }
        auto object = node();
        if (!object) {
            return std::move(object).error();
        }
        skip_space();
        if (!tokens_.skip(")")) {
            return expected("`)` behind subject, predicate and object");
        }
        return TriplePattern{*std::move(subject), *std::move(predicate), *std::move(object)};
    }

    Result<PatternTerm> node() {
        skip_space();
        if (tokens_.peek() == '?') {
            auto variable = pattern::read_variable(tokens_);
            return variable ? Result<PatternTerm>(*std::move(variable)) : std::move(variable).error();
        }
        const std::size_t begin = tokens_.offset();
        const bool is_quoted = tokens_.peek() == '"' || tokens_.peek() == '\'';
        auto constant = pattern::read_constant(tokens_, prefixes_);
        if (!constant) {
            return std::move(constant).error();
        }
        if (!constant->language.empty()) {
            return tokens_.error_at(begin, "language tags are not allowed in rules");
        }
        if (constant->is_literal() && !is_quoted) {
            constant->datatype = constant->datatype == rdf::xsd_integer ? rdf::xsd_int : rdf::xsd_float;
        }
        bytes_in_full_ += constant->text.size() + constant->datatype.size();
        if (bytes_in_full_ > most_bytes_in_full) {
            return too_much("the rules are too long when their prefixes are written in full");
        }
        return PatternTerm(*std::move(constant));
    }

    rdf::TokenReader tokens_;
    rdf::PrefixMap prefixes_;
    std::size_t bytes_in_full_ = 0;
};

std::string to_string(const PatternTerm& term) {
    const auto* variable = std::get_if<Variable>(&term);
    return variable != nullptr ? "?" + variable->name : rdf::to_text(std::get<rdf::Term>(term));
}

}  // namespace

Result<std::vector<Rule>> parse_rules(std::string_view text) {
    if (auto fault = rdf::check_utf8(text)) {
        return *std::move(fault);
    }
    return RuleParser(text).parse();
}

std::string to_string(const Rule& rule) {
    std::string text = "[" + (rule.name.empty() ? "" : rule.name + ": ");
    const auto append = [&](const Triples& triples) {
        for (const TriplePattern& triple : triples) {
            text += "(" + to_string(triple.subject) + " " + to_string(triple.predicate) + " " +
                    to_string(triple.object) + ") ";
        }
    };
    append(rule.body);
    text += "-> ";
    append(rule.head);
    text.back() = ']';
    return text;
}

Result<std::vector<Rule>> read_domain_knowledge(const std::filesystem::path& file) {
    const std::string extension = file.extension().string();
    if (extension == ".rules" || extension == ".jena") {
        const auto text = read_text_file(file);
        if (!text) {
            return text.error();
        }
        auto rules = parse_rules(*text);
        return rules ? std::move(rules) : in_file(file, std::move(rules).error());
    }
    const auto quads = rdf::read_file(file);
    if (!quads) {
        return quads.error();
    }
    // A pattern has no blank nodes, so they get names; two files' never meet.
    const std::string blank = "urn:gridlore:blank:" + std::to_string(hash_value(absolute(file))) + ":";
    const auto named = [&](const rdf::Term& term) {
        return term.is_blank_node() ? rdf::Term::iri(blank + term.text) : term;
    };
    std::vector<Rule> facts;
    facts.reserve(quads->size());
    for (const rdf::Quad& quad : *quads) {
        facts.push_back({{}, {}, {{named(quad.subject), quad.predicate, named(quad.object)}}});
    }
    return facts;
}

}  // namespace gridlore::exchange
