/// The mailbox of one knowledge base: work waits here until its client polls for it (ke-rest-contract, 3.11 and 3.12).
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "adapter/http/http.h"
#include "adapter/rest-api/handle_request_ids.h"
#include "adapter/rest-api/registrations.h"
#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/exchange/knowledge_base.h"

namespace gridlore::rest_api {

struct MailboxSettings {
    Duration long_poll = std::chrono::seconds(29);
    std::size_t queue_limit = 10'000;       ///< pieces of work that wait
    std::size_t unanswered_limit = 10'000;  ///< pieces that the client has taken and not answered
};

/// A piece of work that a client has taken.
struct TakenWork {
    exchange::CallId call = 0;
    std::string interaction;
    bool abandoned = false;  ///< nobody waits for the answer any more
};

struct MailboxStatistics {
    std::size_t open_polls = 0;
    std::size_t queued = 0;
    std::size_t unanswered = 0;
};

/// Internally synchronized; calls out with no lock held. Lives in a `shared_ptr`.
///
/// Work is first in, first out; one poll gets one piece, and a piece is given out once. Only if the connection breaks
/// before the response is written does the piece go back to its place at the front.
class Mailbox final : public exchange::KnowledgeBase, public std::enable_shared_from_this<Mailbox> {
  public:
    /// `clock` must outlive the mailbox. `ids`: which handle request ids it may give out; null: any. `on_removed` is
    /// called once, when the exchange removes the knowledge base.
    Mailbox(const MailboxSettings& settings, Clock& clock, std::function<void(const Mailbox&)> on_removed = {},
            std::shared_ptr<HandleRequestIds> ids = nullptr);

    /// The knowledge base's registration outlives the server. Before others find the mailbox.
    void keep(std::shared_ptr<KeptKnowledgeBase> kept) { kept_ = std::move(kept); }
    /// Null if it does not.
    const std::shared_ptr<KeptKnowledgeBase>& kept() const { return kept_; }

    /// LimitExceeded at either bound: the newest is refused.
    Result<void> handle(exchange::Call call) override;
    void cancel(exchange::CallId call) override;
    void removed() override;

    /// Answers with 200 and work, now or later; 202 after the time of a long poll; 409 if another poll is open (that
    /// one stays); 410 once the knowledge base is removed or `stop` was called.
    void poll(const std::shared_ptr<http::Responder>& responder);

    /// What is pending under that id, if anything is.
    std::optional<TakenWork> find(std::uint64_t handle_request_id) const;
    /// As `find`, and takes it out: only one caller gets it.
    std::optional<TakenWork> take(std::uint64_t handle_request_id);

    /// Tells how many ANSWERs and REACTs came or went: a poll of a knowledge base that has none says so.
    void count_reactive(int change) { reactive_interactions_ += change; }

    /// The server stops: the open poll and all later ones get 410.
    void stop();
    bool is_removed() const;
    MailboxStatistics statistics() const;

  private:
    struct Piece {
        exchange::Call call;
        std::uint64_t place = 0;              ///< in the queue; kept, so that it can go back to where it was
        std::uint64_t handle_request_id = 0;  ///< 0 until it is given out
    };
    struct Poll {
        std::uint64_t number = 0;
        std::shared_ptr<http::Responder> responder;
        Clock::TimerId timer = 0;
    };
    struct Delivery {
        Poll poll;
        std::shared_ptr<Piece> piece;
    };

    /// These are called with the lock held.
    std::optional<Delivery> match_poll_with_work();
    std::optional<Poll> take_poll(std::uint64_t number);
    std::size_t unanswered() const { return taken_.size() - abandoned_count_; }
    void forget_oldest_abandoned();
    void erase_taken(std::uint64_t handle_request_id);

    /// These are called without.
    void deliver(std::optional<Delivery> delivery);
    void give_back(const std::shared_ptr<Piece>& piece);
    void expire(std::uint64_t poll_number);
    void disconnected(std::uint64_t poll_number);
    void end(std::optional<Poll> poll, const http::Response& response);

    const MailboxSettings settings_;
    Clock& clock_;
    const std::function<void(const Mailbox&)> on_removed_;
    const std::shared_ptr<HandleRequestIds> ids_;
    std::shared_ptr<KeptKnowledgeBase> kept_;
    std::atomic<int> reactive_interactions_{0};

    mutable std::mutex mutex_;
    std::optional<Poll> open_poll_;
    std::uint64_t last_poll_ = 0;
    std::map<std::uint64_t, std::shared_ptr<Piece>> queue_;  ///< by place
    std::uint64_t last_place_ = 0;
    std::uint64_t last_handle_request_id_;
    std::unordered_map<exchange::CallId, std::uint64_t> place_of_call_;
    std::unordered_map<std::uint64_t, TakenWork> taken_;  ///< by handle request id
    std::unordered_map<exchange::CallId, std::uint64_t> taken_of_call_;
    std::deque<std::uint64_t> abandoned_;  ///< handle request ids, oldest first; some may have been answered since
    std::size_t abandoned_count_ = 0;      ///< how many of `taken_` are abandoned
    bool removed_ = false;
    bool stopping_ = false;
};

}  // namespace gridlore::rest_api
