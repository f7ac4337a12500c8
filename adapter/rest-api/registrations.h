/// Knowledge bases without a lease, their interactions and rules as records that outlive the server. Each change of one
/// knowledge base is made and submitted under its lock, so that records say what was true last.
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
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/exchange/interaction.h"
#include "knowledge-engine/exchange/rules.h"

namespace gridlore::rest_api {

/// What the keys of all these records begin with.
inline constexpr std::string_view registrations_prefix = "registration/";

struct ReadRecord;
using Kept = std::function<void(Result<void>)>;

/// One knowledge base that is kept. `change` is called with a lock held, and must not come back here.
class KeptKnowledgeBase {
  public:
    KeptKnowledgeBase(DurableRecords& records, std::uint64_t number) : records_(records), number_(number) {}

    /// `body`: that of `POST /sc/ki`. `change` returns the interaction's id.
    Result<std::string> add_interaction(std::string_view body, const std::function<Result<std::string>()>& change,
                                        Kept kept);
    Result<void> remove_interaction(const std::string& id, const std::function<Result<void>()>& change, Kept kept);
    /// `text`: the body of `POST /sc/knowledge`.
    Result<void> set_rules(std::string_view text, const std::function<Result<void>()>& change, Kept kept);
    Result<void> remove(const std::function<Result<void>()>& change, Kept kept);

  private:
    friend class Registrations;

    DurableRecords& records_;
    const std::uint64_t number_;
    std::mutex mutex_;
    // Guarded by mutex_:
    std::map<std::string, std::uint64_t> interactions_;  ///< their numbers by id
    std::uint64_t last_interaction_ = 0;
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
    /// `records` must outlive it; null: nothing is kept.
    explicit Registrations(DurableRecords* records) : records_(records) {}

    /// Null if that one is not kept.
    std::shared_ptr<KeptKnowledgeBase> make(const exchange::KnowledgeBaseDescription& description);
    /// `publish` lets others find it: what they do to it comes behind its own record.
    void put(KeptKnowledgeBase& made, const exchange::KnowledgeBaseDescription& description,
             const std::function<void()>& publish, Kept kept);

    /// Reads what earlier runs have kept. To be called first. One record that cannot be read costs no other, but what
    /// belongs to a knowledge base is left out with it.
    Restored restore(const std::vector<Record>& records);

  private:
    using Restorable = std::map<std::uint64_t, RestoredKnowledgeBase>;  ///< by their numbers

    Result<void> restore_one(const ReadRecord& read, Restorable& found) const;

    DurableRecords* const records_;
    std::atomic<std::uint64_t> last_ = 0;
};

}  // namespace gridlore::rest_api
