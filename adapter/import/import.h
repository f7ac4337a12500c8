/// Files of RDF become quads: opened, read in the syntax that their name says, and, unless told otherwise, models of
/// CIM read as models. Functions are safe from any thread; they keep no state between calls.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapter/import/input.h"
#include "knowledge-engine/rdf/document_reader.h"
#include "knowledge-engine/rdf/syntax.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::importer {

struct Progress {
    std::uint64_t bytes = 0;  ///< of the file itself
    std::optional<std::uint64_t> total_bytes = {};
    std::uint64_t quads = 0;
};

struct ImportOptions {
    std::optional<rdf::Syntax> syntax = {};  ///< absent: by the extension
    std::string base = {};                   ///< empty: the file's own `file:` IRI
    bool plain = false;                      ///< quads as they are written, whatever they are about
    std::optional<std::string> units = {};   ///< the IRI of the unit convention; see `CimQuads`
    InputLimits limits = {};
    std::function<void(const Progress&)> progress = {};  ///< called now and then, never on two threads at once
};

struct FileReport {
    std::size_t documents = 0;
    std::vector<std::string> left_out;  ///< members of an archive that are no RDF
};

/// Hands over the quads of all documents in `name` (a file, or `-`). A label means one blank node in each document.
/// Errors name the file (and the member) with line and column; those of `handler` are passed on.
Result<FileReport> read_file(const std::string& name, const ImportOptions& options, const rdf::QuadHandler& handler);

struct ImportReport {
    store::LoadReport load;
    FileReport file;
};

/// Adds them to `store` as one change: all of a file, or nothing. Quads of the default graph go to `graph`, if it is
/// given.
Result<ImportReport> import_file(store::QuadStore& store, const std::string& name,
                                 const std::optional<rdf::Term>& graph, const ImportOptions& options);

/// The absolute `file:` IRI of a path.
std::string file_iri(const std::string& path);

}  // namespace gridlore::importer
