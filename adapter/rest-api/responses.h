/// The forms of response that many endpoints share (ke-rest-contract, section 2). Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "adapter/http/http.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::rest_api {

/// The status that an error of that kind is answered with.
unsigned status_of(ErrorKind kind);

http::Response json_response(unsigned status, std::string body);
/// `{"messageType":"error","message":…}`
http::Response error_response(unsigned status, std::string_view message);
http::Response error_response(const Error& error);
/// `{"messageType":type,"message":…}`: what a poll without work says.
http::Response message_response(unsigned status, std::string_view type, std::string_view message);

}  // namespace gridlore::rest_api
