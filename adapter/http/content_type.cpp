#include "adapter/http/content_type.h"

#include "adapter/http/text.h"

namespace gridlore::http {
namespace {

std::string_view unquoted(std::string_view text) {
    return text.size() >= 2 && text.starts_with('"') && text.ends_with('"') ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

ContentType content_type_of(std::string_view value) {
    ContentType type;
    type.media_type = lower_case(trimmed(take_until(value, ';')));
    while (!value.empty()) {
        std::string_view parameter = take_until(value, ';');
        const std::string name = lower_case(trimmed(take_until(parameter, '=')));
        const std::string_view text = unquoted(trimmed(parameter));
        if (name == "charset") {
            type.charset = lower_case(text);
        } else if (name == "boundary") {
            type.boundary = text;
        }
    }
    return type;
}

ContentType content_type_of(const Request& request) {
    return content_type_of(request.header("Content-Type").value_or(""));
}

bool is_utf8(const ContentType& type) {
    return type.charset.empty() || type.charset == "utf-8" || type.charset == "utf8" || type.charset == "us-ascii";
}

bool is_json(const ContentType& type) {
    return type.media_type == "application/json" || type.media_type.ends_with("+json");
}

}  // namespace gridlore::http
