/// Knowledge bases without a lease, their interactions and rules as records that outlive the server.
///
/// What the disk refuses has no effect. What is new is made in the exchange first, which alone can refuse it, and is
/// unmade if the disk cannot keep it; until it is kept nobody can remove it here, so what is unmade is never another
/// of the same name. What is removed or replaced is so on disk first, then in the exchange.
///
/// What follows once the disk has it, or has refused it, is done by an executor: it may fail others' calls and move
/// exchanges on, and the records' thread has others' changes to make. Of one knowledge base it is done in the order of
/// the records, and never two at once. Only where the executor has no room is it done by the records' thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapter/rest-api/durable_records.h"
#include "adapter/rest-api/ordered_work.h"
#include "knowledge-engine/base/executor.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/exchange/interaction.h"
#include "knowledge-engine/exchange/rules.h"

namespace gridlore::rest_api {

/// What the keys of all these records begin with.
inline constexpr std::string_view registrations_prefix = "registration/";

struct ReadRecord;
/// Unavailable: the disk has refused it. Other errors are the exchange's.
using Kept = std::function<void(Result<void>)>;

/// One knowledge base that is kept. Internally synchronized; calls out with no lock held. Lives in a `shared_ptr`.
///
/// `change` is what happens in the exchange; `kept` is called once in each case, when nothing is left to do: by the
/// executor, or within the call if nothing had to be submitted. NotFound: removed in the meantime. Only records that
/// stop telling (when the server ends) let go of `change` and `kept` uncalled.
class KeptKnowledgeBase : public std::enable_shared_from_this<KeptKnowledgeBase> {
  public:
    using Change = std::function<Result<void>()>;

    KeptKnowledgeBase(DurableRecords& records, std::uint64_t number, const Executor& executor)
        : records_(records), number_(number), follow_ups_(std::make_shared<OrderedWork>(executor)) {}

    /// `body`: that of `POST /sc/ki`. `add`, within the call, returns the interaction's id; `undo` removes it again.
    void add_interaction(std::string_view body, const std::function<Result<std::string>()>& add,
                         std::function<void()> undo, Kept kept);
    /// NotFound, too: it is not kept, or not yet.
    void remove_interaction(const std::string& id, Change change, Kept kept);
    /// `text`: the body of `POST /sc/knowledge`; `change` can fail only because the knowledge base has gone.
    void set_rules(std::string_view text, Change change, Kept kept);
    void remove(Change change, Kept kept);

  private:
    friend class Registrations;

    /// `follow_up` is told, by the executor, what became of `record`.
    void submit(RecordChange record, Kept follow_up);
    /// `change` happens once `record` is on disk.
    void submit(RecordChange record, Change change, Kept kept);
    /// For what was kept behind the knowledge base's own end: nothing of it may stay.
    Result<void> take_back(const std::string& key);
    std::optional<std::uint64_t> number_of(const std::string& interaction);
    bool is_gone();

    DurableRecords& records_;
    const std::uint64_t number_;
    const std::shared_ptr<OrderedWork> follow_ups_;
    std::mutex mutex_;
    // Guarded by mutex_:
    std::map<std::string, std::uint64_t> interactions_;  ///< those on disk: their numbers by id
    std::uint64_t last_interaction_ = 0;
    bool is_gone_ = false;
};

/// What a restart brings back, in the order in which it was registered.
struct RestoredInteraction {
    std::string id;
    exchange::InteractionSpec spec;
};
struct RestoredKnowledgeBase {
    exchange::KnowledgeBaseDescription description;
    std::optional<std::vector<exchange::Rule>> rules;
    std::vector<RestoredInteraction> interactions;
    std::shared_ptr<KeptKnowledgeBase> kept;
};

struct Restored {
    std::vector<RestoredKnowledgeBase> knowledge_bases;
    std::vector<Error> unreadable;  ///< InvalidInput: records, by their keys; they are kept as they are
};

/// Internally synchronized.
class Registrations {
  public:
    /// `records` must outlive it; null: nothing is kept. `executor`: empty, what follows is done by the records'
    /// thread.
    explicit Registrations(DurableRecords* records, Executor executor = {})
        : records_(records), executor_(std::move(executor)) {}

    /// Null if that one is not kept.
    std::shared_ptr<KeptKnowledgeBase> make(const exchange::KnowledgeBaseDescription& description);
    /// Keeps one that the exchange has taken. Then `publish` lets others find it, or `undo` takes it from the exchange;
    /// these and `kept` as `KeptKnowledgeBase` has it.
    void put(KeptKnowledgeBase& made, const exchange::KnowledgeBaseDescription& description,
             std::function<void()> publish, std::function<void()> undo, Kept kept);

    /// Reads what earlier runs have kept. To be called first. One record that cannot be read costs no other, but what
    /// belongs to a knowledge base is left out with it.
    Restored restore(const std::vector<Record>& records);

  private:
    using Restorable = std::map<std::uint64_t, RestoredKnowledgeBase>;  ///< by their numbers

    Result<void> restore_one(const ReadRecord& read, Restorable& found) const;

    DurableRecords* const records_;
    const Executor executor_;
    std::atomic<std::uint64_t> last_ = 0;
};

}  // namespace gridlore::rest_api
