/// A response's status line and headers as they go over the wire.
#pragma once

#include <ctime>
#include <string>
#include <string_view>

#include "adapter/http/http.h"

namespace gridlore::http {

struct ConnectionPersistence {
    bool keep_alive = true;
    bool is_http_1_0 = false;  ///< then a connection that is kept must say so
};

/// Ends with the empty line; the body (if the method has one) follows it. `date` is that of `http_date`.
std::string response_head(const Response& response, const ConnectionPersistence& persistence, std::string_view date);

/// Whether a response of that status may carry a body at all (204 and 304 may not).
bool may_have_body(unsigned status);

/// `Sun, 06 Nov 1994 08:49:37 GMT`, made anew once a second. Confined to one thread.
class DateText {
  public:
    std::string_view at(std::time_t now);

  private:
    std::time_t time_ = -1;
    std::string text_;
};

}  // namespace gridlore::http
