#include "knowledge-engine/query/evaluation/description.h"

#include <utility>

namespace gridlore::query {

Describer::Describer(Run& run, std::vector<store::GraphScope> scopes)
    : run_(run),
      scopes_(std::move(scopes)),
      described_(1, pattern::Equality::by_term()),
      scan_(run),
      held_(run.budget()) {}

Result<void> Describer::describe(rdf::TermId resource, const Consumer& consume) {
    waiting_.push_back(resource);
    while (!waiting_.empty()) {
        const rdf::TermId node = waiting_.back();
        waiting_.pop_back();
        if (node.is_local() || node.is_inline() || !described_.insert(Row(&node, 1))) {
            continue;
        }
        held_.set(described_.bytes() + waiting_.capacity() * sizeof(rdf::TermId));
        if (Result<void> described = describe_node(node, consume); !described) {
            return described;
        }
    }
    return {};
}

Result<void> Describer::describe_node(rdf::TermId node, const Consumer& consume) {
    store::QuadPattern pattern;
    pattern.subject = node;
    return scan_.for_each(pattern, scopes_, [&](const store::QuadIds& quad) {
        if (!quad.object.is_inline() && run_.terms().term(quad.object)->is_blank_node()) {
            waiting_.push_back(quad.object);
        }
        return consume(quad);
    });
}

}  // namespace gridlore::query
