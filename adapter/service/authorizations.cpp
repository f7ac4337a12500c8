#include "adapter/service/authorizations.h"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "knowledge-engine/rdf/value.h"

namespace gridlore::service {
namespace {

constexpr std::size_t most_tokens = 1'000'000;

/// Times that cannot be compared are in no order.
bool is_in_order(const std::optional<rdf::Term>& first, const std::optional<rdf::Term>& second) {
    const auto order = first && second ? rdf::compare_values(*first, *second) : std::nullopt;
    return order && *order <= 0;
}

bool covers(const Period& allowed, const Period& period) {
    return (!allowed.from || is_in_order(allowed.from, period.from)) &&
           (!allowed.until || is_in_order(period.until, allowed.until));
}

class AuthorizationsInMemory final : public Authorizations {
  public:
    Result<std::string> issue(const std::string& subject, const Period& period, const std::string& requester) override {
        if (period.from && period.until && !is_in_order(period.from, period.until)) {
            return invalid_input("The period ends before it begins.");
        }
        const std::lock_guard lock(mutex_);
        const auto text = [](const std::optional<rdf::Term>& time) { return time ? time->text : std::string(); };
        const Request request(subject, text(period.from), text(period.until), requester);
        if (const auto known = tokens_.find(request); known != tokens_.end()) {
            return known->second;
        }
        if (tokens_.size() == most_tokens) {
            return Error{ErrorKind::LimitExceeded,
                         "There are " + std::to_string(most_tokens) + " authorizations, and may be no more."};
        }
        std::string token = boost::uuids::to_string(generator_());
        tokens_.emplace(request, token);
        allowed_.emplace(token, Allowed{subject, period});
        return token;
    }

    Result<void> check(const std::string& token, const std::string& subject, const Period& period) override {
        const std::lock_guard lock(mutex_);
        const auto allowed = allowed_.find(token);
        if (allowed == allowed_.end() || allowed->second.subject != subject) {
            return invalid_input("The token does not allow to see these data; ask for an authorization first.");
        }
        if (!covers(allowed->second.period, period)) {
            return invalid_input("The token does not allow to see the whole of that period.");
        }
        return {};
    }

  private:
    using Request = std::tuple<std::string, std::string, std::string, std::string>;
    struct Allowed {
        std::string subject;
        Period period;
    };

    std::mutex mutex_;
    // Guarded by mutex_:
    boost::uuids::random_generator generator_;
    std::map<Request, std::string> tokens_;
    std::unordered_map<std::string, Allowed> allowed_;  ///< by token
};

}  // namespace

std::unique_ptr<Authorizations> authorizations_in_memory() {
    return std::make_unique<AuthorizationsInMemory>();
}

}  // namespace gridlore::service
