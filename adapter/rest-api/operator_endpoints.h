/// What an operator and a newcomer see: health, metrics, the API's description and its viewer.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapter/http/server.h"
#include "adapter/rest-api/endpoint.h"
#include "adapter/rest-api/request_times.h"

namespace gridlore::rest_api {

struct OperatorServices {
    std::shared_ptr<const Services> services;
    std::shared_ptr<const RequestTimes> times;
    std::function<bool()> is_ready;
    std::function<http::ServerStatistics()> server_statistics;
    std::function<std::map<std::string, std::uint64_t>()> partner_faults;  ///< that were let pass, by partner
    std::function<std::shared_ptr<const std::string>()> description;       ///< OpenAPI as JSON; null: the one built in
};

std::vector<Endpoint> operator_endpoints(const OperatorServices& services);

}  // namespace gridlore::rest_api
