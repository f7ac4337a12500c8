#include "adapter/sparql/update_endpoint.h"

#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapter/sparql/operation.h"
#include "adapter/sparql/problem.h"
#include "adapter/sparql/remote.h"
#include "knowledge-engine/query/syntax/parser.h"

namespace gridlore::sparql {
namespace {

/// What LOAD named, fetched before the change begins: the store's writer waits for no other server.
class Documents {
  public:
    /// A document that cannot be had is an error only when it is loaded, which may be SILENT.
    void fetch(const RemoteSettings& settings, const query::Update& update) {
        for (const query::UpdateOperation& operation : update.operations) {
            if (const auto* load = std::get_if<query::Load>(&operation); load && !documents_.contains(load->source)) {
                Document& document = documents_[load->source];
                document.outcome = load_document(settings, load->source, [&document](const rdf::Quad& quad) {
                    document.quads.push_back(quad);
                    return Result<void>();
                });
            }
        }
    }

    Result<void> give(const std::string& iri, const query::QuadConsumer& consume) const {
        const Document& document = documents_.at(iri);
        if (!document.outcome) {
            return document.outcome;
        }
        for (const rdf::Quad& quad : document.quads) {
            if (auto taken = consume(quad); !taken) {
                return taken;
            }
        }
        return {};
    }

  private:
    struct Document {
        std::vector<rdf::Quad> quads;
        Result<void> outcome;
    };
    std::map<std::string, Document> documents_;
};

/// What the change needs, for as long as the store may make it.
struct Job {
    query::Update update;
    Documents documents;
    RemoteEndpoints remote;
    query::Context context;
    CancelFlag cancelled;

    Result<void> make(store::WriteTransaction& transaction) const {
        if (*cancelled) {
            return Error{ErrorKind::Unavailable, "The request was cancelled."};
        }
        return query::execute(update, transaction, context,
                              [this](const std::string& iri, const query::QuadConsumer& consume) {
                                  return documents.give(iri, consume);
                              });
    }
};

void update(Services& services, Task& task, const Operation& operation) {
    query::ParseOptions options;
    options.base = operation.base;
    options.bytes = services.settings.update_bytes;
    auto parsed = query::parse_update(operation.text, options);
    if (!parsed) {
        return task.responder->respond(problem(parsed.error(), Stage::Reading));
    }
    auto job = std::make_shared<Job>(
        Job{*std::move(parsed), {}, RemoteEndpoints(services.settings.service), {}, task.cancelled});
    job->documents.fetch(services.settings.load, job->update);
    job->context.limits = services.settings.update;
    job->context.dataset = operation.dataset;
    job->context.cancelled = job->cancelled.get();
    job->context.services = &job->remote;
    if (operation.time) {
        job->context.limits.time = std::min<std::chrono::nanoseconds>(job->context.limits.time, *operation.time);
    }
    services.store.submit(
        [job](store::WriteTransaction& transaction) { return job->make(transaction); },
        [responder = task.responder](const Result<void>& done) {
            responder->respond(done ? http::Response::empty(204) : problem(done.error(), Stage::Answering));
        });
}

}  // namespace

void post_update(const std::shared_ptr<Services>& services, http::Request request,
                 std::shared_ptr<http::Responder> responder) {
    if (content_type_of(request).media_type == query_names.media_type) {
        return responder->respond(problem(415, "This is where updates go; send a query to /sparql."));
    }
    // Not on the network's thread: a form of many megabytes takes its time to decode.
    run(services, std::move(request), std::move(responder), [](Services& all, Task& task) {
        auto operation = operation_of_post(task.request, update_names, all.settings.update_bytes);
        if (!operation.value) {
            return task.responder->respond(std::move(operation.refusal));
        }
        let_go_of_body(task.request);
        update(all, task, *operation.value);
    });
}

}  // namespace gridlore::sparql
