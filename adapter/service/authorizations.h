/// Who may see whose data: tokens as D4.2 has them (3.2.1.1.1.1). What is decided here is replaced by consent later.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "knowledge-engine/base/clock.h"
#include "knowledge-engine/base/result.h"
#include "knowledge-engine/rdf/term.h"

namespace gridlore::service {

/// A period: `from` is in it, `until` is not. Nothing: it has no such bound.
struct Period {
    std::optional<rdf::Term> from;
    std::optional<rdf::Term> until;
};

/// Internally synchronized.
class Authorizations {
  public:
    virtual ~Authorizations() = default;

    /// A token for the data of `subject`, an IRI. The same for the same subject, period and requester. InvalidInput:
    /// the period is none. LimitExceeded.
    virtual Result<std::string> issue(const std::string& subject, const Period& period,
                                      const std::string& requester) = 0;
    /// InvalidInput: the token allows less than `subject`'s data of `period`. The message does not quote it.
    virtual Result<void> check(const std::string& token, const std::string& subject, const Period& period) = 0;
};

/// Keeps tokens in memory, at most a million: UUIDs, made by the system's source of randomness.
std::unique_ptr<Authorizations> authorizations_in_memory();

}  // namespace gridlore::service
