#include "adapter/sparql/query_endpoint.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "adapter/http/growing_response.h"
#include "adapter/sparql/formats.h"
#include "adapter/sparql/operation.h"
#include "adapter/sparql/problem.h"
#include "adapter/sparql/remote.h"
#include "adapter/sparql/service_description.h"
#include "knowledge-engine/query/results/result_writer.h"
#include "knowledge-engine/rdf/document_writer.h"

namespace gridlore::sparql {
namespace {

using Form = query::Query::Form;

/// Writes the triples of CONSTRUCT and DESCRIBE.
class GraphSink final : public query::ResultSink {
  public:
    explicit GraphSink(rdf::DocumentWriter& writer) : writer_(writer) {}

    Result<void> variables(const std::vector<std::string>&) override { return not_a_graph(); }
    Result<void> row(Row) override { return not_a_graph(); }
    Result<void> boolean(bool) override { return not_a_graph(); }
    Result<void> graph() override { return {}; }
    Result<void> triple(const rdf::Quad& triple) override { return writer_.add(rdf::view_of(triple)); }

  private:
    static Error not_a_graph() { return {ErrorKind::Internal, "The query gave no graph."}; }
    rdf::DocumentWriter& writer_;
};

std::string accept_of(const http::Request& request) {
    return request.header_list("Accept");
}

/// A limit that only holds because others are busy is said to be one.
Error told_why(Error error, const Task& task) {
    if (task.has_last_worker && error.kind == ErrorKind::LimitExceeded) {
        error.message +=
            "; all other workers are busy with longer requests, so that it may only take a short time "
            "(busy-query-time): try again later";
    }
    return error;
}

bool is_graph(Form form) {
    return form == Form::Construct || form == Form::Describe;
}

/// What the answer is written as; nothing if the client takes none of that.
struct Medium {
    std::string_view media_type;
    std::optional<query::ResultFormat> format;
    std::optional<rdf::Syntax> syntax;
};

std::optional<Medium> choose_medium(std::string_view accept, Form form) {
    if (is_graph(form)) {
        const auto offer = choose_graph(accept);
        return offer ? std::optional(Medium{offer->media_type, std::nullopt, offer->syntax}) : std::nullopt;
    }
    const auto offer = choose_result(accept, form);
    return offer ? std::optional(Medium{offer->media_type, offer->format, std::nullopt}) : std::nullopt;
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
        const Form form = (*parsed)->query().form;
        const auto medium = choose_medium(accept_of(task_.request), form);
        if (!medium && !operation_.explain) {
            return refuse(problem(406, "The result comes as " + (is_graph(form) ? graph_types() : result_types(form)) +
                                           "; the request accepts none of these."));
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
        answer(**plan, *std::move(snapshot), *medium);
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
    void answer(const query::PreparedQuery& plan, std::unique_ptr<store::Snapshot> snapshot, const Medium& medium) {
        http::Response head = http::Response::empty(200);
        head.content_type = content_type(medium.media_type);
        head.headers.emplace_back("Vary", "Accept, Accept-Encoding");
        const bool takes_gzip = http::accepts_gzip(task_.request.header_list("Accept-Encoding"));
        http::GrowingResponse response(task_.responder, std::move(head), takes_gzip, services_.settings.responses);
        const rdf::ByteSink sink = [&response](std::string_view bytes) { return response.write(bytes); };
        const auto written = medium.format ? write_results(plan, *snapshot, *medium.format, sink)
                                           : write_graph(plan, *snapshot, *medium.syntax, sink);
        snapshot.reset();
        if (!written) {
            return response.fail(problem(told_why(written.error(), task_), Stage::Answering));
        }
        // If it cannot be sent to its end, the connection is cut: there is nobody left to tell.
        static_cast<void>(response.finish());
    }

    Result<void> write_results(const query::PreparedQuery& plan, const store::Snapshot& snapshot,
                               query::ResultFormat format, const rdf::ByteSink& sink) const {
        const auto writer = query::make_result_writer(format, sink);
        auto run = plan.run(snapshot, context_, *writer);
        return run ? writer->finish() : run;
    }

    Result<void> write_graph(const query::PreparedQuery& plan, const store::Snapshot& snapshot, rdf::Syntax syntax,
                             const rdf::ByteSink& sink) const {
        const auto writer = rdf::DocumentWriter::make(syntax, services_.settings.prefixes, sink);
        if (!writer) {
            return writer.error();
        }
        GraphSink graph(**writer);
        auto run = plan.run(snapshot, context_, graph);
        return run ? (*writer)->finish() : run;
    }

    Services& services_;
    Task& task_;
    const Operation& operation_;
    query::Context context_;
    Fetcher fetcher_{services_.settings.service, context_.limits.time, *task_.cancelled};
    RemoteEndpoints remote_{fetcher_};
};

void answer_with(Services& services, Task& task, Outcome<Operation> operation) {
    if (!operation.value) {
        return task.responder->respond(std::move(operation.refusal));
    }
    let_go_of_body(task.request);
    Answer(services, task, *operation.value).give();
}

}  // namespace

void get_query(const std::shared_ptr<Services>& services, http::Request request,
               std::shared_ptr<http::Responder> responder) {
    if (request.query.empty()) {
        return run(services, std::move(request), std::move(responder), describe_service);
    }
    run(services, std::move(request), std::move(responder),
        [](Services& all, Task& task) { answer_with(all, task, operation_of_get(task.request, query_names)); });
}

void post_query(const std::shared_ptr<Services>& services, http::Request request,
                std::shared_ptr<http::Responder> responder) {
    if (content_type_of(request).media_type == update_names.media_type) {
        return responder->respond(problem(415, "This is where queries go; send an update to /update."));
    }
    run(services, std::move(request), std::move(responder), [](Services& all, Task& task) {
        answer_with(all, task, operation_of_post(task.request, query_names, all.settings.query_bytes));
    });
}

}  // namespace gridlore::sparql
