#include "adapter/rml/yarrrml_terms.h"

#include "adapter/rml/template_text.h"

namespace gridlore::rml {

bool take_suffix(std::string& text, std::string_view suffix) {
    const bool found = text.ends_with(suffix);
    text.resize(text.size() - (found ? suffix.size() : 0));
    return found;
}

Expression YarrrmlTerms::expression(const YAML::Node& node, const std::string& text) const {
    return yarrrml_expression(value_or_fail(node, parse_yarrrml_template(text)));
}

/// `ex:$(id)` with what `ex` stands for.
std::string YarrrmlTerms::expanded(const std::string& text) const {
    const std::size_t colon = text.find(':');
    if (text == "a") {
        return std::string(rdf::rdf_type);
    }
    const auto prefix = colon == std::string::npos ? prefixes_.end() : prefixes_.find(text.substr(0, colon));
    return prefix == prefixes_.end() ? text : prefix->second + text.substr(colon + 1);
}

Expression YarrrmlTerms::iri_expression(const YAML::Node& node, const std::string& text) const {
    Expression made = expression(node, expanded(text));
    if (auto* const constant = std::get_if<rdf::Term>(&made)) {
        *constant = rdf::Term::iri(constant->text);
    }
    return made;
}

TermMap YarrrmlTerms::literal(const YAML::Node& node, const std::string& text) const {
    TermMap made;
    made.expression = expression(node, text);
    made.type = TermType::Literal;
    return made;
}

TermMap YarrrmlTerms::iri(const YAML::Node& node, const std::string& text) const {
    TermMap made;
    made.expression = iri_expression(node, text);
    made.type = TermType::Iri;
    return made;
}

std::vector<TermMap> YarrrmlTerms::iris(const YAML::Node& node) const {
    std::vector<TermMap> made;
    for (const YAML::Node& one : list_of(node)) {
        if (one.IsNull()) {
            made.emplace_back().type = TermType::BlankNode;
            continue;
        }
        if (one.IsMap()) {
            check_keys(one, "an IRI", {value_keys});
        }
        const YAML::Node value = one.IsMap() ? entry(one, value_keys) : one;
        std::string text = scalar(value, "an IRI");
        take_suffix(text, "~iri");
        made.push_back(iri(value, text));
    }
    return made;
}

}  // namespace gridlore::rml
