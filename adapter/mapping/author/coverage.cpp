#include "adapter/mapping/author/coverage.h"

#include <algorithm>
#include <variant>

#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::mapping {
namespace {

bool names(const pattern::PatternTerm& term, const std::string& variable) {
    const auto* named = std::get_if<pattern::Variable>(&term);
    return named != nullptr && named->name == variable;
}

std::string origin_of(const Document& document, const Variable& variable) {
    switch (variable.origin) {
        case Origin::Json:
        case Origin::Given:
            return (variable.origin == Origin::Given ? "given, " : "") + variable.codec->describe();
        case Origin::Template:
        case Origin::Uuid:
            return (variable.origin == Origin::Uuid ? "made anew, <" : "made of others, <") + variable.iri->text() +
                   ">";
        case Origin::Position:
            return "its place in the list, from " + std::to_string(variable.first_position) + " on";
        case Origin::Constant:
            return "always the same";
    }
    return document.id;
}

/// An IRI with one of the document's prefixes, if that is how a person would write it.
std::string abbreviated(const Document& document, const pattern::PatternTerm& term) {
    if (const auto* variable = std::get_if<pattern::Variable>(&term)) {
        return "?" + variable->name;
    }
    const auto& constant = std::get<rdf::Term>(term);
    if (constant.text == rdf::rdf_type) {
        return "a";
    }
    for (const auto& [prefix, iri] : document.prefixes) {
        const std::string name =
            constant.is_iri() && constant.text.starts_with(iri) ? constant.text.substr(iri.size()) : std::string();
        if (!name.empty() && name.find_first_of("/#:") == std::string::npos) {
            return prefix + ":" + name;
        }
    }
    return rdf::to_short_text(constant);
}

/// Triples that have the variable; where the graph does not have it, those that have an IRI that is made of it.
std::vector<std::string> triples_of(const Document& document, std::size_t number) {
    std::vector<std::string> wanted;
    for (std::size_t other = 0; other < document.variables.size(); ++other) {
        const Variable& variable = document.variables[other];
        const bool is_made_of_it = !document.variables[number].is_in_graph &&
                                   std::ranges::find(variable.parts_of_iri, number) != variable.parts_of_iri.end();
        if (other == number || is_made_of_it) {
            wanted.push_back(variable.name);
        }
    }
    std::vector<std::string> triples;
    for (const Part& part : document.parts) {
        for (const pattern::TriplePattern& triple : part.pattern.triples) {
            if (std::ranges::any_of(wanted, [&](const std::string& name) {
                    return names(triple.subject, name) || names(triple.predicate, name) || names(triple.object, name);
                })) {
                triples.push_back(abbreviated(document, triple.subject) + " " +
                                  abbreviated(document, triple.predicate) + " " + abbreviated(document, triple.object));
            }
        }
    }
    return triples;
}

/// RFC 6901, 3.
std::string pointer_token(const std::string& name) {
    std::string token = "/";
    for (const char c : name) {
        token += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
    return token;
}

class Walk {
  public:
    explicit Walk(const Document& document) : document_(document) {}

    void shape(const Shape& shape, const std::string& path, bool is_optional) {
        std::visit([&](const auto& node) { visit(node, path, is_optional); }, shape.node);
    }
    std::vector<Field> fields() && { return std::move(fields_); }

  private:
    void add(std::size_t variable, const std::string& path, bool is_optional) {
        fields_.push_back({path, is_optional, document_.variables[variable].name,
                           origin_of(document_, document_.variables[variable]), triples_of(document_, variable)});
    }
    void visit(const VariableShape& node, const std::string& path, bool is_optional) {
        add(node.variable, path, is_optional);
    }
    void visit(const TextShape& node, const std::string& path, bool is_optional) {
        for (const std::size_t variable : node.variables) {
            add(variable, path, is_optional);
        }
    }
    void visit(const ConstantShape&, const std::string& path, bool is_optional) {
        fields_.push_back({path, is_optional, "", "always the same", {}});
    }
    void visit(const IgnoredShape&, const std::string& path, bool is_optional) {
        fields_.push_back({path, is_optional, "", "ignored", {}});
    }
    void visit(const ListShape& node, const std::string& path, bool is_optional) {
        shape(node.element.front(), path + (node.joined ? "" : "/*"), is_optional || node.may_be_empty);
    }
    void visit(const ObjectShape& node, const std::string& path, bool is_optional) {
        for (const Member& member : node.members) {
            const bool is_column = member.column_of != 0;
            const bool may_miss =
                is_optional || member.is_optional || (is_column && node.zips[member.column_of - 1].may_be_empty);
            shape(member.value.front(), path + pointer_token(member.keys.front()) + (is_column ? "/*" : ""), may_miss);
        }
        for (const Family& family : node.families) {
            const bool may_miss = is_optional || family.may_be_empty;
            add(family.variable, path + pointer_token(family.members.front().keys.front()), may_miss);
            for (const Member& member : family.members) {
                shape(member.value.front(), path + pointer_token(member.keys.front()), may_miss || member.is_optional);
            }
        }
    }

    const Document& document_;
    std::vector<Field> fields_;
};

}  // namespace

std::vector<Field> fields_of(const Document& document) {
    Walk walk(document);
    walk.shape(document.shape, "", false);
    return std::move(walk).fields();
}

std::vector<Field> other_variables_of(const Document& document) {
    std::vector<Field> others;
    for (std::size_t number = 0; number < document.variables.size(); ++number) {
        const Variable& variable = document.variables[number];
        if (variable.is_in_graph && !variable.is_in_json) {
            others.push_back({"", false, variable.name, origin_of(document, variable), triples_of(document, number)});
        }
    }
    return others;
}

}  // namespace gridlore::mapping
