#include "adapter/sparql/quads.h"

#include <array>
#include <span>

#include "knowledge-engine/rdf/document_writer.h"

namespace gridlore::sparql {
namespace {

/// What is taken off a cursor at once.
constexpr std::size_t block = 256;

/// Quads of a snapshot with their terms, which are looked up one by one.
class QuadScan {
  public:
    using Consume = std::function<Result<void>(const rdf::QuadView&)>;
    QuadScan(const store::Snapshot& snapshot, bool with_graphs, const Consume& consume)
        : snapshot_(snapshot), with_graphs_(with_graphs), consume_(consume) {}

    Result<void> scan(const store::GraphScope& graph) {
        const auto cursor = snapshot_.cursor();
        store::QuadPattern pattern;
        pattern.graph = graph;
        cursor->seek(pattern);
        std::array<store::QuadIds, block> quads;
        while (true) {
            const auto size = cursor->next(quads);
            if (!size) {
                return size.error();
            }
            if (*size == 0) {
                return {};
            }
            for (const store::QuadIds& quad : std::span(quads).first(*size)) {
                if (auto given = give(quad); !given) {
                    return given;
                }
            }
        }
    }

  private:
    Result<void> give(const store::QuadIds& quad) {
        const std::array<std::pair<rdf::TermId, rdf::Term*>, 3> wanted = {
            {{quad.subject, &quad_.subject}, {quad.predicate, &quad_.predicate}, {quad.object, &quad_.object}}};
        for (const auto& [id, term] : wanted) {
            if (auto found = look_up(id, *term); !found) {
                return found;
            }
        }
        if (with_graphs_ && quad.graph.is_bound() && (!quad_.graph || quad.graph != graph_id_)) {
            if (auto found = look_up(quad.graph, quad_.graph.emplace()); !found) {
                return found;
            }
            graph_id_ = quad.graph;  // one graph's quads may come one after the other
        }
        return consume_(rdf::view_of(quad_));
    }

    Result<void> look_up(rdf::TermId id, rdf::Term& term) const {
        auto found = snapshot_.term(id);
        if (!found) {
            return std::move(found).error();
        }
        term = *std::move(found);
        return {};
    }

    const store::Snapshot& snapshot_;
    const bool with_graphs_;
    const Consume& consume_;
    rdf::Quad quad_;
    rdf::TermId graph_id_;
};

}  // namespace

rdf::Term term_of(const rdf::TermView& view) {
    return {view.kind, std::string(view.text), std::string(view.datatype), std::string(view.language)};
}

rdf::Quad quad_of(const rdf::QuadView& view) {
    return {term_of(view.subject), term_of(view.predicate), term_of(view.object),
            view.graph ? std::optional(term_of(*view.graph)) : std::nullopt};
}

Result<std::optional<store::GraphScope>> find_graph(const store::Snapshot& snapshot, const GraphName& graph) {
    if (graph.is_default()) {
        return std::optional(store::GraphScope::default_graph());
    }
    const auto id = snapshot.find(*graph.name);
    if (!id) {
        return id.error();
    }
    if (!*id) {
        return std::optional<store::GraphScope>();
    }
    const auto is_there = snapshot.has_graph(**id);
    if (!is_there) {
        return is_there.error();
    }
    return *is_there ? std::optional(store::GraphScope::named(**id)) : std::nullopt;
}

Result<bool> holds_quads(const store::Snapshot& snapshot, const GraphName& graph) {
    const auto scope = find_graph(snapshot, graph);
    if (!scope) {
        return scope.error();
    }
    if (!*scope || !graph.is_default()) {
        return scope->has_value();
    }
    const auto cursor = snapshot.cursor();
    cursor->seek({});
    std::array<store::QuadIds, 1> first;
    const auto size = cursor->next(first);
    if (!size) {
        return size.error();
    }
    return *size > 0;
}

Result<void> each_triple(const store::Snapshot& snapshot, const store::GraphScope& graph,
                         const std::function<Result<void>(const rdf::QuadView&)>& consume) {
    return QuadScan(snapshot, false, consume).scan(graph);
}

Result<void> each_quad(const store::Snapshot& snapshot,
                       const std::function<Result<void>(const rdf::QuadView&)>& consume) {
    QuadScan scan(snapshot, true, consume);
    auto done = scan.scan(store::GraphScope::default_graph());
    return done ? scan.scan(store::GraphScope::all_named()) : done;
}

Result<void> TripleInserter::add(const rdf::QuadView& triple) {
    const auto graph = graph_id();
    const auto subject = id_of(triple.subject);
    const auto predicate = id_of(triple.predicate);
    const auto object = id_of(triple.object);
    for (const auto* id : {&graph, &subject, &predicate, &object}) {
        if (!*id) {
            return id->error();
        }
    }
    auto inserted = transaction_.insert({*subject, *predicate, *object, *graph});
    return inserted ? Result<void>() : std::move(inserted).error();
}

Result<rdf::TermId> TripleInserter::graph_id() {
    if (!graph_id_) {
        if (graph_.is_default()) {
            graph_id_ = rdf::TermId();
        } else {
            auto id = transaction_.add_term(*graph_.name);
            if (!id) {
                return id;
            }
            graph_id_ = *id;
        }
    }
    return *graph_id_;
}

Result<rdf::TermId> TripleInserter::id_of(const rdf::TermView& term) {
    if (term.kind != rdf::TermKind::BlankNode) {
        return transaction_.add_term(term_of(term));
    }
    const auto known = blank_nodes_.find(std::string(term.text));
    if (known != blank_nodes_.end()) {
        return known->second;
    }
    auto fresh = transaction_.add_blank_node();
    if (fresh) {
        blank_nodes_.emplace(term.text, *fresh);
    }
    return fresh;
}

}  // namespace gridlore::sparql
