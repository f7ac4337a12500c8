#include <algorithm>

#include "adapter/main/commands/commands.h"
#include "adapter/main/commands/complaint.h"
#include "adapter/main/commands/formats.h"
#include "adapter/main/commands/progress_line.h"
#include "adapter/main/commands/store_access.h"
#include "adapter/main/commands/text_argument.h"
#include "adapter/main/terminal/prefixes.h"
#include "knowledge-engine/query/results/result_reader.h"
#include "knowledge-engine/query/results/result_writer.h"
#include "knowledge-engine/query/syntax/parser.h"
#include "knowledge-engine/rdf/document_writer.h"

namespace gridlore::commands {
namespace {

using program::ExitCode;
using query::ResultFormat;

/// How a result is written: as a table for people, in a format of results, or in a syntax of RDF.
struct Form {
    std::optional<ResultFormat> result;
    const RdfFormat* graph = &format_of(rdf::Syntax::Turtle);
};

bool gives_graph(const query::Query& query) {
    return query.form == query::Query::Form::Construct || query.form == query::Query::Form::Describe;
}

Result<Form> form_of(const QueryOptions& options, const query::Query& query) {
    Form form;
    if (!options.format || *options.format == "table") {
        return form;
    }
    if (gives_graph(query)) {
        form.graph = find_rdf_format(*options.format);
        if (form.graph == nullptr) {
            return invalid_input("--format: the result is a graph; write it as turtle, ntriples or rdfxml");
        }
        return form;
    }
    form.result = query::result_format_of(*options.format);
    if (!form.result) {
        return invalid_input("--format: '" + *options.format + "' is not known; table, json, xml, csv and tsv are");
    }
    return form;
}

constexpr std::size_t most_rows = 1'000'000;

/// Keeps rows to align them, or writes triples as they come.
class PeoplesSink final : public query::ResultSink {
  public:
    PeoplesSink(const rdf::PrefixMap& prefixes, rdf::DocumentWriter* graph_writer, const terminal::Streams& streams)
        : prefixes_(prefixes), graph_writer_(graph_writer), streams_(streams) {}

    Result<void> variables(const std::vector<std::string>& names) override {
        for (const std::string& name : names) {
            table_.header.push_back("?" + name);
        }
        return {};
    }
    Result<void> row(Row cells) override {
        if (table_.rows.size() == most_rows) {
            return Error{ErrorKind::LimitExceeded, "the result has more than " + grouped(most_rows) +
                                                       " rows, too many for a table; write it with --format csv"};
        }
        std::vector<std::string>& shown = table_.rows.emplace_back();
        for (const auto& cell : cells) {
            shown.push_back(cell ? terminal::show_term(*cell, prefixes_) : "");
        }
        return {};
    }
    Result<void> boolean(bool value) override {
        boolean_ = value;
        return {};
    }
    Result<void> graph() override { return {}; }
    Result<void> triple(const rdf::Quad& triple) override {
        ++triples_;
        return graph_writer_->add(rdf::view_of(triple));
    }

    /// Writes what was kept; whether there was anything.
    bool show() const {
        if (boolean_) {
            streams_.out << (*boolean_ ? "yes" : "no") << "\n";
            return *boolean_;
        }
        if (!table_.rows.empty()) {
            streams_.out << to_string(table_, streams_.style);
            streams_.error << grouped(table_.rows.size()) << (table_.rows.size() == 1 ? " row" : " rows") << "\n";
        } else if (!table_.header.empty()) {
            streams_.out << "no rows\n";
        }
        return triples_ > 0 || !table_.rows.empty();
    }

  private:
    const rdf::PrefixMap& prefixes_;
    rdf::DocumentWriter* graph_writer_;
    const terminal::Streams& streams_;
    terminal::Table table_;
    std::optional<bool> boolean_;
    std::uint64_t triples_ = 0;
};

/// Passes a result on and remembers whether there was any.
class CountingSink final : public query::ResultSink {
  public:
    explicit CountingSink(query::ResultSink& next) : next_(next) {}
    bool found() const { return found_; }

    Result<void> variables(const std::vector<std::string>& names) override { return next_.variables(names); }
    Result<void> row(Row cells) override {
        found_ = true;
        return next_.row(cells);
    }
    Result<void> boolean(bool value) override {
        found_ = value;
        return next_.boolean(value);
    }
    Result<void> graph() override { return next_.graph(); }
    Result<void> triple(const rdf::Quad& triple) override {
        found_ = true;
        return next_.triple(triple);
    }

  private:
    query::ResultSink& next_;
    bool found_ = false;
};

/// Gives a sink the answer of a query.
using Answer = std::function<Result<void>(query::ResultSink&)>;

rdf::ByteSink output_of(const terminal::Streams& streams) {
    return [&streams](std::string_view bytes) -> Result<void> {
        streams.out << bytes;
        return streams.out ? Result<void>()
                           : Result<void>(Error{ErrorKind::Unavailable, "the output cannot be written"});
    };
}

/// Whether anything was found.
Result<bool> show_answer(const Form& form, bool is_graph, const rdf::PrefixMap& prefixes, const Answer& answer,
                         const terminal::Streams& streams) {
    if (form.result) {
        const auto writer = query::make_result_writer(*form.result, output_of(streams));
        CountingSink counting(*writer);
        Result<void> done = answer(counting);
        done = done ? writer->finish() : std::move(done);
        streams.out << (done && *form.result == ResultFormat::Json ? "\n" : "");
        return done ? Result<bool>(counting.found()) : Result<bool>(std::move(done).error());
    }
    std::unique_ptr<rdf::DocumentWriter> graph_writer;
    if (is_graph) {
        auto made = rdf::DocumentWriter::make(form.graph->syntax, prefixes, output_of(streams));
        if (!made) {
            return std::move(made).error();
        }
        graph_writer = *std::move(made);
    }
    PeoplesSink sink(prefixes, graph_writer.get(), streams);
    Result<void> done = answer(sink);
    if (done && graph_writer) {
        done = graph_writer->finish();
    }
    return done ? Result<bool>(sink.show()) : Result<bool>(std::move(done).error());
}

/// The prefixes that a text uses without declaring them, declared in front of it.
std::string with_prefixes(const std::string& text, const rdf::PrefixMap& prefixes) {
    std::string declared;
    for (const auto& [name, iri] : prefixes) {
        if (text.find(name + ":") != std::string::npos) {
            declared += "PREFIX " + name + ": <" + iri + "> ";
        }
    }
    return declared + text;
}

/// What the server answers to a SELECT or ASK; its rows are read as they would come from a store.
Answer servers_answer(RemoteStore& server, const std::string& text) {
    return [&server, text](query::ResultSink& sink) -> Result<void> {
        const auto document = server.query(text, std::string(query::info_of(ResultFormat::Json).media_type));
        return document ? query::read_results(*document, ResultFormat::Json, sink) : Result<void>(document.error());
    };
}

Result<bool> ask_server(const QueryOptions& options, const Form& form, const query::Query& query,
                        const std::string& text, const rdf::PrefixMap& prefixes, const terminal::Streams& streams) {
    if (options.explain) {
        return invalid_input("--explain works on a store that no server has open");
    }
    auto server = RemoteStore::make(*options.store.server, options.store.timeout_seconds);
    if (!server) {
        return std::move(server).error();
    }
    const std::string complete = with_prefixes(text, prefixes);
    if (!gives_graph(query)) {
        return show_answer(form, false, prefixes, servers_answer(*server, complete), streams);
    }
    const auto document = server->query(complete, std::string(form.graph->media_type));
    if (!document) {
        return document.error();
    }
    streams.out << *document;
    return true;
}

Result<bool> ask_own(const QueryOptions& options, const Form& form, const query::Query& query,
                     const rdf::PrefixMap& prefixes, const terminal::Streams& streams) {
    auto store = open_store(options.store);
    if (!store) {
        return std::move(store).error();
    }
    const auto snapshot = (*store)->snapshot();
    if (!snapshot) {
        return snapshot.error();
    }
    query::Context context;
    context.limits.time = std::chrono::seconds(options.store.timeout_seconds);
    context.limits.memory = std::size_t{2} << 30;
    if (options.explain) {
        const auto plan = query::explain(query, **snapshot, context);
        if (!plan) {
            return plan.error();
        }
        streams.out << *plan;
        return true;
    }
    return show_answer(
        form, gives_graph(query), prefixes,
        [&](query::ResultSink& sink) { return query::evaluate(query, **snapshot, context, sink); }, streams);
}

}  // namespace

ExitCode query(const QueryOptions& options, const terminal::Streams& streams) {
    const auto text = text_of(options.text, options.file, "query");
    if (!text) {
        return complain(text.error(), ExitCode::WrongUsage, streams);
    }
    query::ParseOptions parsing;
    auto prefixes = terminal::prefixes_with(options.prefixes);
    if (!prefixes) {
        return complain(prefixes.error(), streams);
    }
    parsing.prefixes = *prefixes;
    auto parsed = query::parse_query(*text, parsing);
    if (!parsed) {
        return complain(placed(options.file, std::move(parsed).error()), ExitCode::WrongUsage, streams);
    }
    const auto form = form_of(options, *parsed);
    if (!form) {
        return complain(form.error(), streams);
    }
    const auto found = options.store.server ? ask_server(options, *form, *parsed, *text, *prefixes, streams)
                                            : ask_own(options, *form, *parsed, *prefixes, streams);
    if (!found) {
        return complain(found.error(), options.store, streams);
    }
    return *found ? ExitCode::Success : ExitCode::NothingFound;
}

ExitCode update(const UpdateOptions& options, const terminal::Streams& streams) {
    const auto text = text_of(options.text, options.file, "update");
    if (!text) {
        return complain(text.error(), ExitCode::WrongUsage, streams);
    }
    auto prefixes = terminal::prefixes_with(options.prefixes);
    if (!prefixes) {
        return complain(prefixes.error(), streams);
    }
    query::ParseOptions parsing;
    parsing.prefixes = *prefixes;
    auto parsed = query::parse_update(*text, parsing);
    if (!parsed) {
        return complain(placed(options.file, std::move(parsed).error()), ExitCode::WrongUsage, streams);
    }
    if (options.store.server) {
        auto server = RemoteStore::make(*options.store.server, options.store.timeout_seconds);
        const Result<void> done =
            server ? server->update(with_prefixes(*text, *prefixes)) : Result<void>(server.error());
        return done ? ExitCode::Success : complain(done.error(), options.store, streams);
    }
    auto store = open_or_make_store(options.store);
    if (!store) {
        return complain(store.error(), streams);
    }
    query::Context context;
    context.limits.time = std::chrono::seconds(options.store.timeout_seconds);
    const Result<void> done = (*store)->write(
        [&](store::WriteTransaction& transaction) { return query::execute(*parsed, transaction, context); });
    return done ? ExitCode::Success : complain(done.error(), options.store, streams);
}

}  // namespace gridlore::commands
