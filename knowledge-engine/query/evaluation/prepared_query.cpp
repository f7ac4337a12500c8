#include <array>
#include <utility>

#include "knowledge-engine/query/evaluation/compiler.h"
#include "knowledge-engine/query/evaluation/description.h"
#include "knowledge-engine/query/evaluation/engine.h"
#include "knowledge-engine/query/evaluation/templates.h"

namespace gridlore::query {

struct PreparedQuery::State {
    std::shared_ptr<const Query> query;
    Dataset dataset;
    CompiledPattern pattern;
    std::uint64_t version = 0;
};

namespace {

/// Writes the result of one query, of whichever form it is.
class Answer {
  public:
    Answer(const Query& query, const Dataset& dataset, const CompiledPattern& pattern, Run& run, ResultSink& sink)
        : query_(query),
          dataset_(dataset),
          pattern_(pattern),
          run_(run),
          sink_(sink),
          triples_(3, pattern::Equality::by_term()),
          held_(run.budget()) {}

    Result<void> write() {
        switch (query_.form) {
            case Query::Form::Select:
                return write_rows();
            case Query::Form::Ask:
                return write_boolean();
            case Query::Form::Construct:
                return write_constructed();
            case Query::Form::Describe:
                return write_descriptions();
        }
        return {};
    }

  private:
    Result<void> count_row() {
        if (++rows_ > run_.budget().limits().rows) {
            return Error{ErrorKind::LimitExceeded, "the result has more rows than the limit (query-rows) of " +
                                                       std::to_string(run_.budget().limits().rows)};
        }
        return {};
    }

    Result<void> write_rows() {
        std::vector<std::string> names;
        for (const VariableId variable : query_.projection) {
            names.push_back(query_.variables[variable].name);
        }
        if (Result<void> written = sink_.variables(names); !written) {
            return written;
        }
        std::vector<std::optional<rdf::Term>> cells(query_.projection.size());
        return for_each_batch(*pattern_.plan, run_, UINT64_MAX, [&](const BindingSet& rows) -> Result<void> {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const Row row = rows.row(i);
                for (std::size_t c = 0; c < cells.size(); ++c) {
                    fill_cell(cells[c], row[query_.projection[c]]);
                }
                if (run_.terms().has_failed()) {
                    return *run_.terms().fault();
                }
                if (Result<void> counted = count_row(); !counted) {
                    return counted;
                }
                if (Result<void> written = sink_.row(cells); !written) {
                    return written;
                }
                if (!run_.budget().goes_on()) {
                    return run_.budget().error();
                }
            }
            return {};
        });
    }

    void fill_cell(std::optional<rdf::Term>& cell, rdf::TermId id) {
        if (!id.is_bound()) {
            cell.reset();
            return;
        }
        cell = *run_.terms().term(id);
    }

    Result<void> write_boolean() {
        bool has_solution = false;
        Result<void> looked = for_each_batch(*pattern_.plan, run_, 1, [&](const BindingSet&) -> Result<void> {
            has_solution = true;
            return {};
        });
        return looked ? sink_.boolean(has_solution) : looked;
    }

    Result<void> write_constructed() {
        if (Result<void> written = sink_.graph(); !written) {
            return written;
        }
        TemplateMaker templates(query_.construct, run_.terms());
        std::vector<store::QuadIds> quads;
        return for_each_batch(*pattern_.plan, run_, UINT64_MAX, [&](const BindingSet& rows) -> Result<void> {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                quads.clear();
                templates.make(rows.row(i), quads);
                // A row makes the blank nodes of all templates, even if none of their triples is one.
                if (!run_.budget().look()) {
                    return run_.budget().error();
                }
                for (const store::QuadIds& quad : quads) {
                    if (Result<void> written = write_triple(quad); !written) {
                        return written;
                    }
                }
            }
            return {};
        });
    }

    /// Each triple once, whatever graph it is from.
    Result<void> write_triple(const store::QuadIds& quad) {
        const std::array<rdf::TermId, 3> triple{quad.subject, quad.predicate, quad.object};
        if (!triples_.insert(triple)) {
            return {};
        }
        held_.set(triples_.bytes());
        if (!run_.budget().goes_on()) {
            return run_.budget().error();
        }
        if (Result<void> counted = count_row(); !counted) {
            return counted;
        }
        const rdf::Quad terms{
            *run_.terms().term(quad.subject), *run_.terms().term(quad.predicate), *run_.terms().term(quad.object), {}};
        if (run_.terms().has_failed()) {
            return *run_.terms().fault();
        }
        return sink_.triple(terms);
    }

    Result<void> write_descriptions() {
        if (Result<void> written = sink_.graph(); !written) {
            return written;
        }
        Result<std::vector<store::GraphScope>> scopes = described_graphs();
        if (!scopes) {
            return std::move(scopes).error();
        }
        Describer describer(run_, std::move(*scopes));
        const auto write = [this](const store::QuadIds& quad) { return write_triple(quad); };
        for (const rdf::Term& resource : query_.describe) {
            if (Result<void> written = describer.describe(run_.terms().intern(resource), write); !written) {
                return written;
            }
        }
        if (query_.projection.empty()) {
            return {};
        }
        return for_each_batch(*pattern_.plan, run_, UINT64_MAX, [&](const BindingSet& rows) -> Result<void> {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                for (const VariableId variable : query_.projection) {
                    const rdf::TermId resource = rows.row(i)[variable];
                    if (!resource.is_bound()) {
                        continue;
                    }
                    if (Result<void> written = describer.describe(resource, write); !written) {
                        return written;
                    }
                }
            }
            return {};
        });
    }

    /// All graphs of the dataset: what is known of a thing may be in any of them.
    Result<std::vector<store::GraphScope>> described_graphs() const {
        std::vector<store::GraphScope> scopes;
        if (!dataset_.default_graphs) {
            scopes.push_back(store::GraphScope::default_graph());
        }
        if (!dataset_.named_graphs) {
            scopes.push_back(store::GraphScope::all_named());
            return scopes;
        }
        for (const auto& graphs : {dataset_.default_graphs, dataset_.named_graphs}) {
            if (!graphs) {
                continue;
            }
            for (const Constant& name : *graphs) {
                if (name.id) {
                    scopes.push_back(store::GraphScope::named(*name.id));
                }
            }
        }
        return scopes;
    }

    const Query& query_;
    const Dataset& dataset_;
    const CompiledPattern& pattern_;
    Run& run_;
    ResultSink& sink_;
    pattern::RowSet triples_;  ///< that were written
    HeldMemory held_;
    std::uint64_t rows_ = 0;
};

}  // namespace

Result<PreparedQuery> PreparedQuery::prepare(std::shared_ptr<const Query> query, const store::Snapshot& snapshot,
                                             const Context& context) {
    auto state = std::make_shared<State>();
    Result<Dataset> found = Dataset::find(context.dataset.is_given() ? context.dataset : query->dataset, snapshot);
    if (!found) {
        return std::move(found).error();
    }
    state->dataset = std::move(*found);
    const bool is_ask = query->form == Query::Form::Ask;
    Result<CompiledPattern> compiled =
        compile_pattern(*query->pattern, query->variables, state->dataset, snapshot, context.deadline(),
                        is_ask ? std::optional<std::uint64_t>(1) : std::nullopt);
    if (!compiled) {
        return std::move(compiled).error();
    }
    state->pattern = std::move(*compiled);
    state->version = snapshot.version();
    state->query = std::move(query);
    return PreparedQuery(std::move(state));
}

std::uint64_t PreparedQuery::version() const {
    return state_->version;
}

const Query& PreparedQuery::query() const {
    return *state_->query;
}

Result<void> PreparedQuery::run(const store::Snapshot& snapshot, const Context& context, ResultSink& sink) const {
    const CompiledPattern& pattern = state_->pattern;
    Run run(snapshot, context.limits, context.deadline(), pattern.exists, pattern.width, pattern.seeds,
            context.services);
    run.set_base(state_->query->base);
    return Answer(*state_->query, state_->dataset, pattern, run, sink).write();
}

Result<void> PreparedQuery::solutions(const store::Snapshot& snapshot, const Context& context,
                                      const Consumer& consume) const {
    const CompiledPattern& pattern = state_->pattern;
    Run run(snapshot, context.limits, context.deadline(), pattern.exists, pattern.width, pattern.seeds,
            context.services);
    run.set_base(state_->query->base);
    return for_each_batch(*pattern.plan, run, UINT64_MAX,
                          [&](const BindingSet& rows) { return consume(rows, run.terms()); });
}

std::string PreparedQuery::explain() const {
    PlanText text(state_->query->variables, state_->pattern.exists);
    state_->pattern.plan->describe(text);
    std::string described = text.take();
    return described.empty() ? "one solution without bindings: the pattern is empty  [1 row]\n" : described;
}

Result<void> evaluate(const Query& query, const store::Snapshot& snapshot, const Context& context, ResultSink& sink) {
    // The query outlives the call, so it need not be owned.
    const std::shared_ptr<const Query> shared(std::shared_ptr<const void>(), &query);
    Context timed = context;
    timed.begin = context.begin.value_or(Deadline::Clock::now());
    Result<PreparedQuery> prepared = PreparedQuery::prepare(shared, snapshot, timed);
    return prepared ? prepared->run(snapshot, timed, sink) : Result<void>(std::move(prepared).error());
}

Result<std::string> explain(const Query& query, const store::Snapshot& snapshot, const Context& context) {
    const std::shared_ptr<const Query> shared(std::shared_ptr<const void>(), &query);
    Result<PreparedQuery> prepared = PreparedQuery::prepare(shared, snapshot, context);
    return prepared ? Result<std::string>(prepared->explain()) : Result<std::string>(std::move(prepared).error());
}

}  // namespace gridlore::query
