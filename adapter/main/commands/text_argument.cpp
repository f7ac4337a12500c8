#include "adapter/main/commands/text_argument.h"

#include <iostream>
#include <iterator>

#include "knowledge-engine/base/text_file.h"
#include "knowledge-engine/rdf/iri.h"

namespace gridlore::commands {

Result<std::string> text_of(const std::string& text, const std::optional<std::string>& file, const char* what) {
    if (!file) {
        return text.empty() ? Result<std::string>(invalid_input(std::string("no ") + what +
                                                                " is given: write it as the argument, or name a file "
                                                                "of it with --file"))
                            : Result<std::string>(text);
    }
    if (*file == "-") {
        return std::string(std::istreambuf_iterator<char>(std::cin), {});
    }
    return read_text_file(*file);
}

Error placed(const std::optional<std::string>& file, Error error) {
    return file && *file != "-" && error.position ? in_file(*file, std::move(error)) : error;
}

Result<void> check_iri(const char* option, const std::string& iri) {
    return rdf::has_scheme(iri) && rdf::has_only_iri_characters(iri)
               ? Result<void>()
               : invalid_input(std::string(option) + ": '" + iri +
                               "' is no absolute IRI, as http://example.org/model and urn:example:model are");
}

}  // namespace gridlore::commands
