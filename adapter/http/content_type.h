/// What a Content-Type says of a body (RFC 9110, section 8.3). Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "adapter/http/http.h"

namespace gridlore::http {

struct ContentType {
    std::string media_type;  ///< in lower case; empty: there is none
    std::string charset;     ///< in lower case
    std::string boundary;
};

/// Of the header's value. Other parameters are left out.
ContentType content_type_of(std::string_view value);
ContentType content_type_of(const Request& request);

/// What does not say in which encoding it is, is in UTF-8 here; ASCII is, too.
bool is_utf8(const ContentType& type);

/// `application/json`, and every other type that is JSON (RFC 6839, section 3.1).
bool is_json(const ContentType& type);

}  // namespace gridlore::http
