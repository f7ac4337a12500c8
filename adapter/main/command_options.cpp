#include "adapter/main/command_options.h"

#include <optional>

#include "adapter/main/configuration/setting.h"

namespace gridlore::program {
namespace {

template <typename T>
CLI::Option* add_optional(CLI::App& app, const std::string& flag, std::optional<T>& value, const std::string& help) {
    return app.add_option_function<T>(
        flag, [&value](const T& given) { value = given; }, help);
}

void add_connection(CLI::App& app, terminal::Connection& connection) {
    app.add_option("--server", connection.server, "Base address of the server's REST API")
        ->envname("GRIDLORE_SERVER")
        ->type_name("URL")
        ->capture_default_str();
    app.add_option("--timeout", connection.timeout_seconds, "How long to wait for the server")
        ->type_name("SECONDS")
        ->check(CLI::Range(1U, 86'400U))
        ->capture_default_str();
    app.add_flag("--json", connection.json, "Print one JSON document and nothing else");
}

void add_repeatable(CLI::App& app, const std::string& flag, std::vector<std::string>& values, const std::string& type,
                    const std::string& help) {
    app.add_option(flag, values, help)->type_name(type)->expected(1)->take_all()->allow_extra_args(false);
}

void add_exchange(CLI::App& app, terminal::ExchangeOptions& options) {
    add_connection(app, options.connection);
    add_repeatable(app, "--prefix", options.prefixes, "NAME=IRI", "A prefix beside the well-known ones; repeatable");
    add_repeatable(app, "--bind", options.bindings, "VARIABLE=TERM",
                   "A value for a variable; repeatable, also for one variable (any of its values)");
    add_repeatable(app, "--to", options.recipients, "KB", "Contact this knowledge base only; repeatable");
    add_optional(app, "--level", options.level, "Reasoner level, 1 to 5")->type_name("N")->check(CLI::Range(1U, 5U));
    app.add_flag("--explain", options.explain, "Say who was asked, what matched, what did not, and why");
    app.add_flag("--meta", options.include_meta, "Match the self-descriptions of knowledge bases, too");
}

void add_ontologies(CLI::App& app, std::vector<std::string>& ontologies) {
    add_repeatable(app, "--ontology", ontologies, "FILE",
                   "RDF that declares the terms which patterns may have; repeatable");
}

void add_payload(CLI::App& app, mapping_commands::PayloadOptions& options, const std::string& what) {
    app.add_option("document", options.document, "The mapping document")->required()->type_name("DOCUMENT");
    app.add_option("payload", options.payloads, what)->type_name("FILE");
    add_repeatable(app, "--given", options.given, "VARIABLE=VALUE", "What the payload was asked with; repeatable");
    app.add_flag("--tolerant", options.tolerant, "Let missing and superfluous commas pass, and remarks behind values");
}

}  // namespace

void StoreFlags::add_to(CLI::App& app) {
    app.add_option("--store", place_, "The folder of the store [GRIDLORE_STORE]")
        ->type_name("FOLDER (" + configuration::default_of(*configuration::find_setting("store")) + ")");
    app.add_option("--config", file_, "A YAML file of settings, as for 'gridlore serve' [GRIDLORE_CONFIG]")
        ->type_name("FILE");
    add_optional(app, "--server", options_.server, "Work through the server at this address, which has the store")
        ->type_name("URL");
    app.add_option("--timeout", options_.timeout_seconds, "How long a query, or a call of the server, may take")
        ->type_name("SECONDS")
        ->check(CLI::Range(1U, 86'400U))
        ->capture_default_str();
}

void StoreFlags::apply() {
    if (!file_.empty()) {
        options_.settings.file = file_;
    }
    if (!place_.empty()) {
        options_.settings.flags.push_back({"store", {place_}, "--store"});
    }
}

void add_ask(CLI::App& app, terminal::AskOptions& options) {
    app.add_option("pattern", options.pattern, "Graph pattern: ?m a saref:Meter")->required()->type_name("PATTERN");
    add_exchange(app, options.exchange);
    add_repeatable(app, "--range", options.ranges, "VARIABLE=FROM..UNTIL",
                   "Keep values from FROM (inclusive) until UNTIL (exclusive); either may be missing");
    app.add_flag("--gaps", options.knowledge_gaps, "Say what is missing where nobody can answer");
}

void add_post(CLI::App& app, terminal::PostOptions& options) {
    app.add_option("pattern", options.argument_pattern, "Graph pattern of what is posted")
        ->required()
        ->type_name("ARGUMENT_PATTERN");
    add_exchange(app, options.exchange);
    add_optional(app, "--result", options.result_pattern, "Graph pattern of what is wanted back")->type_name("PATTERN");
    add_optional(app, "--rows", options.rows_file, "A JSON file with the binding set; - is standard input")
        ->type_name("FILE");
}

void add_interactions(CLI::App& app, terminal::InteractionsOptions& options) {
    add_connection(app, options.connection);
    add_repeatable(app, "--prefix", options.prefixes, "NAME=IRI", "A prefix to show terms with; repeatable");
    add_optional(app, "--kb", options.knowledge_base, "This knowledge base only")->type_name("IRI");
}

void add_import(CLI::App& app, commands::ImportOptions& options) {
    app.add_option("files", options.files, "Files of RDF; - is standard input. With --mapping what that reads")
        ->required()
        ->type_name("FILE...");
    add_optional(app, "--mapping", options.mapping, "A mapping document, RML or YARRRML: lift files by it")
        ->type_name("DOCUMENT");
    add_repeatable(app, "--given", options.given, "VARIABLE=VALUE",
                   "What payloads of the mapping document were asked with; repeatable");
    add_optional(app, "--graph", options.graph, "Where quads of the default graph go")->type_name("IRI");
    app.add_option("--base", options.base, "The base of relative IRIs, instead of each file's own")->type_name("IRI");
    add_optional(app, "--syntax", options.syntax, "Instead of the one that the extension says")
        ->type_name("turtle|trig|ntriples|nquads|rdfxml");
    add_optional(app, "--units", options.units, "The units of a grid model's numbers, where its header does not tell")
        ->type_name("kv-mw|v-w|IRI");
    app.add_flag("--plain", options.plain, "Read grid models as any other RDF");
}

void add_export(CLI::App& app, commands::ExportOptions& options) {
    add_optional(app, "file", options.file, "Where to write; .gz is compressed; - or nothing is standard output")
        ->type_name("FILE");
    add_optional(app, "--graph", options.graph, "One graph only; default is the default graph")->type_name("IRI");
    add_optional(app, "--syntax", options.syntax, "Instead of the one that the extension says, or N-Quads")
        ->type_name("turtle|trig|ntriples|nquads|rdfxml");
}

void add_query(CLI::App& app, commands::QueryOptions& options) {
    app.add_option("query", options.text, "SPARQL 1.1 Query")->type_name("QUERY");
    add_optional(app, "--file", options.file, "A file of it instead; - is standard input")->type_name("FILE");
    add_repeatable(app, "--prefix", options.prefixes, "NAME=IRI", "A prefix beside the well-known ones; repeatable");
    add_optional(app, "--format", options.format, "How to write the result")->type_name("NAME");
    app.add_flag("--explain", options.explain, "Say how it would be answered instead");
}

void add_update(CLI::App& app, commands::UpdateOptions& options) {
    app.add_option("update", options.text, "SPARQL 1.1 Update")->type_name("UPDATE");
    add_optional(app, "--file", options.file, "A file of it instead; - is standard input")->type_name("FILE");
    add_repeatable(app, "--prefix", options.prefixes, "NAME=IRI", "A prefix beside the well-known ones; repeatable");
}

void add_mapping_check(CLI::App& app, mapping_commands::CheckOptions& options) {
    app.add_option("files", options.files, "Mapping documents")->required()->type_name("FILE...");
    add_ontologies(app, options.ontologies);
}

void add_mapping_lift(CLI::App& app, mapping_commands::LiftOptions& options) {
    add_payload(app, options.payload,
                "A file of JSON; - or nothing is standard input. Of RML: its sources as files, NAME=FILE or folders; "
                "nothing is the document's folder");
    app.add_option("--base", options.base, "Of RML: stands before IRIs that are not absolute")->type_name("IRI");
    add_optional(app, "--format", options.format, "How to write what comes of it, instead of turtle (RML: nquads)")
        ->type_name("bindings|turtle|trig|ntriples|nquads|rdfxml");
}

void add_mapping_explain(CLI::App& app, mapping_commands::ExplainOptions& options) {
    add_payload(app, options.payload, "A file of JSON; - or nothing is standard input");
    add_repeatable(app, "--triple", options.triples, "TRIPLE",
                   "Of this triple only: subject, predicate, object; _ or a variable is any; repeatable");
    add_repeatable(app, "--member", options.members, "POINTER",
                   "Of what stands at this JSON pointer, or in it; repeatable");
    app.add_flag("--json", options.json, "Print one JSON document and nothing else");
}

void add_mapping_lower(CLI::App& app, mapping_commands::LowerOptions& options) {
    app.add_option("document", options.document, "The mapping document")->required()->type_name("DOCUMENT");
    app.add_option("data", options.data, "A file of RDF, or of bindings (.json); - or nothing is standard input")
        ->type_name("FILE");
    add_optional(app, "--syntax", options.syntax, "Instead of the one that the extension says")
        ->type_name("bindings|turtle|trig|ntriples|nquads|rdfxml");
}

void add_mapping_new(CLI::App& app, mapping_commands::NewOptions& options) {
    app.add_option("--from", options.from, "A payload as an example; - is standard input")
        ->required()
        ->type_name("FILE");
    app.add_option("--id", options.id, "The document's id")->type_name("ID")->capture_default_str();
}

void add_mapping_coverage(CLI::App& app, mapping_commands::CoverageOptions& options) {
    app.add_option("files", options.files, "Mapping documents")->required()->type_name("FILE...");
    add_ontologies(app, options.ontologies);
    app.add_flag("--json", options.json, "Print one JSON document and nothing else");
}

}  // namespace gridlore::program
