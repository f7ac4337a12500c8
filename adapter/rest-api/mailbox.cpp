#include "adapter/rest-api/mailbox.h"

#include <utility>

#include "adapter/rest-api/json/exchange_json.h"
#include "adapter/rest-api/responses.h"

namespace gridlore::rest_api {
namespace {

http::Response gone_response() {
    return message_response(410, "message",
                            "The knowledge base has been removed or the server stops. Do not poll again.");
}

http::Response nothing_can_come_response() {
    return message_response(202, "info",
                            "This knowledge base has neither an ANSWER nor a REACT knowledge interaction, so no work "
                            "can come for it.");
}

}  // namespace

Mailbox::Mailbox(const MailboxSettings& settings, Clock& clock, std::function<void(const Mailbox&)> on_removed,
                 std::shared_ptr<HandleRequestIds> ids)
    : settings_(settings),
      clock_(clock),
      on_removed_(std::move(on_removed)),
      ids_(std::move(ids)),
      last_handle_request_id_(ids_ ? ids_->base() : 0) {}

Result<void> Mailbox::handle(exchange::Call call) {
    std::optional<Delivery> delivery;
    {
        const std::lock_guard lock(mutex_);
        if (removed_) {
            return Error{ErrorKind::Unavailable, "the knowledge base has been removed"};
        }
        if (queue_.size() >= settings_.queue_limit) {
            return Error{ErrorKind::LimitExceeded, "its queue is full: " + std::to_string(queue_.size()) +
                                                       " pieces of work wait, and its client does not fetch them"};
        }
        if (unanswered() >= settings_.unanswered_limit) {
            return Error{ErrorKind::LimitExceeded, "its client has fetched " + std::to_string(unanswered()) +
                                                       " pieces of work and not answered them"};
        }
        auto piece = std::make_shared<Piece>();
        piece->call = std::move(call);
        piece->place = ++last_place_;
        place_of_call_.emplace(piece->call.id, piece->place);
        queue_.emplace(piece->place, std::move(piece));
        delivery = match_poll_with_work();
    }
    deliver(std::move(delivery));
    return {};
}

void Mailbox::cancel(exchange::CallId call) {
    std::optional<Delivery> delivery;
    {
        const std::lock_guard lock(mutex_);
        if (const auto queued = place_of_call_.find(call); queued != place_of_call_.end()) {
            queue_.erase(queued->second);
            place_of_call_.erase(queued);
            return;
        }
        const auto taken = taken_of_call_.find(call);
        if (taken == taken_of_call_.end()) {
            return;
        }
        TakenWork& work = taken_.at(taken->second);
        if (!std::exchange(work.abandoned, true)) {
            ++abandoned_count_;
            abandoned_.push_back(taken->second);
            forget_oldest_abandoned();
        }
        delivery = match_poll_with_work();
    }
    deliver(std::move(delivery));
}

void Mailbox::removed() {
    std::optional<Poll> poll;
    {
        const std::lock_guard lock(mutex_);
        removed_ = true;
        poll = std::exchange(open_poll_, std::nullopt);
        queue_.clear();
        place_of_call_.clear();
        taken_.clear();
        taken_of_call_.clear();
        abandoned_.clear();
        abandoned_count_ = 0;
    }
    end(std::move(poll), gone_response());
    if (on_removed_) {
        on_removed_(*this);
    }
}

void Mailbox::poll(const std::shared_ptr<http::Responder>& responder) {
    std::optional<http::Response> refusal;
    std::optional<Delivery> delivery;
    std::uint64_t number = 0;
    {
        const std::lock_guard lock(mutex_);
        if (removed_ || stopping_) {
            refusal = gone_response();
        } else if (open_poll_) {
            refusal = error_response(409, "This knowledge base has an open poll already; that one goes on.");
        } else {
            number = ++last_poll_;
            open_poll_ = Poll{number, responder, 0};
            delivery = match_poll_with_work();
            if (!delivery) {
                open_poll_->timer = clock_.schedule(settings_.long_poll, [self = weak_from_this(), number] {
                    if (const auto mailbox = self.lock()) {
                        mailbox->expire(number);
                    }
                });
            }
        }
    }
    if (refusal) {
        responder->respond(std::move(*refusal));
    } else if (delivery) {
        deliver(std::move(delivery));
    } else {
        responder->on_disconnect([self = weak_from_this(), number] {
            if (const auto mailbox = self.lock()) {
                mailbox->disconnected(number);
            }
        });
    }
}

std::optional<TakenWork> Mailbox::find(std::uint64_t handle_request_id) const {
    const std::lock_guard lock(mutex_);
    const auto found = taken_.find(handle_request_id);
    return found == taken_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<TakenWork> Mailbox::take(std::uint64_t handle_request_id) {
    std::optional<TakenWork> work;
    std::optional<Delivery> delivery;
    {
        const std::lock_guard lock(mutex_);
        const auto found = taken_.find(handle_request_id);
        if (found == taken_.end()) {
            return std::nullopt;
        }
        work = found->second;
        erase_taken(handle_request_id);
        delivery = match_poll_with_work();
    }
    deliver(std::move(delivery));
    return work;
}

void Mailbox::stop() {
    std::optional<Poll> poll;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        poll = std::exchange(open_poll_, std::nullopt);
    }
    end(std::move(poll), gone_response());
}

bool Mailbox::is_removed() const {
    const std::lock_guard lock(mutex_);
    return removed_;
}

MailboxStatistics Mailbox::statistics() const {
    const std::lock_guard lock(mutex_);
    return {open_poll_ ? std::size_t{1} : 0, queue_.size(), unanswered()};
}

std::optional<Mailbox::Delivery> Mailbox::match_poll_with_work() {
    if (!open_poll_ || queue_.empty() || unanswered() >= settings_.unanswered_limit) {
        return std::nullopt;
    }
    if (ids_ && !ids_->allows(last_handle_request_id_ + 1)) {
        return std::nullopt;  // What comes next, or the next poll, tries again.
    }
    Delivery delivery{std::move(*open_poll_), std::move(queue_.begin()->second)};
    open_poll_.reset();
    queue_.erase(queue_.begin());
    Piece& piece = *delivery.piece;
    if (piece.handle_request_id == 0) {
        piece.handle_request_id = ++last_handle_request_id_;
    }
    place_of_call_.erase(piece.call.id);
    taken_.emplace(piece.handle_request_id, TakenWork{piece.call.id, piece.call.interaction, false});
    taken_of_call_.emplace(piece.call.id, piece.handle_request_id);
    return delivery;
}

std::optional<Mailbox::Poll> Mailbox::take_poll(std::uint64_t number) {
    if (!open_poll_ || open_poll_->number != number) {
        return std::nullopt;
    }
    return std::exchange(open_poll_, std::nullopt);
}

/// Abandoned work is kept so that a late answer is received kindly, but only as much of it as of other work.
void Mailbox::forget_oldest_abandoned() {
    while (abandoned_.size() > settings_.unanswered_limit) {
        erase_taken(abandoned_.front());
        abandoned_.pop_front();
    }
}

void Mailbox::erase_taken(std::uint64_t handle_request_id) {
    const auto found = taken_.find(handle_request_id);
    if (found == taken_.end()) {
        return;
    }
    abandoned_count_ -= found->second.abandoned ? 1 : 0;
    taken_of_call_.erase(found->second.call);
    taken_.erase(found);
}

void Mailbox::deliver(std::optional<Delivery> delivery) {
    if (!delivery) {
        return;
    }
    if (delivery->poll.timer != 0) {
        clock_.cancel(delivery->poll.timer);
    }
    auto piece = std::move(delivery->piece);
    auto response = json_response(200, handle_request_json(piece->call, piece->handle_request_id));
    delivery->poll.responder->respond(std::move(response),
                                      [self = weak_from_this(), piece = std::move(piece)](bool written) {
                                          const auto mailbox = self.lock();
                                          if (!written && mailbox) {
                                              mailbox->give_back(piece);
                                          }
                                      });
}

void Mailbox::give_back(const std::shared_ptr<Piece>& piece) {
    std::optional<Delivery> delivery;
    {
        const std::lock_guard lock(mutex_);
        const auto found = taken_.find(piece->handle_request_id);
        if (found == taken_.end()) {
            return;
        }
        const bool abandoned = found->second.abandoned;
        erase_taken(piece->handle_request_id);
        if (!abandoned) {
            place_of_call_.emplace(piece->call.id, piece->place);
            queue_.emplace(piece->place, piece);
        }
        delivery = match_poll_with_work();
    }
    deliver(std::move(delivery));
}

void Mailbox::expire(std::uint64_t poll_number) {
    std::optional<Poll> poll;
    {
        const std::lock_guard lock(mutex_);
        poll = take_poll(poll_number);
    }
    end(std::move(poll), reactive_interactions_ > 0 ? http::Response::empty(202) : nothing_can_come_response());
}

void Mailbox::disconnected(std::uint64_t poll_number) {
    std::optional<Poll> poll;
    {
        const std::lock_guard lock(mutex_);
        poll = take_poll(poll_number);
    }
    if (poll) {
        clock_.cancel(poll->timer);
    }
}

void Mailbox::end(std::optional<Poll> poll, const http::Response& response) {
    if (poll) {
        clock_.cancel(poll->timer);
        poll->responder->respond(response);
    }
}

}  // namespace gridlore::rest_api
