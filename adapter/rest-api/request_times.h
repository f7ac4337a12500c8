/// How long requests took, by route and status, for Prometheus.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapter/http/http.h"

namespace prometheus {
struct MetricFamily;
}

namespace gridlore::rest_api {

/// Internally synchronized.
class RequestTimes {
  public:
    RequestTimes();
    ~RequestTimes();
    RequestTimes(const RequestTimes&) = delete;
    RequestTimes& operator=(const RequestTimes&) = delete;

    /// `handler`, with each of its requests timed until its response.
    http::Handler timing(const std::string& method, const std::string& route, http::Handler handler);

    std::vector<prometheus::MetricFamily> collect() const;

  private:
    class Implementation;
    std::shared_ptr<Implementation> implementation_;
};

}  // namespace gridlore::rest_api
