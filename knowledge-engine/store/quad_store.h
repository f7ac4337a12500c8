/// The knowledge graph: quads with dictionary-encoded terms, snapshots for readers, one writer.
///
/// Two backends: `open_lmdb_store` (durable) and `make_memory_store` (Sord). Beside the users' quads a store keeps
/// *records*, named byte strings for the program's own use (what was registered, say), which change in the same
/// transactions and which no query sees.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/document_reader.h"
#include "knowledge-engine/rdf/quad_view.h"
#include "knowledge-engine/store/snapshot.h"

namespace gridlore::store {

/// Bytes of a record's key, at most.
inline constexpr std::size_t max_record_key = 500;

/// The state that a change sees and makes. Only within the call of the change that was given it.
class WriteTransaction {
  public:
    virtual ~WriteTransaction() = default;

    /// The store as this change has made it so far. Cursors of it must have ended before anything is changed.
    virtual const Snapshot& view() const = 0;

    /// The id of `term`, which is added to the dictionary if it is new. Blank nodes are found by their label.
    virtual Result<rdf::TermId> add_term(const rdf::Term& term) = 0;
    /// A blank node that the store has never had.
    virtual Result<rdf::TermId> add_blank_node() = 0;
    /// True if it was not there. Precondition: all ids are of this store.
    virtual Result<bool> insert(const QuadIds& quad) = 0;
    /// True if it was there.
    virtual Result<bool> remove(const QuadIds& quad) = 0;
    /// Removes all quads of a graph, of all named graphs or of the default graph; returns how many.
    virtual Result<std::uint64_t> clear(const GraphScope& graph) = 0;

    /// Keys have from 1 to `max_record_key` bytes, else: InvalidInput. Removing one that is not there is no error.
    virtual Result<void> put_record(std::string_view key, std::string_view value) = 0;
    virtual Result<void> remove_record(std::string_view key) = 0;
    /// Of all records whose key begins with `prefix`, in the order of keys.
    virtual Result<std::vector<std::pair<std::string, std::string>>> records(std::string_view prefix) const = 0;
};

/// Makes one change. An error undoes all that it did, and nothing of what other changes did. It may be called again,
/// any number of times and from the beginning, where what it did was undone for another's sake or for want of room: it
/// must not keep state between calls.
using Change = std::function<Result<void>(WriteTransaction&)>;

/// Takes quads one by one. Confined to one thread, and to the call that was given it.
class QuadSink {
  public:
    virtual ~QuadSink() = default;
    /// Views end with the call. Errors are those of the load, which is over then: pass them on.
    virtual Result<void> add(const rdf::QuadView& quad) = 0;
    /// One more of the same load, for another thread; it lives as long as this one. Null: one is all that the store
    /// takes.
    virtual QuadSink* another() { return nullptr; }
};

/// For reading a document into `sink` by as many threads as a load can keep up with.
std::vector<rdf::QuadHandler> handlers_of(QuadSink& sink);

struct LoadOptions {
    /// Private memory that the load may take beside the file's mapped pages; it gets slower rather than take more. Of
    /// this LMDB takes up to 512 MiB for what one transaction changes, also where `memory` is less.
    std::size_t memory = std::size_t{1} << 30;
    /// Where quads of the default graph go: an IRI, else the load is InvalidInput.
    std::optional<rdf::Term> graph = {};
    /// Asked now and then, on any thread but never on two at once; true ends the load as an error of `fill` does.
    std::function<bool()> cancelled = {};
    /// Made in the same change, once all quads have been read and before they are added: clears the graph that they
    /// replace, say. Its error is the load's.
    Change before = {};
};

struct LoadReport {
    std::uint64_t read = 0;   ///< quads that `fill` gave
    std::uint64_t added = 0;  ///< those that were not there
};

struct StoreStatistics {
    std::uint64_t quads = 0;
    std::uint64_t terms = 0;      ///< in the dictionary
    std::uint64_t bytes = 0;      ///< of the file
    std::uint64_t snapshots = 0;  ///< open now
    std::uint64_t commits = 0;    ///< since the store was opened
    std::uint64_t changes = 0;    ///< that these held
    std::uint64_t expired_snapshots = 0;
};

/// Asked now and then during what takes long, and on that call's thread; true ends it with Unavailable. May be empty.
using Cancelled = std::function<bool()>;

/// Internally synchronized.
class QuadStore {
  public:
    /// Ends what the writer is at; changes that wait fail with Unavailable. No snapshot may be left.
    virtual ~QuadStore() = default;

    /// Never waits for a writer (in the memory store it does). Unavailable: as many snapshots are open as may be.
    virtual Result<std::unique_ptr<Snapshot>> snapshot() const = 0;
    /// Waits for nobody at all: for threads that must not. Null: there is none to be had now.
    virtual std::unique_ptr<Snapshot> snapshot_at_once() const = 0;

    /// Makes `change` on the writer's thread, after those submitted before it, and calls `done` on a thread of the
    /// store once it is on disk or has failed. Changes that come together share one commit and one sync. `done` must be
    /// short.
    /// LimitExceeded (through `done`, at once): too many wait. Unavailable: the disk is full, or the store stops.
    virtual void submit(Change change, std::function<void(Result<void>)> done) = 0;
    /// The same, and waits. Not from within a change.
    Result<void> write(Change change);

    /// Adds all quads that `fill` (called once, on this thread; others that it begins have ended when it returns)
    /// gives, as one change, faster than by changes and in bounded memory. A blank node's label means one new node
    /// within the load. An error of `fill` undoes everything and is passed on. Other changes may have to wait for the
    /// last part of it. Not from within a change.
    virtual Result<LoadReport> load(const std::function<Result<void>(QuadSink&)>& fill, const LoadOptions& options) = 0;

    virtual StoreStatistics statistics() const = 0;
    /// A copy of the state as it is now, while others read and write, in a new file or folder that can be opened as a
    /// store. What fails leaves nothing at `target`. Errors: Conflict (there is something at `target`), Unavailable
    /// (the disk; cancelled), InvalidInput (the memory store has no files).
    virtual Result<void> backup(const std::string& target, const Cancelled& cancelled = {}) const = 0;
    /// Compares the indices, the dictionary and the counts with each other; each finding is a sentence, none is good.
    /// Reads all of a snapshot; at most `limit` findings.
    virtual Result<std::vector<std::string>> check(std::size_t limit, const Cancelled& cancelled = {}) const = 0;
};

}  // namespace gridlore::store
