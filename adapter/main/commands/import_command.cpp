#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "adapter/import/import.h"
#include "adapter/main/commands/commands.h"
#include "adapter/main/commands/complaint.h"
#include "adapter/main/commands/formats.h"
#include "adapter/main/commands/progress_line.h"
#include "adapter/main/commands/store_access.h"
#include "adapter/main/commands/text_argument.h"
#include "adapter/main/mapping/lifting.h"
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

/// Gives quads one by one.
using Lifting = std::function<Result<void>(const rdf::QuadHandler&)>;

/// Where files go. One is made for a command.
class Destination {
  public:
    virtual ~Destination() = default;
    /// All of a file, or nothing.
    virtual Result<importer::ImportReport> take(const std::string& file, const importer::ImportOptions& reading) = 0;
    /// The same of what is lifted.
    virtual Result<importer::ImportReport> take(const Lifting& lifting) = 0;
};

class OwnStore final : public Destination {
  public:
    OwnStore(std::unique_ptr<store::QuadStore> store, const std::optional<std::string>& graph)
        : store_(std::move(store)), graph_(graph ? std::optional(rdf::Term::iri(*graph)) : std::nullopt) {}

    Result<importer::ImportReport> take(const std::string& file, const importer::ImportOptions& reading) override {
        return importer::import_file(*store_, file, graph_, reading);
    }

    Result<importer::ImportReport> take(const Lifting& lifting) override {
        auto loaded = store_->load(
            [&lifting](store::QuadSink& sink) {
                return lifting([&sink](const rdf::QuadView& quad) { return sink.add(quad); });
            },
            {.graph = graph_});
        return loaded ? Result<importer::ImportReport>({*loaded, {}}) : std::move(loaded).error();
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
        importer::FileReport file_report;
        auto report = take([&](const rdf::QuadHandler& handler) -> Result<void> {
            auto read = importer::read_file(file, reading, handler);
            if (!read) {
                return std::move(read).error();
            }
            file_report = *std::move(read);
            return {};
        });
        if (report) {
            report->file = std::move(file_report);
        }
        return report;
    }

    Result<importer::ImportReport> take(const Lifting& lifting) override {
        auto loaded = server_.load([&](const http::BodySink& sink) { return send(lifting, sink); });
        return loaded ? Result<importer::ImportReport>({*loaded, {}}) : std::move(loaded).error();
    }

  private:
    Result<void> send(const Lifting& lifting, const http::BodySink& sink) const {
        auto writer = rdf::DocumentWriter::make(rdf::Syntax::NQuads, {}, sink);
        if (!writer) {
            return std::move(writer).error();
        }
        Result<void> lifted = lifting([&](const rdf::QuadView& quad) {
            rdf::QuadView placed = quad;
            if (graph_ && !placed.graph) {
                placed.graph = rdf::TermView{rdf::TermKind::Iri, *graph_, {}, {}};
            }
            return (*writer)->add(placed);
        });
        return lifted ? (*writer)->finish() : lifted;
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

/// What files are lifted by.
struct Mapping {
    mapping_commands::LoadedDocument document;
    mapping::LiftOptions lifting;  ///< of a mapping document
};

/// Nothing: it has none that is known, as standard input.
std::optional<std::uint64_t> size_of(const std::string& file) {
    std::error_code fault;
    const std::uint64_t size =
        std::filesystem::is_regular_file(file, fault) ? std::filesystem::file_size(file, fault) : 0;
    return size == 0 || fault ? std::nullopt : std::optional(size);
}

/// One change after the other, each with what came of it.
class Importing {
  public:
    Importing(const ImportOptions& options, Destination& destination, const terminal::Streams& streams)
        : options_(options), destination_(destination), streams_(streams) {}

    void read(const std::string& file, importer::ImportOptions& reading) {
        Result<importer::ImportReport> report = Error{};
        {
            ProgressLine line = progress_line(file);
            reading.progress = [&](const importer::Progress& progress) { line.show(progress); };
            report = destination_.take(file, reading);
        }
        tell(file, report);
    }

    /// What is told of as `name`.
    void lift(const std::string& name, const Lifting& lifting) { tell(name, destination_.take(lifting)); }

    /// A payload.
    void lift(const std::string& file, const Mapping& mapping) {
        Result<importer::ImportReport> report = Error{};
        {
            ProgressLine line = progress_line(file);
            report = destination_.take([&](const rdf::QuadHandler& handler) {
                importer::Progress progress{0, size_of(file), 0};
                const auto count = [&](const rdf::QuadView& quad) {
                    ++progress.quads;
                    return handler(quad);
                };
                return lift_payload(mapping.document, file, mapping.lifting, count, [&](std::uint64_t bytes) {
                    progress.bytes = bytes;
                    line.show(progress);
                });
            });
        }
        tell(file, report);
    }

    ExitCode code() const { return code_; }

  private:
    ProgressLine progress_line(const std::string& file) const {
        return {streams_.error, isatty(STDERR_FILENO) == 1,
                terminal::show_text(std::filesystem::path(file).filename().string())};
    }

    void tell(const std::string& name, const Result<importer::ImportReport>& report) {
        if (report) {
            streams_.out << terminal::show_text(name) << ": " << line_of(*report) << std::endl;
        } else {
            code_ = options_.store.server && report.error().kind == ErrorKind::Unavailable
                        ? complain(report.error(), options_.store, streams_)
                        : complain(report.error(), ExitCode::StoreFailed, streams_);
        }
    }

    const ImportOptions& options_;
    Destination& destination_;
    const terminal::Streams& streams_;
    ExitCode code_ = ExitCode::Success;
};

Result<void> check_options(const ImportOptions& options, const mapping_commands::LoadedDocument* document) {
    if (document == nullptr) {
        return options.given.empty() ? Result<void>() : invalid_input("--given belongs to --mapping");
    }
    if (options.plain || options.units || options.syntax) {
        return invalid_input("--plain, --units and --syntax are of files of RDF; --mapping reads others");
    }
    if (document->rml != nullptr && !options.given.empty()) {
        return invalid_input("--given belongs to mapping documents, and " + document->file + " is RML");
    }
    if (document->rml == nullptr && !options.base.empty()) {
        return invalid_input("--base belongs to RDF and RML; IRIs of mapping documents are absolute");
    }
    return {};
}

/// Nothing, and the reason told: it is of no use.
std::optional<Mapping> mapping_of(const ImportOptions& options, const terminal::Streams& streams) {
    auto document = mapping_commands::load(*options.mapping, nullptr, streams);
    if (!document) {
        return std::nullopt;
    }
    Mapping mapping{*std::move(document), {}};
    Result<void> checked = check_options(options, &mapping.document);
    if (checked && mapping.document.mapping != nullptr) {
        mapping_commands::PayloadOptions payload;
        payload.given = options.given;
        auto lifting = lift_options(*mapping.document.mapping, payload, streams);
        checked = lifting ? Result<void>() : lifting.error();
        mapping.lifting = lifting ? *std::move(lifting) : mapping::LiftOptions();
    }
    if (!checked) {
        complain(checked.error(), streams);
        return std::nullopt;
    }
    return mapping;
}

/// Each payload of a mapping document is one change; sources of RML are read together, and are one.
void lift_files(const Mapping& mapping, const ImportOptions& options, const terminal::Streams& streams,
                Importing& importing) {
    if (mapping.document.rml != nullptr) {
        importing.lift(mapping.document.file, [&](const rdf::QuadHandler& handler) {
            return lift_sources(mapping.document, options.files, options.base, handler, streams);
        });
        return;
    }
    for (const std::string& file : options.files) {
        importing.lift(file, mapping);
    }
}

}  // namespace

ExitCode import_files(const ImportOptions& options, const terminal::Streams& streams) {
    auto reading = reading_of(options);
    if (!reading) {
        return complain(reading.error(), streams);
    }
    const auto mapping = options.mapping ? mapping_of(options, streams) : std::nullopt;
    const auto checked = options.mapping ? Result<void>() : check_options(options, nullptr);
    if (!checked || (options.mapping && !mapping)) {
        return checked ? ExitCode::WrongUsage : complain(checked.error(), streams);
    }
    auto destination = destination_of(options);
    if (!destination) {
        return complain(destination.error(), streams);
    }
    Importing importing(options, **destination, streams);
    if (mapping) {
        lift_files(*mapping, options, streams, importing);
    } else {
        for (const std::string& file : options.files) {
            importing.read(file, *reading);
        }
    }
    return importing.code();
}

}  // namespace gridlore::commands
