#include "adapter/sparql/update_endpoint.h"

#include <string>
#include <utility>

#include "adapter/http/content_type.h"
#include "adapter/sparql/fetched.h"
#include "adapter/sparql/operation.h"
#include "adapter/sparql/problem.h"
#include "knowledge-engine/query/syntax/parser.h"

namespace gridlore::sparql {
namespace {

/// What the change needs, for as long as the store may make it.
struct Job {
    query::Update update;
    Fetched fetched;
    query::Context context;
    CancelFlag cancelled;

    Result<void> make(store::WriteTransaction& transaction) const {
        if (*cancelled) {
            return Error{ErrorKind::Unavailable, "The request was cancelled."};
        }
        return query::execute(
            update, transaction, context,
            [this](const std::string& iri, const query::QuadConsumer& consume) { return fetched.load(iri, consume); });
    }
};

Result<void> fetch(const Services& services, Job& job) {
    const Settings& settings = services.settings;
    Fetcher documents(settings.load, job.context.limits.time, *job.cancelled);
    Fetcher answers(settings.service, job.context.limits.time, *job.cancelled);
    return job.fetched.fetch(job.update, documents, answers);
}

void update(Services& services, Task& task, const Operation& operation) {
    query::ParseOptions options;
    options.base = operation.base;
    options.bytes = services.settings.update_bytes;
    auto parsed = query::parse_update(operation.text, options);
    if (!parsed) {
        return task.responder->respond(problem(parsed.error(), Stage::Reading));
    }
    auto job = std::make_shared<Job>(Job{*std::move(parsed), {}, {}, task.cancelled});
    job->context.limits = services.settings.update;
    job->context.dataset = operation.dataset;
    job->context.cancelled = job->cancelled.get();
    job->context.services = &job->fetched;
    if (operation.time) {
        job->context.limits.time = std::min<std::chrono::nanoseconds>(job->context.limits.time, *operation.time);
    }
    if (const auto fetched = fetch(services, *job); !fetched) {
        return task.responder->respond(problem(fetched.error(), Stage::Answering));
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
    if (http::content_type_of(request).media_type == query_names.media_type) {
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
