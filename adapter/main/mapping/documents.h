/// Documents, ontologies and payloads as files of a command line.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapter/main/mapping/options.h"
#include "adapter/main/terminal/options.h"
#include "adapter/mapping/lift/lift.h"
#include "adapter/mapping/read/read_document.h"
#include "adapter/rml/rml_document.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping_commands {

/// A document that lifts: one of the two.
struct LoadedDocument {
    std::string file;
    std::string text;
    std::shared_ptr<const mapping::Document> mapping;
    std::shared_ptr<const rml::RmlDocument> rml;  ///< RML in Turtle, or YARRRML
};

/// The document of a file, of either kind: RML is told by the file's name (`.ttl`), YARRRML by what is in it. What is
/// wrong with it, or odd about it, goes to `streams.error`. Nothing: it is of no use.
std::optional<LoadedDocument> load(const std::string& file, const mapping::DeclaredTerms* declared,
                                   const terminal::Streams& streams);

/// The same where only a mapping document will do, for what `command` does. Null: it is none, or of no use.
std::shared_ptr<const mapping::Document> load_document(const std::string& file, const mapping::DeclaredTerms* declared,
                                                       const char* command, const terminal::Streams& streams);

/// Says that RML is not for `command`, and what is.
void refuse_rml(const std::string& file, const char* command, const terminal::Streams& streams);

/// What the files declare: the subjects of their triples. Errors name the file and the place.
Result<mapping::DeclaredTerms> declared_terms(const std::vector<std::string>& files);

/// A whole file, or standard input for `-`.
Result<std::string> read_payload(const std::string& file);
/// The only one, or standard input if none is named. InvalidInput: there are several.
Result<std::string> payload_file(const PayloadOptions& options);

/// From `variable=value`. InvalidInput names the one that is at fault, or lacks.
Result<mapping::LiftOptions> lift_options(const mapping::Document& document, const PayloadOptions& options,
                                          const terminal::Streams& streams);

}  // namespace gridlore::mapping_commands
