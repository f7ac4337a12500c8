#include "adapter/sql/source.h"

#include <condition_variable>
#include <functional>
#include <mutex>

#include "adapter/sql/session.h"

namespace gridlore::sql {
namespace {

/// Why a query was ended from outside. A timer or a stop that comes late finds that it is over.
class Interruption {
  public:
    enum class Reason { None, Late, Stopped };

    explicit Interruption(Session& session) : session_(&session) {}

    void interrupt(Reason reason) {
        const std::lock_guard lock(mutex_);
        if (session_ != nullptr && reason_ == Reason::None) {
            reason_ = reason;
            session_->interrupt();
        }
    }

    Reason end() {
        const std::lock_guard lock(mutex_);
        session_ = nullptr;
        return reason_;
    }

  private:
    std::mutex mutex_;
    Session* session_;
    Reason reason_ = Reason::None;
};

/// Ends a query that is late or no longer wanted, as long as this is there.
class Watch {
  public:
    Watch(Clock& clock, Session& session, Duration timeout, const std::stop_token& stop)
        : clock_(clock),
          interruption_(std::make_shared<Interruption>(session)),
          timer_(clock.schedule(timeout + session.grace(), Interrupting{interruption_, Interruption::Reason::Late})),
          stop_(stop, Interrupting{interruption_, Interruption::Reason::Stopped}) {}
    ~Watch() { end(); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    Interruption::Reason end() {
        clock_.cancel(timer_);
        return interruption_->end();
    }

  private:
    struct Interrupting {
        std::shared_ptr<Interruption> interruption;
        Interruption::Reason reason;
        void operator()() const { interruption->interrupt(reason); }
    };

    Clock& clock_;
    std::shared_ptr<Interruption> interruption_;
    Clock::TimerId timer_;
    std::stop_callback<Interrupting> stop_;
};

using MakeSession = std::function<std::unique_ptr<Session>()>;

Result<std::unique_ptr<Session>> make_session(const SourceSettings& settings) {
    constexpr std::string_view sqlite = "sqlite3:";
    constexpr std::string_view postgresql = "postgresql:";
    if (settings.address.starts_with(sqlite)) {
        return make_sqlite_session(settings.address.substr(sqlite.size()), settings);
    }
    if (settings.address.starts_with(postgresql)) {
        return make_postgresql_session(settings.address.substr(postgresql.size()), settings);
    }
    return invalid_input("the address begins with neither sqlite3: nor postgresql:, which are the databases known.");
}

Error stopped() {
    return {ErrorKind::Unavailable, "the query was cancelled."};
}

}  // namespace

class Source::Implementation {
  public:
    Implementation(SourceSettings settings, Clock& clock) : settings_(std::move(settings)), clock_(clock) {}

    const SourceSettings& settings() const { return settings_; }

    Error named(Error error, const std::string& place) const {
        error.message = "source '" + settings_.name + "'" + (place.empty() ? "" : ", " + place) + ": " + error.message;
        return error;
    }

    /// With a session of its own for as long as it takes; `work` is called with it open.
    Result<void> run(const std::string& place, const std::stop_token& stop,
                     const std::function<Result<void>(Session&)>& work) {
        auto session = take(stop);
        if (!session) {
            return named(std::move(session).error(), place);
        }
        (*session)->be_ready();
        Watch watch(clock_, **session, settings_.timeout, stop);
        auto outcome = (*session)->be_open();
        if (outcome) {
            outcome = work(**session);
        }
        const auto reason = watch.end();
        give_back(std::move(*session), reason != Interruption::Reason::None);
        if (outcome) {
            return outcome;
        }
        return named(reason == Interruption::Reason::None ? std::move(outcome).error() : interrupted(reason), place);
    }

  private:
    Error interrupted(Interruption::Reason reason) const {
        return reason == Interruption::Reason::Stopped ? stopped()
                                                       : Error{ErrorKind::Unavailable, too_late(settings_.timeout)};
    }

    Result<std::unique_ptr<Session>> take(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        const auto has_place = [&] { return taken_ < settings_.sessions; };
        if (!given_back_.wait_for(lock, stop, settings_.timeout, has_place)) {
            if (stop.stop_requested()) {
                return stopped();
            }
            return Error{ErrorKind::LimitExceeded, "all of its " + std::to_string(settings_.sessions) +
                                                       " sessions have been busy for too long; ask again later."};
        }
        if (stop.stop_requested()) {
            return stopped();
        }
        if (idle_.empty()) {
            auto made = make_session(settings_);
            taken_ += made ? 1 : 0;
            return made;
        }
        ++taken_;
        std::unique_ptr<Session> session = std::move(idle_.back());
        idle_.pop_back();
        return session;
    }

    void give_back(std::unique_ptr<Session> session, bool was_interrupted) {
        if (was_interrupted) {
            session->close();
        }
        {
            const std::lock_guard lock(mutex_);
            --taken_;
            idle_.push_back(std::move(session));
        }
        given_back_.notify_one();
    }

    SourceSettings settings_;
    Clock& clock_;
    std::mutex mutex_;
    std::condition_variable_any given_back_;
    std::size_t taken_ = 0;
    std::vector<std::unique_ptr<Session>> idle_;  ///< who rested last is taken first
};

Source::Source(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Source::~Source() = default;

Result<std::unique_ptr<Source>> Source::open(SourceSettings settings, Clock& clock) {
    if (auto tried = make_session(settings); !tried) {
        Error error = std::move(tried).error();
        error.message = "source '" + settings.name + "': " + error.message;
        return error;
    }
    return std::unique_ptr<Source>(new Source(std::make_unique<Implementation>(std::move(settings), clock)));
}

const SourceSettings& Source::settings() const {
    return implementation_->settings();
}

Error Source::named(Error error, const std::string& place) const {
    return implementation_->named(std::move(error), place);
}

Result<void> Source::query(const Statement& statement, const Inputs& inputs, RowSink& sink, const std::string& place,
                           std::stop_token stop) {
    return implementation_->run(place, stop, [&](Session& session) {
        return session.run(statement, inputs, sink, implementation_->settings().row_limit);
    });
}

Result<std::vector<std::string>> Source::columns(const Statement& statement, const std::string& place) {
    std::vector<std::string> names;
    auto outcome = implementation_->run(place, {}, [&](Session& session) -> Result<void> {
        auto described = session.columns(statement);
        if (!described) {
            return std::move(described).error();
        }
        names = std::move(*described);
        return {};
    });
    if (!outcome) {
        return std::move(outcome).error();
    }
    return names;
}

}  // namespace gridlore::sql
