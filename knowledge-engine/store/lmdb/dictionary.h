/// The dictionary of one transaction: terms by id, ids by term and by value. Used by the transaction's thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/pattern/range.h"
#include "knowledge-engine/rdf/term.h"
#include "knowledge-engine/store/lmdb/read_context.h"
#include "knowledge-engine/store/lmdb/store_state.h"
#include "knowledge-engine/store/lmdb/term_bytes.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::store::lmdb {

/// Calls are those of `Snapshot`, without regard to its age.
class DictionaryReader {
  public:
    explicit DictionaryReader(const ReadContext& context) : context_(context) {}

    Result<std::optional<rdf::TermId>> find(const rdf::Term& term) const;
    /// The same for a term that is not inline, by its bytes. Blank nodes that the store labelled are not found so.
    Result<std::optional<rdf::TermId>> find_bytes(std::string_view bytes) const;
    Result<rdf::Term> term(rdf::TermId id) const;
    Result<rdf::TermId> value(rdf::TermId id) const;
    Result<ValueIds> within(const pattern::Range& range, std::size_t limit) const;
    Result<ValueIds> equal_to(const rdf::Term& term) const;

  private:
    Result<TermEntry> entry(rdf::TermId id) const;
    Result<bool> has_bytes(rdf::TermId id, std::string_view bytes) const;
    Result<bool> is_own_blank_node(rdf::TermId id) const;

    ReadContext context_;
};

/// Adds terms in a writing transaction. What it adds, and the change of `state`, is of that transaction.
class DictionaryWriter {
  public:
    DictionaryWriter(const ReadContext& context, StoreState& state) : context_(context), state_(state) {}

    /// The id of `term`, new or not; an inline one too. InvalidInput: the term is too long.
    Result<rdf::TermId> add(const rdf::Term& term);
    Result<rdf::TermId> add_blank_node();

  private:
    /// Precondition: the term is in the dictionary neither under these bytes nor inline.
    Result<rdf::TermId> add_new(const rdf::Term& term, std::string_view bytes);
    Result<rdf::TermId> put_entry(std::string_view bytes, std::optional<rdf::TermId> value);
    Result<void> put(Table table, std::string_view key, std::string_view value, unsigned flags);

    ReadContext context_;
    StoreState& state_;
    std::string buffer_;
};

}  // namespace gridlore::store::lmdb
