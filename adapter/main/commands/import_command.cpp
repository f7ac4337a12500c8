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
    if (!options.base.empty() && !rdf::is_absolute_iri(options.base)) {
        return invalid_input("--base: '" + options.base + "' is no absolute IRI");
    }
    if (options.graph && !rdf::is_absolute_iri(*options.graph)) {
        return invalid_input("--graph: '" + *options.graph + "' is no absolute IRI");
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

/// Bytes of what is sent to a server for one file.
constexpr std::size_t largest_request = std::size_t{1} << 30;

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

/// A server takes one graph in a request, so a file with more would not be one change.
class ServersStore final : public Destination {
  public:
    ServersStore(RemoteStore server, std::optional<std::string> graph)
        : server_(std::move(server)), graph_(std::move(graph)) {}

    Result<importer::ImportReport> take(const std::string& file, const importer::ImportOptions& reading) override {
        std::string document;
        auto writer = rdf::DocumentWriter::make(rdf::Syntax::NTriples, {}, [&](std::string_view text) -> Result<void> {
            document += text;
            return {};
        });
        if (!writer) {
            return std::move(writer).error();
        }
        importer::ImportReport report;
        auto read = importer::read_file(file, reading, [&](const rdf::QuadView& quad) -> Result<void> {
            if (quad.graph) {
                return Error{ErrorKind::Conflict,
                             file +
                                 " names graphs of its own, which a server cannot take as one change; import it "
                                 "while the server does not run"};
            }
            if (document.size() > largest_request) {
                return Error{ErrorKind::LimitExceeded,
                             file + " is too large to be sent in one request; import it while the server does not run"};
            }
            ++report.load.read;
            return (*writer)->add(quad);
        });
        if (!read) {
            return std::move(read).error();
        }
        if (Result<void> finished = (*writer)->finish(); !finished) {
            return std::move(finished).error();
        }
        if (Result<void> added =
                server_.add(graph_, std::string(format_of(rdf::Syntax::NTriples).media_type), document);
            !added) {
            return std::move(added).error();
        }
        report.file = *std::move(read);
        return report;
    }

  private:
    RemoteStore server_;
    std::optional<std::string> graph_;
};

Result<std::unique_ptr<Destination>> destination_of(const ImportOptions& options) {
    if (options.store.server) {
        auto server = RemoteStore::make(*options.store.server, options.store.timeout_seconds);
        if (!server) {
            return std::move(server).error();
        }
        return std::unique_ptr<Destination>(std::make_unique<ServersStore>(*std::move(server), options.graph));
    }
    auto store = open_store(options.store);
    if (!store) {
        return std::move(store).error();
    }
    return std::unique_ptr<Destination>(std::make_unique<OwnStore>(*std::move(store), options.graph));
}

/// What came of one file, for a person.
std::string line_of(const importer::ImportReport& report, bool remote) {
    std::string line = grouped(report.load.read) + (report.load.read == 1 ? " quad" : " quads");
    if (!remote && report.load.added != report.load.read) {
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
            streams.out << terminal::show_text(file) << ": " << line_of(*report, options.store.server.has_value())
                        << std::endl;
        } else {
            code = options.store.server && report.error().kind == ErrorKind::Unavailable
                       ? complain(report.error(), options.store, streams)
                       : complain(report.error(), ExitCode::StoreFailed, streams);
        }
    }
    return code;
}

}  // namespace gridlore::commands
