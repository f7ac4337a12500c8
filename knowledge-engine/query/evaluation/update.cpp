#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>

#include "knowledge-engine/query/evaluation/compiler.h"
#include "knowledge-engine/query/evaluation/engine.h"
#include "knowledge-engine/query/evaluation/templates.h"

namespace gridlore::query {
namespace {

using store::GraphScope;
using store::QuadIds;

/// Quads, each once, in the order in which they came.
class QuadList {
  public:
    explicit QuadList(Budget& budget) : quads_(4, pattern::Equality::by_term()), held_(budget) {}

    void add(const QuadIds& quad) {
        const std::array<rdf::TermId, 4> row{quad.subject, quad.predicate, quad.object, quad.graph};
        quads_.insert(row);
        held_.set(quads_.bytes());
    }
    std::size_t size() const { return quads_.rows().size(); }
    QuadIds operator[](std::size_t index) const {
        const Row row = quads_.rows().row(index);
        return {row[0], row[1], row[2], row[3]};
    }

  private:
    pattern::RowSet quads_;
    HeldMemory held_;
};

/// How many quads are changed between two looks at the clock, and at whether the request was cancelled.
constexpr std::size_t quads_between_looks = 1024;

class Execution {
  public:
    Execution(store::WriteTransaction& transaction, const Context& context, const DocumentLoader& load)
        : transaction_(transaction), context_(context), load_(load), deadline_(context.deadline()) {}

    Result<void> execute(const UpdateOperation& operation) {
        if (Result<void> goes_on = deadline_.check(); !goes_on) {
            return goes_on;
        }
        return std::visit([this](const auto& one) { return run(one); }, operation);
    }

  private:
    Result<void> run(const Modify& modify);
    Result<void> run(const Load& load);
    Result<void> run(const Clear& clear);
    Result<void> run(const Create& create);
    Result<void> run(const Transfer& transfer);

    Result<Dataset> dataset_of(const Modify& modify) const;
    Result<CompiledPattern> compile(const Modify& modify, const Dataset& dataset) const;
    Result<void> gather(const Modify& modify, const CompiledPattern& pattern, Run& run, QuadList& removed,
                        QuadList& inserted) const;
    Result<void> apply(QueryTerms& terms, const QuadList& removed, const QuadList& inserted);
    Result<void> load_document(const Load& load, std::optional<Error>& ours);
    Result<void> transfer_quads(const GraphScope& from, const GraphScope& to, Transfer::Kind kind);
    Result<std::optional<GraphScope>> scope_of(const GraphTarget& target, bool make);
    Result<void> count_quad();

    store::WriteTransaction& transaction_;
    const Context& context_;
    const DocumentLoader& load_;
    Deadline deadline_;
    std::uint64_t quads_ = 0;
};

Result<void> Execution::count_quad() {
    if (++quads_ > context_.limits.rows) {
        return Error{ErrorKind::LimitExceeded, "the update changes more quads than the limit (query-rows) of " +
                                                   std::to_string(context_.limits.rows)};
    }
    return quads_ % quads_between_looks == 0 ? deadline_.check() : Result<void>();
}

Result<Dataset> Execution::dataset_of(const Modify& modify) const {
    if (context_.dataset.is_given()) {
        if (modify.dataset.is_given() || modify.with) {
            return invalid_input(
                "using-graph-uri and using-named-graph-uri exclude USING, USING NAMED and WITH (SPARQL 1.1 Protocol, "
                "2.2.3)");
        }
        return Dataset::find(context_.dataset, transaction_.view());
    }
    if (modify.dataset.is_given() || !modify.with) {
        return Dataset::find(modify.dataset, transaction_.view());
    }
    Result<Constant> with = Constant::find(rdf::Term::iri(*modify.with), transaction_.view());
    if (!with) {
        return std::move(with).error();
    }
    Dataset dataset;
    dataset.default_graphs.emplace().push_back(std::move(*with));
    return dataset;
}

Result<void> Execution::gather(const Modify& modify, const CompiledPattern& pattern, Run& run, QuadList& removed,
                               QuadList& inserted) const {
    TemplateMaker remove(modify.remove, run.terms());
    TemplateMaker insert(modify.insert, run.terms());
    std::vector<QuadIds> quads;
    const auto make = [&](TemplateMaker& templates, Row row, QuadList& list) {
        quads.clear();
        templates.make(row, quads);
        for (const QuadIds& quad : quads) {
            list.add(quad);
        }
    };
    const auto make_all = [&](const BindingSet& rows) -> Result<void> {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            make(remove, rows.row(i), removed);
            make(insert, rows.row(i), inserted);
            if (!run.budget().look()) {
                return run.budget().error();
            }
        }
        return {};
    };
    if (modify.pattern == nullptr) {
        return make_all(run.seed(0));
    }
    return for_each_batch(*pattern.plan, run, UINT64_MAX, make_all);
}

Result<CompiledPattern> Execution::compile(const Modify& modify, const Dataset& dataset) const {
    if (modify.pattern != nullptr) {
        return compile_pattern(*modify.pattern, modify.variables, dataset, transaction_.view(), deadline_);
    }
    CompiledPattern data;
    data.width = modify.variables.size();
    return data;
}

/// Whoever sends data wrote no query that could need less.
Error limit_of(const Modify& modify, Error error) {
    if (modify.pattern == nullptr && error.kind == ErrorKind::LimitExceeded) {
        error.message = "the data of one operation are too many: " + error.message +
                        "; send them as several updates, or load them as a document";
    }
    return error;
}

Result<void> Execution::run(const Modify& modify) {
    Result<Dataset> dataset = dataset_of(modify);
    if (!dataset) {
        return std::move(dataset).error();
    }
    Result<CompiledPattern> compiled = compile(modify, *dataset);
    if (!compiled) {
        return std::move(compiled).error();
    }
    const CompiledPattern& pattern = *compiled;
    Run run(transaction_.view(), context_.limits, deadline_, pattern.exists, pattern.width, pattern.seeds,
            context_.services);
    run.set_base(modify.base);
    QuadList removed(run.budget());
    QuadList inserted(run.budget());
    if (Result<void> gathered = gather(modify, pattern, run, removed, inserted); !gathered) {
        return limit_of(modify, std::move(gathered).error());
    }
    if (!run.budget().look()) {
        return limit_of(modify, run.budget().error());
    }
    return apply(run.terms(), removed, inserted);
}

/// Terms of the query enter the store with the quads that are inserted.
class StoredTerms {
  public:
    StoredTerms(store::WriteTransaction& transaction, QueryTerms& terms) : transaction_(transaction), terms_(terms) {}

    Result<rdf::TermId> id(rdf::TermId id) {
        if (!id.is_local() || id.is_inline()) {
            return id;
        }
        const auto known = ids_.find(id);
        if (known != ids_.end()) {
            return known->second;
        }
        const TermPtr term = terms_.term(id);
        Result<rdf::TermId> stored =
            term->is_blank_node() ? transaction_.add_blank_node() : transaction_.add_term(*term);
        if (stored) {
            ids_.emplace(id, *stored);
        }
        return stored;
    }

  private:
    store::WriteTransaction& transaction_;
    QueryTerms& terms_;
    std::unordered_map<rdf::TermId, rdf::TermId> ids_;
};

Result<void> Execution::apply(QueryTerms& terms, const QuadList& removed, const QuadList& inserted) {
    for (std::size_t i = 0; i < removed.size(); ++i) {
        const QuadIds quad = removed[i];
        const auto is_unknown = [](rdf::TermId id) { return id.is_local() && !id.is_inline(); };
        if (is_unknown(quad.subject) || is_unknown(quad.predicate) || is_unknown(quad.object) ||
            is_unknown(quad.graph)) {
            continue;
        }
        if (Result<bool> done = transaction_.remove(quad); !done) {
            return std::move(done).error();
        }
        if (Result<void> counted = count_quad(); !counted) {
            return counted;
        }
    }
    StoredTerms stored(transaction_, terms);
    for (std::size_t i = 0; i < inserted.size(); ++i) {
        QuadIds quad = inserted[i];
        for (rdf::TermId* id : {&quad.subject, &quad.predicate, &quad.object, &quad.graph}) {
            if (!id->is_bound()) {
                continue;
            }
            Result<rdf::TermId> known = stored.id(*id);
            if (!known) {
                return std::move(known).error();
            }
            *id = *known;
        }
        if (Result<bool> done = transaction_.insert(quad); !done) {
            return std::move(done).error();
        }
        if (Result<void> counted = count_quad(); !counted) {
            return counted;
        }
    }
    return terms.has_failed() ? Result<void>(*terms.fault()) : Result<void>();
}

/// A graph as the store has it; nothing if it has no such name, unless it is to be made.
Result<std::optional<GraphScope>> Execution::scope_of(const GraphTarget& target, bool make) {
    using Found = std::optional<GraphScope>;
    if (target.kind == GraphTarget::Kind::Default) {
        return Found(GraphScope::default_graph());
    }
    if (target.kind == GraphTarget::Kind::AllNamed) {
        return Found(GraphScope::all_named());
    }
    const rdf::Term name = rdf::Term::iri(target.iri);
    if (make) {
        Result<rdf::TermId> id = transaction_.add_term(name);
        return id ? Result<Found>(GraphScope::named(*id)) : Result<Found>(std::move(id).error());
    }
    Result<std::optional<rdf::TermId>> id = transaction_.view().find(name);
    if (!id) {
        return std::move(id).error();
    }
    if (!*id) {
        return Found();
    }
    Result<bool> has = transaction_.view().has_graph(**id);
    if (!has) {
        return std::move(has).error();
    }
    return *has ? Found(GraphScope::named(**id)) : Found();
}

Error no_such_graph(const std::string& iri) {
    return not_found("there is no graph <" + iri + ">");
}

Result<void> Execution::run(const Clear& clear) {
    if (clear.target.kind == GraphTarget::Kind::All) {
        for (const GraphScope& scope : {GraphScope::default_graph(), GraphScope::all_named()}) {
            if (Result<std::uint64_t> cleared = transaction_.clear(scope); !cleared) {
                return std::move(cleared).error();
            }
        }
        return {};
    }
    Result<std::optional<GraphScope>> scope = scope_of(clear.target, false);
    if (!scope) {
        return std::move(scope).error();
    }
    if (!*scope) {
        // Of empty graphs nothing is recorded, so that one that is not there is as good as cleared (3.1.3).
        return clear.drop && !clear.silent ? Result<void>(no_such_graph(clear.target.iri)) : Result<void>();
    }
    Result<std::uint64_t> cleared = transaction_.clear(**scope);
    return cleared ? Result<void>() : Result<void>(std::move(cleared).error());
}

Result<void> Execution::run(const Create& create) {
    Result<std::optional<GraphScope>> scope = scope_of({GraphTarget::Kind::Named, create.graph}, false);
    if (!scope) {
        return std::move(scope).error();
    }
    if (*scope && !create.silent) {
        return Error{ErrorKind::Conflict, "there is a graph <" + create.graph + "> already"};
    }
    return {};
}

Result<void> Execution::run(const Transfer& transfer) {
    const bool is_same = transfer.from.kind == transfer.to.kind && transfer.from.iri == transfer.to.iri;
    Result<std::optional<GraphScope>> from = scope_of(transfer.from, false);
    if (!from) {
        return std::move(from).error();
    }
    if (!*from) {
        return transfer.silent ? Result<void>() : Result<void>(no_such_graph(transfer.from.iri));
    }
    if (is_same) {
        return {};
    }
    Result<std::optional<GraphScope>> to = scope_of(transfer.to, true);
    return to ? transfer_quads(**from, **to, transfer.kind) : Result<void>(std::move(to).error());
}

Result<void> Execution::transfer_quads(const GraphScope& from, const GraphScope& to, Transfer::Kind kind) {
    std::vector<QuadIds> all;
    {
        const std::unique_ptr<store::QuadCursor> cursor = transaction_.view().cursor();
        store::QuadPattern pattern;
        pattern.graph = from;
        cursor->seek(pattern);
        std::array<QuadIds, 256> quads;
        while (true) {
            Result<std::size_t> count = cursor->next(quads);
            if (!count) {
                return std::move(count).error();
            }
            if (*count == 0) {
                break;
            }
            if (Result<void> goes_on = deadline_.check(); !goes_on) {
                return goes_on;
            }
            all.insert(all.end(), quads.begin(), quads.begin() + static_cast<std::ptrdiff_t>(*count));
            if (all.capacity() * sizeof(QuadIds) > context_.limits.memory) {
                return Error{ErrorKind::LimitExceeded, "the graph does not fit into the limit (query-memory)"};
            }
        }
    }
    if (kind != Transfer::Kind::Add) {
        if (Result<std::uint64_t> cleared = transaction_.clear(to); !cleared) {
            return std::move(cleared).error();
        }
    }
    for (QuadIds& quad : all) {
        quad.graph = to.kind() == GraphScope::Kind::Named ? to.graph() : rdf::TermId();
        if (Result<bool> done = transaction_.insert(quad); !done) {
            return std::move(done).error();
        }
        if (Result<void> counted = count_quad(); !counted) {
            return counted;
        }
    }
    if (kind == Transfer::Kind::Move) {
        if (Result<std::uint64_t> cleared = transaction_.clear(from); !cleared) {
            return std::move(cleared).error();
        }
    }
    return {};
}

Result<void> Execution::run(const Load& load) {
    std::optional<Error> ours;
    Result<void> loaded = load_document(load, ours);
    if (loaded || !load.silent) {
        return loaded;
    }
    // SILENT covers what the document does wrong, and neither our limits, nor a cancelled request, nor the store.
    const ErrorKind kind = loaded.error().kind;
    if (ours || kind == ErrorKind::Internal || kind == ErrorKind::LimitExceeded) {
        return loaded;
    }
    return deadline_.check();
}

/// All of a document, or, if there is a fault in it, nothing. `ours`: an error that is none of the document's.
Result<void> Execution::load_document(const Load& load, std::optional<Error>& ours) {
    if (!load_) {
        return Error{ErrorKind::Unavailable, "LOAD is switched off: no documents are configured for it"};
    }
    rdf::TermId graph;
    if (load.graph) {
        Result<rdf::TermId> name = transaction_.add_term(rdf::Term::iri(*load.graph));
        if (!name) {
            return ours.emplace(std::move(name).error());
        }
        graph = *name;
    }
    std::vector<QuadIds> quads;
    std::unordered_map<std::string, rdf::TermId> nodes;
    const auto id_of = [&](const rdf::Term& term) -> Result<rdf::TermId> {
        if (!term.is_blank_node()) {
            return transaction_.add_term(term);
        }
        const auto [node, is_new] = nodes.try_emplace(term.text);
        if (is_new) {
            Result<rdf::TermId> made = transaction_.add_blank_node();
            if (!made) {
                return made;
            }
            node->second = *made;
        }
        return node->second;
    };
    const auto take = [&](const rdf::Quad& quad) -> Result<void> {
        QuadIds ids;
        ids.graph = graph;
        const std::array<std::pair<const rdf::Term*, rdf::TermId*>, 4> places{
            std::pair{&quad.subject, &ids.subject}, std::pair{&quad.predicate, &ids.predicate},
            std::pair{&quad.object, &ids.object}, std::pair{quad.graph ? &*quad.graph : nullptr, &ids.graph}};
        for (const auto& [term, id] : places) {
            if (term == nullptr) {
                continue;
            }
            Result<rdf::TermId> found = id_of(*term);
            if (!found) {
                return std::move(found).error();
            }
            *id = *found;
        }
        quads.push_back(ids);
        if (quads.capacity() * sizeof(QuadIds) > context_.limits.memory) {
            return Error{ErrorKind::LimitExceeded, "the document does not fit into the limit (query-memory)"};
        }
        return count_quad();
    };
    Result<void> read = load_(load.source, [&](const rdf::Quad& quad) {
        Result<void> taken = take(quad);
        return taken ? taken : Result<void>(ours.emplace(std::move(taken).error()));
    });
    if (!read) {
        return read;
    }
    for (std::size_t i = 0; i < quads.size(); ++i) {
        if (Result<bool> done = transaction_.insert(quads[i]); !done) {
            return ours.emplace(std::move(done).error());
        }
        if (i % quads_between_looks == 0) {
            if (Result<void> goes_on = deadline_.check(); !goes_on) {
                return ours.emplace(std::move(goes_on).error());
            }
        }
    }
    return {};
}

}  // namespace

Result<void> execute(const Update& update, store::WriteTransaction& transaction, const Context& context,
                     const DocumentLoader& load) {
    Execution execution(transaction, context, load);
    for (const UpdateOperation& operation : update.operations) {
        if (Result<void> done = execution.execute(operation); !done) {
            return done;
        }
    }
    return {};
}

}  // namespace gridlore::query
