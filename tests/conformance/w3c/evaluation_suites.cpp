#include <array>
#include <filesystem>
#include <memory>
#include <utility>

#include "knowledge-engine/query/evaluation/engine.h"
#include "knowledge-engine/query/syntax/parser.h"
#include "knowledge-engine/rdf/namespaces.h"
#include "knowledge-engine/store/lmdb/lmdb_store.h"
#include "knowledge-engine/store/memory/memory_store.h"
#include "tests/conformance/w3c/isomorphism.h"
#include "tests/conformance/w3c/manifest.h"
#include "tests/conformance/w3c/query_result.h"
#include "tests/conformance/w3c/stores.h"
#include "tests/conformance/w3c/suites.h"

namespace gridlore::w3c {
namespace {

constexpr const char* folders[] = {
    "sparql10/ask",
    "sparql10/basic",
    "sparql10/bnode-coreference",
    "sparql10/boolean-effective-value",
    "sparql10/bound",
    "sparql10/cast",
    "sparql10/construct",
    "sparql10/distinct",
    "sparql10/expr-builtin",
    "sparql10/expr-ops",
    "sparql10/graph",
    "sparql10/optional",
    "sparql10/reduced",
    "sparql10/solution-seq",
    "sparql10/triple-match",
    "sparql11/add",
    "sparql11/basic-update",
    "sparql11/bind",
    "sparql11/bindings",
    "sparql11/cast",
    "sparql11/clear",
    "sparql11/construct",
    "sparql11/csv-tsv-res",
    "sparql11/delete-data",
    "sparql11/delete-insert",
    "sparql11/drop",
    "sparql11/functions",
    "sparql11/grouping",
    "sparql11/json-res",
    "sparql11/project-expression",
    "sparql11/property-path",
};

/// Labels of blank nodes mean something within their file only.
void rename_blank_nodes(std::vector<rdf::Quad>& quads, const std::string& prefix) {
    for (rdf::Quad& quad : quads) {
        for (rdf::Term* const term : {&quad.subject, &quad.object}) {
            if (term->is_blank_node()) {
                term->text = prefix + term->text;
            }
        }
    }
}

/// A file into a graph, of a dataset that an action or a result describes.
struct GraphFile {
    rdf::Term file;
    std::optional<rdf::Term> graph;
};

/// `qt:data` and `qt:graphData` of queries, `ut:data` and `ut:graphData` of updates.
std::vector<GraphFile> graph_files(const Description& description, const rdf::Term& node) {
    std::vector<GraphFile> files;
    for (const std::string& property : {qt("data"), ut("data")}) {
        for (const rdf::Term& file : description.objects(node, property)) {
            files.push_back({file, std::nullopt});
        }
    }
    for (const rdf::Term& file : description.objects(node, qt("graphData"))) {
        files.push_back({file, file});
    }
    for (const rdf::Term& graph : description.objects(node, ut("graphData"))) {
        const auto file = description.object(graph, ut("graph"));
        const auto name = description.object(graph, std::string(rdf::rdfs_ns) + "label");
        if (file && name) {
            files.push_back({*file, rdf::Term::iri(name->text)});
        }
    }
    return files;
}

Result<std::vector<rdf::Quad>> read_dataset(const Manifest& manifest, const rdf::Term& node) {
    std::vector<rdf::Quad> dataset;
    for (const GraphFile& source : graph_files(manifest.description, node)) {
        auto quads = read_quads(manifest, source.file);
        if (!quads) {
            return quads;
        }
        rename_blank_nodes(*quads, "f" + std::to_string(dataset.size()) + "_");
        for (rdf::Quad& quad : *quads) {
            quad.graph = source.graph;
            dataset.push_back(std::move(quad));
        }
    }
    return dataset;
}

bool is_ordered(const query::Group& group) {
    const query::Group* node = &group;
    while (true) {
        if (std::holds_alternative<query::OrderBy>(node->node)) {
            return true;
        }
        if (const auto* const project = std::get_if<query::Project>(&node->node)) {
            node = project->pattern.get();
        } else if (const auto* const distinct = std::get_if<query::Distinct>(&node->node)) {
            node = distinct->pattern.get();
        } else if (const auto* const slice = std::get_if<query::Slice>(&node->node)) {
            node = slice->pattern.get();
        } else {
            return false;
        }
    }
}

Comparison comparison_of(const Manifest& manifest, const Case& test, const query::Query& query) {
    if (manifest.description.object(test.test, mf("resultCardinality"))) {
        return Comparison::Lax;
    }
    return is_ordered(*query.pattern) ? Comparison::Ordered : Comparison::Unordered;
}

Failure run_query(const Manifest& manifest, const Case& test, store::QuadStore& store) {
    const auto file = manifest.description.object(test.action, qt("query"));
    if (!file || !test.result) {
        return "the manifest names no query or no result";
    }
    const auto text = read_text(file_of(manifest, *file));
    const auto dataset = read_dataset(manifest, test.action);
    const auto expected = read_expected_result(manifest, *test.result);
    if (!text || !dataset || !expected) {
        return "cannot be read: " + placed_message(!text      ? text.error()
                                                   : !dataset ? dataset.error()
                                                              : expected.error());
    }
    const auto query = query::parse_query(*text, {.base = file->text});
    if (!query) {
        return placed_message(query.error());
    }
    if (const auto filled = replace_content(store, *dataset); !filled) {
        return filled.error().message;
    }
    const auto snapshot = store.snapshot();
    if (!snapshot) {
        return snapshot.error().message;
    }
    ResultKeeper keeper;
    if (const auto answered = query::evaluate(*query, **snapshot, {}, keeper); !answered) {
        return answered.error().message;
    }
    QueryResult found = keeper.kept();
    const auto format = query::result_format_of(test.result->text.substr(test.result->text.rfind('.') + 1));
    if (format && !found.graph) {
        auto seen = through(*format, found);
        if (!seen) {
            return "the result cannot be written and read: " + placed_message(seen.error());
        }
        found = *std::move(seen);
    }
    return difference(found, *expected, comparison_of(manifest, test, *query));
}

Failure run_update(const Manifest& manifest, const Case& test, store::QuadStore& store) {
    const auto file = manifest.description.object(test.action, ut("request"));
    if (!file || !test.result) {
        return "the manifest names no request or no result";
    }
    const auto text = read_text(file_of(manifest, *file));
    const auto before = read_dataset(manifest, test.action);
    const auto expected = read_dataset(manifest, *test.result);
    if (!text || !before || !expected) {
        return "cannot be read: " + placed_message(!text ? text.error() : !before ? before.error() : expected.error());
    }
    const auto update = query::parse_update(*text, {.base = file->text});
    if (!update) {
        return placed_message(update.error());
    }
    if (const auto filled = replace_content(store, *before); !filled) {
        return filled.error().message;
    }
    const auto done = store.write(
        [&update](store::WriteTransaction& transaction) { return query::execute(*update, transaction, {}); });
    if (!done) {
        return done.error().message;
    }
    const auto after = content_of(store);
    if (!after) {
        return after.error().message;
    }
    return difference({{}, *after}, {{}, *expected}, Comparison::Unordered);
}

void run_folder(const std::filesystem::path& root, const std::string& folder, const std::string& backend,
                store::QuadStore& store, Report& report) {
    const std::string suite = folder + " (" + backend + ")";
    const auto manifest = read_manifest(root / folder, "https://w3c.github.io/rdf-tests/sparql/" + folder + "/");
    if (!manifest) {
        report.lose(suite, manifest.error().message);
        return;
    }
    for (const Case& test : manifest->cases) {
        if (test.type == "QueryEvaluationTest" || test.type == "CSVResultFormatTest") {
            report.count(suite, test.test.text, run_query(*manifest, test, store));
        } else if (test.type == "UpdateEvaluationTest") {
            report.count(suite, test.test.text, run_update(*manifest, test, store));
        }
    }
}

/// A folder that is gone at the end.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "gridlore-w3c-XXXXXX").string();
        path_ = mkdtemp(name.data()) == nullptr ? std::filesystem::path() : std::filesystem::path(name);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace

void run_evaluation_suites(const std::filesystem::path& root, Report& report) {
    const TemporaryFolder temporary;
    const auto memory = store::make_memory_store();
    auto durable = store::open_lmdb_store(temporary.path() / "store");
    if (!durable) {
        report.lose("sparql (lmdb)", durable.error().message);
        return;
    }
    for (const char* const folder : folders) {
        run_folder(root, folder, "memory", *memory, report);
        run_folder(root, folder, "lmdb", **durable, report);
    }
}

}  // namespace gridlore::w3c
