#include "knowledge-engine/query/evaluation/path_walker.h"

#include <algorithm>
#include <string>
#include <utility>

#include "knowledge-engine/query/evaluation/dataset.h"

namespace gridlore::query {
namespace {

constexpr std::size_t deepest_path = 200;

/// Members of a chain of sequences or alternatives, which may be as long as the text, in order.
std::vector<const Path*> members_of(const Path& path) {
    std::vector<const Path*> members;
    std::vector<const Path*> waiting{&path};
    while (!waiting.empty()) {
        const Path* here = waiting.back();
        waiting.pop_back();
        if (here->kind == path.kind) {
            waiting.push_back(here->second.get());
            waiting.push_back(here->first.get());
        } else {
            members.push_back(here);
        }
    }
    return members;
}

Result<std::vector<rdf::TermId>> find_known(const std::vector<rdf::Term>& terms, const store::Snapshot& snapshot) {
    std::vector<rdf::TermId> known;
    for (const rdf::Term& term : terms) {
        Result<Constant> found = Constant::find(term, snapshot);
        if (!found) {
            return std::move(found).error();
        }
        if (found->id) {
            known.push_back(*found->id);
        }
    }
    std::ranges::sort(known);
    return known;
}

class PathCompiler {
  public:
    explicit PathCompiler(const store::Snapshot& snapshot) : snapshot_(snapshot) {}

    Result<PathNode> compile(const Path& path, std::size_t depth) {
        if (depth > deepest_path) {
            return Error{ErrorKind::LimitExceeded,
                         "property paths may be nested " + std::to_string(deepest_path) + " deep"};
        }
        PathNode node;
        node.kind = path.kind;
        switch (path.kind) {
            case Path::Kind::Link:
                return link(path.iri);
            case Path::Kind::NegatedSet:
                return negated(path);
            case Path::Kind::Sequence:
            case Path::Kind::Alternative:
                for (const Path* member : members_of(path)) {
                    if (Result<void> added = add(node, *member, depth); !added) {
                        return added.error();
                    }
                }
                return node;
            default:
                if (Result<void> added = add(node, *path.first, depth); !added) {
                    return added.error();
                }
                return node;
        }
    }

  private:
    Result<void> add(PathNode& node, const Path& child, std::size_t depth) {
        Result<PathNode> compiled = compile(child, depth + 1);
        if (!compiled) {
            return std::move(compiled).error();
        }
        node.children.push_back(std::move(*compiled));
        return {};
    }

    Result<PathNode> link(const rdf::Term& iri) {
        Result<Constant> found = Constant::find(iri, snapshot_);
        if (!found) {
            return std::move(found).error();
        }
        PathNode node;
        node.iri = found->id;
        return node;
    }

    Result<PathNode> negated(const Path& path) {
        PathNode node;
        node.kind = Path::Kind::NegatedSet;
        node.goes_forward = !path.forward.empty() || path.backward.empty();
        node.goes_backward = !path.backward.empty();
        Result<std::vector<rdf::TermId>> forward = find_known(path.forward, snapshot_);
        if (!forward) {
            return std::move(forward).error();
        }
        Result<std::vector<rdf::TermId>> backward = find_known(path.backward, snapshot_);
        if (!backward) {
            return std::move(backward).error();
        }
        node.forward = std::move(*forward);
        node.backward = std::move(*backward);
        return node;
    }

    const store::Snapshot& snapshot_;
};

/// The predicate of the first edge of each path, if there is just one such predicate, and forward.
const PathNode* first_link(const PathNode& path) {
    const PathNode* here = &path;
    while (here->kind == Path::Kind::OneOrMore || here->kind == Path::Kind::Sequence) {
        here = &here->children.front();
    }
    return here->kind == Path::Kind::Link ? here : nullptr;
}

}  // namespace

bool PathNode::is_empty_possible() const {
    switch (kind) {
        case Path::Kind::ZeroOrMore:
        case Path::Kind::ZeroOrOne:
            return true;
        case Path::Kind::Alternative:
            return std::ranges::any_of(children, &PathNode::is_empty_possible);
        case Path::Kind::Link:
        case Path::Kind::NegatedSet:
            return false;
        default:
            return std::ranges::all_of(children, &PathNode::is_empty_possible);
    }
}

Result<PathNode> compile_path(const Path& path, const store::Snapshot& snapshot) {
    return PathCompiler(snapshot).compile(path, 0);
}

Result<void> PathWalker::walk_links(const store::QuadPattern& pattern, bool forward, const Nodes* without,
                                    Nodes& ends) {
    struct Edge {
        rdf::TermId predicate;
        rdf::TermId end;
        auto operator<=>(const Edge&) const = default;
    };
    const bool is_merge = scopes_.size() > 1;
    std::vector<Edge> edges;
    HeldMemory held(run_.budget());
    Result<void> scanned = scan_.for_each(pattern, scopes_, [&](const store::QuadIds& quad) {
        if (without != nullptr && std::ranges::binary_search(*without, quad.predicate)) {
            return;
        }
        const rdf::TermId end = forward ? quad.object : quad.subject;
        if (!is_merge) {
            ends.push_back(end);
            return;
        }
        edges.push_back({quad.predicate, end});
        held.set(edges.capacity() * sizeof(Edge));
    });
    if (!scanned || !is_merge) {
        return scanned;
    }
    // An edge that several graphs have is one edge of their merge.
    std::ranges::sort(edges);
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    for (const Edge& edge : edges) {
        ends.push_back(edge.end);
    }
    return {};
}

Result<void> PathWalker::walk_negated(const PathNode& path, rdf::TermId start, bool forward, Nodes& ends) {
    const auto along = [&](bool out, const Nodes& without) {
        store::QuadPattern pattern;
        (out ? pattern.subject : pattern.object) = start;
        return walk_links(pattern, out, &without, ends);
    };
    if (path.goes_forward) {
        if (Result<void> walked = along(forward, path.forward); !walked) {
            return walked;
        }
    }
    return path.goes_backward ? along(!forward, path.backward) : Result<void>();
}

Result<void> PathWalker::walk_sequence(const PathNode& path, rdf::TermId start, bool forward, bool as_set,
                                       Nodes& ends) {
    Nodes here{start};
    HeldMemory held(run_.budget());
    for (std::size_t i = 0; i < path.children.size(); ++i) {
        const PathNode& child = path.children[forward ? i : path.children.size() - 1 - i];
        Nodes there;
        for (const rdf::TermId node : here) {
            if (Result<void> walked = walk(child, node, forward, as_set, there, {}); !walked) {
                return walked;
            }
            held.set((here.capacity() + there.capacity()) * sizeof(rdf::TermId));
            if (!run_.budget().goes_on()) {
                return run_.budget().error();
            }
        }
        if (as_set) {
            std::ranges::sort(there);
            there.erase(std::unique(there.begin(), there.end()), there.end());
        }
        here = std::move(there);
    }
    ends.insert(ends.end(), here.begin(), here.end());
    return {};
}

Result<void> PathWalker::walk_closure(const PathNode& path, rdf::TermId start, bool forward, Nodes& ends,
                                      std::optional<rdf::TermId> only) {
    pattern::RowSet seen(1, pattern::Equality::by_term());
    HeldMemory held(run_.budget());
    Nodes found;
    const auto reach = [&](rdf::TermId node) {
        if (seen.insert(Row(&node, 1))) {
            ends.push_back(node);
            return only.has_value() && node == *only;
        }
        return false;
    };
    if (path.kind != Path::Kind::OneOrMore && reach(start)) {
        return {};
    }
    rdf::TermId here = start;
    // `start` first, then all nodes in the order in which they were reached.
    for (std::size_t i = path.kind == Path::Kind::OneOrMore ? 0 : 1;; ++i) {
        found.clear();
        if (Result<void> walked = walk(path.children.front(), here, forward, true, found, {}); !walked) {
            return walked;
        }
        if (std::ranges::any_of(found, reach)) {
            return {};
        }
        held.set(seen.bytes() + (found.capacity() + ends.capacity()) * sizeof(rdf::TermId));
        if (!run_.budget().goes_on()) {
            return run_.budget().error();
        }
        if (path.kind == Path::Kind::ZeroOrOne || i >= seen.rows().size()) {
            return {};
        }
        here = seen.rows().row(i)[0];
    }
}

Result<void> PathWalker::walk(const PathNode& path, rdf::TermId start, bool forward, bool as_set, Nodes& ends,
                              std::optional<rdf::TermId> only) {
    const bool is_closure =
        path.kind == Path::Kind::ZeroOrMore || path.kind == Path::Kind::OneOrMore || path.kind == Path::Kind::ZeroOrOne;
    if (is_closure) {
        if (start.is_local()) {
            // The graph does not have it: only the empty path leads anywhere.
            if (path.kind != Path::Kind::OneOrMore || path.is_empty_possible()) {
                ends.push_back(start);
            }
            return {};
        }
        return walk_closure(path, start, forward, ends, only);
    }
    switch (path.kind) {
        case Path::Kind::Inverse:
            return walk(path.children.front(), start, !forward, as_set, ends, only);
        case Path::Kind::Sequence:
            return walk_sequence(path, start, forward, as_set, ends);
        case Path::Kind::Alternative:
            for (const PathNode& child : path.children) {
                if (Result<void> walked = walk(child, start, forward, as_set, ends, {}); !walked) {
                    return walked;
                }
            }
            return {};
        default:
            break;
    }
    if (start.is_local()) {
        return {};
    }
    if (path.kind == Path::Kind::NegatedSet) {
        return walk_negated(path, start, forward, ends);
    }
    if (!path.iri) {
        return {};
    }
    store::QuadPattern pattern;
    pattern.predicate = *path.iri;
    (forward ? pattern.subject : pattern.object) = start;
    return walk_links(pattern, forward, nullptr, ends);
}

Result<bool> PathWalker::has_node(rdf::TermId node) {
    bool is_there = false;
    if (node.is_local()) {
        return false;
    }
    for (const auto place : {&store::QuadPattern::subject, &store::QuadPattern::object}) {
        store::QuadPattern pattern;
        pattern.*place = node;
        for (const store::GraphScope& scope : scopes_) {
            pattern.graph = scope;
            Result<std::uint64_t> count = run_.snapshot().estimate(pattern);
            if (!count) {
                return std::move(count).error();
            }
            is_there = is_there || *count != 0;
        }
    }
    return is_there;
}

Result<std::vector<rdf::TermId>> PathWalker::starts(const PathNode& path) {
    pattern::RowSet seen(1, pattern::Equality::by_term());
    HeldMemory held(run_.budget());
    const auto add = [&](rdf::TermId node) {
        seen.insert(Row(&node, 1));
        held.set(seen.bytes());
    };
    const PathNode* link = path.is_empty_possible() ? nullptr : first_link(path);
    store::QuadPattern pattern;
    if (link != nullptr) {
        if (!link->iri) {
            return Nodes();
        }
        pattern.predicate = *link->iri;
    }
    Result<void> scanned = scan_.for_each(pattern, scopes_, [&](const store::QuadIds& quad) {
        add(quad.subject);
        if (link == nullptr) {
            add(quad.object);
        }
    });
    if (!scanned) {
        return scanned.error();
    }
    Nodes nodes;
    nodes.reserve(seen.rows().size());
    for (std::size_t i = 0; i < seen.rows().size(); ++i) {
        nodes.push_back(seen.rows().row(i)[0]);
    }
    return nodes;
}

}  // namespace gridlore::query
