#include "adapter/main/commands/complaint.h"
#include "adapter/main/commands/formats.h"
#include "adapter/main/mapping/bindings_text.h"
#include "adapter/main/mapping/commands.h"
#include "adapter/main/mapping/documents.h"
#include "adapter/main/mapping/lifting.h"
#include "knowledge-engine/rdf/document_writer.h"

namespace gridlore::mapping_commands {
namespace {

using program::ExitCode;

Result<std::unique_ptr<rdf::DocumentWriter>> writer_to(const terminal::Streams& streams, rdf::Syntax syntax,
                                                       const rdf::PrefixMap& prefixes) {
    return rdf::DocumentWriter::make(syntax, prefixes, [&streams](std::string_view bytes) {
        streams.out << bytes;
        return Result<void>();
    });
}

Result<void> write_triples(const mapping::Document& document, const mapping::PartRows& rows, rdf::Syntax syntax,
                           const terminal::Streams& streams) {
    auto writer = writer_to(streams, syntax, document.prefixes);
    if (!writer) {
        return std::move(writer).error();
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t at = 0; at < rows[i].size(); ++at) {
            auto written = mapping::each_triple(document.parts[i], rows[i].row(at),
                                                [&](const rdf::QuadView& triple) { return (*writer)->add(triple); });
            if (!written) {
                return written;
            }
        }
    }
    return (*writer)->finish();
}

/// A syntax of RDF by its name; complains of others.
const commands::RdfFormat* format_of(const std::string& name, const char* others, const terminal::Streams& streams) {
    const commands::RdfFormat* format = commands::find_rdf_format(name);
    if (format == nullptr) {
        commands::complain(invalid_input("--format: '" + name + "' is not known; " + others +
                                         "turtle, trig, ntriples, nquads and rdfxml are"),
                           streams);
    }
    return format;
}

ExitCode lift_mapping(const mapping::Document& document, const LiftOptions& options, const terminal::Streams& streams) {
    const bool as_bindings = options.format == "bindings";
    const commands::RdfFormat* format =
        as_bindings ? nullptr : format_of(options.format.value_or("turtle"), "bindings, ", streams);
    if (!as_bindings && format == nullptr) {
        return ExitCode::WrongUsage;
    }
    const auto file = payload_file(options.payload);
    const auto payload = file ? read_payload(*file) : Result<std::string>(file.error());
    const auto lifting = lift_options(document, options.payload, streams);
    if (!payload || !lifting) {
        return commands::complain(payload ? lifting.error() : payload.error(), streams);
    }
    const auto rows = mapping::lift(document, *payload, *lifting);
    if (!rows) {
        return commands::complain(rows.error(), streams);
    }
    if (as_bindings) {
        streams.out << bindings_text(document, *rows);
        return ExitCode::Success;
    }
    const auto written = write_triples(document, *rows, format->syntax, streams);
    return written ? ExitCode::Success : commands::complain(written.error(), streams);
}

/// Quads are written as they come: where an error follows, what is written is the beginning.
ExitCode lift_rml(const LoadedDocument& document, const LiftOptions& options, const terminal::Streams& streams) {
    const commands::RdfFormat* format = format_of(options.format.value_or("nquads"), "of RML ", streams);
    if (format == nullptr) {
        return ExitCode::WrongUsage;
    }
    if (!options.payload.given.empty() || options.payload.tolerant) {
        return commands::complain(
            invalid_input("--given and --tolerant are of mapping documents, and " + document.file + " is RML"),
            streams);
    }
    auto writer = writer_to(streams, format->syntax, {});
    if (!writer) {
        return commands::complain(writer.error(), streams);
    }
    Result<void> done = lift_sources(
        document, options.payload.payloads, options.base,
        [&writer](const rdf::QuadView& quad) { return (*writer)->add(quad); }, streams);
    done = done ? (*writer)->finish() : std::move(done);
    return done ? ExitCode::Success : commands::complain(done.error(), streams);
}

}  // namespace

ExitCode lift(const LiftOptions& options, const terminal::Streams& streams) {
    const auto document = load(options.payload.document, nullptr, streams);
    if (!document) {
        return ExitCode::WrongUsage;
    }
    return document->rml != nullptr ? lift_rml(*document, options, streams)
                                    : lift_mapping(*document->mapping, options, streams);
}

}  // namespace gridlore::mapping_commands
