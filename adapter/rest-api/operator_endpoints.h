/// What an operator and a newcomer see: health, metrics, the API's description and its viewer.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "adapter/rest-api/endpoint.h"
#include "adapter/rest-api/request_times.h"

namespace gridlore::rest_api {

/// Figures of the server that the API runs in.
struct HttpFigures {
    std::size_t connections = 0;
    std::uint64_t requests = 0;
    std::uint64_t refused_connections = 0;
};

struct OperatorServices {
    std::shared_ptr<const Services> services;
    std::shared_ptr<const RequestTimes> times;
    std::function<bool()> is_ready;
    std::function<HttpFigures()> http_figures;
};

std::vector<Endpoint> operator_endpoints(const OperatorServices& services);

}  // namespace gridlore::rest_api
