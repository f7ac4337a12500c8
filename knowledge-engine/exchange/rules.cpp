#include "knowledge-engine/exchange/rules.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "knowledge-engine/pattern/term_scanner.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/rdf/term_text.h"

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

class RuleParser {
  public:
    explicit RuleParser(std::string_view text) : scanner_(text, true) {
        for (const auto& [prefix, iri] :
             {std::pair{"rdf", rdf::rdf_ns}, {"rdfs", rdf::rdfs_ns}, {"owl", rdf::owl_ns}, {"xsd", rdf::xsd_ns}}) {
            prefixes_.emplace(prefix, iri);
        }
    }

    Result<std::vector<Rule>> parse() {
        std::vector<Rule> rules;
        for (scanner_.skip_space(); !scanner_.at_end(); scanner_.skip_space()) {
            if (scanner_.peek() == '@') {
                if (Result<void> declared = declaration(); !declared) {
                    return declared.error();
                }
                continue;
            }
            auto parsed = rule();
            if (!parsed) {
                return parsed.error();
            }
            rules.push_back(std::move(*parsed));
        }
        return rules;
    }

  private:
    Result<void> declaration() {
        if (!scanner_.take("@prefix")) {
            return scanner_.error("Only @prefix is allowed here; @include and others are not.");
        }
        scanner_.skip_space();
        const std::string name(scanner_.word());
        if (!scanner_.take(":")) {
            return scanner_.error("A prefix is declared as '@prefix name: <iri> .'.");
        }
        scanner_.skip_space();
        auto iri = scanner_.iri();
        if (!iri) {
            return iri.error();
        }
        prefixes_.insert_or_assign(name, iri->text);
        scanner_.skip_space();
        scanner_.take(".");
        return {};
    }

    Result<Rule> rule() {
        Rule rule;
        const bool bracketed = scanner_.take("[");
        scanner_.skip_space();
        if (bracketed) {
            rule.name = std::string(scanner_.word());
            scanner_.skip_space();
            if (!rule.name.empty() && !scanner_.take(":")) {
                return scanner_.error("A rule's name ends with ':'.");
            }
        }
        auto left = atoms();
        if (!left) {
            return left.error();
        }
        const bool forward = scanner_.take("->");
        if (!forward && !scanner_.take("<-")) {
            return scanner_.error("'->' or '<-' is expected between the body and the head of a rule.");
        }
        auto right = atoms();
        if (!right) {
            return right.error();
        }
        rule.body = forward ? std::move(*left) : std::move(*right);
        rule.head = forward ? std::move(*right) : std::move(*left);
        if (!scanner_.take(bracketed ? "]" : ".")) {
            return scanner_.error(bracketed ? "']' is expected at the end of this rule." : "A rule ends with '.'.");
        }
        if (rule.head.empty()) {
            return scanner_.error("The rule has no head, so nothing follows from it.");
        }
        const auto known = variables_in(rule.body);
        for (const std::string& name : variables_in(rule.head)) {
            if (!known.contains(name)) {
                return scanner_.error("The variable '?" + name + "' of the head does not occur in the body.");
            }
        }
        return rule;
    }

    Result<Triples> atoms() {
        Triples triples;
        for (scanner_.skip_space();; scanner_.skip_space()) {
            scanner_.take(",");
            scanner_.skip_space();
            if (!scanner_.take("(")) {
                const std::string_view word = scanner_.peek_word();
                if (!word.empty() && !word.starts_with('-')) {
                    return scanner_.error("'" + std::string(word) +
                                          "' is not allowed; builtins are not, only (s p o) is.");
                }
                return triples;
            }
            PatternTerm terms[3];
            for (PatternTerm& term : terms) {
                auto parsed = node();
                if (!parsed) {
                    return parsed.error();
                }
                term = std::move(*parsed);
            }
            if (const auto* predicate = std::get_if<rdf::Term>(&terms[1]);
                predicate != nullptr && predicate->is_literal()) {
                return scanner_.error("A literal cannot be a predicate.");
            }
            scanner_.skip_space();
            if (!scanner_.take(")")) {
                return scanner_.error("')' is expected: an atom has a subject, a predicate and an object.");
            }
            triples.push_back({terms[0], terms[1], terms[2]});
        }
    }

    Result<PatternTerm> node() {
        scanner_.skip_space();
        const char c = scanner_.peek();
        if (scanner_.take("?")) {
            const std::string name(scanner_.word());
            if (name.empty()) {
                return scanner_.error("A variable needs a name.");
            }
            return PatternTerm(Variable{name});
        }
        const bool is_number = (c >= '0' && c <= '9') || c == '+' || c == '-';
        auto term = c == '<'                ? scanner_.iri()
                    : c == '"' || c == '\'' ? scanner_.string(prefixes_)
                    : is_number             ? scanner_.number()
                                            : scanner_.prefixed_name(prefixes_);
        if (!term) {
            return term.error();
        }
        if (!term->language.empty()) {
            return scanner_.error("Language tags are not allowed in rules.");
        }
        if (is_number) {
            term->datatype =
                term->datatype == rdf::xsd_integer ? std::string(rdf::xsd_int) : std::string(rdf::xsd_float);
        }
        return PatternTerm(std::move(*term));
    }

    pattern::TermScanner scanner_;
    rdf::PrefixMap prefixes_;
};

std::string to_string(const PatternTerm& term) {
    const auto* variable = std::get_if<Variable>(&term);
    return variable != nullptr ? "?" + variable->name : rdf::to_text(std::get<rdf::Term>(term));
}

}  // namespace

Result<std::vector<Rule>> parse_rules(std::string_view text) {
    if (!rdf::is_valid_utf8(text)) {
        return invalid_input("The rules are not valid UTF-8.");
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
        std::ifstream in(file, std::ios::binary);
        if (!in) {
            return Error{ErrorKind::NotFound, "The file " + file.string() + " cannot be read."};
        }
        auto rules = parse_rules(std::string(std::istreambuf_iterator<char>(in), {}));
        if (!rules) {
            rules.error().message = file.string() + ": " + rules.error().message;
        }
        return rules;
    }
    auto quads = rdf::read_file(file);
    if (!quads) {
        return quads.error();
    }
    const auto named = [&](rdf::Term term) {
        // A pattern has no blank nodes, so they get names; two files' never meet.
        return term.is_blank_node() ? rdf::Term::iri("urn:gridlore:blank:" + file.stem().string() + ":" + term.text)
                                    : term;
    };
    std::vector<Rule> facts;
    for (const rdf::Quad& quad : *quads) {
        facts.push_back({{}, {}, {{named(quad.subject), quad.predicate, named(quad.object)}}});
    }
    return facts;
}

}  // namespace gridlore::exchange
