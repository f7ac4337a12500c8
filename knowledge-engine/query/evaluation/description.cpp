#include "knowledge-engine/query/evaluation/description.h"

#include <array>
#include <utility>

namespace gridlore::query {

Describer::Describer(Run& run, std::vector<store::GraphScope> scopes)
    : run_(run),
      scopes_(std::move(scopes)),
      described_(1, pattern::Equality::by_term()),
      cursor_(run.snapshot().cursor()),
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
    std::array<store::QuadIds, 64> quads;
    store::QuadPattern pattern;
    pattern.subject = node;
    for (const store::GraphScope& scope : scopes_) {
        pattern.graph = scope;
        cursor_->seek(pattern);
        while (true) {
            if (!run_.budget().goes_on()) {
                return run_.budget().error();
            }
            Result<std::size_t> count = cursor_->next(quads);
            if (!count) {
                return std::move(count).error();
            }
            if (*count == 0) {
                break;
            }
            for (std::size_t i = 0; i < *count; ++i) {
                const rdf::TermId object = quads[i].object;
                if (!object.is_inline() && run_.terms().term(object)->is_blank_node()) {
                    waiting_.push_back(object);
                }
                if (Result<void> consumed = consume(quads[i]); !consumed) {
                    return consumed;
                }
            }
        }
    }
    return {};
}

}  // namespace gridlore::query
