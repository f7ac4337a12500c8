/// What an operator and a newcomer see: health, metrics, the API's description and its viewer.
#pragma once

#include <functional>
#include <memory>
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
};

std::vector<Endpoint> operator_endpoints(const OperatorServices& services);

}  // namespace gridlore::rest_api
