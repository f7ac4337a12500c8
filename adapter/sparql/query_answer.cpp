#include "adapter/sparql/query_answer.h"

#include "adapter/sparql/formats.h"
#include "knowledge-engine/query/results/result_writer.h"

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

bool is_graph(Form form) {
    return form == Form::Construct || form == Form::Describe;
}

Result<void> write_results(const query::PreparedQuery& plan, const store::Snapshot& snapshot,
                           const query::Context& context, query::ResultFormat format, const rdf::ByteSink& sink) {
    const auto writer = query::make_result_writer(format, sink);
    auto run = plan.run(snapshot, context, *writer);
    return run ? writer->finish() : run;
}

Result<void> write_graph(const query::PreparedQuery& plan, const store::Snapshot& snapshot,
                         const query::Context& context, rdf::Syntax syntax, const rdf::PrefixMap& prefixes,
                         const rdf::ByteSink& sink) {
    const auto writer = rdf::DocumentWriter::make(syntax, prefixes, sink);
    if (!writer) {
        return writer.error();
    }
    GraphSink graph(**writer);
    auto run = plan.run(snapshot, context, graph);
    return run ? (*writer)->finish() : run;
}

}  // namespace

std::optional<Medium> choose_medium(const http::Request& request, Form form) {
    const std::string accept = request.header_list("Accept");
    if (is_graph(form)) {
        const auto offer = choose_graph(accept);
        return offer ? std::optional(Medium{offer->media_type, std::nullopt, offer->syntax}) : std::nullopt;
    }
    const auto offer = choose_result(accept, form);
    return offer ? std::optional(Medium{offer->media_type, offer->format, std::nullopt}) : std::nullopt;
}

std::string media_of(Form form) {
    return is_graph(form) ? graph_types() : result_types(form);
}

http::Response head_of(const Medium& medium) {
    http::Response head = http::Response::empty(200);
    head.content_type = content_type(medium.media_type);
    head.headers.emplace_back("Vary", "Accept, Accept-Encoding");
    return head;
}

Result<void> write_answer(const query::PreparedQuery& plan, const store::Snapshot& snapshot,
                          const query::Context& context, const Medium& medium, const rdf::PrefixMap& prefixes,
                          const rdf::ByteSink& sink) {
    return medium.format ? write_results(plan, snapshot, context, *medium.format, sink)
                         : write_graph(plan, snapshot, context, *medium.syntax, prefixes, sink);
}

}  // namespace gridlore::sparql
