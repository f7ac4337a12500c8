/// What the protocols read from a request's query string, form and headers. Pure functions; safe from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapter/http/http.h"
#include "knowledge-engine/base/result.h"

namespace gridlore::sparql {

/// `application/x-www-form-urlencoded`, decoded. Names may repeat.
class Parameters {
  public:
    /// InvalidInput: a percent sign without two digits behind it, or what is not UTF-8; LimitExceeded: too many.
    static Result<Parameters> parse(std::string_view text);

    /// Adds those of another text.
    void append(Parameters others);
    bool has(std::string_view name) const;
    std::vector<std::string> all(std::string_view name) const;
    /// Nothing if there is none. InvalidInput: there is more than one.
    Result<std::optional<std::string>> one(std::string_view name) const;

  private:
    std::vector<std::pair<std::string, std::string>> values_;
};

/// `%41` and, if so said, `+` resolved. InvalidInput as above.
Result<std::string> percent_decoded(std::string_view text, bool plus_is_space);

/// `http://host/path`, as the client sees it. InvalidInput: the Host header is none that an IRI can have.
Result<std::string> url_of(const http::Request& request);

}  // namespace gridlore::sparql
