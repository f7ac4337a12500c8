/// The endpoints through which knowledge flows: ask, post and handle (ke-rest-contract, 3.9 to 3.12).
#pragma once

#include <memory>
#include <vector>

#include "adapter/rest-api/endpoint.h"

namespace gridlore::rest_api {

std::vector<Endpoint> exchange_endpoints(const std::shared_ptr<const Services>& services);

}  // namespace gridlore::rest_api
