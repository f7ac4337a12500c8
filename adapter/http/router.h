/// Which handler serves which method and path: a table. 404 and 405 (with `Allow`) follow from it.
#pragma once

#include <string>
#include <vector>

#include "adapter/http/http.h"

namespace gridlore::http {

struct Route {
    std::string method;
    std::string path;  ///< exact, without a trailing slash; `/docs/*` matches everything below
    Handler handler;
};

/// Immutable once built; safe from any thread.
class Router {
  public:
    /// `refusal` words 404 and 405: each way in has its own form of error body.
    Router(std::vector<Route> routes, RefusalWording refusal);

    /// A trailing slash of the request's path is tolerated; HEAD is served by GET (the server drops the body);
    /// OPTIONS on any known path is answered with 204 (CORS headers are the server's).
    void handle(Request request, std::shared_ptr<Responder> responder) const;

  private:
    /// Those of that very path; if there are none, those whose `/*` covers it.
    std::vector<const Route*> routes_of(const std::string& path) const;

    std::vector<Route> routes_;
    RefusalWording refusal_;
};

}  // namespace gridlore::http
