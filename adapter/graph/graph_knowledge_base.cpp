#include "adapter/graph/graph_knowledge_base.h"

#include <algorithm>

#include "adapter/graph/pattern_search.h"
#include "adapter/graph/posted_triples.h"
#include "adapter/graph/removed_triples.h"

namespace gridlore::graph {
namespace {

/// Predicates of which it is remembered whether the store has them.
constexpr std::size_t most_remembered_predicates = 10'000;

}  // namespace

GraphKnowledgeBase::GraphKnowledgeBase(Settings settings, WatchedStore& store, BlankNodeNames blank_nodes,
                                       exchange::Exchange& exchange, Executor executor)
    : settings_(std::move(settings)),
      store_(store),
      blank_nodes_(std::move(blank_nodes)),
      exchange_(exchange),
      executor_(std::move(executor)) {}

Result<void> GraphKnowledgeBase::add(const std::shared_ptr<GraphKnowledgeBase>& graph) {
    exchange::KnowledgeBaseDescription description;
    description.id = graph_knowledge_base_id;
    description.name = "graph";
    description.description = "The stored graph";
    return graph->exchange_.add_universal_knowledge_base(std::move(description), graph);
}

void GraphKnowledgeBase::stop() {
    replies_->close();
}

/// An empty store is known to offer nothing without looking; of any other, what is remembered may not be enough.
bool GraphKnowledgeBase::must_look() const {
    if (settings_.answers_from.empty()) {
        return false;
    }
    const std::lock_guard lock(mutex_);
    return offers_.version != store_.writes() || !offers_.is_known || !offers_.is_empty;
}

bool GraphKnowledgeBase::offers(const std::optional<rdf::Term>& predicate) {
    if (settings_.answers_from.empty()) {
        return false;
    }
    const std::string key = predicate ? predicate->text : std::string();
    const std::uint64_t version = store_.writes();  // before the store is looked at: what it shows may be newer
    {
        const std::lock_guard lock(mutex_);
        if (offers_.version != version) {
            offers_ = {.version = version, .is_known = false, .is_empty = false, .predicates = {}};
        }
        if (offers_.is_known && offers_.is_empty) {
            return false;
        }
        if (const auto known = offers_.predicates.find(key); known != offers_.predicates.end()) {
            return known->second;
        }
    }
    // A store that cannot be read now is asked, so that the asker is told why it gives nothing.
    const auto any = look(std::nullopt);
    const auto of_predicate = any && *any && predicate ? look(predicate) : any;
    if (!any || !of_predicate) {
        return true;
    }
    const std::lock_guard lock(mutex_);
    if (offers_.version == version) {
        offers_.is_known = true;
        offers_.is_empty = !*any;
        if (offers_.predicates.size() >= most_remembered_predicates) {
            offers_.predicates.clear();
        }
        offers_.predicates[key] = *of_predicate;
    }
    return *of_predicate;
}

/// Whether the graphs that answer have a quad with that predicate, or any.
Result<bool> GraphKnowledgeBase::look(const std::optional<rdf::Term>& predicate) const {
    const auto snapshot = store_.snapshot();
    if (!snapshot) {
        return snapshot.error();
    }
    if ((*snapshot)->size() == 0) {
        return false;
    }
    const auto scopes = scopes_of(settings_.answers_from, **snapshot);
    if (!scopes) {
        return scopes.error();
    }
    store::QuadPattern pattern;
    if (predicate) {
        const auto id = (*snapshot)->find(*predicate);
        if (!id) {
            return id.error();
        }
        if (!id->has_value()) {
            return false;
        }
        pattern.predicate = **id;
    }
    const auto cursor = (*snapshot)->cursor();
    for (const store::GraphScope& scope : *scopes) {
        pattern.graph = scope;
        cursor->seek(pattern);
        store::QuadIds one;
        const auto count = cursor->next({&one, 1});
        if (!count) {
            return count.error();
        }
        if (*count > 0) {
            return true;
        }
    }
    return false;
}

Result<pattern::TermRows> GraphKnowledgeBase::answer(const exchange::Question& question) {
    const auto snapshot = store_.snapshot();
    if (!snapshot) {
        return snapshot.error();
    }
    const auto scopes = scopes_of(settings_.answers_from, **snapshot);
    if (!scopes) {
        return scopes.error();
    }
    return search(question, **snapshot, *scopes, blank_nodes_);
}

bool GraphKnowledgeBase::is_stored(const rdf::Term& predicate) const {
    const auto& stored = settings_.posted_predicates;
    return stored.empty() || std::ranges::find(stored, predicate.text) != stored.end();
}

bool GraphKnowledgeBase::takes(const pattern::GraphPattern& pattern) const {
    return !settings_.posts_to.empty() &&
           std::ranges::any_of(pattern.triples, [this](const pattern::TriplePattern& triple) {
               const auto* predicate = std::get_if<rdf::Term>(&triple.predicate);
               return predicate == nullptr || is_stored(*predicate);
           });
}

/// What a post removes of what is stored; nothing: it removes nothing.
std::optional<Removal> GraphKnowledgeBase::removal_of(const exchange::Call& call) const {
    Removal what;
    for (const pattern::GraphPattern& pattern : *call.removed) {
        auto stored = removable(pattern, call.posted->variables(),
                                [this](const rdf::Term& predicate) { return is_stored(predicate); });
        if (!stored.triples.empty()) {
            what.patterns.push_back(std::move(stored));
        }
    }
    what.rows = call.bindings;
    return what.patterns.empty() ? std::nullopt : std::optional(std::move(what));
}

Result<void> GraphKnowledgeBase::handle(exchange::Call call) {
    auto triples = posted_triples(*call.posted, call.bindings,
                                  [this](const rdf::Term& predicate) { return is_stored(predicate); });
    if (!triples) {
        return invalid_input("It cannot be stored: " + triples.error().message);
    }
    const auto tell = [&exchange = exchange_, replies = replies_, id = call.id](const Result<void>& result) {
        replies->pass([&] {
            // Nobody waits any more: that is as good as told.
            (void)(result ? exchange.reply(id, {}) : exchange.fail(id, result.error().message));
        });
    };
    store::Change change = insertion(std::move(*triples), settings_.posts_to, blank_nodes_);
    if (auto what = removal_of(call)) {
        change = [first = removal(*std::move(what), settings_.posts_to, blank_nodes_, settings_.time),
                  then = std::move(change)](store::WriteTransaction& transaction) {
            const Result<void> removed = first(transaction);
            return removed ? then(transaction) : removed;
        };
    }
    store_.submit(std::move(change), [tell, replies = replies_, executor = executor_](Result<void> result) {
        const auto shared = std::make_shared<const Result<void>>(std::move(result));
        replies->pass([&] {  // what the executor runs on is there until `stop`
            if (!executor([tell, shared] { tell(*shared); })) {
                tell(*shared);
            }
        });
    });
    return {};
}

}  // namespace gridlore::graph
