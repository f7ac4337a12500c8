#include "adapter/service/services.h"

#include <algorithm>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapter/service/authorization_service.h"
#include "adapter/service/endpoints.h"
#include "adapter/service/openapi/openapi_document.h"
#include "adapter/service/participants.h"
#include "adapter/service/problem.h"
#include "adapter/service/rest_source.h"
#include "adapter/service/sql_source.h"

namespace gridlore::service {
namespace {

/// Null: its address is none of a database.
std::unique_ptr<sql::Source> sql_source(const ServiceSettings& settings, Clock& clock) {
    sql::SourceSettings source;
    source.name = settings.name;
    source.address = settings.address;
    source.timeout = settings.timeout;
    source.sessions = settings.at_once;
    auto opened = sql::Source::open(std::move(source), clock);
    return opened ? std::move(*opened) : nullptr;
}

/// Whose JSON may have faults.
std::set<std::string> tolerated(const ServicesByName& services) {
    std::set<std::string> names;
    for (const auto& [name, settings] : services) {
        if (settings.is_tolerant) {
            names.insert(name);
        }
    }
    return names;
}

http::Response outcome_response(const LoadOutcome& outcome) {
    if (!outcome.problems.empty()) {
        return problem(400, "Nothing was loaded; all is as it was before.", {{"problems", outcome.problems}});
    }
    const nlohmann::ordered_json body = {{"documents", outcome.documents}, {"warnings", outcome.warnings}};
    constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;
    return http::Response::with_body(200, "application/json", body.dump(-1, ' ', false, replace) + "\n");
}

}  // namespace

class Services::Implementation : public std::enable_shared_from_this<Services::Implementation> {
  public:
    Implementation(Settings settings, exchange::Exchange& exchange, Clock& clock, Executor executor,
                   Executor maintenance, std::function<void(std::string_view)> warn)
        : settings_(std::move(settings)),
          context_(std::make_shared<const Context>(Context{exchange, clock, authorizations_in_memory(),
                                                           std::make_shared<Partners>(), std::move(executor),
                                                           std::move(warn), settings_.responses})),
          maintenance_(std::move(maintenance)),
          name_("gridlore-" + boost::uuids::to_string(boost::uuids::random_generator()())),
          participants_(context_, settings_.reasoner_level),
          endpoints_(std::make_shared<const Endpoints>()) {}

    LoadOutcome load() {
        const std::lock_guard lock(load_mutex_);
        const FolderChecks checks{settings_.declared.empty() ? nullptr : &settings_.declared, settings_.own_segments,
                                  settings_.own_addresses};
        ReadFolders read = read_folders(settings_.folders, documents_, checks);
        LoadOutcome outcome{read.documents.size(), std::move(read.problems), std::move(read.warnings)};
        auto secrets = read_secrets(read.services, outcome.problems);
        if (outcome.problems.empty()) {
            take(std::move(read), secrets, outcome);
        }
        return outcome;
    }

    void handle(http::Request request, const std::shared_ptr<http::Responder>& responder,
                const http::Handler& otherwise) {
        if (request.path == reload_path && !settings_.folders.empty()) {
            return reload(request, responder);
        }
        if (auto known = board_->find(request)) {
            return responder->respond(std::move(*known));
        }
        const auto endpoints = this->endpoints();
        const auto found = endpoints->find(request.path);
        if (!found) {
            return otherwise(std::move(request), responder);
        }
        if (request.header_list("Via").find(name_) != std::string::npos) {
            return responder->respond(problem(508,
                                              "This request comes from this very server: a document calls what "
                                              "another one serves here."));
        }
        endpoints->serve({context_, board_}, *found, std::move(request), responder);
    }

    bool serves(std::string_view path) const {
        return path.starts_with(own_paths) || endpoints()->find(path).has_value();
    }
    std::shared_ptr<const std::string> description() const {
        const std::lock_guard lock(mutex_);
        return description_;
    }
    std::uint64_t payload_bytes() const { return settings_.payload_bytes; }
    std::map<std::string, std::uint64_t> partner_faults() const { return context_->partners->faults(); }

    void stop() {
        const std::lock_guard lock(load_mutex_);
        is_stopped_ = true;
        for (const auto& [name, source] : sources_) {
            source->stop();
        }
    }

  private:
    static constexpr std::string_view own_paths = "/mappings/";
    static constexpr std::string_view reload_path = "/mappings/reload";
    using SecretsByService = std::map<std::string, std::string, std::less<>>;

    SecretsByService read_secrets(const ServicesByName& services, std::vector<std::string>& problems) const {
        SecretsByService secrets;
        for (const auto& [name, service] : services) {
            if (!service.credentials) {
                continue;
            }
            auto secret = settings_.secrets ? settings_.secrets(*service.credentials)
                                            : Result<std::string>(not_found("There are no secrets."));
            if (secret) {
                secrets.emplace(name, std::move(*secret));
            } else {
                problems.push_back("service '" + name + "': " + secret.error().message);
            }
        }
        return secrets;
    }

    /// Precondition: nothing is wrong with what was read.
    void take(ReadFolders read, const SecretsByService& secrets, LoadOutcome& outcome) {
        if (is_stopped_) {
            outcome.problems.emplace_back("The server is stopping.");
            return;
        }
        if (!settings_.folders.empty() && !has_authorizations_) {
            const auto added = AuthorizationService::add(context_);
            has_authorizations_ = added.has_value();
        }
        if (const auto set = participants_.set(read.documents, read.services); !set) {
            outcome.problems.push_back(set.error().message);
            return;
        }
        context_->partners->tolerate(tolerated(read.services));
        replace_sources(read, secrets);
        documents_ = std::move(read.documents);
        auto endpoints = std::make_shared<const Endpoints>(participants_.served());
        auto description = describe();
        const std::lock_guard lock(mutex_);
        endpoints_ = std::move(endpoints);
        description_ = std::move(description);
    }

    /// Services whose settings are the same go on; the others' calls under way fail.
    void replace_sources(const ReadFolders& read, const SecretsByService& secrets) {
        Sources next;
        std::map<std::string, Kept, std::less<>> kept;
        for (const auto& [name, settings] : read.services) {
            if (settings.is_off) {
                continue;
            }
            const auto secret = secrets.find(name);
            Kept now{settings, secret == secrets.end() ? std::nullopt : std::optional(secret->second)};
            const auto before = kept_.find(name);
            const auto source = sources_.find(name);
            const bool is_same = before != kept_.end() && before->second == now && source != sources_.end();
            next.emplace(name, is_same ? source->second : make_source(settings, now.secret));
            kept.emplace(name, std::move(now));
        }
        auto gone = std::exchange(sources_, std::move(next));
        kept_ = std::move(kept);
        (void)participants_.use(sources_);
        for (const auto& [name, source] : gone) {
            const auto now = sources_.find(name);
            if (now == sources_.end() || now->second != source) {
                source->stop();
            }
        }
    }

    /// Precondition: what documents do with it has been checked.
    std::shared_ptr<Source> make_source(const ServiceSettings& settings, const std::optional<std::string>& secret) {
        if (auto database = sql_source(settings, context_->clock)) {
            return std::make_shared<SqlSource>(settings, std::move(database), context_->clock, context_->warn);
        }
        auto remote = std::make_unique<RemoteService>(settings, secret, name_, context_->clock, context_->warn);
        return std::make_shared<RestSource>(std::move(remote), context_->partners->tolerance_for(settings.name),
                                            context_->clock);
    }

    std::shared_ptr<const std::string> describe() const {
        const std::string_view own = settings_.own_description;
        return own.empty() ? nullptr : std::make_shared<const std::string>(openapi_document(own, documents_));
    }

    void reload(const http::Request& request, const std::shared_ptr<http::Responder>& responder) {
        if (request.method != "POST") {
            return responder->respond(other_method(request, "POST, OPTIONS", "Mappings are reloaded by POST."));
        }
        const bool is_taken = maintenance_(
            [self = shared_from_this(), responder] { responder->respond(outcome_response(self->load())); });
        if (!is_taken) {
            responder->respond(problem(503, "A reload, a backup or a check is under way; try again later."));
        }
    }

    std::shared_ptr<const Endpoints> endpoints() const {
        const std::lock_guard lock(mutex_);
        return endpoints_;
    }

    /// What a source was made of.
    struct Kept {
        ServiceSettings settings;
        std::optional<std::string> secret;
        friend bool operator==(const Kept&, const Kept&) = default;
    };

    const Settings settings_;
    const ContextPtr context_;
    const Executor maintenance_;
    const std::string name_;  ///< of this server, for others on the way
    const std::shared_ptr<ExchangeBoard> board_ = std::make_shared<ExchangeBoard>();

    std::mutex load_mutex_;  ///< before mutex_
    // Guarded by load_mutex_:
    bool is_stopped_ = false;
    bool has_authorizations_ = false;
    BoundDocuments documents_;
    Participants participants_;
    Sources sources_;
    std::map<std::string, Kept, std::less<>> kept_;

    mutable std::mutex mutex_;
    // Guarded by mutex_:
    std::shared_ptr<const Endpoints> endpoints_;
    std::shared_ptr<const std::string> description_;
};

Services::Services(Settings settings, exchange::Exchange& exchange, Clock& clock, Executor executor,
                   Executor maintenance, std::function<void(std::string_view)> warn)
    : implementation_(std::make_shared<Implementation>(std::move(settings), exchange, clock, std::move(executor),
                                                       std::move(maintenance), std::move(warn))) {}

Services::~Services() {
    stop();
}

LoadOutcome Services::load() {
    return implementation_->load();
}

http::Handler Services::handler(http::Handler otherwise) const {
    return [implementation = implementation_, otherwise = std::move(otherwise)](
               http::Request request, std::shared_ptr<http::Responder> responder) {
        implementation->handle(std::move(request), responder, otherwise);
    };
}

http::ChangingPaths Services::paths() const {
    http::ChangingPaths paths;
    paths.has = [implementation = implementation_](std::string_view path) { return implementation->serves(path); };
    paths.body_limit = implementation_->payload_bytes();
    paths.wording = [](unsigned status, std::string message) { return problem(status, std::move(message)); };
    return paths;
}

std::shared_ptr<const std::string> Services::description() const {
    return implementation_->description();
}

std::map<std::string, std::uint64_t> Services::partner_faults() const {
    return implementation_->partner_faults();
}

void Services::stop() {
    implementation_->stop();
}

}  // namespace gridlore::service
