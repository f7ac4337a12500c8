#include <algorithm>
#include <iterator>
#include <string_view>

#include "knowledge-engine/query/syntax/parser.h"
#include "tests/conformance/w3c/manifest.h"
#include "tests/conformance/w3c/suites.h"

namespace gridlore::w3c {
namespace {

constexpr const char* folders[] = {
    "sparql10/syntax-sparql1",  "sparql10/syntax-sparql2",  "sparql10/syntax-sparql3", "sparql10/syntax-sparql4",
    "sparql10/syntax-sparql5",  "sparql11/syntax-query",    "sparql11/construct",      "sparql11/grouping",
    "sparql11/syntax-update-1", "sparql11/syntax-update-2", "sparql11/delete-insert",
};

Failure parse(const Manifest& manifest, const rdf::Term& action, bool is_update) {
    const auto text = read_text(file_of(manifest, action));
    if (!text) {
        return text.error().message;
    }
    const query::ParseOptions options{.base = action.text};
    if (is_update) {
        const auto parsed = query::parse_update(*text, options);
        return parsed ? Failure() : Failure(placed_message(parsed.error()));
    }
    const auto parsed = query::parse_query(*text, options);
    return parsed ? Failure() : Failure(placed_message(parsed.error()));
}

}  // namespace

void run_syntax_suites(const std::filesystem::path& root, Report& report) {
    for (const char* const folder : folders) {
        const auto manifest =
            read_manifest(root / folder, std::string("https://w3c.github.io/rdf-tests/sparql/") + folder + "/");
        if (!manifest) {
            report.lose(folder, manifest.error().message);
            continue;
        }
        for (const Case& test : manifest->cases) {
            const bool is_negative = test.type.starts_with("Negative");
            if (!is_negative && !test.type.starts_with("Positive")) {
                continue;
            }
            Failure fault = parse(*manifest, test.action, test.type.find("Update") != std::string::npos);
            if (is_negative) {
                fault = fault ? Failure() : Failure("it should be refused");
            }
            report.count(std::string(folder) + " (syntax)", test.test.text, fault);
        }
    }
}

}  // namespace gridlore::w3c
