/// Documents, ontologies and payloads as files of a command line. Private to this folder.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapter/main/mapping/options.h"
#include "adapter/main/terminal/options.h"
#include "adapter/mapping/lift/lift.h"
#include "adapter/mapping/read/read_document.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::mapping_commands {

/// The document of a file; what is wrong with it, or odd about it, goes to `streams.error`. Null: it is of no use.
std::shared_ptr<const mapping::Document> load_document(const std::string& file, const mapping::DeclaredTerms* declared,
                                                       const terminal::Streams& streams);

/// What the files declare: the subjects of their triples. Errors name the file and the place.
Result<mapping::DeclaredTerms> declared_terms(const std::vector<std::string>& files);

/// A whole file, or standard input for `-`.
Result<std::string> read_payload(const std::string& file);

/// From `variable=value`. InvalidInput names the one that is at fault, or lacks.
Result<mapping::LiftOptions> lift_options(const mapping::Document& document, const PayloadOptions& options,
                                          const terminal::Streams& streams);

}  // namespace gridlore::mapping_commands
