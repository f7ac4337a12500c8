#include "adapter/sparql/graph_store.h"

#include <openssl/rand.h>

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapter/http/content_type.h"
#include "adapter/http/growing_response.h"
#include "adapter/http/mapped_file.h"
#include "adapter/sparql/formats.h"
#include "adapter/sparql/graph_target.h"
#include "adapter/sparql/load_place.h"
#include "adapter/sparql/multipart.h"
#include "adapter/sparql/parameters.h"
#include "adapter/sparql/problem.h"
#include "adapter/sparql/quads.h"
#include "adapter/sparql/whole_store.h"
#include "knowledge-engine/rdf/document_reader.h"
#include "knowledge-engine/rdf/document_writer.h"

namespace gridlore::sparql {
namespace {

constexpr std::string_view form_type = "multipart/form-data";

http::Response no_target() {
    return problem(400,
                   "The request names no graph: add '?graph=IRI' or '?default'; all of them at once are read by "
                   "GET and added to by POST only.");
}

http::Response no_such_graph(const GraphTarget& target) {
    return problem(404, "There is no graph <" + target.graph.name->text + ">.");
}

// --- Documents that come in ---------------------------------------------------------------------------------------

struct Document {
    std::string_view text;
    rdf::Syntax syntax;
};

/// What a request brings: views of its body, which it keeps alive.
struct Upload {
    http::Request request;
    GraphTarget target;
    std::vector<Document> documents;
    CancelFlag cancelled;

    /// Reads all; blank nodes of two documents are told apart by `begin`, which is called before each.
    Result<void> read(const std::function<void()>& begin, std::vector<rdf::QuadHandler> handlers) const {
        for (rdf::QuadHandler& handler : handlers) {
            handler = triples_only(std::move(handler));
        }
        rdf::ReadOptions options;
        options.base = target.base;
        for (const Document& document : documents) {
            begin();
            const rdf::ByteSource source = cancellable_source(document.text, cancelled);
            if (auto read = rdf::read_document(source, document.syntax, options, handlers); !read) {
                return read;
            }
        }
        return {};
    }

  private:
    static rdf::QuadHandler triples_only(rdf::QuadHandler handle) {
        return [handle = std::move(handle)](const rdf::QuadView& quad) {
            return quad.graph ? Result<void>(invalid_input("The document names graphs of its own; what is put into "
                                                           "one graph has none. Use an update for several."))
                              : handle(quad);
        };
    }
};

using UploadPtr = std::shared_ptr<const Upload>;

http::Response unknown_type(std::string_view media_type) {
    return problem(415, "A graph comes as " + graph_types() + ", in UTF-8; this one has the Content-Type '" +
                            std::string(media_type.substr(0, 100)) + "'.");
}

std::optional<http::Response> add_document(std::string_view content_type, std::string_view text, Upload& upload) {
    const http::ContentType type = http::content_type_of(content_type);
    const auto syntax = syntax_of(type.media_type);
    if (!syntax || !http::is_utf8(type)) {
        return unknown_type(type.media_type);
    }
    upload.documents.push_back({text, *syntax});
    return std::nullopt;
}

/// The documents of `upload.request`; a response if they are not what they should be.
std::optional<http::Response> find_documents(Upload& upload) {
    const std::string_view body = upload.request.content();
    const std::string_view value = upload.request.header("Content-Type").value_or("");
    const http::ContentType type = http::content_type_of(value);
    if (type.media_type != form_type) {
        return add_document(value, body, upload);
    }
    const auto parts = parts_of(body, type.boundary);
    if (!parts) {
        return problem(parts.error(), Stage::Reading);
    }
    for (const Part& part : *parts) {
        if (auto refusal = add_document(part.content_type, part.content, upload)) {
            return refusal;
        }
    }
    return std::nullopt;
}

/// The triples of the upload, read beforehand.
struct Triples {
    std::vector<std::vector<rdf::Quad>> documents;
};

Result<std::shared_ptr<const Triples>> read_triples(const Upload& upload) {
    auto triples = std::make_shared<Triples>();
    auto read = upload.read([&triples] { triples->documents.emplace_back(); }, {[&triples](const rdf::QuadView& view) {
                                triples->documents.back().push_back(quad_of(view));
                                return Result<void>();
                            }});
    if (!read) {
        return std::move(read).error();
    }
    return std::shared_ptr<const Triples>(std::move(triples));
}

/// What came of a change, for the response. Written by the store's thread, then read by it.
struct Change {
    bool is_new = false;
};

/// Looks whether the graph is there, and clears it if it is to be replaced.
Result<void> begin_change(store::WriteTransaction& transaction, const GraphName& graph, bool replaces, Change& change) {
    const auto has_quads = holds_quads(transaction.view(), graph);
    if (!has_quads) {
        return has_quads.error();
    }
    change.is_new = !*has_quads;
    if (!replaces || change.is_new) {
        return {};
    }
    const auto scope = find_graph(transaction.view(), graph);
    if (!scope) {
        return scope.error();
    }
    auto cleared = transaction.clear(**scope);
    return cleared ? Result<void>() : std::move(cleared).error();
}

Result<void> insert(store::WriteTransaction& transaction, const GraphName& graph, const Triples& triples) {
    for (const auto& document : triples.documents) {
        TripleInserter inserter(transaction, graph);
        for (const rdf::Quad& triple : document) {
            if (auto added = inserter.add(rdf::view_of(triple)); !added) {
                return added;
            }
        }
    }
    return {};
}

Result<void> insert(store::WriteTransaction& transaction, const Upload& upload) {
    std::optional<TripleInserter> inserter;
    return upload.read([&] { inserter.emplace(transaction, upload.target.graph); },
                       {[&inserter](const rdf::QuadView& triple) { return inserter->add(triple); }});
}

http::Response stored(const Upload& upload, bool is_new) {
    http::Response response = http::Response::empty(is_new ? 201 : upload.request.method == "PUT" ? 204 : 200);
    if (!upload.target.is_given) {
        response.headers.emplace_back("Location", upload.target.graph.name->text);
    }
    return response;
}

void submit(Services& services, const UploadPtr& upload, const std::shared_ptr<http::Responder>& responder,
            std::function<Result<void>(store::WriteTransaction&)> fill, std::shared_ptr<LoadPlace> place = {}) {
    const auto change = std::make_shared<Change>();
    const bool replaces = upload->request.method == "PUT";
    services.store.submit(
        [upload, change, replaces, fill = std::move(fill)](store::WriteTransaction& transaction) {
            auto begun = begin_change(transaction, upload->target.graph, replaces, *change);
            return begun ? fill(transaction) : begun;
        },
        [upload, change, responder, place = std::move(place)](const Result<void>& done) {
            if (place) {
                place->leave();
            }
            responder->respond(done ? stored(*upload, change->is_new) : problem(done.error(), stage_of(done.error())));
        });
}

// --- Large documents ----------------------------------------------------------------------------------------------

Result<void> load(Services& services, const Upload& upload, Change& change) {
    store::LoadOptions options;
    options.graph = upload.target.graph.name;
    options.cancelled = [flag = upload.cancelled] { return flag->load(); };
    options.before = [&](store::WriteTransaction& transaction) {
        return begin_change(transaction, upload.target.graph, upload.request.method == "PUT", change);
    };
    auto loaded = services.store.load(
        [&upload](store::QuadSink& sink) { return upload.read([] {}, store::handlers_of(sink)); }, options);
    return loaded ? Result<void>() : std::move(loaded).error();
}

void store_large(Services& services, const UploadPtr& upload, const std::shared_ptr<http::Responder>& responder) {
    const auto place = std::make_shared<LoadPlace>(services);
    if (!place->is_free()) {
        return responder->respond(problem(503, "As many large documents are being loaded as may; try again later."));
    }
    if (upload->documents.size() > 1) {  // a bulk load reads one
        return submit(
            services, upload, responder,
            [upload](store::WriteTransaction& transaction) { return insert(transaction, *upload); }, place);
    }
    Change change;
    const auto loaded = load(services, *upload, change);
    place->leave();
    responder->respond(loaded ? stored(*upload, change.is_new) : problem(loaded.error(), stage_of(loaded.error())));
}

void store_documents(Services& services, Task& task, GraphTarget target) {
    const auto upload =
        std::make_shared<Upload>(Upload{std::move(task.request), std::move(target), {}, task.cancelled});
    if (auto refusal = find_documents(*upload)) {  // at the place where they stay
        return task.responder->respond(*std::move(refusal));
    }
    const UploadPtr shared = upload;
    if (shared->request.large_body) {
        return store_large(services, shared, task.responder);
    }
    const auto triples = read_triples(*shared);
    if (!triples) {
        return task.responder->respond(problem(triples.error(), Stage::Reading));
    }
    submit(services, shared, task.responder, [shared, triples = *triples](store::WriteTransaction& transaction) {
        return insert(transaction, shared->target.graph, *triples);
    });
}

/// The address of a graph that is not there yet.
Result<GraphTarget> new_target(const http::Request& request) {
    std::array<unsigned char, 16> random{};
    if (RAND_bytes(random.data(), random.size()) != 1) {
        return Error{ErrorKind::Internal, "There is no randomness to name a graph with."};
    }
    http::Request named;
    named.headers = request.headers;
    named.path = std::string(graphs_path) + "/";
    constexpr std::string_view hex = "0123456789abcdef";
    for (const unsigned char byte : random) {
        named.path.append({hex[byte >> 4], hex[byte & 15]});
    }
    auto target = target_of(named);
    if (target) {
        target->is_given = false;
    }
    return target;
}

// --- Graphs that go out -------------------------------------------------------------------------------------------

Result<void> write_graph(const Services& services, const Task& task, const store::GraphScope& graph,
                         const store::Snapshot& snapshot, rdf::Syntax syntax, const rdf::ByteSink& sink) {
    const auto writer = rdf::DocumentWriter::make(syntax, services.settings.prefixes, sink);
    if (!writer) {
        return writer.error();
    }
    const auto add = [&](const rdf::QuadView& triple) {
        return *task.cancelled ? Result<void>(Error{ErrorKind::Unavailable, "The request was cancelled."})
                               : (*writer)->add(triple);
    };
    auto written = each_triple(snapshot, graph, add);
    return written ? (*writer)->finish() : written;
}

void send_graph(Services& services, Task& task, const GraphTarget& target) {
    const auto offer = choose_graph(task.request.header_list("Accept"));
    if (!offer) {
        return task.responder->respond(
            problem(406, "A graph comes as " + graph_types() + "; the request accepts none of these."));
    }
    auto snapshot = services.store.snapshot();
    const auto graph = snapshot ? find_graph(**snapshot, target.graph) : snapshot.error();
    if (!graph) {
        return task.responder->respond(problem(graph.error(), Stage::Answering));
    }
    if (!*graph) {
        return task.responder->respond(no_such_graph(target));
    }
    http::Response head = http::Response::empty(200);
    head.content_type = content_type(offer->media_type);
    head.headers.emplace_back("Vary", "Accept, Accept-Encoding");
    if (task.request.method == "HEAD") {
        return task.responder->respond(without_body(std::move(head)));
    }
    const bool takes_gzip = http::accepts_gzip(task.request.header_list("Accept-Encoding"));
    http::GrowingResponse response(task.responder, std::move(head), takes_gzip, services.settings.responses);
    const auto written = write_graph(services, task, **graph, **snapshot, offer->syntax,
                                     [&response](std::string_view bytes) { return response.write(bytes); });
    snapshot->reset();
    if (!written) {
        return response.fail(problem(written.error(), Stage::Answering));
    }
    // If it cannot be sent to its end, the connection is cut: there is nobody left to tell.
    static_cast<void>(response.finish());
}

void clear(Services& services, Task& task, const GraphTarget& target) {
    const auto change = std::make_shared<Change>();
    services.store.submit(
        [change, graph = target.graph](store::WriteTransaction& transaction) {
            return begin_change(transaction, graph, true, *change);
        },
        [change, target, responder = task.responder](const Result<void>& done) {
            if (!done) {
                return responder->respond(problem(done.error(), Stage::Answering));
            }
            const bool is_missing = change->is_new && !target.graph.is_default();
            responder->respond(is_missing ? no_such_graph(target) : http::Response::empty(200));
        });
}

/// Calls `act` on the executor for a request that names a graph.
template <typename Act>
void with_target(const std::shared_ptr<Services>& services, http::Request request,
                 std::shared_ptr<http::Responder> responder, Act act) {
    auto target = target_of(request);
    if (!target) {
        return responder->respond(problem(target.error(), Stage::Reading));
    }
    if (!target->is_given) {
        return responder->respond(no_target());
    }
    run(services, std::move(request), std::move(responder),
        [target = *std::move(target), act](Services& all, Task& task) { act(all, task, target); });
}

}  // namespace

void get_graph(const std::shared_ptr<Services>& services, http::Request request,
               std::shared_ptr<http::Responder> responder) {
    if (is_whole_store(request)) {
        return run(services, std::move(request), std::move(responder), send_store);
    }
    with_target(services, std::move(request), std::move(responder), send_graph);
}

void put_graph(const std::shared_ptr<Services>& services, http::Request request,
               std::shared_ptr<http::Responder> responder) {
    with_target(services, std::move(request), std::move(responder), store_documents);
}

void post_graph(const std::shared_ptr<Services>& services, http::Request request,
                std::shared_ptr<http::Responder> responder) {
    if (is_whole_store(request) && syntax_with_graphs(request)) {
        return run(services, std::move(request), std::move(responder), load_store);
    }
    auto target = target_of(request);
    if (target && !target->is_given) {
        target = new_target(request);
    }
    if (!target) {
        return responder->respond(problem(target.error(), Stage::Reading));
    }
    run(services, std::move(request), std::move(responder),
        [target = *std::move(target)](Services& all, Task& task) { store_documents(all, task, target); });
}

void delete_graph(const std::shared_ptr<Services>& services, http::Request request,
                  std::shared_ptr<http::Responder> responder) {
    with_target(services, std::move(request), std::move(responder), clear);
}

}  // namespace gridlore::sparql
