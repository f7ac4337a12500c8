/// One change of the memory store, which can be undone. Confined to the writer's turn.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "knowledge-engine/store/memory/memory_snapshot.h"
#include "knowledge-engine/store/memory/memory_state.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::store {

class MemoryTransaction final : public WriteTransaction {
  public:
    /// `state` must outlive it.
    explicit MemoryTransaction(MemoryState& state) : state_(state), view_(state), terms_before_(state.terms.size()) {}

    const Snapshot& view() const override { return view_; }
    Result<rdf::TermId> add_term(const rdf::Term& term) override;
    Result<rdf::TermId> add_blank_node() override;
    Result<bool> insert(const QuadIds& quad) override;
    Result<bool> remove(const QuadIds& quad) override;
    Result<std::uint64_t> clear(const GraphScope& graph) override;
    Result<void> put_record(std::string_view key, std::string_view value) override;
    Result<void> remove_record(std::string_view key) override;
    Result<std::vector<std::pair<std::string, std::string>>> records(std::string_view prefix) const override;

    /// Call one of these two, once, at the end.
    void keep();
    void undo();

  private:
    struct QuadChange {
        QuadIds quad;
        bool inserted = false;
    };
    struct RecordChange {
        std::string key;
        std::optional<std::string> before;
    };

    Result<void> check_no_scan() const;
    void remember_record(std::string_view key);

    MemoryState& state_;
    MemorySnapshot view_;
    std::size_t terms_before_;
    std::vector<QuadChange> quads_;
    std::vector<RecordChange> records_;
};

}  // namespace gridlore::store
