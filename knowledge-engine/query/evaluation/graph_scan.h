/// The quads of a pattern in several graphs, one graph after another, for what looks up one node after another.
/// Confined to the thread that runs the query.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

#include "knowledge-engine/query/evaluation/plan.h"

namespace gridlore::query {

class GraphScan {
  public:
    explicit GraphScan(Run& run) : run_(run) {}

    /// Hands each quad to `visit`, whose error, if it returns a Result<void>, ends this. `visit` begins no other scan.
    template <typename Visit>
    Result<void> for_each(store::QuadPattern pattern, std::span<const store::GraphScope> scopes, Visit visit) {
        if (!cursor_) {
            cursor_ = run_.snapshot().cursor();
        }
        for (const store::GraphScope& scope : scopes) {
            pattern.graph = scope;
            cursor_->seek(pattern);
            while (true) {
                if (!run_.budget().goes_on()) {
                    return run_.budget().error();
                }
                Result<std::size_t> count = cursor_->next(buffer_);
                if (!count) {
                    return std::move(count).error();
                }
                if (*count == 0) {
                    break;
                }
                for (std::size_t i = 0; i < *count; ++i) {
                    if constexpr (std::is_void_v<decltype(visit(buffer_[i]))>) {
                        visit(buffer_[i]);
                    } else if (Result<void> visited = visit(buffer_[i]); !visited) {
                        return visited;
                    }
                }
            }
        }
        return {};
    }

  private:
    Run& run_;
    std::unique_ptr<store::QuadCursor> cursor_;
    std::array<store::QuadIds, 64> buffer_;
};

}  // namespace gridlore::query
