/// The mailboxes of all knowledge bases that came through REST; no other can be acted for through it.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapter/rest-api/mailbox.h"

namespace gridlore::rest_api {

/// Internally synchronized. Lives in a `shared_ptr`, because mailboxes leave it on their own when they are removed.
class Mailboxes : public std::enable_shared_from_this<Mailboxes> {
  public:
    /// `clock` must outlive the mailboxes.
    Mailboxes(const MailboxSettings& settings, Clock& clock, std::shared_ptr<HandleRequestIds> ids = nullptr)
        : settings_(settings), clock_(clock), ids_(std::move(ids)) {}

    /// A mailbox for that knowledge base, which is not found before `publish`.
    std::shared_ptr<Mailbox> make(const std::string& id);
    /// The exchange has taken the mailbox: it can be found, unless it has been removed already.
    void publish(const std::string& id, const std::shared_ptr<Mailbox>& mailbox);
    /// Null if there is none.
    std::shared_ptr<Mailbox> find(std::string_view id) const;

    /// Stops all mailboxes there are and will be.
    void stop();
    MailboxStatistics statistics() const;

  private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Map = std::unordered_map<std::string, std::shared_ptr<Mailbox>, TextHash, std::equal_to<>>;

    void forget(const std::string& id, const Mailbox& mailbox);
    std::vector<std::shared_ptr<Mailbox>> all() const;

    const MailboxSettings settings_;
    Clock& clock_;
    const std::shared_ptr<HandleRequestIds> ids_;
    mutable std::mutex mutex_;
    Map mailboxes_;
    bool stopping_ = false;
};

}  // namespace gridlore::rest_api
