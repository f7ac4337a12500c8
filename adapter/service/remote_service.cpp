#include "adapter/service/remote_service.h"

#include <algorithm>
#include <random>
#include <utility>

namespace gridlore::service {
namespace {

constexpr Duration longest_pause = std::chrono::seconds(10);

/// Half of it to all of it: those who failed together shall not come back together.
Duration with_jitter(Duration pause) {
    thread_local std::minstd_rand random(std::random_device{}());
    return std::chrono::duration_cast<Duration>(pause * std::uniform_real_distribution<double>(0.5, 1.0)(random));
}

}  // namespace

struct RemoteService::Attempt {
    Result<void> result;
    bool is_ill = false;  ///< the service failed, not what was asked of it
    bool may_help_to_repeat = false;
};

RemoteService::RemoteService(ServiceSettings settings, std::optional<std::string> secret, std::string via, Clock& clock,
                             std::function<void(std::string_view)> warn)
    : settings_(std::move(settings)),
      secret_(std::move(secret)),
      via_(std::move(via)),
      clock_(clock),
      warn_(std::move(warn)),
      circuit_(settings_.failures_to_open, settings_.open_for),
      clients_(settings_.at_once),
      threads_(settings_.at_once) {}

RemoteService::~RemoteService() {
    stop();
}

void RemoteService::submit(RemoteCall call) {
    const auto shared = std::make_shared<const RemoteCall>(std::move(call));
    threads_.submit({[this, shared](std::size_t thread) {
                         http::Client* const client = client_of(thread);
                         shared->done(client == nullptr ? failure(*shared, "its address is none that can be called.")
                                                        : perform(*client, *shared));
                     },
                     [this, shared](bool is_stopping) {
                         shared->done(
                             failure(*shared, is_stopping ? "it is no longer asked." : "too much work waits for it."));
                     }});
}

void RemoteService::stop() {
    threads_.stop();
}

/// Null: the address is none.
http::Client* RemoteService::client_of(std::size_t thread) {
    std::optional<http::Client>& client = clients_[thread];
    if (!client) {
        auto made =
            http::Client::make(settings_.address, {.timeout = settings_.timeout,
                                                   .response_limit = settings_.response_limit,
                                                   .cancelled = &threads_.is_stopping(),
                                                   .certificate_authorities = settings_.certificate_authorities});
        if (!made) {
            return nullptr;
        }
        client = std::move(*made);
    }
    return &*client;
}

bool RemoteService::is_over(const RemoteCall& call) const {
    return threads_.is_stopping() || (call.cancelled && *call.cancelled) || clock_.now() >= call.deadline;
}

Result<void> RemoteService::perform(http::Client& client, const RemoteCall& call) {
    const unsigned attempts = call.method == "GET" ? settings_.attempts : 1;
    for (unsigned number = 1;; ++number) {
        if (is_over(call)) {
            return failure(call, "nobody waits for it any more.");
        }
        if (!circuit_.let_pass(clock_.now())) {
            return failure(call, "it has failed too often and is left alone for a while (its circuit is open).");
        }
        Attempt attempted = attempt(client, call);
        note(attempted);
        if (attempted.result || !attempted.may_help_to_repeat || number >= attempts) {
            return std::move(attempted.result);
        }
        pause_before(number + 1, call);
    }
}

RemoteService::Attempt RemoteService::attempt(http::Client& client, const RemoteCall& call) {
    http::Headers headers = call.headers;
    headers.emplace_back("Accept", "application/json");
    headers.emplace_back("Via", "1.1 " + via_);
    if (secret_) {
        headers.emplace_back("Authorization", "Bearer " + *secret_);
    }
    auto response = client.send(call.method, call.target, headers, call.body);
    if (!response) {
        const bool is_too_large = response.error().kind == ErrorKind::LimitExceeded;
        return {failure(call, is_too_large ? "its response has more than " + std::to_string(settings_.response_limit) +
                                                 " bytes (response-limit)."
                                           : response.error().message),
                true, !is_too_large};
    }
    if (response->status == 404 && call.may_find_nothing) {
        response = http::Response::empty(204);
    }
    if (response->status / 100 == 2) {
        auto read = call.read(*response);
        return {read ? std::move(read) : failure(call, read.error().message), !read, false};
    }
    const bool is_ill = response->status >= 500 || response->status == 429;
    return {failure(call, "it answers with the status " + std::to_string(response->status) + "."), is_ill, is_ill};
}

void RemoteService::note(const Attempt& attempt) {
    if (threads_.is_stopping()) {
        return circuit_.given_up();
    }
    const Circuit::Change change = attempt.is_ill ? circuit_.failed(clock_.now()) : circuit_.succeeded();
    if (change != Circuit::Change::None && warn_) {
        warn_("service '" + settings_.name + "': its circuit is " +
              (change == Circuit::Change::Opened ? "open: it has failed too often" : "closed again"));
    }
}

void RemoteService::pause_before(unsigned attempt, const RemoteCall& call) {
    Duration pause = settings_.back_off;
    for (unsigned number = 2; number < attempt && pause < longest_pause; ++number) {
        pause *= 2;
    }
    pause = std::min({with_jitter(pause), longest_pause, Duration(call.deadline - clock_.now())});
    threads_.pause(pause);
}

Error RemoteService::failure(const RemoteCall& call, const std::string& why) const {
    const std::string path = call.target.substr(0, call.target.find('?'));
    return {ErrorKind::Unavailable, "Service '" + settings_.name + "', " + call.method + " " + path + ": " + why};
}

}  // namespace gridlore::service
