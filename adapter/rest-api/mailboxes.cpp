#include "adapter/rest-api/mailboxes.h"

namespace gridlore::rest_api {

std::shared_ptr<Mailbox> Mailboxes::make(const std::string& id) {
    const auto forget = [self = weak_from_this(), id](const Mailbox& mailbox) {
        if (const auto mailboxes = self.lock()) {
            mailboxes->forget(id, mailbox);
        }
    };
    return std::make_shared<Mailbox>(settings_, clock_, forget, ids_);
}

void Mailboxes::publish(const std::string& id, const std::shared_ptr<Mailbox>& mailbox) {
    bool stopping = false;
    {
        const std::lock_guard lock(mutex_);
        mailboxes_.insert_or_assign(id, mailbox);
        stopping = stopping_;
    }
    if (stopping) {
        mailbox->stop();
    }
    if (mailbox->is_removed()) {
        forget(id, *mailbox);
    }
}

std::shared_ptr<Mailbox> Mailboxes::find(std::string_view id) const {
    const std::lock_guard lock(mutex_);
    const auto found = mailboxes_.find(id);
    return found == mailboxes_.end() ? nullptr : found->second;
}

void Mailboxes::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    for (const auto& mailbox : all()) {
        mailbox->stop();
    }
}

MailboxStatistics Mailboxes::statistics() const {
    MailboxStatistics total;
    for (const auto& mailbox : all()) {
        const MailboxStatistics one = mailbox->statistics();
        total.open_polls += one.open_polls;
        total.queued += one.queued;
        total.unanswered += one.unanswered;
    }
    return total;
}

void Mailboxes::forget(const std::string& id, const Mailbox& mailbox) {
    const std::lock_guard lock(mutex_);
    const auto found = mailboxes_.find(id);
    if (found != mailboxes_.end() && found->second.get() == &mailbox) {
        mailboxes_.erase(found);
    }
}

std::vector<std::shared_ptr<Mailbox>> Mailboxes::all() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::shared_ptr<Mailbox>> all;
    all.reserve(mailboxes_.size());
    for (const auto& [id, mailbox] : mailboxes_) {
        all.push_back(mailbox);
    }
    return all;
}

}  // namespace gridlore::rest_api
