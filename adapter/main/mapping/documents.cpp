#include "adapter/main/mapping/documents.h"

#include <iostream>
#include <iterator>

#include "adapter/import/import.h"
#include "adapter/main/terminal/prefixes.h"
#include "knowledge-engine/base/text_file.h"

namespace gridlore::mapping_commands {

std::shared_ptr<const mapping::Document> load_document(const std::string& file, const mapping::DeclaredTerms* declared,
                                                       const terminal::Streams& streams) {
    const auto text = read_payload(file);
    if (!text) {
        streams.error << "gridlore: " << terminal::show_text(placed_message(text.error())) << "\n";
        return nullptr;
    }
    mapping::ReadDocument read = mapping::read_document(*text, file, declared);
    for (const mapping::Problem& problem : read.problems) {
        streams.error << terminal::show_text(to_string(problem, file)) << "\n";
    }
    return std::move(read.document);
}

Result<mapping::DeclaredTerms> declared_terms(const std::vector<std::string>& files) {
    mapping::DeclaredTerms terms;
    importer::ImportOptions reading;
    reading.plain = true;
    for (const std::string& file : files) {
        auto read = importer::read_file(file, reading, [&terms](const rdf::QuadView& quad) {
            if (quad.subject.kind == rdf::TermKind::Iri) {
                terms.emplace(quad.subject.text);
            }
            return Result<void>();
        });
        if (!read) {
            return std::move(read).error();
        }
    }
    return terms;
}

Result<std::string> read_payload(const std::string& file) {
    if (file == "-") {
        return std::string(std::istreambuf_iterator<char>(std::cin), {});
    }
    return read_text_file(file);
}

Result<mapping::LiftOptions> lift_options(const mapping::Document& document, const PayloadOptions& options,
                                          const terminal::Streams& streams) {
    mapping::LiftOptions lifting;
    lifting.is_tolerant = options.tolerant;
    lifting.warn = [&streams](const std::string& pointer, const std::string& message) {
        streams.error << "warning: " << terminal::show_text(pointer.empty() ? message : pointer + ": " + message)
                      << "\n";
    };
    for (const std::string& given : options.given) {
        const auto equals = given.find('=');
        const auto variable = document.find(given.substr(0, equals));
        if (equals == std::string::npos || !variable ||
            document.variables[*variable].origin != mapping::Origin::Given) {
            return invalid_input("--given: '" + given + "' is not VARIABLE=VALUE with a variable that is given");
        }
        mapping::CodecMemory memory;
        std::string room;
        const std::string value = given.substr(equals + 1);
        auto term = document.variables[*variable].codec->lift({mapping::JsonKind::String, value}, memory, room);
        if (!term) {
            return invalid_input("--given: ?" + document.variables[*variable].name + ": " + term.error().message);
        }
        lifting.given[*variable] = {term->kind, std::string(term->text), std::string(term->datatype),
                                    std::string(term->language)};
    }
    return lifting;
}

}  // namespace gridlore::mapping_commands
