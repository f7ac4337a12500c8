/// `/graphs`: the SPARQL 1.1 Graph Store HTTP Protocol. Private to this folder.
///
/// A graph is named by `?graph=IRI`, by `?default`, or by the request's own address if that goes on behind `/graphs/`.
/// A graph exists as long as it holds a triple; the default graph always does, but is created by its first.
#pragma once

#include <memory>

#include "adapter/http/http.h"
#include "adapter/sparql/services.h"

namespace gridlore::sparql {

/// GET and HEAD.
void get_graph(const std::shared_ptr<Services>& services, http::Request request,
               std::shared_ptr<http::Responder> responder);
/// Replaces the graph, as one change. What is too large for memory is read by the store's writer itself, unless it is
/// one document and there is nothing to be replaced: then it is loaded in bulk.
void put_graph(const std::shared_ptr<Services>& services, http::Request request,
               std::shared_ptr<http::Responder> responder);
/// Adds to the graph, as one change; without a graph, to a new one, whose address the response has.
void post_graph(const std::shared_ptr<Services>& services, http::Request request,
                std::shared_ptr<http::Responder> responder);
void delete_graph(const std::shared_ptr<Services>& services, http::Request request,
                  std::shared_ptr<http::Responder> responder);

}  // namespace gridlore::sparql
