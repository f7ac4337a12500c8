/// Runs the W3C's suites: w3c_conformance DATA_FOLDER EXPECTED_FAILURES. Fails unless all is as expected.

#include <cstdlib>
#include <iostream>

#include "tests/conformance/w3c/suites.h"

int main(int argc, char** argv) {
    using namespace gridlore::w3c;
    const char* const data = std::getenv("GRIDLORE_DATA");
    if (argc != 2 || data == nullptr) {
        std::cerr << "usage: GRIDLORE_DATA=FOLDER w3c_conformance EXPECTED_FAILURES\n";
        return EXIT_FAILURE;
    }
    auto report = Report::with_expected_failures(argv[1]);
    if (!report) {
        std::cerr << report.error().message << "\n";
        return EXIT_FAILURE;
    }
    const std::filesystem::path root = std::filesystem::path(data) / "w3c";
    run_rdf_suites(root, *report);
    run_syntax_suites(root, *report);
    run_evaluation_suites(root, *report);
    return report->finish() ? EXIT_SUCCESS : EXIT_FAILURE;
}
