/// `/update`: the update operation (SPARQL 1.1 Protocol, 2.2). Private to this folder.
#pragma once

#include <memory>

#include "adapter/http/http.h"
#include "adapter/sparql/services.h"

namespace gridlore::sparql {

/// POST: the update in a form, or as the body.
void post_update(const std::shared_ptr<Services>& services, http::Request request,
                 std::shared_ptr<http::Responder> responder);

}  // namespace gridlore::sparql
