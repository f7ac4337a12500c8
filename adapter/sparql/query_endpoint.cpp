#include "adapter/sparql/query_endpoint.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "adapter/http/content_type.h"
#include "adapter/http/growing_response.h"
#include "adapter/sparql/formats.h"
#include "adapter/sparql/operation.h"
#include "adapter/sparql/problem.h"
#include "adapter/sparql/query_answer.h"
#include "adapter/sparql/quick_query.h"
#include "adapter/sparql/remote.h"
#include "adapter/sparql/service_description.h"

namespace gridlore::sparql {
namespace {

/// A limit that only holds because others are busy is said to be one.
Error told_why(Error error, const Task& task) {
    if (task.has_last_worker && error.kind == ErrorKind::LimitExceeded) {
        error.message +=
            "; all other workers are busy with longer requests, so that it may only take a short time "
            "(busy-query-time): try again later";
    }
    return error;
}

/// One query under way.
class Answer {
  public:
    Answer(Services& services, Task& task, const Operation& operation)
        : services_(services), task_(task), operation_(operation), context_(context_of(services, task, operation)) {
        context_.services = &remote_;
    }

    void give() {
        query::ParseOptions options;
        options.base = operation_.base;
        options.bytes = services_.settings.query_bytes;
        const auto parsed = services_.queries.parse(operation_.text, options);
        if (!parsed) {
            return refuse(problem(parsed.error(), Stage::Reading));
        }
        const query::Query::Form form = (*parsed)->query().form;
        const auto medium = choose_medium(task_.request, form);
        if (!medium && !operation_.explain) {
            return refuse(
                problem(406, "The result comes as " + media_of(form) + "; the request accepts none of these."));
        }
        auto snapshot = services_.store.snapshot();
        if (!snapshot) {
            return refuse(problem(snapshot.error(), Stage::Answering));
        }
        const auto plan = (*parsed)->plan(**snapshot, context_);
        if (!plan) {
            return refuse(problem(plan.error(), Stage::Answering));
        }
        if (operation_.explain) {
            return refuse(http::Response::with_body(200, content_type("text/plain"), (*plan)->explain()));
        }
        answer(**parsed, **plan, *std::move(snapshot), *medium);
    }

  private:
    static query::Context context_of(const Services& services, const Task& task, const Operation& operation) {
        query::Context context;
        context.limits = services.settings.query;
        context.cancelled = task.cancelled.get();
        context.dataset = operation.dataset;
        context.begin = query::Deadline::Clock::now();
        if (task.has_last_worker) {
            context.limits.time = std::min(context.limits.time, services.settings.busy_time);
        }
        if (operation.time) {
            context.limits.time = std::min<std::chrono::nanoseconds>(context.limits.time, *operation.time);
        }
        return context;
    }

    void refuse(http::Response response) const { task_.responder->respond(std::move(response)); }

    /// The snapshot is let go of before the end of the response is waited for.
    void answer(ParsedQuery& parsed, const query::PreparedQuery& plan, std::unique_ptr<store::Snapshot> snapshot,
                const Medium& medium) {
        const bool takes_gzip = http::accepts_gzip(task_.request.header_list("Accept-Encoding"));
        http::GrowingResponse response(task_.responder, head_of(medium), takes_gzip, services_.settings.responses);
        std::size_t size = 0;
        const rdf::ByteSink sink = [&](std::string_view bytes) {
            size += bytes.size();
            return response.write(bytes);
        };
        const auto written = write_answer(plan, *snapshot, context_, medium, services_.settings.prefixes, sink);
        snapshot.reset();
        if (!written) {
            return response.fail(problem(told_why(written.error(), task_), Stage::Answering));
        }
        note_answer(services_.settings, parsed, query::Deadline::Clock::now() - *context_.begin, size);
        // If it cannot be sent to its end, the connection is cut: there is nobody left to tell.
        static_cast<void>(response.finish());
    }

    Services& services_;
    Task& task_;
    const Operation& operation_;
    query::Context context_;
    Fetcher fetcher_{services_.settings.service, context_.limits.time, *task_.cancelled};
    RemoteEndpoints remote_{fetcher_};
};

/// At once if it may be; else when a thread of the executor is free.
void answer(const std::shared_ptr<Services>& services, http::Request request,
            std::shared_ptr<http::Responder> responder, Operation operation) {
    if (answer_at_once(*services, request, responder, operation)) {
        return;
    }
    run(services, std::move(request), std::move(responder),
        [operation = std::move(operation)](Services& all, Task& task) { Answer(all, task, operation).give(); });
}

/// A body may be large, and take its time to be read.
constexpr std::size_t small_body = std::size_t{16} << 10;

}  // namespace

void get_query(const std::shared_ptr<Services>& services, http::Request request,
               std::shared_ptr<http::Responder> responder) {
    if (request.query.empty()) {
        return run(services, std::move(request), std::move(responder), describe_service);
    }
    auto operation = operation_of_get(request, query_names);
    if (!operation.value) {
        return responder->respond(std::move(operation.refusal));
    }
    answer(services, std::move(request), std::move(responder), *std::move(operation.value));
}

void post_query(const std::shared_ptr<Services>& services, http::Request request,
                std::shared_ptr<http::Responder> responder) {
    if (http::content_type_of(request).media_type == update_names.media_type) {
        return responder->respond(problem(415, "This is where queries go; send an update to /update."));
    }
    const auto read = [](const http::Request& given, const Services& all) {
        return operation_of_post(given, query_names, all.settings.query_bytes);
    };
    if (request.content().size() <= small_body) {
        auto operation = read(request, *services);
        if (!operation.value) {
            return responder->respond(std::move(operation.refusal));
        }
        return answer(services, std::move(request), std::move(responder), *std::move(operation.value));
    }
    run(services, std::move(request), std::move(responder), [read](Services& all, Task& task) {
        const auto operation = read(task.request, all);
        if (!operation.value) {
            return task.responder->respond(operation.refusal);
        }
        let_go_of_body(task.request);
        Answer(all, task, *operation.value).give();
    });
}

}  // namespace gridlore::sparql
