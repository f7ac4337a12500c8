#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "adapter/import/import.h"
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

/// Conventions by the names that a command line has for them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> unit_conventions = {{
    {"kv-mw", "https://w3id.org/gridlore#KilovoltsAndMegawatts"},
    {"v-w", "https://w3id.org/gridlore#VoltsAndWatts"},
}};

Result<importer::ImportOptions> reading_of(const ImportOptions& options) {
    importer::ImportOptions reading;
    reading.base = options.base;
    reading.plain = options.plain;
    const Result<void> base = options.base.empty() ? Result<void>() : check_iri("--base", options.base);
    const Result<void> graph = options.graph ? check_iri("--graph", *options.graph) : Result<void>();
    if (!base || !graph) {
        return base ? graph.error() : base.error();
    }
    if (options.syntax) {
        const RdfFormat* format = find_rdf_format(*options.syntax);
        if (format == nullptr) {
            return invalid_input("--syntax: '" + *options.syntax +
                                 "' is not known; turtle, trig, ntriples, nquads and rdfxml are");
        }
        reading.syntax = format->syntax;
    }
    if (options.units) {
        const auto* const known = std::ranges::find(unit_conventions, std::string_view(*options.units),
                                                    &decltype(unit_conventions)::value_type::first);
        reading.units = known == unit_conventions.end() ? *options.units : std::string(known->second);
        if (!rdf::is_absolute_iri(*reading.units)) {
            return invalid_input("--units: '" + *options.units + "' is neither kv-mw, v-w nor an IRI");
        }
    }
    return reading;
}

/// Where files go. One is made for a command.
class Destination {
  public:
    virtual ~Destination() = default;
    /// All of a file, or nothing.
    virtual Result<importer::ImportReport> take(const std::string& file, const importer::ImportOptions& reading) = 0;
};

class OwnStore final : public Destination {
  public:
    OwnStore(std::unique_ptr<store::QuadStore> store, const std::optional<std::string>& graph)
        : store_(std::move(store)), graph_(graph ? std::optional(rdf::Term::iri(*graph)) : std::nullopt) {}

    Result<importer::ImportReport> take(const std::string& file, const importer::ImportOptions& reading) override {
        return importer::import_file(*store_, file, graph_, reading);
    }

  private:
    std::unique_ptr<store::QuadStore> store_;
    std::optional<rdf::Term> graph_;
};

/// What is read is sent on at once: a server takes a document as one change, or nothing of it.
class ServersStore final : public Destination {
  public:
    ServersStore(RemoteStore server, const std::optional<std::string>& graph)
        : server_(std::move(server)), graph_(graph) {}

    Result<importer::ImportReport> take(const std::string& file, const importer::ImportOptions& reading) override {
        importer::ImportReport report;
        auto loaded = server_.load([&](const http::BodySink& sink) -> Result<void> {
            auto read = send(file, reading, sink);
            if (!read) {
                return std::move(read).error();
            }
            report.file = *std::move(read);
            return {};
        });
        if (!loaded) {
            return std::move(loaded).error();
        }
        report.load = *loaded;
        return report;
    }

  private:
    Result<importer::FileReport> send(const std::string& file, const importer::ImportOptions& reading,
                                      const http::BodySink& sink) const {
        auto writer = rdf::DocumentWriter::make(rdf::Syntax::NQuads, {}, sink);
        if (!writer) {
            return std::move(writer).error();
        }
        auto read = importer::read_file(file, reading, [&](const rdf::QuadView& quad) {
            rdf::QuadView placed = quad;
            if (graph_ && !placed.graph) {
                placed.graph = rdf::TermView{rdf::TermKind::Iri, *graph_, {}, {}};
            }
            return (*writer)->add(placed);
        });
        Result<void> finished = read ? (*writer)->finish() : Result<void>();
        return finished ? std::move(read) : Result<importer::FileReport>(std::move(finished).error());
    }

    RemoteStore server_;
    const std::optional<std::string> graph_;
};

Result<std::unique_ptr<Destination>> destination_of(const ImportOptions& options) {
    if (options.store.server) {
        auto server = RemoteStore::make(*options.store.server, options.store.timeout_seconds);
        if (!server) {
            return std::move(server).error();
        }
        return std::unique_ptr<Destination>(std::make_unique<ServersStore>(*std::move(server), options.graph));
    }
    auto store = open_or_make_store(options.store);
    if (!store) {
        return std::move(store).error();
    }
    return std::unique_ptr<Destination>(std::make_unique<OwnStore>(*std::move(store), options.graph));
}

/// What came of one file, for a person.
std::string line_of(const importer::ImportReport& report) {
    std::string line = grouped(report.load.read) + (report.load.read == 1 ? " quad" : " quads");
    if (report.load.added != report.load.read) {
        line += ", " + grouped(report.load.added) + " of them new";
    }
    for (const std::string& member : report.file.left_out) {
        line += "; " + terminal::show_text(member) + " is no RDF and was left out";
    }
    return line;
}

}  // namespace

ExitCode import_files(const ImportOptions& options, const terminal::Streams& streams) {
    auto reading = reading_of(options);
    if (!reading) {
        return complain(reading.error(), streams);
    }
    auto destination = destination_of(options);
    if (!destination) {
        return complain(destination.error(), streams);
    }
    const bool is_terminal = isatty(STDERR_FILENO) == 1;
    ExitCode code = ExitCode::Success;
    for (const std::string& file : options.files) {
        Result<importer::ImportReport> report = Error{};
        {
            ProgressLine line(streams.error, is_terminal,
                              terminal::show_text(std::filesystem::path(file).filename().string()));
            reading->progress = [&](const importer::Progress& progress) { line.show(progress); };
            report = (*destination)->take(file, *reading);
        }
        if (report) {
            streams.out << terminal::show_text(file) << ": " << line_of(*report) << std::endl;
        } else {
            code = options.store.server && report.error().kind == ErrorKind::Unavailable
                       ? complain(report.error(), options.store, streams)
                       : complain(report.error(), ExitCode::StoreFailed, streams);
        }
    }
    return code;
}

}  // namespace gridlore::commands
