/// What a change sees and makes, in one LMDB transaction. Used by the writer's thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "knowledge-engine/store/lmdb/dictionary.h"
#include "knowledge-engine/store/lmdb/environment.h"
#include "knowledge-engine/store/lmdb/lmdb_snapshot.h"
#include "knowledge-engine/store/quad_store.h"

namespace gridlore::store::lmdb {

/// One change after the other may use it. The transaction must outlive it.
class ChangeTransaction : public WriteTransaction {
  public:
    ChangeTransaction(const ReadContext& context, const StoreState& state, PredicateSamples& samples);

    /// The next change begins: `has_written` is false again.
    void begin_change() { has_written_ = false; }
    bool has_written() const { return has_written_; }
    /// Set once LMDB refused something: the transaction is of no use any more.
    const std::optional<Error>& failure() const { return failure_; }
    bool has_changed_quads() const { return has_changed_quads_; }
    StoreState& state() { return state_; }

    const Snapshot& view() const override { return view_; }
    Result<rdf::TermId> add_term(const rdf::Term& term) override;
    Result<rdf::TermId> add_blank_node() override;
    Result<bool> insert(const QuadIds& quad) override;
    Result<bool> remove(const QuadIds& quad) override;
    Result<std::uint64_t> clear(const GraphScope& graph) override;
    Result<void> put_record(std::string_view key, std::string_view value) override;
    Result<void> remove_record(std::string_view key) override;
    Result<std::vector<std::pair<std::string, std::string>>> records(std::string_view prefix) const override;

  private:
    Result<Cursor*> cursor(Table table);
    /// The code as a result; a failure is remembered.
    Result<void> done(int code, std::string_view doing);
    Error failed(Error error);
    Result<void> remove_from(const QuadOrder& order, const QuadIds& quad);
    Result<std::uint64_t> clear_one(rdf::TermId graph);
    Result<std::uint64_t> clear_orders(std::span<const QuadOrder> orders);

    ReadContext context_;
    StoreState state_;
    LmdbSnapshot view_;
    DictionaryWriter dictionary_;
    std::array<Cursor, table_specs.size()> cursors_;  ///< by table, opened when first needed
    std::optional<Error> failure_;
    bool has_written_ = false;
    bool has_changed_quads_ = false;
};

}  // namespace gridlore::store::lmdb
