#include "adapter/main/terminal/temporary_knowledge_base.h"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <random>
#include <stop_token>
#include <thread>

namespace gridlore::terminal {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds lease{30};
constexpr std::chrono::seconds renewal_time{10};

std::string random_id() {
    std::random_device random;
    return fmt::format("https://w3id.org/gridlore/terminal/{:08x}{:08x}", random(), random());
}

/// Renews until it is told to stop. A renewal that fails is tried again: the lease outlasts two of them.
void keep_lease(const std::stop_token& stop, const std::string& server_url, const std::string& id) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    while (!stopped.wait_for(lock, stop, renewal_time, [&] { return stop.stop_requested(); })) {
        if (auto api = ServerApi::make(server_url, renewal_time)) {
            (void)api->call("PUT", "/sc/lease/renew", identity_headers(id));
        }
    }
}

}  // namespace

class TemporaryKnowledgeBase::Implementation {
  public:
    Implementation(ServerApi& api, const std::string& server_url, std::string id)
        : api_(api),
          id_(std::move(id)),
          renewal_([server_url, kb = id_](const std::stop_token& stop) { keep_lease(stop, server_url, kb); }) {}
    ~Implementation() {
        // If this fails the lease ends it.
        (void)api_.call("DELETE", "/sc", identity_headers(id_));
    }
    Implementation(const Implementation&) = delete;
    Implementation& operator=(const Implementation&) = delete;

    Result<json> exchange(const json& interaction, const std::string& path, const json& request) {
        auto registered = api_.call("POST", "/sc/ki", identity_headers(id_), &interaction);
        if (!registered) {
            return registered;
        }
        const auto id = registered->find("knowledgeInteractionId");
        if (!registered->is_object() || id == registered->end() || !id->is_string()) {
            return Error{ErrorKind::Internal, "the server's answer to POST /sc/ki names no interaction"};
        }
        return api_.call("POST", path, identity_headers(id_, id->get<std::string>()), &request);
    }

  private:
    ServerApi& api_;
    std::string id_;
    std::jthread renewal_;
};

Result<TemporaryKnowledgeBase> TemporaryKnowledgeBase::make(ServerApi& api, const std::string& server_url,
                                                            const std::string& name,
                                                            std::optional<unsigned> reasoner_level) {
    const std::string id = random_id();
    json description = {{"knowledgeBaseId", id},
                        {"knowledgeBaseName", name},
                        {"knowledgeBaseDescription", "A command at a terminal; it is gone in a moment."},
                        {"leaseRenewalTime", lease.count()}};
    if (reasoner_level) {
        description["reasonerLevel"] = *reasoner_level;
    }
    if (auto created = api.call("POST", "/sc", {}, &description); !created) {
        return std::move(created).error();
    }
    return TemporaryKnowledgeBase(std::make_unique<Implementation>(api, server_url, id));
}

TemporaryKnowledgeBase::TemporaryKnowledgeBase(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
TemporaryKnowledgeBase::TemporaryKnowledgeBase(TemporaryKnowledgeBase&&) noexcept = default;
TemporaryKnowledgeBase& TemporaryKnowledgeBase::operator=(TemporaryKnowledgeBase&&) noexcept = default;
TemporaryKnowledgeBase::~TemporaryKnowledgeBase() = default;

Result<json> TemporaryKnowledgeBase::exchange(const json& interaction, const std::string& path, const json& request) {
    return implementation_->exchange(interaction, path, request);
}

}  // namespace gridlore::terminal
