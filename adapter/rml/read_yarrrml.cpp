#include "adapter/rml/read_yarrrml.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "adapter/rml/check_document.h"
#include "adapter/rml/read_source.h"
#include "adapter/rml/template_text.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rml {
namespace {

using Nodes = std::vector<YAML::Node>;
using Names = std::vector<std::string_view>;

const Names source_keys{"sources", "source"};
const Names subject_keys{"subjects", "subject", "s"};
const Names part_keys{"predicateobjects", "predicateobject", "po"};
const Names predicate_keys{"predicates", "predicate", "p"};
const Names object_keys{"objects", "object", "o"};
const Names graph_keys{"graphs", "graph", "g"};
const Names value_keys{"value", "v"};
const Names function_keys{"function", "fn", "f"};
const Names parameter_keys{"parameters", "pms"};
const Names mapping_keys{"mapping", "m"};

/// Thrown within this file alone, for YAML-cpp throws as well.
struct Fault {
    Error error;
};

[[noreturn]] void fail(const YAML::Node& node, const std::string& message) {
    Error error = invalid_input(message);
    const YAML::Mark mark = node.Mark();
    if (!mark.is_null()) {
        error.position =
            TextPosition{static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1};
    }
    throw Fault{std::move(error)};
}

template <typename T>
T value_or_fail(const YAML::Node& node, Result<T> result) {
    if (!result) {
        fail(node, result.error().message);
    }
    return *std::move(result);
}

std::string scalar(const YAML::Node& node, const char* what) {
    if (!node.IsScalar()) {
        fail(node, std::string("expected ") + what + " as a text");
    }
    return node.Scalar();
}

/// The entries of a map that are called one of `names`; a null counts as none.
Nodes entries(const YAML::Node& map, const Names& names) {
    Nodes found;
    for (const auto& entry : map) {
        const bool is_meant = std::find(names.begin(), names.end(), entry.first.Scalar()) != names.end();
        if (is_meant && !entry.second.IsNull()) {
            found.push_back(entry.second);
        }
    }
    return found;
}

YAML::Node entry(const YAML::Node& map, const Names& names) {
    const Nodes found = entries(map, names);
    if (found.size() > 1) {
        fail(map, "`" + std::string(names.front()) + "` stands here twice, perhaps under its short name");
    }
    return found.empty() ? YAML::Node(YAML::NodeType::Undefined) : found.front();
}

/// Elements of a list; anything else is a list of one.
Nodes list_of(const YAML::Node& node) {
    if (!node.IsDefined() || node.IsNull()) {
        return {};
    }
    return node.IsSequence() ? Nodes(node.begin(), node.end()) : Nodes{node};
}

void check_keys(const YAML::Node& map, const char* what, const std::vector<Names>& known) {
    if (!map.IsMap()) {
        fail(map, std::string("expected ") + what + " as lines of the form `key: value`");
    }
    std::set<std::string> seen;
    for (const auto& entry : map) {
        const std::string key = scalar(entry.first, "a key");
        const bool is_known = std::any_of(known.begin(), known.end(), [&](const Names& names) {
            return std::find(names.begin(), names.end(), key) != names.end();
        });
        if (!is_known) {
            const bool is_function =
                key == "condition" || std::find(function_keys.begin(), function_keys.end(), key) != function_keys.end();
            fail(entry.first, "`" + key + "` " + (is_function ? "is a function, and these are" : "is") +
                                  " not supported in " + what);
        }
        if (!seen.insert(key).second) {
            fail(entry.first, "`" + key + "` stands here a second time");
        }
    }
}

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
        const std::vector<LogicalSource> sources = read_sources(entry(mapping, source_keys));
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

    std::vector<LogicalSource> read_sources(const YAML::Node& node) {
        std::vector<LogicalSource> made;
        const bool is_shortcut = node.IsDefined() && node.IsSequence() && is_source_shortcut(node);
        for (const YAML::Node& one : is_shortcut ? Nodes{node} : list_of(node)) {
            if (one.IsSequence() && !is_source_shortcut(one)) {
                for (const YAML::Node& inner : one) {  // the specification's own example lists names in a list
                    made.push_back(read_source(inner));
                }
            } else {
                made.push_back(read_source(one));
            }
        }
        return made;
    }

    /// `[person.json~jsonpath, "$.persons[*]"]`
    static bool is_source_shortcut(const YAML::Node& list) {
        return list.size() > 0 && list[0].IsScalar() && list[0].Scalar().find('~') != std::string::npos;
    }

    LogicalSource read_source(const YAML::Node& node) {
        if (node.IsSequence()) {
            return read_source_shortcut(node);
        }
        if (node.IsMap()) {
            return read_source_map(node);
        }
        const std::string name = scalar(node, "the name of a source");
        const YAML::Node named = sources_.IsDefined() ? entry(sources_, {name}) : YAML::Node(YAML::NodeType::Undefined);
        if (!named.IsDefined()) {
            fail(node, "there is no source `" + name + "`");
        }
        if (named.IsScalar()) {
            fail(named, "expected a source as a list or as lines of the form `key: value`");
        }
        return read_source(named);
    }

    LogicalSource read_source_shortcut(const YAML::Node& list) {
        if (list.size() == 0 || list.size() > 2) {
            fail(list, "expected a source as [FILE~FORMULATION, ITERATOR]");
        }
        std::string file = scalar(list[0], "a file");
        const std::size_t mark = file.rfind('~');
        const std::string formulation = mark == std::string::npos ? "" : file.substr(mark + 1);
        file.resize(std::min(mark, file.size()));
        return source_of(list, file, formulation, list.size() == 2 ? scalar(list[1], "the iterator") : "");
    }

    LogicalSource read_source_map(const YAML::Node& map) {
        check_keys(map, "a source",
                   {{"access"}, {"type"}, {"referenceFormulation"}, {"iterator"}, {"delimiter"}, {"encoding"}});
        const auto text = [&](const char* key) {
            const YAML::Node value = entry(map, {key});
            return value.IsDefined() ? scalar(value, key) : std::string();
        };
        if (const std::string type = text("type"); !type.empty() && type != "localfile") {
            fail(map, "a source of type `" + type + "` is not supported: expected localfile");
        }
        if (const std::string encoding = text("encoding");
            !encoding.empty() && encoding != "utf-8" && encoding != "UTF-8") {
            fail(map, "the encoding `" + encoding + "` is not supported: expected utf-8");
        }
        LogicalSource made = source_of(map, text("access"), text("referenceFormulation"), text("iterator"));
        if (const std::string delimiter = text("delimiter"); !delimiter.empty()) {
            if (delimiter.size() != 1 || delimiter.find_first_of("\"\r\n") != std::string::npos) {
                fail(map, "expected the delimiter as one character of ASCII");
            }
            made.delimiter = delimiter.front();
        }
        return made;
    }

    static LogicalSource source_of(const YAML::Node& node, const std::string& file, const std::string& formulation,
                                   const std::string& iterator) {
        static const std::map<std::string, ReferenceFormulation> known{{"csv", ReferenceFormulation::Csv},
                                                                       {"jsonpath", ReferenceFormulation::JsonPath},
                                                                       {"xpath", ReferenceFormulation::XPath}};
        LogicalSource made;
        made.file = file;
        made.iterator = iterator;
        if (const auto found = known.find(formulation); found != known.end()) {
            made.formulation = found->second;
        } else if (const auto by_name = formulation_of_file(file); formulation.empty() && by_name) {
            made.formulation = *by_name;
        } else {
            fail(node, "the reference formulation `" + formulation + "` is not known: expected csv, jsonpath or xpath");
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
        const YAML::Node stated = entry(map, {"type"});
        const std::string type = take_suffix(text, "~iri") ? "iri"
                                 : stated.IsDefined()      ? scalar(stated, "the type")
                                 : is_type(part)           ? "iri"
                                                           : "literal";
        if (type != "iri" && type != "blank" && type != "literal") {
            fail(stated, "the type `" + type + "` is not known: expected iri, blank or literal");
        }
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
        const Nodes parameters = list_of(entry(map, parameter_keys));
        if (parameters.size() != 2) {
            fail(map, "`equal` needs two parameters");
        }
        Expression sides[2];
        for (std::size_t at = 0; at < 2; ++at) {
            const YAML::Node& parameter = parameters[at];
            const bool is_map = parameter.IsMap();
            if (!is_map && (!parameter.IsSequence() || parameter.size() < 2 || parameter.size() > 3)) {
                fail(parameter, "expected a parameter as [str1, $(reference)]");
            }
            const YAML::Node value = is_map ? entry(parameter, value_keys) : parameter[1];
            if (!value.IsDefined()) {
                fail(parameter, "the parameter has no value");
            }
            const std::string side = !is_map && parameter.size() == 3 ? scalar(parameter[2], "s or o")
                                     : at == 0                        ? "s"
                                                                      : "o";
            if (side != "s" && side != "o") {
                fail(parameter, "expected s (this mapping) or o (the other), found `" + side + "`");
            }
            Expression& place = sides[side == "s" ? 0 : 1];
            if (!std::holds_alternative<std::monostate>(place)) {
                fail(map, "both parameters are of the same mapping");
            }
            place = expression_of(value, scalar(value, "a value"));
        }
        return {std::move(sides[0]), std::move(sides[1])};
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
    } catch (const Fault& fault) {
        return fault.error;
    } catch (const YAML::Exception& error) {
        return at(error.mark, "this is no YAML: " + error.msg);
    }
}

}  // namespace gridlore::rml
