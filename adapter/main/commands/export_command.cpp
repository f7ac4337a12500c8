#include <cstdint>
#include <filesystem>
#include <functional>
#include <iostream>

#include "adapter/import/output.h"
#include "adapter/main/commands/commands.h"
#include "adapter/main/commands/complaint.h"
#include "adapter/main/commands/formats.h"
#include "adapter/main/commands/progress_line.h"
#include "adapter/main/commands/store_access.h"
#include "adapter/main/commands/text_argument.h"
#include "adapter/main/terminal/prefixes.h"
#include "adapter/sparql/quads.h"
#include "knowledge-engine/rdf/document_writer.h"
#include "knowledge-engine/rdf/term_text.h"

namespace gridlore::commands {
namespace {

using program::ExitCode;

constexpr std::string_view default_graph_word = "default";

Result<const RdfFormat*> format_for(const ExportOptions& options) {
    const RdfFormat* format = &format_of(rdf::Syntax::NQuads);
    if (options.syntax) {
        format = find_rdf_format(*options.syntax);
        if (format == nullptr) {
            return invalid_input("--syntax: '" + *options.syntax +
                                 "' is not known; turtle, trig, ntriples, nquads and rdfxml are");
        }
    } else if (options.file && *options.file != "-") {
        std::filesystem::path path(*options.file);
        if (path.extension() == ".gz") {
            path.replace_extension();
        }
        const auto syntax = rdf::syntax_of_file(path);
        if (!syntax) {
            return invalid_input("the syntax cannot be told by the name '" + *options.file +
                                 "'; say which with --syntax");
        }
        format = &format_of(*syntax);
    }
    if (options.graph && *options.graph != default_graph_word) {
        if (Result<void> checked = check_iri("--graph", *options.graph); !checked) {
            return std::move(checked).error();
        }
    }
    if (!options.graph && !format->has_graphs) {
        return invalid_input(
            "this syntax holds one graph: name it with --graph (an IRI, or default), or write trig or "
            "nquads");
    }
    return format;
}

/// `graph`: none for all quads, each with its graph.
Result<void> each_quad_of(const store::Snapshot& snapshot, const std::optional<std::string>& graph,
                          const std::function<Result<void>(const rdf::QuadView&)>& consume) {
    if (!graph) {
        return sparql::each_quad(snapshot, consume);
    }
    const bool is_default = *graph == default_graph_word;
    const auto scope =
        sparql::find_graph(snapshot, {is_default ? std::nullopt : std::optional(rdf::Term::iri(*graph))});
    if (!scope) {
        return scope.error();
    }
    return *scope ? sparql::each_triple(snapshot, **scope, consume)
                  : not_found("the store has no graph <" + *graph + ">");
}

Result<std::uint64_t> write_own(const ExportOptions& options, const RdfFormat& format, const rdf::ByteSink& sink) {
    auto store = open_store(options.store);
    if (!store) {
        return std::move(store).error();
    }
    const auto snapshot = (*store)->snapshot();
    if (!snapshot) {
        return snapshot.error();
    }
    auto writer = rdf::DocumentWriter::make(format.syntax, terminal::well_known_prefixes(), sink);
    if (!writer) {
        return std::move(writer).error();
    }
    std::uint64_t written = 0;
    auto done = each_quad_of(**snapshot, options.graph, [&](const rdf::QuadView& quad) {
        ++written;
        return (*writer)->add(quad);
    });
    done = done ? (*writer)->finish() : std::move(done);
    return done ? Result<std::uint64_t>(written) : std::move(done).error();
}

Result<void> write_servers(const ExportOptions& options, const RdfFormat& format, const rdf::ByteSink& sink) {
    auto server = RemoteStore::make(*options.store.server, options.store.timeout_seconds);
    if (!server) {
        return std::move(server).error();
    }
    const GraphChoice graph = !options.graph                         ? GraphChoice::all()
                              : *options.graph == default_graph_word ? GraphChoice::default_graph()
                                                                     : GraphChoice::named(*options.graph);
    return server->save(graph, std::string(format.media_type), sink);
}

}  // namespace

ExitCode export_graphs(const ExportOptions& options, const terminal::Streams& streams) {
    const auto format = format_for(options);
    if (!format) {
        return complain(format.error(), streams);
    }
    const bool to_file = options.file && *options.file != "-";
    auto output = to_file ? importer::Output::to_file(*options.file) : importer::Output::to_stream(streams.out);
    if (!output) {
        return complain(output.error(), ExitCode::StoreFailed, streams);
    }
    const rdf::ByteSink sink = [&](std::string_view bytes) { return (*output)->write(bytes); };
    std::uint64_t quads = 0;
    Result<void> done;
    if (options.store.server) {
        done = write_servers(options, **format, sink);
    } else if (auto written = write_own(options, **format, sink); written) {
        quads = *written;
    } else {
        done = std::move(written).error();
    }
    if (done) {
        done = (*output)->finish();
    }
    if (!done) {
        return complain(done.error(), options.store, streams);
    }
    if (to_file && !options.store.server) {
        streams.out << *options.file << ": " << grouped(quads) << (quads == 1 ? " quad" : " quads") << "\n";
    }
    return ExitCode::Success;
}

}  // namespace gridlore::commands
