#include "adapter/mapping/read/read_document.h"

#include <algorithm>
#include <utility>

#include "adapter/mapping/check/document_check.h"
#include "adapter/mapping/check/example_check.h"
#include "adapter/mapping/read/document_builder.h"
#include "adapter/mapping/read/shape_reader.h"
#include "knowledge-engine/rdf/ascii.h"
#include "knowledge-engine/rdf/iri.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/rdf/tokens.h"

namespace gridlore::mapping {
namespace {

bool is_identifier(std::string_view id) {
    return !id.empty() && std::ranges::all_of(id, [](char c) {
        return rdf::is_ascii_letter(c) || rdf::is_ascii_digit(c) || c == '.' || c == '-' || c == '_';
    });
}

rdf::PrefixMap known_prefixes() {
    return {{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
            {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
            {"xsd", std::string(rdf::xsd_ns)}};
}

/// Reads the sections of one document.
class DocumentReader {
  public:
    DocumentReader(const YamlNode& root, const std::string& file, const DeclaredTerms* declared, Reading& reading)
        : root_(root), file_(file), declared_(declared), reading_(reading) {}

    std::shared_ptr<const Document> read() {
        if (const YamlNode* mappings = root_.find("mappings"); mappings != nullptr && root_.find("json") == nullptr) {
            reading_.error(mappings->key.position,
                           "this is YARRRML and no mapping document: it lifts files with `gridlore mapping lift` or "
                           "`gridlore import --mapping`, and cannot be served");
            return nullptr;
        }
        const bool is_map = reading_.check_members(
            root_, "a mapping document",
            {"id", "title", "description", "source", "version", "prefixes", "graph", "parts", "terms", "tables", "json",
             "request", "response", "unknown", "direction", "examples", "bind", "services"});
        if (!is_map) {
            return nullptr;
        }
        prefixes_ = read_prefixes();
        definitions_ = read_terms(root_, prefixes_, reading_);
        Document document = read_payload();
        document.request = read_request(document);
        document.response = read_response();
        check_unused();
        check_bind();
        const auto cases = read_examples(document);
        if (!reading_.has_error()) {
            for (const ExampleCase& example : cases) {
                try_example(document, example, reading_);
            }
        }
        return std::make_shared<const Document>(std::move(document));
    }

  private:
    rdf::PrefixMap read_prefixes() {
        rdf::PrefixMap prefixes = known_prefixes();
        const YamlNode* section = root_.find("prefixes");
        if (section == nullptr || section->is_null()) {
            return prefixes;
        }
        if (!section->is_map()) {
            reading_.error(section->position,
                           "`prefixes` needs members, `name: \"https://…\"`; found is " + describe(*section));
            return prefixes;
        }
        for (const YamlNode& prefix : section->children) {
            if (check_prefix(prefix)) {
                prefixes[prefix.key.text] = prefix.value.text;
            }
        }
        return prefixes;
    }

    bool check_prefix(const YamlNode& prefix) {
        if (!rdf::is_prefix_name(prefix.key.text)) {
            reading_.error(prefix.key.position, "`" + prefix.key.text +
                                                    "` is no name of a prefix; write it without the colon, and begin "
                                                    "it with a letter");
            return false;
        }
        const std::string& iri = prefix.value.text;
        if (!prefix.is_text() || !rdf::has_scheme(iri) || !rdf::has_only_iri_characters(iri)) {
            reading_.error(prefix.position,
                           "a prefix stands for an absolute IRI, as in \"https://saref.etsi.org/core/\"; "
                           "found is " +
                               describe(prefix));
            return false;
        }
        return true;
    }

    Document read_payload() {
        DocumentBuilder builder(DocumentUse::Payload, definitions_, used_, reading_);
        builder.document.direction = read_direction();
        read_names(builder.document);
        const bool has_patterns = read_patterns(root_, root_.position, builder);
        const bool has_shape = read_json_shape(root_, root_.position, builder);
        return finish(builder, has_patterns && has_shape);
    }

    void read_names(Document& document) {
        document.file = file_;
        document.id = reading_.text_of(root_, "id").value_or("");
        document.title = reading_.text_of(root_, "title").value_or("");
        document.description = reading_.text_of(root_, "description").value_or("");
        document.source = reading_.text_of(root_, "source").value_or("");
        document.version = reading_.text_of(root_, "version").value_or("");
        if (!is_identifier(document.id)) {
            const YamlNode* id = root_.find("id");
            reading_.error(id == nullptr ? root_.position : id->position,
                           "a document needs an `id` of letters, digits, `.`, `-` and `_`");
        }
    }

    Direction read_direction() {
        const auto said = reading_.text_of(root_, "direction");
        if (!said || *said == "both") {
            return Direction::Both;
        }
        if (*said != "lift" && *said != "lower") {
            reading_.error(root_.find("direction")->position,
                           "`direction` is `both`, `lift` or `lower`; found is `" + *said + "`");
        }
        return *said == "lower" ? Direction::Lower : Direction::Lift;
    }

    bool ignores_unknown() {
        const auto said = reading_.text_of(root_, "unknown");
        if (said && *said != "refuse" && *said != "ignore") {
            reading_.error(root_.find("unknown")->position,
                           "`unknown` is `refuse` or `ignore`; found is `" + *said + "`");
        }
        return said && *said == "ignore";
    }

    /// `graph` and `parts`. False: something in them could not be read.
    bool read_patterns(const YamlNode& section, TextPosition position, DocumentBuilder& builder) {
        builder.document.prefixes = prefixes_;
        const std::size_t errors = reading_.count_errors();
        const YamlNode* graph = section.find("graph");
        if (graph == nullptr) {
            reading_.error(position, "`graph` is missing: the triple patterns of what this document maps");
            builder.document.parts.emplace_back();
            return false;
        }
        builder.add_part("", *graph);
        const YamlNode* parts = section.find("parts");
        if (parts != nullptr && !parts->is_null() && !parts->is_map()) {
            reading_.error(parts->position, "`parts` needs members, `name: pattern`; found is " + describe(*parts));
        } else if (parts != nullptr) {
            for (const YamlNode& part : parts->children) {
                builder.add_part(part.key.text, part);
            }
        }
        return reading_.count_errors() == errors;
    }

    bool read_json_shape(const YamlNode& section, TextPosition position, DocumentBuilder& builder) {
        const std::size_t errors = reading_.count_errors();
        if (const YamlNode* json = section.find("json")) {
            builder.document.shape = read_shape(*json, ignores_unknown(), builder);
        } else {
            reading_.error(position, "`json` is missing: the shape of what this document maps");
        }
        return reading_.count_errors() == errors;
    }

    Document finish(DocumentBuilder& builder, bool is_whole) {
        builder.finish();
        if (is_whole) {
            check_document(builder);
        }
        if (declared_ != nullptr) {
            check_declared(builder.document, *declared_, reading_);
        }
        return std::move(builder.document);
    }

    std::shared_ptr<Document> read_request(const Document& document) {
        const YamlNode* request = root_.find("request");
        if (request == nullptr) {
            return nullptr;
        }
        DocumentBuilder builder(DocumentUse::Request, definitions_, used_, reading_);
        copy_names(document, builder.document);
        const std::size_t errors = reading_.count_errors();
        builder.document.shape = read_shape(*request, ignores_unknown(), builder);
        builder.add_core_of_shape();
        for (const DocumentBuilder::Use& use : builder.uses()) {
            check_asked(document, builder.document.variables[use.variable].name, use.position);
        }
        return std::make_shared<Document>(finish(builder, reading_.count_errors() == errors));
    }

    /// What is asked with stands in what is answered.
    void check_asked(const Document& document, const std::string& name, TextPosition position) {
        const auto number = document.find(name);
        if (number) {
            return;
        }
        std::vector<std::string> names;
        for (const Variable& variable : document.variables) {
            names.push_back(variable.name);
        }
        reading_.error(position,
                       "it is in `request`, but neither in `graph` nor in `json`, so that nothing is asked with it; "
                       "write `{ $ignore: … }` here" +
                           suggestion(name, names, "?"),
                       name);
    }

    void copy_names(const Document& from, Document& to) {
        to.id = from.id;
        to.title = from.title;
        to.source = from.source;
        to.version = from.version;
        to.file = from.file;
        to.prefixes = from.prefixes;
    }

    std::shared_ptr<Document> read_response() {
        const YamlNode* response = root_.find("response");
        if (response == nullptr || !reading_.check_members(*response, "a response", {"graph", "parts", "json"})) {
            return nullptr;
        }
        DocumentBuilder builder(DocumentUse::Response, definitions_, used_, reading_);
        read_names(builder.document);
        const bool has_patterns = read_patterns(*response, response->position, builder);
        const bool has_shape = read_json_shape(*response, response->position, builder);
        return std::make_shared<Document>(finish(builder, has_patterns && has_shape));
    }

    void check_unused() {
        std::vector<std::string> names;
        for (const std::string& name : used_) {
            names.push_back(name);
        }
        for (const auto& [name, definition] : definitions_) {
            if (!used_.contains(name)) {
                reading_.error(
                    definition.variable.position,
                    "`terms` has it, but neither `graph` nor `json` does; leave it out" + suggestion(name, names, "?"),
                    name);
            }
        }
    }

    /// What is in it is read where documents meet the world.
    void check_bind() {
        const YamlNode* bind = root_.find("bind");
        if (bind != nullptr && !bind->is_list() && !bind->is_null()) {
            reading_.error(bind->position,
                           "`bind` is a list, `- serve: …` or `- call: …`; found is " + describe(*bind));
        }
    }

    /// Those of the payload; examples of others are tried at once, if all is well.
    std::vector<ExampleCase> read_examples(Document& document) {
        std::vector<ExampleCase> cases;
        const YamlNode* section = root_.find("examples");
        if (section == nullptr || section->is_null()) {
            return cases;
        }
        if (!section->is_list()) {
            reading_.error(section->position, "`examples` is a list, `- json: …`; found is " + describe(*section));
            return cases;
        }
        for (const YamlNode& node : section->children) {
            if (reading_.check_members(node, "an example", {"json", "text", "request", "response", "given"})) {
                read_example(node, document, cases);
            }
        }
        return cases;
    }

    void read_example(const YamlNode& node, Document& document, std::vector<ExampleCase>& cases) {
        const YamlNode* json = node.find("json");
        const YamlNode* text = node.find("text");
        if ((json == nullptr) == (text == nullptr)) {
            if (json != nullptr || (node.find("request") == nullptr && node.find("response") == nullptr)) {
                reading_.error(node.position, "an example has its payload as `json` or as `text`, one of the two");
            }
        } else {
            ExampleCase example = payload(json != nullptr ? *json : *text, json == nullptr);
            read_given(node, example);
            document.examples.push_back(example.example);
            cases.push_back(std::move(example));
        }
        try_other(node.find("request"), document.request);
        try_other(node.find("response"), document.response);
    }

    ExampleCase payload(const YamlNode& node, bool is_text) {
        ExampleCase example;
        example.example.position = node.position;
        if (is_text) {
            example.example.json = node.value.text;
        } else {
            example.node = &node;
            append_json(node, example.example.json);
        }
        return example;
    }

    void read_given(const YamlNode& node, ExampleCase& example) {
        const YamlNode* given = node.find("given");
        if (given == nullptr) {
            return;
        }
        for (const YamlNode& value : given->children) {
            example.given.emplace(value.key.text, json_constant(value.value));
        }
    }

    void try_other(const YamlNode* node, std::shared_ptr<const Document>& document) {
        if (node == nullptr) {
            return;
        }
        if (document == nullptr) {
            reading_.error(node->key.position, "the document has no `" + node->key.text +
                                                   "`, so that nothing can be an "
                                                   "example of it");
            return;
        }
        const ExampleCase example = payload(*node, false);
        auto with_example = std::make_shared<Document>(*document);
        with_example->examples.push_back(example.example);
        document = with_example;
        if (!reading_.has_error()) {
            try_example(*document, example, reading_);
        }
    }

    const YamlNode& root_;
    const std::string& file_;
    const DeclaredTerms* declared_;
    Reading& reading_;
    rdf::PrefixMap prefixes_;
    TermDefinitions definitions_;
    std::set<std::string, std::less<>> used_;
};

}  // namespace

ReadDocument read_document(std::string_view text, const std::string& file, const DeclaredTerms* declared) {
    ReadDocument result;
    Reading reading(text);
    const auto tree = read_yaml(text);
    if (!tree) {
        reading.error(tree.error().position.value_or(TextPosition{1, 1}), tree.error().message);
    } else {
        for (const Problem& problem : tree->problems) {
            reading.error(problem.position, problem.message);
        }
        result.document = DocumentReader(tree->root, file, declared, reading).read();
    }
    if (reading.has_error()) {
        result.document = nullptr;
    }
    result.problems = std::move(reading).take_problems();
    return result;
}

}  // namespace gridlore::mapping
