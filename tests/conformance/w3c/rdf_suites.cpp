#include <utility>

#include "tests/conformance/w3c/isomorphism.h"
#include "tests/conformance/w3c/manifest.h"
#include "tests/conformance/w3c/suites.h"

namespace gridlore::w3c {
namespace {

Failure evaluate(const Manifest& manifest, const Case& test) {
    auto read = read_quads(manifest, test.action);
    if (!read) {
        return "it should be read: " + placed_message(read.error());
    }
    auto expected = read_quads(manifest, *test.result);
    if (!expected) {
        return "the result cannot be read: " + placed_message(expected.error());
    }
    const auto same = are_isomorphic(rows_of(*std::move(read)), rows_of(*std::move(expected)));
    return same == true ? Failure() : Failure("the quads are others than expected");
}

Failure run(const Manifest& manifest, const Case& test) {
    if (test.type.ends_with("Eval")) {
        return evaluate(manifest, test);
    }
    const auto read = read_quads(manifest, test.action);
    const bool should_be_read = test.type.ends_with("PositiveSyntax");
    if (!read && should_be_read) {
        return "it should be read: " + placed_message(read.error());
    }
    if (!read && read.error().kind == ErrorKind::NotFound) {
        return read.error().message;
    }
    return read && !should_be_read ? Failure("it should be refused") : Failure();
}

}  // namespace

void run_rdf_suites(const std::filesystem::path& root, Report& report) {
    for (const char* const folder : {"rdf-turtle", "rdf-trig", "rdf-n-triples", "rdf-n-quads", "rdf-xml"}) {
        const std::string suite = std::string("rdf11/") + folder;
        const auto manifest = read_manifest(root / suite, "https://w3c.github.io/rdf-tests/rdf/" + suite + "/");
        if (!manifest) {
            report.lose(suite, manifest.error().message);
            continue;
        }
        for (const Case& test : manifest->cases) {
            report.count(suite, test.test.text, run(*manifest, test));
        }
    }
}

}  // namespace gridlore::w3c
