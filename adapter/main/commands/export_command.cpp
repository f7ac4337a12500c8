#include <array>
#include <filesystem>
#include <iostream>

#include "adapter/import/output.h"
#include "adapter/main/commands/commands.h"
#include "adapter/main/commands/complaint.h"
#include "adapter/main/commands/formats.h"
#include "adapter/main/commands/progress_line.h"
#include "adapter/main/commands/store_access.h"
#include "adapter/main/commands/text_argument.h"
#include "adapter/main/terminal/prefixes.h"
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

/// Writes the quads of a snapshot, whose terms are looked up one by one.
class GraphWriter {
  public:
    GraphWriter(const store::Snapshot& snapshot, rdf::DocumentWriter& writer, bool with_graphs)
        : snapshot_(snapshot), writer_(writer), with_graphs_(with_graphs) {}

    Result<void> write(const store::GraphScope& scope) {
        const auto cursor = snapshot_.cursor();
        cursor->seek({{}, {}, {}, scope, {}});
        std::array<store::QuadIds, 256> quads;
        while (true) {
            const auto count = cursor->next(quads);
            if (!count) {
                return count.error();
            }
            if (*count == 0) {
                return {};
            }
            for (const store::QuadIds& ids : std::span(quads).first(*count)) {
                if (Result<void> done = write(ids); !done) {
                    return done;
                }
            }
        }
    }
    std::uint64_t written() const { return written_; }

  private:
    Result<void> write(const store::QuadIds& ids) {
        const bool with_graph = with_graphs_ && ids.graph.is_bound();
        const std::array<std::pair<rdf::TermId, rdf::Term*>, 4> wanted = {{{ids.subject, &quad_.subject},
                                                                           {ids.predicate, &quad_.predicate},
                                                                           {ids.object, &quad_.object},
                                                                           {ids.graph, &graph_}}};
        for (std::size_t i = 0; i < (with_graph ? 4 : 3); ++i) {
            auto term = snapshot_.term(wanted[i].first);
            if (!term) {
                return std::move(term).error();
            }
            *wanted[i].second = *std::move(term);
        }
        quad_.graph = with_graph ? std::optional(graph_) : std::nullopt;
        ++written_;
        return writer_.add(rdf::view_of(quad_));
    }

    const store::Snapshot& snapshot_;
    rdf::DocumentWriter& writer_;
    bool with_graphs_;
    rdf::Quad quad_;
    rdf::Term graph_;
    std::uint64_t written_ = 0;
};

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
    GraphWriter graphs(**snapshot, **writer, !options.graph);
    Result<void> done;
    if (!options.graph || *options.graph == default_graph_word) {
        done = graphs.write(store::GraphScope::default_graph());
    }
    if (done && !options.graph) {
        done = graphs.write(store::GraphScope::all_named());
    }
    if (options.graph && *options.graph != default_graph_word) {
        const auto id = (*snapshot)->find(rdf::Term::iri(*options.graph));
        const auto there = id && *id ? (*snapshot)->has_graph(**id) : Result<bool>(false);
        if (!id || !there) {
            return id ? there.error() : id.error();
        }
        if (!*there) {
            return not_found("the store has no graph <" + *options.graph + ">");
        }
        done = graphs.write(store::GraphScope::named(**id));
    }
    if (done) {
        done = (*writer)->finish();
    }
    if (!done) {
        return std::move(done).error();
    }
    return graphs.written();
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
