/// What the endpoints work with. Made once; what it refers to is internally synchronized.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "adapter/rest-api/mailboxes.h"
#include "adapter/rest-api/registrations.h"
#include "adapter/rest-api/settings.h"
#include "knowledge-engine/base/executor.h"
#include "knowledge-engine/exchange/exchange.h"

namespace gridlore::rest_api {

struct Services {
    Settings settings;
    exchange::Exchange& exchange;
    Executor executor;
    std::shared_ptr<Mailboxes> mailboxes;
    std::shared_ptr<Registrations> registrations;
    std::function<void(std::string_view)> log_failure;  ///< of defects; may be empty
};

}  // namespace gridlore::rest_api
