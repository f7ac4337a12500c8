/// The endpoints that change or show what is registered: knowledge bases, leases, interactions, domain knowledge
/// (ke-rest-contract, 3.1 to 3.8 and 3.13).
#pragma once

#include <memory>
#include <vector>

#include "adapter/rest-api/endpoint.h"

namespace gridlore::rest_api {

/// Registers anew what earlier runs have kept. Before the first request. Returns what was left out, and why.
std::vector<Error> restore_registrations(const Services& services, const std::vector<Record>& records);

std::vector<Endpoint> registration_endpoints(const std::shared_ptr<const Services>& services);

}  // namespace gridlore::rest_api
