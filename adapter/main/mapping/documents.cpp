#include "adapter/main/mapping/documents.h"

#include <iostream>
#include <iterator>
#include <utility>

#include "adapter/import/import.h"
#include "adapter/main/terminal/prefixes.h"
#include "adapter/rml/read_rml.h"
#include "adapter/rml/read_yarrrml.h"
#include "knowledge-engine/base/text_file.h"
#include "knowledge-engine/rdf/syntax.h"

namespace gridlore::mapping_commands {

namespace {

/// Null, and the reason on `streams.error`, if it cannot be used.
std::shared_ptr<const rml::RmlDocument> read_rml_document(const LoadedDocument& loaded, bool is_turtle,
                                                          const terminal::Streams& streams) {
    auto read = is_turtle ? rml::read_rml(loaded.text) : rml::read_yarrrml(loaded.text);
    if (!read) {
        streams.error << terminal::show_text(in_file(loaded.file, std::move(read).error()).message) << "\n";
        return nullptr;
    }
    return std::make_shared<const rml::RmlDocument>(*std::move(read));
}

}  // namespace

std::optional<LoadedDocument> load(const std::string& file, const mapping::DeclaredTerms* declared,
                                   const terminal::Streams& streams) {
    auto text = read_payload(file);
    if (!text) {
        streams.error << "gridlore: " << terminal::show_text(placed_message(text.error())) << "\n";
        return std::nullopt;
    }
    LoadedDocument loaded{file, *std::move(text), nullptr, nullptr};
    const bool is_turtle = rdf::syntax_of_file(file) == rdf::Syntax::Turtle;
    if (is_turtle || rml::is_yarrrml(loaded.text)) {
        loaded.rml = read_rml_document(loaded, is_turtle, streams);
    } else {
        mapping::ReadDocument read = mapping::read_document(loaded.text, file, declared);
        for (const mapping::Problem& problem : read.problems) {
            streams.error << terminal::show_text(to_string(problem, file)) << "\n";
        }
        loaded.mapping = std::move(read.document);
    }
    return loaded.mapping == nullptr && loaded.rml == nullptr ? std::nullopt : std::optional(std::move(loaded));
}

std::shared_ptr<const mapping::Document> load_document(const std::string& file, const mapping::DeclaredTerms* declared,
                                                       const char* command, const terminal::Streams& streams) {
    auto loaded = load(file, declared, streams);
    if (loaded && loaded->rml != nullptr) {
        refuse_rml(file, command, streams);
    }
    return loaded ? std::move(loaded->mapping) : nullptr;
}

void refuse_rml(const std::string& file, const char* command, const terminal::Streams& streams) {
    streams.error << terminal::show_text(file) << ": this is RML, which '" << command
                  << "' does not know: 'gridlore mapping check', 'gridlore mapping lift' and 'gridlore import "
                     "--mapping' do\n";
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

Result<std::string> payload_file(const PayloadOptions& options) {
    if (options.payloads.size() > 1) {
        return invalid_input("a mapping document reads one payload, and " + std::to_string(options.payloads.size()) +
                             " are named: '" + options.payloads[1] + "' is one too many");
    }
    return options.payloads.empty() ? "-" : options.payloads.front();
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
