#include "adapter/rml/read_yarrrml.h"

#include <algorithm>
#include <map>
#include <utility>

#include "adapter/rml/check_document.h"
#include "adapter/rml/template_text.h"
#include "adapter/rml/yaml_entries.h"
#include "adapter/rml/yarrrml_source.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rml {
namespace {

const YamlKeys source_keys{"sources", "source"};
const YamlKeys subject_keys{"subjects", "subject", "s"};
const YamlKeys part_keys{"predicateobjects", "predicateobject", "po"};
const YamlKeys predicate_keys{"predicates", "predicate", "p"};
const YamlKeys object_keys{"objects", "object", "o"};
const YamlKeys graph_keys{"graphs", "graph", "g"};
const YamlKeys value_keys{"value", "v"};
const YamlKeys parameter_keys{"parameters", "pms"};
const YamlKeys mapping_keys{"mapping", "m"};

bool take_suffix(std::string& text, std::string_view suffix) {
    const bool found = text.ends_with(suffix);
    text.resize(text.size() - (found ? suffix.size() : 0));
    return found;
}

class Reader {
  public:
    RmlDocument run(const YAML::Node& root) {
        check_keys(root, "a YARRRML document",
                   {{"base"}, {"prefixes"}, {"sources"}, {"mappings", "mapping"}, {"authors", "author", "a"}});
        read_prefixes(root);
        if (const YAML::Node base = entry(root, {"base"}); base.IsDefined()) {
            base_ = scalar(base, "the base IRI");
        }
        sources_ = entry(root, {"sources"});
        if (sources_.IsDefined() && !sources_.IsMap()) {
            fail(sources_, "expected sources by their names");
        }
        const YAML::Node mappings = entry(root, {"mappings", "mapping"});
        if (!mappings.IsDefined() || !mappings.IsMap()) {
            fail(root, "expected `mappings:` with a mapping by its name");
        }
        for (const auto& mapping : mappings) {
            read_head(scalar(mapping.first, "the name of a mapping"), mapping.first, mapping.second);
        }
        for (const auto& mapping : mappings) {
            read_parts(mapping.first.Scalar(), mapping.second);
        }
        return std::move(document_);
    }

  private:
    void read_prefixes(const YAML::Node& root) {
        const YAML::Node prefixes = entry(root, {"prefixes"});
        if (!prefixes.IsDefined()) {
            return;
        }
        if (!prefixes.IsMap()) {
            fail(prefixes, "expected prefixes as lines of the form `ex: http://example.com/`");
        }
        for (const auto& prefix : prefixes) {
            prefixes_[scalar(prefix.first, "a prefix")] = scalar(prefix.second, "the prefix's IRI");
        }
    }

    /// Its triples maps, without predicates and objects: these may refer to any mapping.
    void read_head(const std::string& name, const YAML::Node& key, const YAML::Node& mapping) {
        check_keys(mapping, "a mapping", {source_keys, subject_keys, part_keys, graph_keys});
        auto& numbers = maps_[name];
        if (!numbers.empty()) {
            fail(key, "there is a second mapping `" + name + "`");
        }
        const std::vector<LogicalSource> sources = read_yarrrml_sources(entry(mapping, source_keys), sources_);
        if (sources.empty()) {
            fail(key, "the mapping `" + name + "` has no source");
        }
        const std::vector<TermMap> subjects = read_subjects(entry(mapping, subject_keys));
        const std::vector<TermMap> graphs = read_iris(entry(mapping, graph_keys));
        for (const LogicalSource& source : sources) {
            for (const TermMap& subject : subjects) {
                numbers.push_back(document_.triples_maps.size());
                TriplesMap& made = document_.triples_maps.emplace_back();
                made.name = "mapping " + name;
                made.base = base_;
                made.source = source;
                made.subject = subject;
                made.graphs = graphs;
            }
        }
    }

    std::vector<TermMap> read_subjects(const YAML::Node& node) {
        std::vector<TermMap> made = read_iris(node);
        if (made.empty()) {
            made.emplace_back().type = TermType::BlankNode;
        }
        return made;
    }

    void read_parts(const std::string& name, const YAML::Node& mapping) {
        const YAML::Node parts = entry(mapping, part_keys);
        if (!parts.IsDefined()) {
            return;
        }
        if (!parts.IsSequence()) {
            fail(parts, "expected a list of predicates and objects");
        }
        for (const YAML::Node& node : parts) {
            const PredicateObjectMap part = read_part(node);
            for (const std::size_t number : maps_.at(name)) {
                document_.triples_maps[number].predicate_objects.push_back(part);
            }
        }
    }

    PredicateObjectMap read_part(const YAML::Node& node) {
        PredicateObjectMap made;
        if (node.IsSequence()) {
            if (node.size() != 2 && node.size() != 3) {
                fail(node, "expected [PREDICATE, OBJECT], or behind it a datatype or language");
            }
            made.predicates = read_iris(node[0]);
            for (const YAML::Node& object : list_of(node[1])) {
                read_object(object, node.size() == 3 ? node[2] : YAML::Node(YAML::NodeType::Undefined), made);
            }
            return made;
        }
        check_keys(node, "a predicate with its object", {predicate_keys, object_keys, graph_keys});
        made.predicates = read_iris(entry(node, predicate_keys));
        made.graphs = read_iris(entry(node, graph_keys));
        for (const YAML::Node& object : list_of(entry(node, object_keys))) {
            read_object(object, YAML::Node(YAML::NodeType::Undefined), made);
        }
        return made;
    }

    /// `kind`: a datatype or a language with `~lang`; may be undefined.
    void read_object(const YAML::Node& node, const YAML::Node& kind, PredicateObjectMap& part) {
        if (node.IsMap() && entry(node, mapping_keys).IsDefined()) {
            read_reference(node, part);
            return;
        }
        if (node.IsMap()) {
            read_object_map(node, part);
            return;
        }
        if (node.IsSequence()) {
            if (kind.IsDefined() || node.size() == 0 || node.size() > 2) {
                fail(node, "expected [VALUE, DATATYPE] or [VALUE, LANGUAGE~lang]");
            }
            read_object(node[0], node.size() == 2 ? node[1] : kind, part);
            return;
        }
        std::string text = scalar(node, "an object");
        const bool is_iri = take_suffix(text, "~iri") || (!kind.IsDefined() && is_type(part));
        TermMap made = is_iri ? read_iri(node, text) : literal_of(node, text);
        if (kind.IsDefined()) {
            std::string named = scalar(kind, "a datatype or language");
            const bool is_language = take_suffix(named, "~lang");
            (is_language ? made.language : made.datatype) =
                is_language ? expression_of(kind, named) : iri_expression(kind, named);
        }
        part.objects.push_back(std::move(made));
    }

    static bool is_type(const PredicateObjectMap& part) {
        return std::any_of(part.predicates.begin(), part.predicates.end(), [](const TermMap& predicate) {
            const auto* const constant = std::get_if<rdf::Term>(&predicate.expression);
            return constant != nullptr && constant->text == rdf::rdf_type;
        });
    }

    void read_object_map(const YAML::Node& map, PredicateObjectMap& part) {
        check_keys(map, "an object", {value_keys, {"type"}, {"datatype"}, {"language"}});
        const YAML::Node value = entry(map, value_keys);
        if (!value.IsDefined()) {
            fail(map, "an object needs a value");
        }
        std::string text = scalar(value, "the value");
        const bool is_marked = take_suffix(text, "~iri");
        const std::string type = is_marked ? "iri" : stated_type(map, is_type(part) ? "iri" : "literal");
        TermMap made = type == "iri" ? read_iri(value, text) : literal_of(value, text);
        if (type == "blank") {
            made.type = TermType::BlankNode;
            if (auto* const constant = std::get_if<rdf::Term>(&made.expression)) {
                made.expression = Template{{{false, constant->text}}};  // the same node for every record
            }
        }
        if (const YAML::Node datatype = entry(map, {"datatype"}); datatype.IsDefined()) {
            made.datatype = iri_expression(datatype, scalar(datatype, "a datatype"));
        }
        if (const YAML::Node language = entry(map, {"language"}); language.IsDefined()) {
            std::string tag = scalar(language, "a language");
            take_suffix(tag, "~lang");
            made.language = expression_of(language, tag);
        }
        part.objects.push_back(std::move(made));
    }

    static std::string stated_type(const YAML::Node& map, const char* otherwise) {
        const YAML::Node stated = entry(map, {"type"});
        const std::string type = stated.IsDefined() ? scalar(stated, "the type") : otherwise;
        if (type != "iri" && type != "blank" && type != "literal") {
            fail(stated, "the type `" + type + "` is not known: expected iri, blank or literal");
        }
        return type;
    }

    void read_reference(const YAML::Node& map, PredicateObjectMap& part) {
        check_keys(map, "a reference to a mapping", {mapping_keys, {"condition"}});
        std::vector<JoinCondition> conditions;
        for (const YAML::Node& condition : list_of(entry(map, {"condition"}))) {
            conditions.push_back(read_condition(condition));
        }
        for (const YAML::Node& named : list_of(entry(map, mapping_keys))) {
            const auto found = maps_.find(scalar(named, "the name of a mapping"));
            if (found == maps_.end()) {
                fail(named, "there is no mapping `" + named.Scalar() + "`");
            }
            for (const std::size_t number : found->second) {
                part.references.push_back({number, conditions});
            }
        }
    }

    /// `function: equal` with the child's value and the parent's, in this order or marked `s` and `o`.
    JoinCondition read_condition(const YAML::Node& map) {
        check_keys(map, "a condition", {function_keys, parameter_keys});
        const YAML::Node function = entry(map, function_keys);
        const std::string name = function.IsDefined() ? scalar(function, "a function") : "";
        if (name != "equal" && name != "idlab-fn:equal") {
            fail(map, "the function `" + name + "` is not supported: a join knows `equal`");
        }
        const YamlNodes parameters = list_of(entry(map, parameter_keys));
        if (parameters.size() != 2) {
            fail(map, "`equal` needs two parameters");
        }
        Expression child;
        Expression parent;
        for (std::size_t at = 0; at < 2; ++at) {
            const auto [value, is_of_child] = read_parameter(parameters[at], at == 0);
            Expression& side = is_of_child ? child : parent;
            if (!std::holds_alternative<std::monostate>(side)) {
                fail(map, "both parameters are of the same mapping");
            }
            side = expression_of(value, scalar(value, "a value"));
        }
        return {std::move(child), std::move(parent)};
    }

    /// Its value, and whether it is of this mapping: as the parameter itself says, or by its place.
    static std::pair<YAML::Node, bool> read_parameter(const YAML::Node& parameter, bool is_first) {
        if (parameter.IsMap()) {
            const YAML::Node value = entry(parameter, value_keys);
            if (!value.IsDefined()) {
                fail(parameter, "the parameter has no value");
            }
            return {value, is_first};
        }
        if (!parameter.IsSequence() || parameter.size() < 2 || parameter.size() > 3) {
            fail(parameter, "expected a parameter as [str1, $(reference)]");
        }
        const std::string side = parameter.size() == 3 ? scalar(parameter[2], "s or o") : is_first ? "s" : "o";
        if (side != "s" && side != "o") {
            fail(parameter, "expected s (this mapping) or o (the other), found `" + side + "`");
        }
        return {parameter[1], side == "s"};
    }

    Expression expression_of(const YAML::Node& node, const std::string& text) const {
        return yarrrml_expression(value_or_fail(node, parse_yarrrml_template(text)));
    }

    TermMap literal_of(const YAML::Node& node, const std::string& text) const {
        TermMap made;
        made.expression = expression_of(node, text);
        made.type = TermType::Literal;
        return made;
    }

    /// `ex:$(id)` with what `ex` stands for.
    std::string expanded(const std::string& text) const {
        const std::size_t colon = text.find(':');
        if (text == "a") {
            return std::string(rdf::rdf_type);
        }
        const auto prefix = colon == std::string::npos ? prefixes_.end() : prefixes_.find(text.substr(0, colon));
        return prefix == prefixes_.end() ? text : prefix->second + text.substr(colon + 1);
    }

    Expression iri_expression(const YAML::Node& node, const std::string& text) const {
        Expression made = expression_of(node, expanded(text));
        if (auto* const constant = std::get_if<rdf::Term>(&made)) {
            *constant = rdf::Term::iri(constant->text);
        }
        return made;
    }

    TermMap read_iri(const YAML::Node& node, const std::string& text) const {
        TermMap made;
        made.expression = iri_expression(node, text);
        made.type = TermType::Iri;
        return made;
    }

    std::vector<TermMap> read_iris(const YAML::Node& node) const {
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
            made.push_back(read_iri(value, text));
        }
        return made;
    }

    RmlDocument document_;
    std::string base_;
    std::map<std::string, std::string> prefixes_{{"rdf", std::string(rdf::rdf_ns)},
                                                 {"rdfs", std::string(rdf::rdfs_ns)},
                                                 {"owl", std::string(rdf::owl_ns)},
                                                 {"xsd", std::string(rdf::xsd_ns)}};
    YAML::Node sources_{YAML::NodeType::Undefined};
    std::map<std::string, std::vector<std::size_t>> maps_;  ///< by the mapping's name
};

Error at(const YAML::Mark& mark, const std::string& message) {
    Error error = invalid_input(message);
    error.position = TextPosition{static_cast<std::size_t>(mark.is_null() ? 0 : mark.line) + 1,
                                  static_cast<std::size_t>(mark.is_null() ? 0 : mark.column) + 1};
    return error;
}

}  // namespace

Result<RmlDocument> read_yarrrml(std::string_view yaml) {
    if (rdf::first_invalid_utf8(yaml) != yaml.size()) {
        return invalid_input("the document is not valid UTF-8");
    }
    try {
        const RmlDocument document = Reader().run(YAML::Load(std::string(yaml)));
        if (auto checked = check_document(document); !checked) {
            return std::move(checked).error();
        }
        return document;
    } catch (const YamlFault& fault) {
        return fault.error;
    } catch (const YAML::Exception& error) {
        return at(error.mark, "this is no YAML: " + error.msg);
    }
}

}  // namespace gridlore::rml
