#include "adapter/http/router.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace gridlore::http {
namespace {

std::string_view without_trailing_slash(std::string_view path) {
    if (path.size() > 1 && path.back() == '/') {
        path.remove_suffix(1);
    }
    return path;
}

bool is_subtree(std::string_view route) {
    return route.ends_with("/*");
}

bool is_below(std::string_view path, std::string_view route) {
    return is_subtree(route) && is_path_of(path, route);
}

/// `GET, HEAD, POST, OPTIONS`: what the routes serve and what follows from them.
std::string allowed_methods(const std::vector<const Route*>& routes) {
    std::vector<std::string_view> methods;
    const auto add = [&methods](std::string_view method) {
        if (std::ranges::find(methods, method) == methods.end()) {
            methods.push_back(method);
        }
    };
    for (const Route* route : routes) {
        add(route->method);
        if (route->method == "GET") {
            add("HEAD");
        }
    }
    add("OPTIONS");
    std::string text;
    for (const std::string_view method : methods) {
        text.append(text.empty() ? "" : ", ").append(method);
    }
    return text;
}

/// The route for a method among those of one path: its own, or the one that it follows from; null if there is none.
const Route* find_method(const std::vector<const Route*>& routes, std::string_view method) {
    const auto serving = [&routes](std::string_view wanted) {
        const auto it = std::ranges::find(routes, wanted, [](const Route* route) { return route->method; });
        return it == routes.end() ? nullptr : *it;
    };
    const Route* route = serving(method);
    return route == nullptr && method == "HEAD" ? serving("GET") : route;
}

}  // namespace

Router::Router(std::vector<Route> routes, RefusalWording refusal)
    : routes_(std::move(routes)), refusal_(std::move(refusal)) {}

std::vector<const Route*> Router::routes_of(const std::string& path) const {
    std::vector<const Route*> exact;
    std::vector<const Route*> below;
    const std::string_view plain = without_trailing_slash(path);
    for (const Route& route : routes_) {
        if (route.path == plain) {
            exact.push_back(&route);
        } else if (is_below(path, route.path)) {
            below.push_back(&route);
        }
    }
    return exact.empty() ? below : exact;
}

void Router::handle(Request request, std::shared_ptr<Responder> responder) const {
    const std::vector<const Route*> candidates = routes_of(request.path);
    if (candidates.empty()) {
        responder->respond(refusal_(404, "There is nothing at " + request.path + "."));
        return;
    }
    if (const Route* route = find_method(candidates, request.method)) {
        route->handler(std::move(request), std::move(responder));
        return;
    }
    const std::string allowed = allowed_methods(candidates);
    Response response =
        request.method == "OPTIONS"
            ? Response::empty(204)
            : refusal_(405, request.path + " does not serve " + request.method + ", only " + allowed + ".");
    response.headers.emplace_back("Allow", allowed);
    responder->respond(std::move(response));
}

}  // namespace gridlore::http
