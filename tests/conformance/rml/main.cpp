/// Runs the suites of RML: rml_conformance EXPECTED_FAILURES. Fails unless all is as expected.

#include <csv.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <set>

#include "adapter/rml/lift.h"
#include "adapter/rml/read_rml.h"
#include "knowledge-engine/base/text_file.h"
#include "tests/conformance/w3c/isomorphism.h"
#include "tests/conformance/w3c/report.h"

namespace gridlore {
namespace {

namespace fs = std::filesystem;

struct Case {
    std::string base;
    bool should_fail = false;
};
using Cases = std::map<std::string, Case>;
using Line = std::vector<std::string>;

/// The lines of a CSV file.
std::vector<Line> lines_of(const std::string& text) {
    std::vector<Line> lines(1);
    csv_parser parser{};
    csv_init(&parser, 0);
    const auto field = [](void* data, std::size_t size, void* to) {
        static_cast<std::vector<Line>*>(to)->back().emplace_back(static_cast<const char*>(data), size);
    };
    const auto end = [](int, void* to) { static_cast<std::vector<Line>*>(to)->emplace_back(); };
    csv_parse(&parser, text.data(), text.size(), field, end, &lines);
    csv_fini(&parser, field, end, &lines);
    csv_free(&parser);
    lines.pop_back();
    return lines;
}

/// By the columns that the two suites have: the base of the newer one stands there, that of the older one is the
/// base that all of its documents declare.
Result<Cases> read_cases(const fs::path& suite) {
    const auto text = read_text_file(suite / "metadata.csv");
    if (!text) {
        return text.error();
    }
    const std::vector<Line> lines = lines_of(*text);
    const auto column = [&](const std::set<std::string>& names) -> std::optional<std::size_t> {
        for (std::size_t at = 0; !lines.empty() && at < lines.front().size(); ++at) {
            if (names.contains(lines.front()[at])) {
                return at;
            }
        }
        return std::nullopt;
    };
    const auto id = column({"ID", "RML id"});
    const auto error = column({"error", "error expected?"});
    const auto base = column({"base_iri"});
    if (!id || !error) {
        return invalid_input(suite.string() + "/metadata.csv has no columns for the test and the error");
    }
    Cases cases;
    for (std::size_t at = 1; at < lines.size(); ++at) {
        const Line& line = lines[at];
        cases[line.at(*id)] = {base ? line.at(*base) : "http://example.com/base/", line.at(*error) == "true"};
    }
    return cases;
}

rdf::Term term_of(const rdf::TermView& view) {
    return {view.kind, std::string(view.text), std::string(view.datatype), std::string(view.language)};
}

Result<std::vector<rdf::Quad>> lift(const fs::path& folder, const std::string& base) {
    const auto mapping = read_text_file(folder / "mapping.ttl");
    auto document = mapping ? rml::read_rml(*mapping, base) : Result<rml::RmlDocument>(mapping.error());
    if (!document) {
        return std::move(document).error();
    }
    std::vector<rdf::Quad> quads;
    const auto take = [&](const rdf::QuadView& quad) -> Result<void> {
        quads.push_back({term_of(quad.subject), term_of(quad.predicate), term_of(quad.object),
                         quad.graph ? std::optional(term_of(*quad.graph)) : std::nullopt});
        return {};
    };
    rml::LiftOptions options;
    options.base = base;
    auto lifted = rml::lift(*document, rml::files_in(folder), take, options);
    if (!lifted) {
        return std::move(lifted).error();
    }
    return quads;
}

w3c::Failure run(const fs::path& folder, const Case& test) {
    auto quads = lift(folder, test.base);
    if (test.should_fail) {
        return quads ? w3c::Failure("an error is expected, there was none") : w3c::Failure();
    }
    if (!quads) {
        return placed_message(quads.error());
    }
    auto expected = rdf::read_file(folder / "output.nq");
    if (!expected) {
        return "the expected quads cannot be read: " + placed_message(expected.error());
    }
    const std::size_t count = quads->size();
    const auto rows = w3c::rows_of(*std::move(quads));
    if (rows.size() != count) {
        return "a quad was handed over twice";
    }
    return w3c::are_isomorphic(rows, w3c::rows_of(*std::move(expected))) == true
               ? w3c::Failure()
               : w3c::Failure("the quads are others than expected");
}

/// Cases without a line in the metadata are counted as well: of those an error is expected if there is no output.
void run_suite(const std::string& name, const fs::path& folder, w3c::Report& report) {
    auto cases = read_cases(folder);
    if (!cases) {
        report.lose(name, cases.error().message);
        return;
    }
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string id = entry.path().filename().string();
        if (entry.is_directory() && !cases->contains(id)) {
            const auto output = read_text_file(entry.path() / "output.nq");
            (*cases)[id] = {"http://example.com/base/", !output || output->find('<') == std::string::npos};
        }
    }
    for (const auto& [id, test] : *cases) {
        // The suite and the format: the last part of the name.
        report.count(name + "-" + id.substr(id.rfind('-') + 1), id, run(folder / id, test));
    }
}

}  // namespace
}  // namespace gridlore

int main(int argc, char** argv) {
    using namespace gridlore;
    const char* const data = std::getenv("GRIDLORE_DATA");
    if (argc != 2 || data == nullptr) {
        std::cerr << "usage: GRIDLORE_DATA=FOLDER rml_conformance EXPECTED_FAILURES\n";
        return EXIT_FAILURE;
    }
    auto report = w3c::Report::with_expected_failures(argv[1]);
    if (!report) {
        std::cerr << report.error().message << "\n";
        return EXIT_FAILURE;
    }
    for (const std::string suite : {"rml-core", "rml-test-cases"}) {
        run_suite(suite, fs::path(data) / "w3c" / "rml" / suite, *report);
    }
    return report->finish() ? EXIT_SUCCESS : EXIT_FAILURE;
}
