#include "adapter/sparql/whole_store.h"

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "adapter/http/body_stream.h"
#include "adapter/http/content_type.h"
#include "adapter/http/growing_response.h"
#include "adapter/http/mapped_file.h"
#include "adapter/http/quality.h"
#include "adapter/sparql/formats.h"
#include "adapter/sparql/graph_target.h"
#include "adapter/sparql/load_place.h"
#include "adapter/sparql/parameters.h"
#include "adapter/sparql/quads.h"
#include "knowledge-engine/rdf/document_writer.h"

namespace gridlore::sparql {
namespace {

constexpr std::size_t piece_size = std::size_t{64} << 10;
constexpr std::array<std::string_view, 2> media_types = {"application/n-quads", "application/trig"};

Error cancelled_error() {
    return {ErrorKind::Unavailable, "The request was cancelled."};
}

Result<void> write_store(const Services& services, const Task& task, const store::Snapshot& snapshot,
                         rdf::Syntax syntax, const rdf::ByteSink& sink) {
    const auto writer = rdf::DocumentWriter::make(syntax, services.settings.prefixes, sink);
    if (!writer) {
        return writer.error();
    }
    auto written = each_quad(snapshot, [&](const rdf::QuadView& quad) {
        return *task.cancelled ? Result<void>(cancelled_error()) : (*writer)->add(quad);
    });
    return written ? (*writer)->finish() : written;
}

http::Response loaded(const store::LoadReport& report) {
    const nlohmann::ordered_json body = {{"read", report.read}, {"added", report.added}};
    return http::Response::with_body(200, "application/json", body.dump() + "\n");
}

Result<store::LoadReport> load(Services& services, const Task& task, rdf::Syntax syntax, const std::string& base) {
    store::LoadOptions options;
    options.cancelled = [flag = task.cancelled] { return flag->load(); };
    return services.store.load(
        [&](store::QuadSink& sink) {
            rdf::ReadOptions reading;
            reading.base = base;
            return rdf::read_document(cancellable_source(task.request.content(), task.cancelled), syntax, reading,
                                      store::handlers_of(sink));
        },
        options);
}

}  // namespace

bool is_whole_store(const http::Request& request) {
    const auto target = target_of(request);
    return target && !target->is_given;
}

std::optional<rdf::Syntax> syntax_with_graphs(const http::Request& request) {
    const auto syntax = syntax_of(http::content_type_of(request).media_type);
    return syntax == rdf::Syntax::NQuads || syntax == rdf::Syntax::TriG ? syntax : std::nullopt;
}

void send_store(Services& services, Task& task) {
    const std::size_t chosen = http::preferred(task.request.header_list("Accept"), media_types);
    if (chosen == media_types.size()) {
        return task.responder->respond(
            problem(406,
                    "All graphs at once come as application/n-quads or application/trig; the request accepts "
                    "neither. For one graph add '?graph=IRI' or '?default'."));
    }
    http::Response head = http::Response::empty(200);
    head.content_type = content_type(media_types[chosen]);
    head.headers.emplace_back("Vary", "Accept, Accept-Encoding");
    if (task.request.method == "HEAD") {
        return task.responder->respond(without_body(std::move(head)));
    }
    auto snapshot = services.store.snapshot();
    if (!snapshot) {
        return task.responder->respond(problem(snapshot.error(), Stage::Answering));
    }
    const bool takes_gzip = http::accepts_gzip(task.request.header_list("Accept-Encoding"));
    http::GrowingResponse response(task.responder, std::move(head), takes_gzip, services.settings.responses);
    const auto written = write_store(services, task, **snapshot, *syntax_of(media_types[chosen]),
                                     [&response](std::string_view bytes) { return response.write(bytes); });
    snapshot->reset();
    if (!written) {
        return response.fail(problem(written.error(), Stage::Answering));
    }
    // If it cannot be sent to its end, the connection is cut: there is nobody left to tell.
    static_cast<void>(response.finish());
}

void load_store(Services& services, Task& task) {
    const auto base = url_of(task.request);
    if (!base) {
        return task.responder->respond(problem(base.error(), Stage::Reading));
    }
    if (!http::is_utf8(http::content_type_of(task.request))) {
        return task.responder->respond(problem(415, "A document of RDF is in UTF-8."));
    }
    std::optional<LoadPlace> place;
    if (task.request.large_body) {
        place.emplace(services);
        if (!place->is_free()) {
            return task.responder->respond(
                problem(503, "As many large documents are being loaded as may; try again later."));
        }
    }
    const auto report = load(services, task, *syntax_with_graphs(task.request), *base);
    if (place) {
        place->leave();
    }
    task.responder->respond(report ? loaded(*report) : problem(report.error(), stage_of(report.error())));
}

rdf::ByteSource cancellable_source(std::string_view text, CancelFlag cancelled) {
    return [bytes = rdf::memory_source(text, piece_size),
            cancelled = std::move(cancelled)](std::span<char> room) -> Result<std::size_t> {
        return *cancelled ? Result<std::size_t>(cancelled_error()) : bytes(room);
    };
}

http::Response without_body(http::Response head) {
    head.stream = std::make_shared<http::BodyStream>(http::BodyStream::Limits());
    head.stream->finish();
    return head;
}

Stage stage_of(const Error& error) {
    return error.position ? Stage::Reading : Stage::Answering;
}

}  // namespace gridlore::sparql
