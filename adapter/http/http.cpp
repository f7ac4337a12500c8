#include "adapter/http/http.h"

#include "adapter/http/mapped_file.h"
#include "adapter/http/text.h"

namespace gridlore::http {
namespace {

std::string_view without_trailing_slash(std::string_view path) {
    return path.size() > 1 && path.back() == '/' ? path.substr(0, path.size() - 1) : path;
}

}  // namespace

bool is_path_of(std::string_view path, std::string_view route) {
    return route.ends_with("/*") ? path.starts_with(route.substr(0, route.size() - 1))
                                 : without_trailing_slash(path) == route;
}

std::string_view Request::content() const {
    return large_body ? large_body->bytes() : std::string_view(body);
}

std::optional<std::string_view> Request::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (equal_ignoring_case(key, name)) {
            return value;
        }
    }
    return std::nullopt;
}

std::string Request::header_list(std::string_view name) const {
    std::string list;
    for (const auto& [key, value] : headers) {
        if (equal_ignoring_case(key, name)) {
            list += (list.empty() ? "" : ", ") + value;
        }
    }
    return list;
}

Response Response::empty(unsigned status) {
    Response response;
    response.status = status;
    return response;
}

Response Response::with_body(unsigned status, std::string content_type, std::string body) {
    Response response;
    response.status = status;
    response.content_type = std::move(content_type);
    response.body = std::make_shared<const std::string>(std::move(body));
    return response;
}

}  // namespace gridlore::http
