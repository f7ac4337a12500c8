#include "adapter/main/commands/complaint.h"
#include "adapter/main/commands/formats.h"
#include "adapter/main/mapping/bindings_text.h"
#include "adapter/main/mapping/commands.h"
#include "adapter/main/mapping/documents.h"
#include "knowledge-engine/rdf/document_writer.h"

namespace gridlore::mapping_commands {
namespace {

using program::ExitCode;

rdf::TermView view_of(const rdf::Term& term) {
    return {term.kind, term.text, term.datatype, term.language};
}

Result<void> write_triples(const mapping::Document& document, const mapping::PartRows& rows, rdf::Syntax syntax,
                           const terminal::Streams& streams) {
    auto writer = rdf::DocumentWriter::make(syntax, document.prefixes, [&streams](std::string_view bytes) {
        streams.out << bytes;
        return Result<void>();
    });
    if (!writer) {
        return std::move(writer).error();
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t at = 0; at < rows[i].size(); ++at) {
            std::vector<rdf::TermView> row;
            for (const rdf::Term& term : rows[i].row(at)) {
                row.push_back(view_of(term));
            }
            auto written = mapping::each_triple(document.parts[i], row,
                                                [&](const rdf::QuadView& triple) { return (*writer)->add(triple); });
            if (!written) {
                return written;
            }
        }
    }
    return (*writer)->finish();
}

}  // namespace

ExitCode lift(const LiftOptions& options, const terminal::Streams& streams) {
    const bool as_bindings = options.format == "bindings";
    const commands::RdfFormat* format = commands::find_rdf_format(options.format.value_or("turtle"));
    if (!as_bindings && format == nullptr) {
        return commands::complain(
            invalid_input("--format: '" + *options.format +
                          "' is not known; bindings, turtle, trig, ntriples, nquads and rdfxml are"),
            streams);
    }
    const auto document = load_document(options.payload.document, nullptr, streams);
    if (document == nullptr) {
        return ExitCode::WrongUsage;
    }
    const auto payload = read_payload(options.payload.payload);
    const auto lifting = lift_options(*document, options.payload, streams);
    if (!payload || !lifting) {
        return commands::complain(payload ? lifting.error() : payload.error(), streams);
    }
    const auto rows = mapping::lift(*document, *payload, *lifting);
    if (!rows) {
        return commands::complain(rows.error(), streams);
    }
    if (as_bindings) {
        streams.out << bindings_text(*document, *rows);
        return ExitCode::Success;
    }
    const auto written = write_triples(*document, *rows, format->syntax, streams);
    return written ? ExitCode::Success : commands::complain(written.error(), streams);
}

}  // namespace gridlore::mapping_commands
