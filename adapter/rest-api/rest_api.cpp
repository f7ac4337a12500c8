#include "adapter/rest-api/rest_api.h"

#include <atomic>

#include "adapter/http/router.h"
#include "adapter/rest-api/endpoint.h"
#include "adapter/rest-api/exchange_endpoints.h"
#include "adapter/rest-api/operator_endpoints.h"
#include "adapter/rest-api/registration_endpoints.h"
#include "adapter/rest-api/request_times.h"
#include "adapter/rest-api/responses.h"

namespace gridlore::rest_api {
namespace {

http::Response wrong_content_type(BodyType type) {
    return error_response(
        415, type == BodyType::Json ? "The body has to be application/json." : "The body has to be text/plain.");
}

/// Checks what holds for every endpoint, and keeps large bodies off the network's threads.
http::Handler checked(Endpoint endpoint, std::shared_ptr<const Services> services) {
    const auto shared = std::make_shared<const Endpoint>(std::move(endpoint));
    return [shared, services = std::move(services)](http::Request request,
                                                    const std::shared_ptr<http::Responder>& responder) {
        if (!accepts_content_type(request, shared->body)) {
            responder->respond(wrong_content_type(shared->body));
            return;
        }
        const RequestName name(request);
        serve_safely(*services, name, *responder, [&] {
            if (shared->body == BodyType::None || request.body.size() <= services->settings.inline_bytes) {
                shared->serve(std::move(request), responder);
                return;
            }
            const auto large = std::make_shared<http::Request>(std::move(request));
            const bool taken = services->executor([shared, services, name, large, responder] {
                serve_safely(*services, name, *responder, [&] { shared->serve(std::move(*large), responder); });
            });
            if (!taken) {
                responder->respond(
                    error_response(503, "Too many large requests are being worked on; try again later."));
            }
        });
    };
}

http::Response word_refusal(unsigned status, const std::string& message) {
    return error_response(status, message);
}

}  // namespace

class RestApi::Implementation {
  public:
    Implementation(const Settings& settings, exchange::Exchange& exchange, Clock& clock, Executor executor,
                   std::function<void(std::string_view)> log_failure, const KeptState& kept)
        : services_(std::make_shared<const Services>(Services{
              settings, exchange, guarded(executor),
              std::make_shared<Mailboxes>(
                  MailboxSettings{settings.long_poll, settings.queue_limit, settings.unanswered_limit}, clock,
                  std::make_shared<HandleRequestIds>(kept.handle_request_ids, kept.records)),
              std::make_shared<Registrations>(kept.records, guarded(std::move(executor))), std::move(log_failure)})),
          // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): it loses sight of std::function's memory
          router_(make_router()) {}

    http::Handler handler() const {
        return [router = router_, times = times_](http::Request request, std::shared_ptr<http::Responder> responder) {
            router->handle(std::move(request), std::move(responder));
        };
    }

    std::vector<Error> restore(const std::vector<Record>& registrations) {
        return restore_registrations(*services_, registrations);
    }

    void use_server_statistics(std::function<http::ServerStatistics()> statistics) {
        state_->server_statistics = std::move(statistics);
    }
    void use_partner_faults(std::function<std::map<std::string, std::uint64_t>()> faults) {
        state_->partner_faults = std::move(faults);
    }
    void use_description(std::function<std::shared_ptr<const std::string>()> description) {
        state_->description = std::move(description);
    }
    void not_ready() { state_->ready = false; }
    void stopping() {
        not_ready();
        state_->stopping = true;
        services_->mailboxes->stop();
    }

  private:
    struct State {
        std::atomic<bool> ready{true};
        std::atomic<bool> stopping{false};
        std::function<http::ServerStatistics()> server_statistics;
        std::function<std::map<std::string, std::uint64_t>()> partner_faults;
        std::function<std::shared_ptr<const std::string>()> description;
    };

    /// What runs the work may be gone once the API stops, while an exchange may still end.
    Executor guarded(Executor executor) const {
        return [executor = std::move(executor), state = state_](std::function<void()> work) {
            return !state->stopping && executor(std::move(work));
        };
    }

    std::shared_ptr<const http::Router> make_router() {
        std::vector<Endpoint> endpoints = registration_endpoints(services_);
        for (Endpoint& endpoint : exchange_endpoints(services_)) {
            endpoints.push_back(std::move(endpoint));
        }
        const OperatorServices operators{
            services_,
            times_,
            [state = state_] { return state->ready.load(); },
            [state = state_] {
                return state->server_statistics ? state->server_statistics() : http::ServerStatistics{};
            },
            [state = state_] {
                return state->partner_faults ? state->partner_faults() : std::map<std::string, std::uint64_t>{};
            },
            [state = state_] { return state->description ? state->description() : nullptr; }};
        for (Endpoint& endpoint : operator_endpoints(operators)) {
            endpoints.push_back(std::move(endpoint));
        }
        std::vector<http::Route> routes;
        for (Endpoint& endpoint : endpoints) {
            const std::string method = endpoint.method;
            const std::string path = endpoint.path;
            routes.push_back({method, path, times_->timing(method, path, checked(std::move(endpoint), services_))});
        }
        return std::make_shared<const http::Router>(std::move(routes), word_refusal);
    }

    const std::shared_ptr<State> state_ = std::make_shared<State>();
    const std::shared_ptr<RequestTimes> times_ = std::make_shared<RequestTimes>();
    const std::shared_ptr<const Services> services_;
    const std::shared_ptr<const http::Router> router_;
};

RestApi::RestApi(const Settings& settings, exchange::Exchange& exchange, Clock& clock, Executor executor,
                 std::function<void(std::string_view)> log_failure, const KeptState& kept)
    : implementation_(std::make_unique<Implementation>(settings, exchange, clock, std::move(executor),
                                                       std::move(log_failure), kept)) {}

std::vector<Error> RestApi::restore(const std::vector<Record>& registrations) {
    return implementation_->restore(registrations);
}

RestApi::~RestApi() {
    stopping();
}

http::Handler RestApi::handler() const {
    return implementation_->handler();
}

http::RefusalWording RestApi::refusal() const {
    return word_refusal;
}

void RestApi::use_server_statistics(std::function<http::ServerStatistics()> statistics) {
    implementation_->use_server_statistics(std::move(statistics));
}

void RestApi::use_partner_faults(std::function<std::map<std::string, std::uint64_t>()> faults) {
    implementation_->use_partner_faults(std::move(faults));
}

void RestApi::use_description(std::function<std::shared_ptr<const std::string>()> description) {
    implementation_->use_description(std::move(description));
}

void RestApi::not_ready() {
    implementation_->not_ready();
}

void RestApi::stopping() {
    implementation_->stopping();
}

}  // namespace gridlore::rest_api
