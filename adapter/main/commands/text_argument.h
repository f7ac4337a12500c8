/// What a command is given as text: a query or update on the command line, in a file, on standard input; an IRI.
#pragma once

#include <optional>
#include <string>

#include "knowledge-engine/base/result.h"

namespace gridlore::commands {

/// Precondition: not both are given. Errors: InvalidInput (neither is), NotFound.
Result<std::string> text_of(const std::string& text, const std::optional<std::string>& file, const char* what);

/// A fault of a text that came from a file, with the file's name before its place.
Error placed(const std::optional<std::string>& file, Error error);

/// What SPARQL takes between angle brackets. Errors: InvalidInput, which names the option.
Result<void> check_iri(const char* option, const std::string& iri);

}  // namespace gridlore::commands
