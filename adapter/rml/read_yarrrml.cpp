#include "adapter/rml/read_yarrrml.h"

#include <utility>

#include "adapter/rml/check_document.h"
#include "adapter/rml/yaml_entries.h"
#include "adapter/rml/yarrrml_objects.h"
#include "adapter/rml/yarrrml_source.h"
#include "adapter/rml/yarrrml_terms.h"
#include "knowledge-engine/rdf/utf8.h"

namespace gridlore::rml {
namespace {

const YamlKeys source_keys{"sources", "source"};
const YamlKeys subject_keys{"subjects", "subject", "s"};
const YamlKeys part_keys{"predicateobjects", "predicateobject", "po"};
const YamlKeys predicate_keys{"predicates", "predicate", "p"};
const YamlKeys object_keys{"objects", "object", "o"};
const YamlKeys graph_keys{"graphs", "graph", "g"};

class Reader {
  public:
    Reader() = default;
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    RmlDocument run(const YAML::Node& root) {
        check_size(root);
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
            terms_.set_prefix(scalar(prefix.first, "a prefix"), scalar(prefix.second, "the prefix's IRI"));
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
        const std::vector<TermMap> graphs = terms_.iris(entry(mapping, graph_keys));
        for (const LogicalSource& source : sources) {
            for (const TermMap& subject : subjects) {
                count(key, 1 + graphs.size());
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
        std::vector<TermMap> made = terms_.iris(node);
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
            const std::size_t terms =
                1 + part.predicates.size() + part.objects.size() + part.references.size() + part.graphs.size();
            for (const std::size_t number : maps_.at(name)) {
                count(node, terms);
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
            made.predicates = terms_.iris(node[0]);
            for (const YAML::Node& object : list_of(node[1])) {
                objects_.read(object, node.size() == 3 ? node[2] : YAML::Node(YAML::NodeType::Undefined), made);
            }
            return made;
        }
        check_keys(node, "a predicate with its object", {predicate_keys, object_keys, graph_keys});
        made.predicates = terms_.iris(entry(node, predicate_keys));
        made.graphs = terms_.iris(entry(node, graph_keys));
        for (const YAML::Node& object : list_of(entry(node, object_keys))) {
            objects_.read(object, YAML::Node(YAML::NodeType::Undefined), made);
        }
        return made;
    }

    /// Copies count: what is said once for many sources and subjects is there for each of them.
    void count(const YAML::Node& node, std::size_t more) {
        term_maps_ += more;
        if (term_maps_ > term_map_limit) {
            refuse_size(node, "the document has more than " + std::to_string(term_map_limit) + " term maps");
        }
    }

    RmlDocument document_;
    std::string base_;
    YarrrmlTerms terms_;
    YAML::Node sources_{YAML::NodeType::Undefined};
    MappingNumbers maps_;
    YarrrmlObjects objects_{terms_, maps_};
    std::size_t term_maps_ = 0;
};

Error at(const YAML::Mark& mark, const std::string& message) {
    Error error = invalid_input(message);
    error.position = TextPosition{static_cast<std::size_t>(mark.is_null() ? 0 : mark.line) + 1,
                                  static_cast<std::size_t>(mark.is_null() ? 0 : mark.column) + 1};
    return error;
}

}  // namespace

bool is_yarrrml(std::string_view text) {
    try {
        const YAML::Node root = YAML::Load(std::string(text));
        return root.IsMap() && (root["mappings"].IsDefined() || root["mapping"].IsDefined()) &&
               !root["json"].IsDefined();
    } catch (const YAML::Exception&) {
        return false;
    }
}

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
