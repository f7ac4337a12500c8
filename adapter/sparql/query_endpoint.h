/// `/sparql`: the query operation (SPARQL 1.1 Protocol, 2.1) and the service description. Private to this folder.
#pragma once

#include <memory>

#include "adapter/http/http.h"
#include "adapter/sparql/services.h"

namespace gridlore::sparql {

/// GET: with a query in the query string, or without for the service description.
void get_query(const std::shared_ptr<Services>& services, http::Request request,
               std::shared_ptr<http::Responder> responder);
/// POST: the query in a form, or as the body.
void post_query(const std::shared_ptr<Services>& services, http::Request request,
                std::shared_ptr<http::Responder> responder);

}  // namespace gridlore::sparql
