/// The suites that this program runs. Each counts its tests in `report`; `root` is the folder of the W3C's tests.
#pragma once

#include <filesystem>

#include "tests/conformance/w3c/report.h"

namespace gridlore::w3c {

/// Turtle, TriG, N-Triples, N-Quads, RDF/XML.
void run_rdf_suites(const std::filesystem::path& root, Report& report);

/// Which queries and updates are well-formed.
void run_syntax_suites(const std::filesystem::path& root, Report& report);

/// Queries, updates and result formats, on each kind of store.
void run_evaluation_suites(const std::filesystem::path& root, Report& report);

}  // namespace gridlore::w3c
